//! Which values of a config are secrets, so that a diff never shows them. Guesses on the safe side.

use std::ops::Range;

use crate::diff::{DiffLine, Side, diff};
use crate::toml::Layout;

/// Tables whose strings may all be secrets.
const SECRET_TABLES: [&str; 5] = ["env", "http_headers", "headers", "query_params", "set"];

/// Ends of keys that hold secrets.
const SECRET_ENDS: [&str; 8] = [
    "token",
    "api_key",
    "apikey",
    "password",
    "passphrase",
    "secret",
    "secret_key",
    "authorization",
];

/// A text without byte order mark, and its layout; none when it cannot be read.
pub(crate) type Read<'a> = (&'a str, Option<&'a Layout>);

/// The difference of two texts, their secrets masked.
pub(crate) fn masked_diff(before: Read<'_>, after: Read<'_>) -> Vec<DiffLine> {
    let (old_secrets, new_secrets) = (secrets(before), secrets(after));
    let old = Side {
        text: before.0,
        secrets: &old_secrets,
    };
    let new = Side {
        text: after.0,
        secrets: &new_secrets,
    };
    diff(old, new)
}

/// Where the secrets of a text stand. A text that cannot be read is one secret.
fn secrets((text, layout): Read<'_>) -> Vec<Range<usize>> {
    let Some(layout) = layout else {
        return Vec::from([Range {
            start: 0,
            end: text.len(),
        }]);
    };
    let mut secrets: Vec<Range<usize>> = layout
        .leaves
        .iter()
        .filter(|leaf| leaf.string.is_some() && is_secret(&leaf.path))
        .map(|leaf| leaf.value.clone())
        .collect();
    secrets.sort_by_key(|secret| secret.start);
    secrets
}

/// Whether what stands at `path` may be a secret.
pub(crate) fn is_secret(path: &[String]) -> bool {
    let Some((key, tables)) = path.split_last() else {
        return false;
    };
    names_a_secret(key)
        || tables
            .iter()
            .any(|table| SECRET_TABLES.contains(&table.as_str()))
}

/// Whether what `key` names is a secret, by its name alone.
pub(crate) fn names_a_secret(key: &str) -> bool {
    let key = key.to_lowercase().replace('-', "_");
    SECRET_ENDS.iter().any(|end| key.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_never_shows_what_may_be_a_secret() {
        let text = concat!(
            "experimental_bearer_token = 'sk-one'\n",
            "bearer_token_env_var = 'NAME'\n",
            "[mcp_servers.a]\n",
            "env = { KEY = \"sk-two\", OTHER = 'sk-three' }\n",
            "[model_providers.x.http_headers]\n",
            "Authorization = \"Bearer sk-four\"\n",
        );
        let (nothing, layout) = (Layout::default(), Layout::read(text).unwrap());
        let shown: Vec<String> = masked_diff(("", Some(&nothing)), (text, Some(&layout)))
            .into_iter()
            .map(|line| line.text)
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r#"
        experimental_bearer_token = ••••
        bearer_token_env_var = 'NAME'
        [mcp_servers.a]
        env = { KEY = ••••, OTHER = •••• }
        [model_providers.x.http_headers]
        Authorization = ••••
        "#);
    }
}

//! The keys that a set-up of Claude Code sets. Knows their names and values, not where they stand.

use std::path::Path;

use super::env;
use super::facts::ClaudeFacts;
use crate::error::Refusal;
use crate::json::{Change, KeyPath, Layout, Value};

/// Where requests go.
pub(super) const BASE_URL: [&str; 2] = ["env", "ANTHROPIC_BASE_URL"];

/// The command that prints the token.
pub(super) const HELPER: [&str; 1] = ["apiKeyHelper"];

/// Variables in which a token may stand. Blank, they also keep those of a shell from being sent.
pub(super) const TOKEN_VARIABLES: [&str; 2] = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"];

/// How long Claude Code keeps a token before it asks again.
const TOKEN_REFRESH_MS: &str = "300000";

/// Every change of a set-up, in the order in which new keys are written.
pub(super) fn changes(facts: &ClaudeFacts, program: &Path) -> Result<Vec<Change>, Refusal> {
    let mut changes = vec![set(env(BASE_URL[1]), facts.base_url())];
    changes.extend(TOKEN_VARIABLES.map(|name| set(env(name), "")));
    let models = [
        "ANTHROPIC_DEFAULT_OPUS_MODEL",
        "ANTHROPIC_DEFAULT_SONNET_MODEL",
        "ANTHROPIC_DEFAULT_HAIKU_MODEL",
    ];
    changes.extend(models.map(|name| set(env(name), facts.model())));
    let refresh = env("CLAUDE_CODE_API_KEY_HELPER_TTL_MS");
    changes.push(set(refresh, TOKEN_REFRESH_MS));
    changes.push(set(vec!["model".to_owned()], "opus"));
    changes.push(set(vec![HELPER[0].to_owned()], &helper(program)?));
    Ok(changes)
}

/// Whether `layout` already uses the gateway of `facts`, with a helper of some kind.
pub(super) fn is_met(facts: &ClaudeFacts, layout: &Layout) -> bool {
    let here = layout
        .string(&BASE_URL)
        .map(|url| url.trim_end_matches('/'));
    here == Some(facts.base_url()) && layout.string(&HELPER).is_some()
}

/// The command line that prints the token, quoted for the shell that Claude Code runs it in.
fn helper(program: &Path) -> Result<String, Refusal> {
    if !program.is_absolute() {
        return Err(Refusal::CommandNotAbsolute);
    }
    let program = program.to_str().ok_or(Refusal::CommandNotUnicode)?;
    Ok(format!("{} token claude", quoted(program)))
}

/// Between double quotes, each character that means something there escaped.
#[cfg(not(windows))]
fn quoted(program: &str) -> String {
    let mut quoted = String::from("\"");
    for character in program.chars() {
        if matches!(character, '"' | '\\' | '$' | '`') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

/// Between double quotes, which no path can hold there.
#[cfg(windows)]
fn quoted(program: &str) -> String {
    format!("\"{program}\"")
}

fn set(path: KeyPath, text: &str) -> Change {
    let value = Value::Text(text.to_owned());
    Change::Set { path, value }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    use super::*;

    #[test]
    fn a_shell_runs_the_helper_whatever_its_path_looks_like() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "plain",
            "a b",
            "it's",
            "do$HOME`id`",
            "quo\"te",
            "back\\slash",
            "日本",
        ] {
            let program = folder.path().join(name);
            fs::write(&program, "#!/bin/sh\necho \"$#:$1:$2\"\n").unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
            let line = helper(&program).unwrap();
            let output = Command::new("/bin/sh")
                .arg("-c")
                .arg(&line)
                .output()
                .unwrap();
            assert_eq!(output.stdout, b"2:token:claude\n", "{line}");
        }
    }

    #[test]
    fn a_helper_that_is_not_absolute_is_refused() {
        assert_eq!(
            helper(Path::new("purser")),
            Err(Refusal::CommandNotAbsolute)
        );
    }
}

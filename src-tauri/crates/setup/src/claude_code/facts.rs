//! What Claude Code is told of the gateway, through an allow-list. Knows nothing of files.

use url::Url;

use crate::facts::{FactsRefused, accept_base_url, accept_model};

/// Facts that passed every check. Can be made in no other way than [`ClaudeFacts::accept`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaudeFacts {
    base_url: String,
    model: String,
}

impl ClaudeFacts {
    /// Checks what the gateway that the person signed in to says about itself. Claude Code appends
    /// `/v1/messages`, so the URL has no path.
    pub fn accept(base_url: &str, model: &str, gateway: &Url) -> Result<Self, FactsRefused> {
        let url = accept_base_url(base_url, gateway)?;
        if url.path() != "/" {
            return Err(FactsRefused::BaseUrlPath);
        }
        accept_model(model)?;
        Ok(Self {
            base_url: url.as_str().trim_end_matches('/').to_owned(),
            model: model.to_owned(),
        })
    }

    /// Without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Model slug.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.model
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(base_url: &str, model: &str) -> Result<ClaudeFacts, FactsRefused> {
        let gateway = Url::parse("https://codexapi.pro").unwrap();
        ClaudeFacts::accept(base_url, model, &gateway)
    }

    #[test]
    fn the_gateways_own_facts_pass_without_a_slash_at_the_end() {
        for base_url in [
            "https://api-chicago.codexapi.pro",
            "https://api-chicago.codexapi.pro/",
        ] {
            let facts = accept(base_url, "claude-opus-4-8").unwrap();
            assert_eq!(facts.base_url(), "https://api-chicago.codexapi.pro");
            assert_eq!(facts.model(), "claude-opus-4-8");
        }
    }

    #[test]
    fn what_codex_would_refuse_is_refused_here_too() {
        for (base_url, refused) in [
            ("https://evil.example", FactsRefused::BaseUrlHost),
            ("http://codexapi.pro", FactsRefused::BaseUrlScheme),
            ("https://a@codexapi.pro", FactsRefused::BaseUrl),
            ("https://codexapi.pro?x", FactsRefused::BaseUrl),
            ("https://codexapi.pro/v1", FactsRefused::BaseUrlPath),
        ] {
            assert_eq!(accept(base_url, "m"), Err(refused), "{base_url}");
        }
        let refused = accept("https://codexapi.pro", "a\"b");
        assert_eq!(refused, Err(FactsRefused::Model));
    }
}

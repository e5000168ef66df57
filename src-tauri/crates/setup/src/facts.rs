//! Provider facts from the gateway, through an allow-list. Knows nothing of files.
//!
//! What a gateway sends is input, not instructions: only these six facts pass, each checked.

use url::{Host, Url};

/// Ids that Codex reserves (it refuses to start) or that other tools use for their own tables.
const RESERVED_IDS: [&str; 8] = [
    "openai",
    "ollama",
    "lmstudio",
    "amazon-bedrock",
    "oss",
    "ollama-chat",
    "azure",
    "custom",
];

const EFFORTS: [&str; 6] = ["none", "minimal", "low", "medium", "high", "xhigh"];

/// What the gateway says about itself, unchecked.
#[derive(Debug, Clone, Copy)]
pub struct OfferedFacts<'a> {
    /// Key of the table under `model_providers`.
    pub provider_id: &'a str,
    /// Name that Codex shows.
    pub provider_name: &'a str,
    /// Where Codex appends `/responses` and `/models`.
    pub base_url: &'a str,
    /// Must be `responses`.
    pub wire_api: &'a str,
    /// Model slug.
    pub model: &'a str,
    /// Reasoning effort; the person's own stays when none is given.
    pub reasoning_effort: Option<&'a str>,
}

/// Facts that passed every check. Can be made in no other way than [`ProviderFacts::accept`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderFacts {
    provider_id: String,
    provider_name: String,
    base_url: Url,
    model: String,
    reasoning_effort: Option<String>,
}

/// The first check that the facts did not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FactsRefused {
    /// Not 1 to 32 of `a-z 0-9 -`.
    #[error("the provider id has characters or a length that are not allowed")]
    ProviderId,
    /// Codex or another tool uses this id for itself.
    #[error("the provider id is reserved")]
    ReservedProviderId,
    /// Empty, longer than 64, unprintable, or `OpenAI` (which Codex treats specially).
    #[error("the provider name is empty, too long, unprintable or reserved")]
    ProviderName,
    /// Codex speaks only `responses`.
    #[error("the wire API is not `responses`")]
    WireApi,
    /// Not a URL, or with user, password, query or fragment.
    #[error("the base URL is not a plain URL")]
    BaseUrl,
    /// `https`, or `http` on loopback.
    #[error("the base URL is not https")]
    BaseUrlScheme,
    /// Not the gateway's host or a subdomain of it.
    #[error("the base URL is not on the gateway's own domain")]
    BaseUrlHost,
    /// For Codex it must end in `/v1`; for Claude Code there must be none.
    #[error("the base URL does not have the path that the tool needs")]
    BaseUrlPath,
    /// Not 1 to 64 of `A-Z a-z 0-9 . _ : / -`.
    #[error("the model has characters or a length that are not allowed")]
    Model,
    /// Not one of Codex's efforts.
    #[error("the reasoning effort is not one that Codex knows")]
    ReasoningEffort,
}

impl ProviderFacts {
    /// Checks `offered` for the gateway that the person signed in to.
    pub fn accept(offered: &OfferedFacts<'_>, gateway: &Url) -> Result<Self, FactsRefused> {
        let provider_id = accept_id(offered.provider_id)?;
        let provider_name = accept_name(offered.provider_name)?;
        if offered.wire_api != "responses" {
            return Err(FactsRefused::WireApi);
        }
        let base_url = accept_base_url(offered.base_url, gateway)?;
        if !base_url.path().ends_with("/v1") {
            return Err(FactsRefused::BaseUrlPath);
        }
        accept_model(offered.model)?;
        if offered
            .reasoning_effort
            .is_some_and(|effort| !EFFORTS.contains(&effort))
        {
            return Err(FactsRefused::ReasoningEffort);
        }
        Ok(Self {
            provider_id,
            provider_name,
            base_url,
            model: offered.model.to_owned(),
            reasoning_effort: offered.reasoning_effort.map(str::to_owned),
        })
    }

    /// Key of our table under `model_providers`.
    #[must_use]
    pub fn provider_id(&self) -> &str {
        &self.provider_id
    }

    /// Name that Codex shows.
    #[must_use]
    pub fn provider_name(&self) -> &str {
        &self.provider_name
    }

    /// Ends in `/v1`.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// Model slug.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Reasoning effort, when the gateway names one.
    #[must_use]
    pub fn reasoning_effort(&self) -> Option<&str> {
        self.reasoning_effort.as_deref()
    }
}

fn accept_id(id: &str) -> Result<String, FactsRefused> {
    if !made_of(id, 32, "-", |c| {
        c.is_ascii_lowercase() || c.is_ascii_digit()
    }) {
        return Err(FactsRefused::ProviderId);
    }
    if RESERVED_IDS.contains(&id) {
        return Err(FactsRefused::ReservedProviderId);
    }
    Ok(id.to_owned())
}

fn accept_name(name: &str) -> Result<String, FactsRefused> {
    let printable = name.chars().all(is_printable);
    let length = name.chars().count();
    if !printable || length > 64 || name.trim().is_empty() || name.eq_ignore_ascii_case("openai") {
        return Err(FactsRefused::ProviderName);
    }
    Ok(name.to_owned())
}

/// Neither a control character nor one of the invisible marks that turn text around.
fn is_printable(c: char) -> bool {
    let invisible = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !c.is_control() && !invisible
}

/// A model slug.
pub(crate) fn accept_model(model: &str) -> Result<(), FactsRefused> {
    if made_of(model, 64, "._:/-", char::is_ascii_alphanumeric) {
        Ok(())
    } else {
        Err(FactsRefused::Model)
    }
}

/// A plain URL on the gateway's own domain, encrypted unless it stays on this machine. What its
/// path must be is the tool's own rule.
pub(crate) fn accept_base_url(base_url: &str, gateway: &Url) -> Result<Url, FactsRefused> {
    let url = Url::parse(base_url).map_err(|_| FactsRefused::BaseUrl)?;
    let bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if !bare {
        return Err(FactsRefused::BaseUrl);
    }
    let (Some(host), Some(gateway_host)) = (url.host(), gateway.host()) else {
        return Err(FactsRefused::BaseUrlHost);
    };
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&host) => {}
        _ => return Err(FactsRefused::BaseUrlScheme),
    }
    if !is_on_domain_of(&host, &gateway_host) {
        return Err(FactsRefused::BaseUrlHost);
    }
    Ok(url)
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn is_on_domain_of(host: &Host<&str>, gateway: &Host<&str>) -> bool {
    match (host, gateway) {
        (Host::Domain(name), Host::Domain(domain)) => {
            let subdomain = name
                .strip_suffix(domain)
                .is_some_and(|rest| rest.ends_with('.') && rest.len() > 1);
            *name == *domain || (subdomain && domain.contains('.'))
        }
        _ => host == gateway,
    }
}

fn made_of(text: &str, longest: usize, also: &str, allowed: impl Fn(&char) -> bool) -> bool {
    !text.is_empty()
        && text.len() <= longest
        && text.chars().all(|c| allowed(&c) || also.contains(c))
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;

//! Tests of the module beside it, kept apart for length.

use super::*;

const GOOD: OfferedFacts<'static> = OfferedFacts {
    provider_id: "codexapi",
    provider_name: "CodexAPI.pro",
    base_url: "https://api-chicago.codexapi.pro/v1",
    wire_api: "responses",
    model: "gpt-5.5",
    reasoning_effort: Some("high"),
};

fn accept_for(gateway: &str, offered: OfferedFacts<'_>) -> Result<ProviderFacts, FactsRefused> {
    ProviderFacts::accept(&offered, &Url::parse(gateway).unwrap())
}

fn refused(offered: OfferedFacts<'_>) -> FactsRefused {
    accept_for("https://codexapi.pro", offered).unwrap_err()
}

fn refused_base_url(base_url: &str) -> FactsRefused {
    refused(OfferedFacts { base_url, ..GOOD })
}

#[test]
fn the_gateways_own_facts_pass() {
    let facts = accept_for("https://codexapi.pro", GOOD).unwrap();
    assert_eq!(facts.provider_id(), "codexapi");
    assert_eq!(facts.provider_name(), "CodexAPI.pro");
    assert_eq!(
        facts.base_url().as_str(),
        "https://api-chicago.codexapi.pro/v1"
    );
    assert_eq!(facts.model(), "gpt-5.5");
    assert_eq!(facts.reasoning_effort(), Some("high"));
}

#[test]
fn ids_that_codex_or_others_use_are_refused() {
    for provider_id in RESERVED_IDS {
        let offered = OfferedFacts {
            provider_id,
            ..GOOD
        };
        assert_eq!(
            refused(offered),
            FactsRefused::ReservedProviderId,
            "{provider_id}"
        );
    }
}

#[test]
fn an_id_that_could_break_out_of_its_table_is_refused() {
    let long = "a".repeat(33);
    for provider_id in [
        "",
        "codex.api",
        "codex api",
        "a]\n[b",
        "CodexAPI",
        "\"",
        &long,
    ] {
        let offered = OfferedFacts {
            provider_id,
            ..GOOD
        };
        assert_eq!(refused(offered), FactsRefused::ProviderId, "{provider_id}");
    }
}

#[test]
fn a_name_that_codex_treats_specially_or_cannot_show_is_refused() {
    let long = "n".repeat(65);
    for provider_name in ["", "  ", "OpenAI", "openai", "a\nb", "a\u{202e}b", &long] {
        let offered = OfferedFacts {
            provider_name,
            ..GOOD
        };
        assert_eq!(
            refused(offered),
            FactsRefused::ProviderName,
            "{provider_name}"
        );
    }
}

#[test]
fn only_the_responses_wire_api_passes() {
    for wire_api in ["chat", "", "Responses"] {
        assert_eq!(
            refused(OfferedFacts { wire_api, ..GOOD }),
            FactsRefused::WireApi
        );
    }
}

#[test]
fn a_base_url_on_another_domain_is_refused() {
    for base_url in [
        "https://evil.example/v1",
        "https://codexapi.pro.evil.example/v1",
        "https://evilcodexapi.pro/v1",
        "https://pro/v1",
        "https://127.0.0.1/v1",
    ] {
        assert_eq!(
            refused_base_url(base_url),
            FactsRefused::BaseUrlHost,
            "{base_url}"
        );
    }
}

#[test]
fn a_base_url_without_encryption_is_refused() {
    assert_eq!(
        refused_base_url("http://codexapi.pro/v1"),
        FactsRefused::BaseUrlScheme
    );
    assert_eq!(
        refused_base_url("ftp://codexapi.pro/v1"),
        FactsRefused::BaseUrlScheme
    );
}

#[test]
fn a_base_url_with_credentials_query_or_fragment_is_refused() {
    for base_url in [
        "https://user@codexapi.pro/v1",
        "https://:word@codexapi.pro/v1",
        "https://codexapi.pro/v1?x=1",
        "https://codexapi.pro/v1#x",
        "codexapi.pro/v1",
    ] {
        assert_eq!(
            refused_base_url(base_url),
            FactsRefused::BaseUrl,
            "{base_url}"
        );
    }
}

#[test]
fn a_base_url_that_does_not_end_in_v1_is_refused() {
    for base_url in [
        "https://codexapi.pro",
        "https://codexapi.pro/v1/",
        "https://codexapi.pro/v1x",
    ] {
        assert_eq!(
            refused_base_url(base_url),
            FactsRefused::BaseUrlPath,
            "{base_url}"
        );
    }
}

#[test]
fn a_loopback_gateway_may_name_its_own_host_without_encryption() {
    let base_url = "http://127.0.0.1:4000/v1";
    let facts = accept_for("http://127.0.0.1:4000", OfferedFacts { base_url, ..GOOD }).unwrap();
    assert_eq!(facts.base_url().as_str(), base_url);
    let elsewhere = accept_for("http://127.0.0.1:4000", GOOD).unwrap_err();
    assert_eq!(elsewhere, FactsRefused::BaseUrlHost);
}

#[test]
fn a_remote_gateway_may_not_point_at_this_machine() {
    assert_eq!(
        refused_base_url("http://127.0.0.1:4000/v1"),
        FactsRefused::BaseUrlHost
    );
    assert_eq!(
        refused_base_url("http://localhost/v1"),
        FactsRefused::BaseUrlHost
    );
}

#[test]
fn a_model_that_is_no_slug_is_refused() {
    let long = "m".repeat(65);
    for model in ["", "gpt 5", "gpt\"", "gpt\n", &long] {
        assert_eq!(
            refused(OfferedFacts { model, ..GOOD }),
            FactsRefused::Model,
            "{model}"
        );
    }
}

#[test]
fn an_effort_that_codex_does_not_know_is_refused() {
    let reasoning_effort = Some("bogus");
    assert_eq!(
        refused(OfferedFacts {
            reasoning_effort,
            ..GOOD
        }),
        FactsRefused::ReasoningEffort
    );
    let without = OfferedFacts {
        reasoning_effort: None,
        ..GOOD
    };
    let facts = accept_for("https://codexapi.pro", without).unwrap();
    assert_eq!(facts.reasoning_effort(), None);
}

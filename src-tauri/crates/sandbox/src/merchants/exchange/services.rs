//! What agents find on an exchange: the services that campaigns pay for, and the sponsored APIs. Must
//! not know payments.

use axum::response::Response;
use gateway::wire::exchange::{
    Campaign, Cents, Service, ServiceSource, Services, SponsoredApi, route,
};

use super::{Refused, Visit, ok, runs};

/// How many are told when no limit is asked for.
const LIMIT: u64 = 25;
/// How many are told at most.
const MAX_LIMIT: usize = 100;
/// The service that a campaign is shown with; it pays for every other, too.
const SHOWN: &str = "design";

/// GET `/agent/discovery/services`, best first: what has the most budget left.
pub(super) fn discover(visit: &mut Visit<'_>) -> Result<Response, Refused> {
    let base = visit.base();
    let asked = visit.asked;
    let text = |name: &str| asked.query(name).unwrap_or_default().to_lowercase();
    let number = |name: &str, default: u64| {
        let value = asked.query(name);
        value.map_or(Ok(default), |value| {
            value
                .parse()
                .map_err(|_| Refused::Invalid("a number is expected"))
        })
    };
    let (q, capability, sponsor) = (text("q"), text("capability"), text("sponsor"));
    let highest = Cents(number("max_price_cents", u64::MAX)?);
    let lowest = Cents(number("min_budget_remaining_cents", 0)?);
    let limit = usize::try_from(number("limit", LIMIT)?).unwrap_or(MAX_LIMIT);
    let books = visit.books();
    let campaigns = books.campaigns.iter().map(|one| of_campaign(&base, one));
    let apis = books.apis.iter().map(|one| of_api(&base, one));
    let mut services: Vec<Service> = campaigns
        .chain(apis)
        .filter(|one| one.name.to_lowercase().contains(&q))
        .filter(|one| one.sponsor.to_lowercase().contains(&sponsor))
        .filter(|one| capability.is_empty() || one.capabilities.contains(&capability))
        .filter(|one| one.price_cents <= highest && one.budget_remaining_cents >= lowest)
        .collect();
    services.sort_by_key(|one| std::cmp::Reverse(one.budget_remaining_cents));
    let total_count = u64::try_from(services.len()).unwrap_or(u64::MAX);
    services.truncate(limit.clamp(1, MAX_LIMIT));
    Ok(ok(&Services {
        schema_version: "2026-02-14".to_owned(),
        services,
        total_count,
        message: format!("{total_count} services"),
    }))
}

fn of_campaign(base: &str, campaign: &Campaign) -> Service {
    Service {
        source: ServiceSource::Campaign,
        service_id: campaign.id.clone(),
        service_key: SHOWN.to_owned(),
        name: campaign.name.clone(),
        sponsor: campaign.sponsor.clone(),
        required_task: Some(campaign.required_task.clone()),
        capabilities: vec![SHOWN.to_owned()],
        price_cents: runs::price(SHOWN),
        subsidy_cents: campaign.subsidy_per_call_cents,
        budget_total_cents: campaign.budget_total_cents,
        budget_remaining_cents: campaign.budget_remaining_cents,
        run_url: format!("{base}{}", route::proxy_run(SHOWN)),
    }
}

fn of_api(base: &str, api: &SponsoredApi) -> Service {
    Service {
        source: ServiceSource::SponsoredApi,
        service_id: api.id.clone(),
        service_key: api.service_key.clone(),
        name: api.name.clone(),
        sponsor: api.sponsor.clone(),
        required_task: None,
        capabilities: vec!["sponsored-api".to_owned()],
        price_cents: api.price_cents,
        subsidy_cents: api.price_cents,
        budget_total_cents: api.budget_total_cents,
        budget_remaining_cents: api.budget_remaining_cents,
        run_url: format!("{base}{}", route::sponsored_api_run(&api.id)),
    }
}

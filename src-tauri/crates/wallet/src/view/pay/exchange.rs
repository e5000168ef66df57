//! What was read from the PayloadExchange → what is shown of it. Pure.

use gateway::wire::exchange::{self as wire, Cents};

use crate::contract::{ApiView, CampaignView, ExchangeView, MetricView, ProfileView, ServiceView};
use crate::money;
use crate::pay::ExchangeLook;
use crate::settings::ExchangeSettings;

pub(super) fn exchange(settings: &ExchangeSettings, look: &ExchangeLook) -> ExchangeView {
    ExchangeView {
        url: settings.url.clone(),
        known: look.known,
        profile: settings.profile.as_ref().map(profile),
        campaigns: look
            .campaigns
            .iter()
            .filter(|campaign| campaign.active)
            .map(|campaign| self::campaign(campaign, &settings.tasks_done))
            .collect(),
        services: look.services.iter().map(service).collect(),
        apis: look.apis.iter().filter(|api| api.active).map(api).collect(),
        metrics: look.metrics.iter().map(metric).collect(),
    }
}

fn profile(known: &wire::Profile) -> ProfileView {
    ProfileView {
        id: known.id.clone(),
        email: known.profile.email.clone(),
        region: known.profile.region.clone(),
        roles: known.profile.roles.clone(),
        tools: known.profile.tools_used.clone(),
    }
}

fn campaign(campaign: &wire::Campaign, done: &[String]) -> CampaignView {
    CampaignView {
        id: campaign.id.clone(),
        name: campaign.name.clone(),
        sponsor: campaign.sponsor.clone(),
        task: campaign.required_task.clone(),
        subsidy: cents(campaign.subsidy_per_call_cents),
        left: cents(campaign.budget_remaining_cents),
        task_done: done.contains(&campaign.id),
    }
}

fn service(service: &wire::Service) -> ServiceView {
    ServiceView {
        key: service.service_key.clone(),
        name: service.name.clone(),
        price: cents(service.price_cents),
        sponsor: service.sponsor.clone(),
    }
}

fn api(api: &wire::SponsoredApi) -> ApiView {
    ApiView {
        id: api.id.clone(),
        name: api.name.clone(),
        sponsor: api.sponsor.clone(),
        description: api.description.clone().unwrap_or_default(),
        price: cents(api.price_cents),
        left: cents(api.budget_remaining_cents),
        sponsored: api.budget_remaining_cents >= api.price_cents,
    }
}

fn metric(skill: &wire::SkillMetrics) -> MetricView {
    let count = |events: u64| u32::try_from(events).unwrap_or(u32::MAX);
    MetricView {
        skill: skill.skill_name.clone(),
        total: count(skill.total_events),
        successes: count(skill.success_events),
    }
}

/// `$0.05`.
fn cents(Cents(cents): Cents) -> String {
    let micros = i64::try_from(cents.saturating_mul(10_000)).unwrap_or(i64::MAX);
    money::text(gateway::MicroUsd(micros))
}

//! What a PayloadExchange keeps: people, campaigns, done tasks, sponsored APIs and counted events, and
//! who pays for a call. Pure: time is passed in, and it must not know HTTP or payments.

use gateway::wire::exchange::{
    Campaign, Cents, MetricEvent, MetricRecorded, Metrics, NewCampaign, NewProfile,
    NewSponsoredApi, Profile, SkillMetrics, SponsoredApi, TaskCompletion, TaskDone, UpstreamMethod,
};
use jiff::Timestamp;

/// What a call of a sponsored API costs when its sponsor does not say.
const API_PRICE: Cents = Cents(5);

/// One exchange's books.
#[derive(Debug, Default)]
pub(super) struct Books {
    pub(super) profiles: Vec<Profile>,
    pub(super) campaigns: Vec<Campaign>,
    pub(super) tasks: Vec<TaskCompletion>,
    pub(super) apis: Vec<SponsoredApi>,
    events: Vec<MetricRecorded>,
}

/// Who pays for a call of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Payer {
    /// A campaign, whose budget was charged.
    Sponsor(String),
    /// Nobody yet: this campaign would, once its task is done.
    AfterTask { task: String, campaign: String },
    /// The caller.
    Caller,
}

impl Books {
    /// Books with one campaign and one sponsored API in them, so that there is something to see.
    pub(super) fn new(now: Timestamp) -> Self {
        let mut books = Self::default();
        books.add_campaign(
            NewCampaign {
                name: "Design week".to_owned(),
                sponsor: "Acme".to_owned(),
                sponsor_wallet_address: None,
                target_roles: vec!["developer".to_owned()],
                target_tools: Vec::new(),
                required_task: "survey".to_owned(),
                subsidy_per_call_cents: Cents(8),
                budget_cents: Cents(80),
                query_urls: vec!["https://acme.example/design-week".to_owned()],
            },
            now,
        );
        books.add_api(
            NewSponsoredApi {
                name: "Exchange rates".to_owned(),
                sponsor: "Acme".to_owned(),
                description: Some("Answers with what it was sent".to_owned()),
                upstream_url: "https://acme.example/rates".to_owned(),
                upstream_method: UpstreamMethod::Post,
                price_cents: None,
                budget_cents: Cents(10),
            },
            now,
        );
        books
    }

    pub(super) fn add_profile(&mut self, profile: NewProfile, now: Timestamp) -> Profile {
        let profile = Profile {
            id: new_id(),
            profile,
            created_at: now,
        };
        self.profiles.push(profile.clone());
        profile
    }

    pub(super) fn add_campaign(&mut self, new: NewCampaign, now: Timestamp) -> Campaign {
        let campaign = Campaign {
            id: new_id(),
            name: new.name,
            sponsor: new.sponsor,
            sponsor_wallet_address: new.sponsor_wallet_address,
            target_roles: new.target_roles,
            target_tools: new.target_tools,
            required_task: new.required_task,
            subsidy_per_call_cents: new.subsidy_per_call_cents,
            budget_total_cents: new.budget_cents,
            budget_remaining_cents: new.budget_cents,
            query_urls: new.query_urls,
            active: true,
            created_at: now,
        };
        self.campaigns.push(campaign.clone());
        campaign
    }

    pub(super) fn add_api(&mut self, new: NewSponsoredApi, now: Timestamp) -> SponsoredApi {
        let id = new_id();
        let api = SponsoredApi {
            service_key: format!("sponsored-api-{id}"),
            id,
            name: new.name,
            sponsor: new.sponsor,
            description: new.description,
            upstream_url: new.upstream_url,
            upstream_method: new.upstream_method,
            price_cents: new.price_cents.unwrap_or(API_PRICE),
            budget_total_cents: new.budget_cents,
            budget_remaining_cents: new.budget_cents,
            active: true,
            created_at: now,
        };
        self.apis.push(api.clone());
        api
    }

    /// Notes a done task; none when campaign or person is unknown.
    pub(super) fn complete(&mut self, task: TaskDone, now: Timestamp) -> Option<TaskCompletion> {
        self.profile(&task.user_id)?;
        self.campaigns
            .iter()
            .find(|one| one.id == task.campaign_id)?;
        let completion = TaskCompletion {
            id: new_id(),
            task,
            created_at: now,
        };
        self.tasks.push(completion.clone());
        Some(completion)
    }

    pub(super) fn profile(&self, id: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.id == id)
    }

    /// Who pays `price` for a call of `user`; a campaign's budget is charged at once.
    pub(super) fn sponsor(&mut self, user: &str, price: Cents) -> Payer {
        let Some(profile) = self.profile(user).cloned() else {
            return Payer::Caller;
        };
        let done = |campaign: &Campaign| {
            self.tasks.iter().any(|done| {
                done.task.user_id == user
                    && done.task.campaign_id == campaign.id
                    && done.task.task_name == campaign.required_task
            })
        };
        let eligible = |campaign: &Campaign| {
            campaign.active
                && campaign.budget_remaining_cents >= price
                && chosen(&campaign.target_roles, &profile.profile.roles)
                && chosen(&campaign.target_tools, &profile.profile.tools_used)
        };
        let ready = |campaign: &Campaign| eligible(campaign) && done(campaign);
        if let Some(place) = self.campaigns.iter().position(ready) {
            let campaign = &mut self.campaigns[place];
            campaign.budget_remaining_cents = left(campaign.budget_remaining_cents, price);
            return Payer::Sponsor(campaign.sponsor.clone());
        }
        match self.campaigns.iter().find(|campaign| eligible(campaign)) {
            Some(campaign) => Payer::AfterTask {
                task: campaign.required_task.clone(),
                campaign: campaign.name.clone(),
            },
            None => Payer::Caller,
        }
    }

    /// The sponsor of a call of an API, whose budget was charged; none when it is used up.
    pub(super) fn sponsor_api(&mut self, id: &str) -> Option<String> {
        let mut apis = self.apis.iter_mut();
        let api = apis.find(|api| api.id == id && api.budget_remaining_cents >= api.price_cents)?;
        api.budget_remaining_cents = left(api.budget_remaining_cents, api.price_cents);
        Some(api.sponsor.clone())
    }

    pub(super) fn count(&mut self, event: MetricEvent, now: Timestamp) -> MetricRecorded {
        let recorded = MetricRecorded {
            id: new_id(),
            event,
            created_at: now,
        };
        self.events.push(recorded.clone());
        recorded
    }

    /// The numbers of every skill, by name.
    pub(super) fn metrics(&self) -> Metrics {
        let mut names: Vec<&str> = self
            .events
            .iter()
            .map(|one| one.event.skill_name.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        let all: Vec<_> = self.events.iter().collect();
        let (total_events, success_events) = counts(&all);
        Metrics {
            total_events,
            success_events,
            success_rate: ratio(success_events, total_events),
            per_skill: names
                .into_iter()
                .filter_map(|name| self.skill(name))
                .collect(),
        }
    }

    fn skill(&self, name: &str) -> Option<SkillMetrics> {
        let own: Vec<_> = self
            .events
            .iter()
            .filter(|one| one.event.skill_name == name)
            .collect();
        let (total_events, success_events) = counts(&own);
        let durations: Vec<u64> = own.iter().filter_map(|one| one.event.duration_ms).collect();
        Some(SkillMetrics {
            skill_name: name.to_owned(),
            total_events,
            success_events,
            avg_duration_ms: (!durations.is_empty())
                .then(|| ratio(durations.iter().sum(), number(durations.len()))),
            last_seen_at: own.last()?.created_at,
        })
    }
}

/// Whether a campaign that is for `targets` is for somebody with `own`.
fn chosen(targets: &[String], own: &[String]) -> bool {
    targets.is_empty() || targets.iter().any(|target| own.contains(target))
}

fn left(budget: Cents, price: Cents) -> Cents {
    Cents(budget.0.saturating_sub(price.0))
}

/// All events, and those that went well.
fn counts(events: &[&MetricRecorded]) -> (u64, u64) {
    let good = events.iter().filter(|one| one.event.success).count();
    (number(events.len()), number(good))
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// A share; 0 of nothing. Exact up to four thousand million, which is more than is ever counted.
fn ratio(part: u64, whole: u64) -> f64 {
    let real = |count| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 {
        0.0
    } else {
        real(part) / real(whole)
    }
}

/// A random id in the shape of a UUID.
pub(super) fn new_id() -> String {
    let hex = format!("{:032x}", fastrand::u128(..));
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-")
}

#[cfg(test)]
mod tests;

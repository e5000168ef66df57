//! `purser exchange`: a PayloadExchange, on a terminal. Always first without a payment.

use serde::Serialize;
use wallet::contract::{
    ApiView, CampaignView, Command, ExchangeAsk, ExchangeView, MetricView, PayCommand, ProfileView,
    ServiceView, SponsoredView,
};

use crate::arguments::{
    Consent, ExchangeCreate, ExchangeProfile, ExchangeReport, ExchangeRun, ExchangeStep, SkillEvent,
};
use crate::body::Output;
use crate::exit::{Code, Stop};
use crate::front::Front;
use crate::out::plain;
use crate::plan::print_json;
use crate::purchase::{self, Asking, Bought};

pub(crate) async fn run(step: ExchangeStep) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let result = on(&front, step).await;
    front.close().await;
    result
}

async fn on(front: &Front, step: ExchangeStep) -> Result<(), Stop> {
    match step {
        ExchangeStep::Use { url } => {
            front.view().await?;
            let ask = PayCommand::SetExchange { url };
            front.perform(Command::Pay { ask }).await
        }
        ExchangeStep::Profile(profile) => show_profile(front, profile).await,
        ExchangeStep::Campaigns(shown) => {
            let looked = look(front).await?;
            list(&looked.campaigns, shown.json, campaign)
        }
        ExchangeStep::Discover(shown) => {
            let looked = look(front).await?;
            list(&looked.services, shown.json, service)
        }
        ExchangeStep::Apis(shown) => list(&look(front).await?.apis, shown.json, api),
        ExchangeStep::Metrics(shown) => list(&look(front).await?.metrics, shown.json, metric),
        ExchangeStep::Task { campaign, task } => {
            front.view().await?;
            ask(front, ExchangeAsk::CompleteTask { campaign, task }).await?;
            say!("Told.");
            Ok(())
        }
        ExchangeStep::Create(new) => create(front, new).await,
        ExchangeStep::Run(run) => run_one(front, run).await,
        ExchangeStep::Report(report) => tell(front, report).await,
    }
}

/// Asks for something that costs nothing.
async fn ask(front: &Front, ask: ExchangeAsk) -> Result<(), Stop> {
    let intent = purchase::new_intent()?;
    let ask = PayCommand::Exchange { intent, ask };
    front.perform(Command::Pay { ask }).await
}

async fn look(front: &Front) -> Result<ExchangeView, Stop> {
    front.view().await?;
    ask(front, ExchangeAsk::Look).await?;
    Ok(front.view().await?.payments.exchange)
}

async fn show_profile(front: &Front, profile: ExchangeProfile) -> Result<(), Stop> {
    front.view().await?;
    if let (Some(email), Some(region)) = (profile.email, profile.region) {
        let new = ExchangeAsk::CreateProfile {
            email,
            region,
            roles: profile.roles,
            tools: profile.tools,
        };
        ask(front, new).await?;
    }
    let known = front.view().await?.payments.exchange.profile;
    let known: Vec<ProfileView> = known.into_iter().collect();
    list(&known, profile.shown.json, |profile| {
        say!("{}  {}", plain(&profile.id), plain(&profile.email));
        say!("  region {}", plain(&profile.region));
        say!("  roles {}", plain(&profile.roles.join(", ")));
        say!("  tools {}", plain(&profile.tools.join(", ")));
    })
}

async fn create(front: &Front, new: ExchangeCreate) -> Result<(), Stop> {
    let ask = ExchangeAsk::CreateApi {
        name: new.name,
        sponsor: new.sponsor,
        upstream_url: new.upstream,
        price_cents: new.price,
        budget_cents: new.budget,
    };
    buy(front, ask, &new.consent).await
}

async fn run_one(front: &Front, run: ExchangeRun) -> Result<(), Stop> {
    let input = run.input;
    let ask = match (run.what.sponsored, run.what.paid, run.what.api) {
        (Some(service), ..) => ExchangeAsk::RunSponsored { service, input },
        (_, Some(service), _) => ExchangeAsk::RunPaid { service, input },
        (.., api) => ExchangeAsk::RunApi {
            api: api.unwrap_or_default(),
            input,
        },
    };
    buy(front, ask, &run.consent).await
}

async fn buy(front: &Front, ask: ExchangeAsk, consent: &Consent) -> Result<(), Stop> {
    let intent = purchase::intent(consent)?;
    let asking = Asking::of(consent, front);
    let ask = PayCommand::Exchange {
        intent: intent.clone(),
        ask,
    };
    let bought = purchase::buy(front, ask, &intent, asking).await?;
    Output::Standard.write(&bought)?;
    who_paid(&bought)?;
    bought.ended()
}

/// A sponsor's reference is named for what it is: it is on no chain.
fn who_paid(bought: &Bought) -> Result<(), Stop> {
    match &bought.answer.sponsored {
        Some(SponsoredView::Sponsor { name, reference }) => {
            eprintln!("{} paid for it.", plain(name));
            if let Some(reference) = reference {
                eprintln!("The exchange calls it {}.", plain(reference));
            }
            Ok(())
        }
        Some(SponsoredView::TaskFirst { task, .. }) => {
            eprintln!("A sponsor's task comes first: {}", plain(task));
            eprintln!("Nothing was paid. Once it is done, tell it: `purser exchange task`.");
            Err(Stop::Code(Code::Refused))
        }
        Some(SponsoredView::Free) => {
            eprintln!("It cost nothing.");
            Ok(())
        }
        Some(SponsoredView::Person) | None => {
            bought.say_receipt();
            Ok(())
        }
    }
}

async fn tell(front: &Front, report: ExchangeReport) -> Result<(), Stop> {
    front.view().await?;
    let event = match report.event {
        SkillEvent::Created => "created",
        SkillEvent::Installed => "installed",
        SkillEvent::Invoked => "invoked",
        SkillEvent::Completed => "completed",
        SkillEvent::Failed => "failed",
    };
    let told = ExchangeAsk::ReportMetric {
        skill: report.skill,
        platform: report.platform,
        event: event.to_owned(),
        duration_ms: report.duration,
        success: report.event != SkillEvent::Failed,
    };
    ask(front, told).await?;
    say!("Told.");
    Ok(())
}

fn list<T: Serialize>(items: &[T], json: bool, print: impl Fn(&T)) -> Result<(), Stop> {
    if json {
        return print_json(&items);
    }
    if items.is_empty() {
        say!("There is nothing.");
    }
    items.iter().for_each(print);
    Ok(())
}

fn campaign(campaign: &CampaignView) {
    let done = if campaign.task_done { ", done" } else { "" };
    let (name, sponsor) = (plain(&campaign.name), plain(&campaign.sponsor));
    say!("{}  {name}, by {sponsor}", plain(&campaign.id));
    say!("  task: {}{done}", plain(&campaign.task));
    say!("  {} a call, {} left", campaign.subsidy, campaign.left);
}

fn service(service: &ServiceView) {
    let by = match plain(&service.sponsor) {
        sponsor if sponsor.is_empty() => sponsor,
        sponsor => format!(", by {sponsor}"),
    };
    let (key, name) = (plain(&service.key), plain(&service.name));
    say!("{key}  {name}, {}{by}", service.price);
}

fn api(api: &ApiView) {
    let (name, sponsor) = (plain(&api.name), plain(&api.sponsor));
    let pays = if api.sponsored {
        "sponsor pays"
    } else {
        "you pay"
    };
    say!("{}  {name}, by {sponsor}", plain(&api.id));
    say!("  {} a call, {} left: {pays}", api.price, api.left);
    if !api.description.is_empty() {
        say!("  {}", plain(&api.description));
    }
}

fn metric(metric: &MetricView) {
    let (total, successes) = (metric.total, metric.successes);
    say!("{}  {successes} of {total} worked", plain(&metric.skill));
}

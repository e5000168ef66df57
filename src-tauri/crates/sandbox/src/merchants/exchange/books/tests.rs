//! Who pays for a call. No HTTP, no payments.

use gateway::wire::exchange::MetricKind;

use super::*;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn person(books: &mut Books, role: &str) -> String {
    let profile = NewProfile {
        email: "ada@example.org".to_owned(),
        region: "eu".to_owned(),
        roles: vec![role.to_owned()],
        tools_used: Vec::new(),
        attributes: Default::default(),
    };
    books.add_profile(profile, NOW).id
}

fn task_of(books: &Books, user_id: &str) -> TaskDone {
    TaskDone {
        campaign_id: books.campaigns[0].id.clone(),
        user_id: user_id.to_owned(),
        task_name: "survey".to_owned(),
        details: None,
    }
}

#[test]
fn a_campaign_pays_after_its_task_until_its_budget_is_used_up() {
    let mut books = Books::new(NOW);
    let user = person(&mut books, "developer");
    let waiting = Payer::AfterTask {
        task: "survey".to_owned(),
        campaign: "Design week".to_owned(),
    };
    assert_eq!(books.sponsor(&user, Cents(40)), waiting);
    books.complete(task_of(&books, &user), NOW).unwrap();
    for _ in 0..2 {
        let payer = books.sponsor(&user, Cents(40));
        assert_eq!(payer, Payer::Sponsor("Acme".to_owned()));
    }
    assert_eq!(books.sponsor(&user, Cents(1)), Payer::Caller);
}

#[test]
fn a_campaign_pays_only_for_those_whom_it_is_for() {
    let mut books = Books::new(NOW);
    let stranger = person(&mut books, "lawyer");
    assert_eq!(books.sponsor(&stranger, Cents(1)), Payer::Caller);
}

#[test]
fn a_task_of_nobody_is_not_noted() {
    let mut books = Books::new(NOW);
    let task = task_of(&books, "nobody");
    assert_eq!(books.complete(task, NOW), None);
}

#[test]
fn skills_are_counted_by_name() {
    let mut books = Books::new(NOW);
    assert_eq!(books.metrics().success_rate, 0.0);
    for (skill, duration_ms, success) in [
        ("b", Some(10), true),
        ("a", None, false),
        ("b", Some(30), true),
    ] {
        let event = MetricEvent {
            skill_name: skill.to_owned(),
            platform: "codex".to_owned(),
            event_type: MetricKind::Completed,
            duration_ms,
            success,
        };
        books.count(event, NOW);
    }
    let metrics = books.metrics();
    assert_eq!((metrics.total_events, metrics.success_events), (3, 2));
    let skills = metrics.per_skill.iter();
    let skills: Vec<_> = skills
        .map(|one| (one.skill_name.as_str(), one.avg_duration_ms))
        .collect();
    assert_eq!(skills, [("a", None), ("b", Some(20.0))]);
}

//! What the menu reads for Views of all kinds. Clicks nothing.

use std::ffi::{OsStr, OsString};
use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use vault::Vault;
use wallet::contract::{
    AccountView, Language, PriceView, PricingView, ProblemCode, ToolView, WalletView,
};
use wallet::settings::Folders;
use wallet::{Clock, Engine, Options, Surroundings};

use super::*;
use crate::ports::{EmbeddedSandbox, VaultSecrets};

/// What a fresh engine shows, with a balance and a mode read, and Codex not set up.
async fn view() -> View {
    let folder = tempfile::tempdir().unwrap();
    let folders = Folders {
        config: folder.path().to_owned(),
        data: folder.path().to_owned(),
    };
    let in_file = |name: &str| (name == "PURSER_VAULT").then(|| OsStr::new("file").to_owned());
    let vault = vault::Settings::from_env(folders.data.clone(), in_file).unwrap();
    let stop = CancellationToken::new();
    let engine = Engine::start(Options {
        clock: Clock::start(),
        folders,
        secrets: Arc::new(VaultSecrets(Vault::open(vault))),
        sandbox: Arc::new(EmbeddedSandbox::default()),
        surroundings: Surroundings {
            home: folder.path().to_owned(),
            environment: std::iter::empty::<(OsString, OsString)>().collect(),
            purser: folder.path().join("purser"),
        },
        releases: None,
        observer: None,
        notifier: None,
        lead: None,
        moments: None,
        stop: stop.clone(),
    });
    let view = engine.handle().watch().next().await.unwrap();
    stop.cancel();
    engine.stopped().await;
    View {
        language: Language::English,
        session: SessionView::SignedIn {
            account: AccountView::default(),
        },
        wallet: Some(WalletView {
            balance: "$12.34".to_owned(),
            cash: None,
            low: false,
            unlimited: None,
            age_seconds: 0,
            stale: false,
        }),
        pricing: Some(PricingView {
            mode: ModeView::Standard,
            input: "$5.00".to_owned(),
            output: "$30.00".to_owned(),
            normal_input: None,
            normal_output: None,
            ends_in_milliseconds: Some(2_467_000),
        }),
        tools: vec![codex(ToolState::NotSetUp)],
        ..view
    }
}

fn codex(state: ToolState) -> ToolView {
    ToolView {
        tool: Tool::Codex,
        place: Place::default(),
        installs: Vec::new(),
        config_path: "/home/ada/.codex/config.toml".to_owned(),
        state,
        can_undo: false,
        threads: None,
    }
}

fn question(id: &str, amount: &str) -> ApprovalView {
    ApprovalView {
        id: id.to_owned(),
        intent: id.to_owned(),
        method: "GET".to_owned(),
        origin: "https://api.example.com".to_owned(),
        host: "api.example.com".to_owned(),
        path: "/report".to_owned(),
        price: PriceView {
            amount: amount.to_owned(),
            network: "Base".to_owned(),
            test: false,
            way: "x402".to_owned(),
            recipient: String::new(),
            short_recipient: String::new(),
            splits: Vec::new(),
            fee_paid: false,
            expires_at: None,
        },
        deposit: None,
        reasons: Vec::new(),
        description: None,
        expires_in_seconds: Some(60),
    }
}

fn problem(title: &str) -> Problem {
    Problem {
        code: ProblemCode::Unreachable,
        title: title.to_owned(),
        advice: String::new(),
    }
}

/// The menu as a person reads it; a divider is an empty line.
fn read(view: &View) -> Vec<String> {
    let menu = shown(view, &Words::load()).menu.into_iter();
    menu.map(|line| match line {
        Line::Told(text) | Line::Offer(text, _) => text,
        Line::Divider => String::new(),
    })
    .collect()
}

fn tooltip(view: &View) -> String {
    shown(view, &Words::load()).tooltip
}

#[tokio::test]
async fn the_menu_says_balance_and_mode_and_offers_what_can_be_done() {
    let lines = [
        "Token Wallet: $12.34",
        "Pricing: Standard",
        "",
        "Open Purser",
        "Refresh",
        "Set up Codex",
        "Pause payments",
        "",
        "Quit",
    ];
    let mut view = view().await;
    assert_eq!(read(&view), lines);
    assert_eq!(tooltip(&view), lines[0]);
    let choices = [
        Choice::Open,
        Choice::Refresh,
        Choice::Act(Act::Open(Screen::SetUp)),
        Choice::Pause,
        Choice::Quit,
    ];
    assert!(shown(&view, &Words::load()).choices().eq(&choices));

    view.language = Language::Chinese;
    let chinese = [
        "Token 钱包：$12.34",
        "计价模式：标准",
        "",
        "打开 Purser",
        "刷新",
        "配置 Codex",
        "暂停付款",
        "",
        "退出",
    ];
    assert_eq!(read(&view), chinese);
}

#[tokio::test]
async fn each_question_can_be_looked_at_and_declined_by_its_own_id() {
    let mut view = view().await;
    view.glance = Glance::ApprovalWaiting;
    view.payments.asks = vec![question("0f", "0.01 USDC"), question("1e", "0.02 USDC")];
    let menu = shown(&view, &Words::load()).menu;
    let offer = |text: &str, act| Line::Offer(text.to_owned(), Choice::Act(act));
    let group = |amount: &str, id: &str| {
        [
            Line::Told(format!("api.example.com asks for {amount}")),
            offer("Approve…", Act::Open(Screen::Approvals)),
            offer("Decline", Act::Decline(id.to_owned())),
            Line::Divider,
        ]
    };
    let groups = [group("0.01 USDC", "0f"), group("0.02 USDC", "1e")].concat();
    assert_eq!(menu[3..11], groups);
    assert_eq!(tooltip(&view), "api.example.com asks for 0.01 USDC");
    assert!(changes_with_time(&view), "a question ends by itself");
}

#[tokio::test]
async fn many_questions_are_counted_instead_of_filling_the_screen() {
    let mut view = view().await;
    view.payments.asks = (0..50)
        .map(|id| question(&id.to_string(), "1 USDC"))
        .collect();
    let lines = read(&view);
    assert_eq!(lines.iter().filter(|line| *line == "Decline").count(), 3);
    assert!(lines.contains(&"47 more approvals waiting".to_owned()));
}

#[tokio::test]
async fn what_is_wrong_is_said_and_not_only_shown_by_the_icon() {
    let mut view = view().await;
    view.glance = Glance::Surge;
    view.pricing.as_mut().unwrap().mode = ModeView::Surge;
    assert_eq!(tooltip(&view), "Pricing: Surge");

    view.glance = Glance::LowBalance;
    view.wallet.as_mut().unwrap().low = true;
    assert_eq!(tooltip(&view), "Token Wallet: $12.34 (low)");

    view.glance = Glance::Offline;
    view.wallet.as_mut().unwrap().stale = true;
    view.trouble = Some(problem("codexapi.pro cannot be reached"));
    assert_eq!(tooltip(&view), "codexapi.pro cannot be reached");
    let told = [
        "Token Wallet: $12.34 (last known)",
        "Pricing: Surge",
        "codexapi.pro cannot be reached",
        "",
    ];
    assert_eq!(read(&view)[..4], told);

    view.session = SessionView::SignedOut {
        reason: Some(problem("The gateway no longer accepts this sign-in")),
    };
    let told = [
        "Not signed in",
        "Pricing: Surge",
        "The gateway no longer accepts this sign-in",
        "",
    ];
    assert_eq!(read(&view)[..4], told);
}

#[tokio::test]
async fn payments_that_are_paused_can_be_resumed() {
    let mut view = view().await;
    view.payments.paused = true;
    let lines = read(&view);
    assert!(lines.contains(&"Resume payments".to_owned()), "{lines:?}");
    assert!(!lines.contains(&"Pause payments".to_owned()), "{lines:?}");
}

#[tokio::test]
async fn codex_is_offered_to_be_set_up_only_while_there_is_something_to_do() {
    let host = "codexapi.pro".to_owned();
    let drifted = ToolState::Drifted {
        keys: Vec::new(),
        since: None,
    };
    let unreadable = ToolState::Unreadable {
        problem: problem("config.toml has a syntax error"),
    };
    let mut view = view().await;
    for (state, offered) in [
        (ToolState::NotSetUp, Some("Set up Codex")),
        (unreadable, Some("Set up Codex")),
        (drifted, Some("Repair Codex")),
        (ToolState::SetUp { host }, None),
    ] {
        view.tools = vec![codex(state)];
        let lines = read(&view);
        let found = lines.iter().find(|line| line.ends_with(" Codex"));
        assert_eq!(found.map(String::as_str), offered, "{lines:?}");
    }
    // Codex of another computer is not this one's.
    let elsewhere = Place {
        host: Some("ada@build.example.org:22".to_owned()),
        home: None,
    };
    view.tools = vec![ToolView {
        place: elsewhere,
        ..codex(ToolState::NotSetUp)
    }];
    assert!(!read(&view).iter().any(|line| line.ends_with(" Codex")));
}

#[tokio::test]
async fn jobs_are_counted_by_the_mode_that_they_wait_for() {
    let mut view = view().await;
    assert!(!changes_with_time(&view));
    let job = |when, stage| JobView {
        id: "7".to_owned(),
        label: "codex".to_owned(),
        when,
        stage,
        budget: None,
        spent: None,
    };
    view.jobs = vec![
        job(When::Reduced, JobStage::Waiting),
        job(When::Standard, JobStage::Ready),
        job(When::Reduced, JobStage::Waiting),
        job(When::Reduced, JobStage::Running),
    ];
    let told = [
        "2 jobs wait for Reduced, 41:07",
        "1 job waits for Standard, 41:07",
    ];
    assert_eq!(read(&view)[2..4], told);
    assert!(changes_with_time(&view));
}

//! Writes `ui/src/contract.ts`. Knows every type of the contract, and no value.

use std::path::Path;

use ts_rs::{Config, TS};

use super::*;

fn declarations() -> String {
    let config = Config::default();
    let mut text = String::from(
        "// Generated from src-tauri/crates/wallet/src/contract.rs by `cargo xtask contract`. Do not edit.\n",
    );
    macro_rules! declare {
        ($($name:ty),+ $(,)?) => {$(
            text.push_str("\nexport ");
            text.push_str(&<$name as TS>::decl(&config));
            text.push('\n');
        )+};
    }
    declare!(
        Sensitive,
        Command,
        TokenDelivery,
        Language,
        Theme,
        Screen,
        ClosingView,
        Problem,
        ProblemCode,
        View,
        Glance,
        GatewayView,
        SessionView,
        BrowserView,
        AccountView,
        VaultView,
        AutostartView,
        WalletView,
        ForecastView,
        UnlimitedView,
        ModeView,
        PricingView,
        JobCommand,
        When,
        JobView,
        JobStage,
        Change,
        Tool,
        Place,
        ToolView,
        ThreadsView,
        InstallView,
        ToolState,
        PlanKind,
        PlanView,
        FilePlanView,
        ChatsView,
        DiffLine,
        DiffKind,
        FindingView,
        FindingWeight,
        StepView,
        DoctorView,
        TurnView,
        TurnResult,
        CheckView,
        CheckOutcome,
        EffectiveView,
        PackView,
        ServerView,
        VariableView,
        AskView,
        SkillView,
        EntryView,
        EntryState,
        PayCommand,
        PaidRequest,
        HeaderPair,
        Limits,
        UnknownOrigin,
        OriginRule,
        Payer,
        PaymentsView,
        KeyView,
        QrView,
        BalanceView,
        BackTestView,
        PriceView,
        SplitView,
        ApprovalView,
        PaymentStateView,
        PaymentView,
        OriginView,
        AnswerState,
        AnswerView,
        OfferView,
        TableView,
        ChannelView,
        NetworkView,
        OutsideView,
        GraphView,
        GraphPrice,
        ReadyQuery,
        ExchangeAsk,
        SponsoredView,
        ExchangeView,
        ProfileView,
        CampaignView,
        ServiceView,
        ApiView,
        MetricView,
        InboxView,
        MessageView,
        LinkView,
        NoticeKind,
        NoticesView,
        QuietHours,
        DiagnosticsCommand,
        DiagnosticsView,
        UpdateView,
        UpdateWay,
        Work,
    );
    text
}

#[test]
fn the_contract_of_the_window_is_generated_from_this_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/contract.ts");
    let declared = declarations();
    if std::env::var_os("PURSER_WRITE_CONTRACT").is_some() {
        std::fs::write(&path, &declared).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap_or_default(),
        declared,
        "run `cargo xtask contract`"
    );
}

//! Any order of changes to any programs' files, partly undone, ends in the original bytes.

use std::path::PathBuf;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use setup::{Plan, SKILLS, SetupError, Skill, SkillState, State};

use crate::bench::{at, command, facts, facts_at, plaintext};
use crate::claude_bench::{claude_facts, claude_program};
use crate::home::{Home, folders, tree, write_file};

/// One thing that a person does.
#[derive(Debug, Clone)]
enum Act {
    SetUpCodex,
    SetUpCodexElsewhere,
    SetUpCodexInPlaintext,
    TurnOffCodex,
    UndoCodex,
    SetUpClaude,
    UndoClaude,
    AddCodexServer(&'static str),
    RemoveCodexServer(&'static str),
    AddDesktopServer(&'static str),
    RemoveDesktopServer(&'static str),
    AddSkill(Skill),
    RemoveSkill(Skill),
    /// The step at this place of those that are told, modulo their number.
    UndoStep(usize),
}

impl Act {
    /// None where there is no step to take back.
    fn plan(&self, home: &Home) -> Result<Option<Plan>, SetupError> {
        let codex = home.codex();
        let plan = match self {
            Self::SetUpCodex => codex.plan_set_up(&facts(), &command(), Some("gpt-6-sol")),
            Self::SetUpCodexElsewhere => {
                let facts = facts_at("https://api-canada.codexapi.pro/v1");
                codex.plan_set_up(&facts, &command(), None)
            }
            Self::SetUpCodexInPlaintext => codex.plan_set_up(&facts(), &plaintext(), None),
            Self::TurnOffCodex => codex.plan_turn_off(),
            Self::UndoCodex => codex.plan_undo(),
            Self::SetUpClaude => home
                .claude()
                .plan_set_up(&claude_facts(), &claude_program()),
            Self::UndoClaude => home.claude().plan_undo(),
            Self::AddCodexServer(id) => home.plan_codex_server(id),
            Self::RemoveCodexServer(id) => home.codex_mcp().plan_remove(id),
            Self::AddDesktopServer(id) => home.plan_desktop_server(id),
            Self::RemoveDesktopServer(id) => home.desktop_mcp().plan_remove(id),
            Self::AddSkill(skill) => home.codex_skills().plan_add(skill),
            Self::RemoveSkill(skill) => home.codex_skills().plan_remove(skill),
            Self::UndoStep(place) => {
                let steps = home.history().steps()?;
                let Some(step) = steps.get(place % steps.len().max(1)) else {
                    return Ok(None);
                };
                home.history().plan_undo_step(&step.id)
            }
        };
        plan.map(Some)
    }

    /// Does it, where it can be done.
    fn run(&self, home: &Home, second: i64) {
        match self.plan(home) {
            Ok(Some(plan)) => home.apply(&plan, at(second)).unwrap(),
            Ok(None) => {}
            Err(SetupError::NothingToUndo { .. } | SetupError::Refused { .. }) => {}
            Err(error) => panic!("{self:?}: {error:?}"),
        }
    }
}

fn act() -> impl Strategy<Value = Act> {
    let server = || select(vec!["memory", "github", "time", "stripe"]);
    let skill = || select(SKILLS.to_vec());
    prop_oneof![
        Just(Act::SetUpCodex),
        Just(Act::SetUpCodexElsewhere),
        Just(Act::SetUpCodexInPlaintext),
        Just(Act::TurnOffCodex),
        Just(Act::UndoCodex),
        Just(Act::SetUpClaude),
        Just(Act::UndoClaude),
        server().prop_map(Act::AddCodexServer),
        server().prop_map(Act::RemoveCodexServer),
        server().prop_map(Act::AddDesktopServer),
        server().prop_map(Act::RemoveDesktopServer),
        skill().prop_map(Act::AddSkill),
        skill().prop_map(Act::RemoveSkill),
        (0..6_usize).prop_map(Act::UndoStep),
        (0..6_usize).prop_map(Act::UndoStep),
    ]
}

/// What is in the files in the beginning; none where there is no file.
#[derive(Debug, Clone)]
struct Originals {
    codex: Option<&'static str>,
    claude: Option<&'static str>,
    desktop: Option<&'static str>,
}

fn originals() -> impl Strategy<Value = Originals> {
    let codex = select(vec![
        None,
        Some(""),
        Some("model = 'mine' # why\nmodel_provider = 'a'\n"),
        Some("# mine\r\n[mcp_servers.mine]\r\ncommand = 'x'\r\n\r\n[notice]\r\nhide = true"),
        Some(
            "[mcp_servers.time]\ncommand = 'mine'\n[model_providers.codexapi]\nname = 'o'\nenv_key = 'K'\n",
        ),
        Some("mcp_servers = { mine = { command = 'x' } }\nmodel_providers.codexapi.name = 'o'\n"),
    ]);
    let claude = select(vec![
        None,
        Some("{}"),
        Some("{\n  \"model\": \"sonnet\",\n  \"env\": {\"ANTHROPIC_API_KEY\": \"sk-theirs\"}\n}\n"),
        Some("\u{feff}{\"apiKeyHelper\":\"/bin/theirs\"}\r\n"),
    ]);
    let desktop = select(vec![
        None,
        Some("{}\n"),
        Some("{\n\t\"mcpServers\": {\n\t\t\"time\": {\"command\": \"mine\"}\n\t}\n}\n"),
    ]);
    (codex, claude, desktop).prop_map(|(codex, claude, desktop)| Originals {
        codex,
        claude,
        desktop,
    })
}

fn home_of(originals: &Originals) -> Home {
    let home = Home::in_memory();
    let files = [
        (home.codex_home().join("config.toml"), originals.codex),
        (
            home.claude_config_dir().join("settings.json"),
            originals.claude,
        ),
        (home.desktop_config(), originals.desktop),
    ];
    for (path, text) in files {
        if let Some(text) = text {
            write_file(&path, text);
        }
    }
    home
}

fn check_all_taken_back(originals: &Originals, acts: &[Act]) {
    let home = home_of(originals);
    let folder = home.folder.path().join("home");
    let before = (tree(&folder), folders(&folder));
    for (second, act) in (1..).zip(acts) {
        act.run(&home, second);
    }
    let plans = home.history().plan_undo_everything().unwrap();
    let mut files: Vec<PathBuf> = Vec::new();
    for plan in plans {
        let plan = plan.unwrap();
        home.apply(&plan, at(100)).unwrap();
        files.push(plan.file().to_owned());
    }
    let of_each_file = files.len();
    files.sort();
    files.dedup();
    assert_eq!(files.len(), of_each_file, "one plan for each file");
    assert_eq!((tree(&folder), folders(&folder)), before);
    let codex = home.codex().inspect(Some(&facts())).unwrap();
    assert_eq!((codex.state, codex.can_undo), (State::NotSetUp, false));
    let claude = home.claude().inspect(Some(&claude_facts())).unwrap();
    assert_eq!((claude.state, claude.can_undo), (State::NotSetUp, false));
    assert_eq!(home.codex_mcp().installed().unwrap(), []);
    assert_eq!(home.desktop_mcp().installed().unwrap(), []);
    for skill in &SKILLS {
        let state = home.codex_skills().state_of(skill).unwrap();
        assert_eq!(state, SkillState::Absent);
    }
    assert!(home.history().plan_undo_everything().unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_changes_in_any_order_are_taken_back_to_the_original_bytes(
        originals in originals(),
        acts in vec(act(), 1..14),
    ) {
        check_all_taken_back(&originals, &acts);
    }
}

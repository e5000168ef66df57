//! What is known of other programs' files → what is shown of it. Pure; edits nothing.

use jiff::Timestamp;
use setup::detect::{Editor, Product};
use setup::{Step, StepUndo};

use super::host;
use crate::contract::{
    DiffKind, DiffLine, FilePlanView, InstallView, Language, PlanKind, PlanView, StepView, Tool,
    ToolState, ToolView,
};
use crate::finding;
use crate::tools::{FilePlan, Setup, ShownPlan, ToolLook, ToolStatus};
use crate::words::Words;

pub(super) fn tool(look: &ToolLook, words: &Words, language: Language) -> ToolView {
    let install = |install: &setup::detect::Install| InstallView {
        label: label(install.product),
        path: install.path.display().to_string(),
        version: install.version.clone(),
        on_path: install.on_path,
    };
    let status = look.status.as_ref();
    ToolView {
        tool: look.tool,
        place: look.place.clone(),
        installs: look.installs.iter().map(install).collect(),
        config_path: look.config_path.display().to_string(),
        state: tool_state(look, words, language),
        can_undo: status.is_ok_and(ToolStatus::can_undo),
        threads: look.threads,
    }
}

/// What an install is, by its own name.
fn label(product: Product) -> String {
    let extension = |editor| format!("{} extension", editor_name(editor));
    match product {
        Product::Codex => "Codex CLI".to_owned(),
        Product::CodexDesktop => "ChatGPT desktop app".to_owned(),
        Product::ClaudeCode => "Claude Code".to_owned(),
        Product::ClaudeDesktop => "Claude Desktop".to_owned(),
        Product::CodexExtension(editor) | Product::ClaudeCodeExtension(editor) => extension(editor),
    }
}

fn editor_name(editor: Editor) -> &'static str {
    match editor {
        Editor::VsCode => "VS Code",
        Editor::VsCodeInsiders => "VS Code Insiders",
        Editor::VsCodium => "VSCodium",
        Editor::Cursor => "Cursor",
        Editor::Windsurf => "Windsurf",
        Editor::Antigravity => "Antigravity",
        Editor::VsCodeServer => "VS Code Server",
        Editor::VsCodiumServer => "VSCodium server",
        Editor::CursorServer => "Cursor server",
        Editor::WindsurfServer => "Windsurf server",
        Editor::CodeServer => "code-server",
    }
}

fn tool_state(look: &ToolLook, words: &Words, language: Language) -> ToolState {
    match &look.status {
        Ok(ToolStatus::Servers(count)) => ToolState::ServersOnly {
            count: u32::try_from(*count).unwrap_or(u32::MAX),
        },
        Ok(ToolStatus::Pointed(status)) => match &status.state {
            setup::State::NotSetUp => ToolState::NotSetUp,
            setup::State::SetUp { base_url } => ToolState::SetUp {
                host: host(base_url),
            },
            setup::State::Drifted { keys } => ToolState::Drifted {
                keys: keys.clone(),
                since: look.seen.and_then(|file| file.written_at()).map(moment),
            },
        },
        Err(fault) => ToolState::Unreadable {
            problem: words.problem(language, fault),
        },
    }
}

pub(super) fn plan(shown: &ShownPlan, words: &Words, language: Language) -> PlanView {
    let file = |file: &FilePlan| FilePlanView {
        host: shown.host.clone(),
        ..file_plan(file, words, language)
    };
    PlanView {
        id: shown.id.clone(),
        change: shown.change.clone(),
        files: shown.files.iter().map(file).collect(),
    }
}

fn file_plan(file: &FilePlan, words: &Words, language: Language) -> FilePlanView {
    let line = |line: &setup::DiffLine| DiffLine {
        kind: match line.kind {
            setup::DiffKind::Same => DiffKind::Same,
            setup::DiffKind::Added => DiffKind::Added,
            setup::DiffKind::Removed => DiffKind::Removed,
            setup::DiffKind::Gap => DiffKind::Gap,
        },
        old_line: line.old_line,
        new_line: line.new_line,
        text: line.text.clone(),
    };
    let plan = &file.plan;
    FilePlanView {
        tool: tool_of(plan.tool()),
        host: None,
        kind: plan_kind(plan.kind()),
        file: plan.file().display().to_string(),
        creates_file: plan.creates_file(),
        no_change: plan.no_change(),
        exact: plan.exact(),
        chats: file.chats,
        diff: plan.diff().iter().map(line).collect(),
        findings: plan
            .findings()
            .iter()
            .chain(&file.around)
            .map(|found| finding::view(found, words, language))
            .collect(),
    }
}

fn plan_kind(kind: setup::PlanKind) -> PlanKind {
    match kind {
        setup::PlanKind::SetUp => PlanKind::SetUp,
        setup::PlanKind::TurnOff => PlanKind::TurnOff,
        setup::PlanKind::Removal => PlanKind::Remove,
        setup::PlanKind::Servers => PlanKind::Servers,
        setup::PlanKind::Skills => PlanKind::Skills,
        setup::PlanKind::Undo | setup::PlanKind::UndoStep | setup::PlanKind::UndoEverything => {
            PlanKind::Undo
        }
    }
}

/// Everything that was done, on this computer and on others, newest first.
pub(super) fn history(setup: &Setup) -> Vec<StepView> {
    let here = setup.history.iter().map(|done| (done, None));
    let there = setup.history_there.iter().flat_map(|(host, steps)| {
        let steps = steps.iter();
        steps.map(move |done| (done, Some(host.clone())))
    });
    let mut all: Vec<_> = here.chain(there).collect();
    all.sort_by_key(|(done, _)| std::cmp::Reverse(done.at));
    all.into_iter()
        .map(|(done, host)| step(done, host))
        .collect()
}

/// RFC 3339, in whole seconds.
fn moment(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second())
        .unwrap_or(at)
        .to_string()
}

fn step(step: &Step, host: Option<String>) -> StepView {
    StepView {
        id: step.id.clone(),
        at: moment(step.at),
        tool: tool_of(step.tool),
        host,
        kind: plan_kind(step.kind),
        file: step.file.display().to_string(),
        keys: step.keys.clone(),
        can_undo: step.undo == StepUndo::Possible,
    }
}

fn tool_of(tool: setup::Tool) -> Tool {
    match tool {
        setup::Tool::Codex => Tool::Codex,
        setup::Tool::ClaudeCode => Tool::ClaudeCode,
        setup::Tool::ClaudeDesktop => Tool::ClaudeDesktop,
    }
}

//! What is known of other programs' files, and what is about to be written to them.
//! Knows no rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use gateway::MicroUsd;
use setup::detect::Install;
use setup::doctor::Report;
use setup::drift::Fingerprint;
use setup::ssh::Remote;
use setup::turn::Turned;
use setup::{Finding, Plan, SetupError, Step};

use crate::contract::{Change, ChatsView, PackView, Place, ThreadsView, Tool};
use crate::problem::Fault;

/// What is known of other programs' files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Setup {
    /// What was found when this computer was searched last.
    pub(crate) survey: Arc<Survey>,
    /// One look at each tool in each place.
    pub(crate) tools: Vec<ToolLook>,
    pub(crate) pack: PackView,
    /// What was examined last; none until it was.
    pub(crate) examined: Option<Arc<Examined>>,
    pub(crate) plan: Option<Arc<ShownPlan>>,
    /// The last real turn with each tool.
    pub(crate) turns: Vec<Arc<Turn>>,
    /// What was done on this computer, newest first.
    pub(crate) history: Vec<Step>,
    /// What was done on other ones, as it was when each was looked at last.
    pub(crate) history_there: BTreeMap<String, Vec<Step>>,
}

/// What was found on this computer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Survey {
    pub(crate) installs: Vec<Install>,
    /// Homes of Codex besides the default one.
    pub(crate) other_codex_homes: Vec<PathBuf>,
    /// Which variables of the pack the person's shell sets.
    pub(crate) variables: BTreeSet<String>,
}

impl Setup {
    /// Puts newer looks in place of older ones. On this computer everything is looked at each time;
    /// another one is only looked at when asked for, so its last look stays.
    pub(crate) fn look(&mut self, looks: Vec<ToolLook>) {
        let newer = |old: &ToolLook| {
            let mut looks = looks.iter();
            looks.any(|look| look.tool == old.tool && look.place == old.place)
        };
        self.tools
            .retain(|old| old.place.host.is_some() && !newer(old));
        self.tools.splice(0..0, looks);
    }
}

/// One look at a tool.
#[derive(Debug, Clone)]
pub(crate) struct ToolLook {
    pub(crate) tool: Tool,
    pub(crate) place: Place,
    pub(crate) installs: Vec<Install>,
    pub(crate) config_path: PathBuf,
    pub(crate) status: Result<ToolStatus, Fault>,
    /// Which file it was; none when it is not there, or is on another computer.
    pub(crate) seen: Option<Fingerprint>,
    pub(crate) threads: Option<ThreadsView>,
}

/// What state a tool is in.
#[derive(Debug, Clone)]
pub(crate) enum ToolStatus {
    /// It can be pointed at the gateway.
    Pointed(setup::Status),
    /// It is given MCP servers only: this many.
    Servers(usize),
}

/// What was examined.
#[derive(Debug, Clone)]
pub(crate) struct Examined {
    pub(crate) report: Report,
    /// Whether each tool's way to the gateway works, as far as it can be told free of charge.
    pub(crate) ways: Vec<(Tool, Result<usize, Fault>)>,
}

/// How a real turn went.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    pub(crate) tool: Tool,
    pub(crate) turned: Turned,
    pub(crate) cost: Option<MicroUsd>,
}

impl ToolStatus {
    /// Whether there is a change of ours to undo as a whole.
    pub(crate) fn can_undo(&self) -> bool {
        match self {
            Self::Pointed(status) => status.can_undo,
            Self::Servers(_) => false,
        }
    }
}

/// A plan that is shown: one change, file by file.
#[derive(Debug)]
pub(crate) struct ShownPlan {
    pub(crate) id: String,
    pub(crate) change: Change,
    /// The name of the computer that the files are on; none for this one.
    pub(crate) host: Option<String>,
    /// That computer, connected.
    pub(crate) remote: Option<Arc<Remote>>,
    pub(crate) files: Vec<FilePlan>,
}

/// A change to one file of a tool.
#[derive(Debug)]
pub(crate) struct FilePlan {
    pub(crate) plan: Plan,
    /// What it does to older chats; none where it does not touch how they are led.
    pub(crate) chats: Option<ChatsView>,
    /// What stands around the file, to be known before.
    pub(crate) around: Vec<Finding>,
    /// Makes the plan anew, from the file as it is then; none for one of several files.
    pub(crate) again: Option<Again>,
    /// The tool itself judges the file after it was written; none where it is not installed.
    pub(crate) judge: Option<Install>,
}

/// A way to make a plan.
pub(crate) struct Again(Box<dyn Fn() -> Result<Plan, SetupError> + Send + Sync>);

impl Again {
    /// Makes it once more.
    pub(crate) fn plan(&self) -> Result<Plan, SetupError> {
        (self.0)()
    }

    pub(crate) fn new(make: impl Fn() -> Result<Plan, SetupError> + Send + Sync + 'static) -> Self {
        Self(Box::new(make))
    }
}

impl FilePlan {
    /// A plan that can be made anew.
    pub(crate) fn of(again: Again) -> Result<Self, SetupError> {
        let plan = again.plan()?;
        Ok(Self {
            again: Some(again),
            ..Self::once(plan)
        })
    }

    /// A plan that is written as it is, or not at all.
    pub(crate) fn once(plan: Plan) -> Self {
        Self {
            plan,
            chats: None,
            around: Vec::new(),
            again: None,
            judge: None,
        }
    }
}

impl fmt::Debug for Again {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Again")
    }
}

//! What is known of other programs' files, and what is about to be written to them.
//! Knows no rule.

use std::path::PathBuf;
use std::sync::Arc;

use setup::Step;

use crate::contract::{ThreadsView, Tool};
use crate::problem::Fault;

/// What is known of other programs' files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Setup {
    /// One look at each tool.
    pub(crate) tools: Vec<ToolLook>,
    pub(crate) plan: Option<Arc<ShownPlan>>,
    /// Newest first.
    pub(crate) history: Vec<Step>,
    /// Whether the person asked to examine everything.
    pub(crate) examined: bool,
}

/// One look at a tool.
#[derive(Debug, Clone)]
pub(crate) struct ToolLook {
    pub(crate) tool: Tool,
    pub(crate) installs: Vec<setup::detect::Install>,
    pub(crate) config_path: String,
    pub(crate) status: Result<setup::Status, Fault>,
    pub(crate) threads: Option<ThreadsView>,
}

/// A plan that is shown: one change, file by file.
#[derive(Debug)]
pub(crate) struct ShownPlan {
    pub(crate) id: String,
    pub(crate) files: Vec<FilePlan>,
}

/// A change to one file of a tool.
#[derive(Debug)]
pub(crate) struct FilePlan {
    pub(crate) tool: Tool,
    pub(crate) plan: setup::Plan,
    /// The tool itself judges the file after it was written; none where it is not installed.
    pub(crate) judge: Option<Judge>,
}

/// An installed tool, with the folder that it calls home.
#[derive(Debug)]
pub(crate) struct Judge {
    pub(crate) home: PathBuf,
    pub(crate) install: setup::detect::Install,
}

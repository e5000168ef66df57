//! The folder that a tool calls its home, and who says so. Opens nothing in it.

use std::path::PathBuf;

use super::shell_lines::ShellLine;
use super::variables::Variable;
use super::{Layer, Value};
use crate::machine::Machine;

/// A tool's home.
pub(super) struct Home {
    pub(super) path: PathBuf,
    /// Not when a shell file sets it to something, and the shell would not say to what.
    pub(super) is_known: bool,
    /// Who says so, the strongest first.
    pub(super) candidates: Vec<(Value, Layer)>,
}

impl Home {
    /// The home that `variable` names, or else `default`.
    pub(super) fn of(
        machine: &Machine,
        lines: &[ShellLine],
        variable: &str,
        default: PathBuf,
    ) -> Self {
        let show = |value: &str| Value::Text(value.to_owned());
        let Some(set) = Variable::of(machine, lines, variable) else {
            let text = Value::Text(default.display().to_string());
            return Self {
                path: default,
                is_known: true,
                candidates: Vec::from([(text, Layer::BuiltIn)]),
            };
        };
        Self {
            path: set.value.map_or(default, PathBuf::from),
            is_known: set.value.is_some(),
            candidates: set.candidates(variable, show),
        }
    }
}

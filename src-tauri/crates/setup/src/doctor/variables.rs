//! What the environment says of a variable, and which line of a shell file made it say so.

use std::ffi::OsStr;

use super::shell_lines::ShellLine;
use super::{Layer, Value};
use crate::machine::Machine;

/// A variable as a program in the person's terminal sees it.
pub(super) struct Variable<'a> {
    /// None when only a shell file says that it is set: the value is not read from there.
    pub(super) value: Option<&'a OsStr>,
    /// Where it comes from, and what that beats, the strongest first.
    pub(super) layers: Vec<Layer>,
}

impl<'a> Variable<'a> {
    /// The variable `name`; none when it is not set, or empty.
    pub(super) fn of(machine: &'a Machine, lines: &[ShellLine], name: &str) -> Option<Self> {
        let set = |value: &&OsStr| !value.is_empty();
        let lines = lines.iter().rev().filter(|line| line.variable == name);
        let mut layers: Vec<Layer> = lines.map(ShellLine::layer).collect();
        let here = machine.environment.get(name).filter(set);
        let value = match &machine.shell {
            Some(shell) => match shell.get(name).filter(set) {
                Some(value) if layers.is_empty() => {
                    layers.push(Layer::LoginShell);
                    Some(value)
                }
                Some(value) => Some(value),
                None => {
                    layers = here.map(|_| Layer::Environment).into_iter().collect();
                    here
                }
            },
            None => {
                let strongest = here.map(|_| Layer::Environment);
                layers = strongest.into_iter().chain(layers).collect();
                here
            }
        };
        (!layers.is_empty()).then_some(Self { value, layers })
    }

    /// Each layer with the value as `show` makes it; without a value, the variable itself.
    pub(super) fn candidates(
        self,
        name: &str,
        show: impl Fn(&str) -> Value,
    ) -> Vec<(Value, Layer)> {
        let value = match self.value.and_then(OsStr::to_str) {
            Some(value) => show(value),
            None => variable(name, true),
        };
        let each = self.layers.into_iter();
        each.map(|layer| (value.clone(), layer)).collect()
    }
}

/// The variable itself, whose value is not shown.
pub(super) fn variable(name: &str, is_set: bool) -> Value {
    Value::Variable {
        name: name.to_owned(),
        is_set,
    }
}

//! Arguments as a command line gives them.

use remora_psobject::{PsString, Value};

use crate::pipeline::Argument;

/// An argument that is not bound yet.
#[derive(Clone, Debug)]
pub(crate) enum RawArgument {
    /// A value.
    Positional {
        value: Value,
        /// The text of a word, where the script spells it otherwise than the value prints.
        word: Option<PsString>,
    },
    /// `-name` or `-name:value`
    Named {
        name: PsString,
        /// As it was written.
        text: PsString,
        value: Option<Value>,
        /// Whether it came from `@variable`, and gives way to an explicit one.
        splatted: bool,
    },
}

impl RawArgument {
    /// A value.
    pub(crate) fn value(value: Value) -> Self {
        Self::Positional { value, word: None }
    }
}

impl From<Argument> for RawArgument {
    fn from(argument: Argument) -> Self {
        match argument {
            Argument::Positional(value) => Self::value(value),
            Argument::Named { name, value } => {
                Self::Named { text: format!("-{name}").into(), name, value, splatted: false }
            }
        }
    }
}

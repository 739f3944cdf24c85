//! Arguments as a command line gives them.

use remora_psobject::{PsObject, PsString, Value};
use remora_syntax::Extent;

use crate::pipeline::Argument;

/// An argument that is not bound yet.
#[derive(Clone, Debug)]
pub(crate) enum RawArgument {
    /// A value.
    Positional {
        value: Value,
        /// The text of a word, where the script spells it otherwise than the value prints.
        word: Option<PsString>,
        /// Where it stands in the script of the command.
        extent: Option<Extent>,
        /// Whether it stands in quotes, so that programs get it as it is.
        quoted: bool,
    },
    /// `--`, which programs get and nobody else.
    EndOfParameters,
    /// What stands behind `--%`.
    Verbatim(PsString),
    /// `-name` or `-name:value`
    Named {
        name: PsString,
        /// As it was written.
        text: PsString,
        value: Option<Value>,
        /// Whether it came from `@variable`, and gives way to an explicit one.
        splatted: bool,
        /// Where it stands in the script of the command, with a value that is joined to it.
        extent: Option<Extent>,
        /// Where that value stands.
        value_extent: Option<Extent>,
    },
}

impl RawArgument {
    /// A value of no place.
    pub(crate) fn value(value: Value) -> Self {
        Self::Positional { value, word: None, extent: None, quoted: false }
    }

    /// A parameter of no place.
    pub(crate) fn named(name: PsString, value: Option<Value>) -> Self {
        Self::Named {
            text: format!("-{name}").into(),
            name,
            value,
            splatted: false,
            extent: None,
            value_extent: None,
        }
    }

    /// Says where the argument stands: both the name and the value.
    pub(crate) fn stands_at(&mut self, place: Extent) {
        match self {
            Self::Positional { extent, .. } => *extent = Some(place),
            Self::Named { extent, value_extent, .. } => {
                *extent = Some(place);
                *value_extent = Some(place);
            }
            Self::EndOfParameters | Self::Verbatim(_) => {}
        }
    }
}

/// The arguments without the forms that are for programs alone. A function that takes any argument gets
/// `--%` and the text behind it, another command the text.
pub(super) fn without_program_forms(
    arguments: Vec<RawArgument>,
    keeps_mark: bool,
) -> Vec<RawArgument> {
    let has_form = |argument: &RawArgument| {
        matches!(argument, RawArgument::EndOfParameters | RawArgument::Verbatim(_))
    };
    if !arguments.iter().any(has_form) {
        return arguments;
    }
    let mut plain = Vec::with_capacity(arguments.len() + 1);
    for argument in arguments {
        match argument {
            RawArgument::EndOfParameters => {}
            RawArgument::Verbatim(text) => {
                if keeps_mark {
                    plain.push(RawArgument::value("--%".into()));
                }
                plain.push(RawArgument::value(Value::Str(text)));
            }
            other => plain.push(other),
        }
    }
    plain
}

impl From<Argument> for RawArgument {
    fn from(argument: Argument) -> Self {
        match argument {
            Argument::Positional(value) => Self::value(value),
            Argument::Named { name, value } => Self::named(name, value),
        }
    }
}

/// A value that goes along with the text that it was written with: `007`, `1.50`.
pub(crate) fn with_spelling(value: Value, word: PsString) -> Value {
    let wrapper = PsObject::wrapper(value);
    wrapper.set_text(Some(word));
    wrapper.into()
}

//! Commands of a pipeline (MS-PSRP sections 2.2.3.12, Command, and 2.2.3.13, Command Parameter).

use remora_psobject::{ListObject, PsString, TypeId, Value};

use super::fields::{Bag, Fields, enumeration};
use crate::error::{Error, Malformation};

const RESULT_TYPES: &str = "System.Management.Automation.Runspaces.PipelineResultTypes";

/// Commands joined by `|`.
#[derive(Clone, Debug, Default)]
pub struct Statement {
    /// The commands in order.
    pub commands: Vec<Command>,
}

/// A command or a script.
#[derive(Clone, Debug, Default)]
pub struct Command {
    /// Name of the command, or text of the script.
    pub text: PsString,
    /// Whether it is a script.
    pub is_script: bool,
    /// Whether a script gets a scope of its own; `None` leaves it to the server.
    pub use_local_scope: Option<bool>,
    /// Which streams go where.
    pub merges: Merges,
    /// Parameters and arguments in order.
    pub parameters: Vec<CommandParameter>,
}

/// A parameter with its argument.
#[derive(Clone, Debug)]
pub struct CommandParameter {
    /// Name, with or without a dash as the client wrote it; `None` for an argument by position.
    pub name: Option<PsString>,
    /// The argument; null for a switch without one.
    pub value: Value,
}

impl CommandParameter {
    /// The name without the dash that it may begin with.
    pub fn plain_name(&self) -> Option<&str> {
        self.name.as_deref().map(|name| name.strip_prefix('-').unwrap_or(name))
    }
}

/// `PipelineResultTypes` (section 2.2.3.31): a stream, or where it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResultTypes(pub i32);

impl ResultTypes {
    /// Where it would go anyway.
    pub const NONE: Self = Self(0);
    /// The output.
    pub const OUTPUT: Self = Self(1);
    /// The errors.
    pub const ERROR: Self = Self(2);
    /// Nowhere.
    pub const NULL: Self = Self(8);

    fn to_value(self) -> Value {
        enumeration(RESULT_TYPES, self.0)
    }
}

/// Which streams of a command go where, as it stands in a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merges {
    /// The stream that the older form sends elsewhere.
    pub my_result: ResultTypes,
    /// Where the older form sends it.
    pub to_result: ResultTypes,
    /// Whether errors of the commands before come as input.
    pub previous_results: ResultTypes,
    /// Where errors, warnings, verbose texts, debug texts and information go, from version 2.1 on.
    pub streams: Option<StreamMerges>,
}

/// The newer form of merging: each stream with a target of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StreamMerges {
    /// Where errors go.
    pub error: ResultTypes,
    /// Where warnings go.
    pub warning: ResultTypes,
    /// Where verbose texts go.
    pub verbose: ResultTypes,
    /// Where debug texts go.
    pub debug: ResultTypes,
    /// Where information goes; `None` with clients that do not know that stream.
    pub information: Option<ResultTypes>,
}

impl Merges {
    /// The older form for errors that go to the output.
    pub const ERROR_TO_OUTPUT: Self = Self {
        my_result: ResultTypes::ERROR,
        to_result: ResultTypes::OUTPUT,
        previous_results: ResultTypes::NONE,
        streams: None,
    };

    /// The newer form, nothing merged: what a client writes for an ordinary command.
    pub const UNMERGED: Self = Self {
        my_result: ResultTypes::NONE,
        to_result: ResultTypes::NONE,
        previous_results: ResultTypes::NONE,
        streams: Some(StreamMerges {
            error: ResultTypes::NONE,
            warning: ResultTypes::NONE,
            verbose: ResultTypes::NONE,
            debug: ResultTypes::NONE,
            information: Some(ResultTypes::NONE),
        }),
    };

    /// What counts: the newer form where there is one, the older form otherwise.
    pub fn effective(&self) -> StreamMerges {
        self.streams.unwrap_or_else(|| StreamMerges {
            error: if self.my_result == ResultTypes::ERROR {
                self.to_result
            } else {
                ResultTypes::NONE
            },
            ..StreamMerges::default()
        })
    }

    fn add_to(self, bag: Bag) -> Bag {
        let bag = bag
            .with("MergeMyResult", self.my_result.to_value())
            .with("MergeToResult", self.to_result.to_value())
            .with("MergePreviousResults", self.previous_results.to_value());
        let Some(streams) = self.streams else { return bag };
        bag.with("MergeError", streams.error.to_value())
            .with("MergeWarning", streams.warning.to_value())
            .with("MergeVerbose", streams.verbose.to_value())
            .with("MergeDebug", streams.debug.to_value())
            .with_some("MergeInformation", streams.information.map(ResultTypes::to_value))
    }

    fn from_fields(fields: Fields<'_>) -> Result<Self, Error> {
        let target = |name| Ok::<_, Error>(ResultTypes(fields.optional_i32(name)?.unwrap_or(0)));
        let error = fields.optional_i32("MergeError")?;
        let streams = error.map(|error| {
            Ok::<_, Error>(StreamMerges {
                error: ResultTypes(error),
                warning: target("MergeWarning")?,
                verbose: target("MergeVerbose")?,
                debug: target("MergeDebug")?,
                information: fields.optional_i32("MergeInformation")?.map(ResultTypes),
            })
        });
        Ok(Self {
            my_result: target("MergeMyResult")?,
            to_result: target("MergeToResult")?,
            previous_results: target("MergePreviousResults")?,
            streams: streams.transpose()?,
        })
    }
}

/// A list as clients write it: `List<PSObject>`.
pub(super) fn list(items: Vec<Value>) -> Value {
    let list_type = TypeId::GENERIC_LIST.generic_of(&[TypeId::PS_OBJECT]);
    Value::from(ListObject::new(list_type, items))
}

impl Command {
    /// A script.
    pub fn script(text: impl Into<PsString>) -> Self {
        Self { is_script: true, ..Self::named(text) }
    }

    /// A command by name.
    pub fn named(name: impl Into<PsString>) -> Self {
        Self { text: name.into(), merges: Merges::UNMERGED, ..Self::default() }
    }

    /// With a named parameter.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<PsString>, value: impl Into<Value>) -> Self {
        self.parameters.push(CommandParameter { name: Some(name.into()), value: value.into() });
        self
    }

    pub(super) fn to_value(&self) -> Value {
        let bag = Bag::new()
            .with("Cmd", self.text.clone())
            .with("IsScript", self.is_script)
            .with("UseLocalScope", Value::from(self.use_local_scope));
        let parameters = self.parameters.iter().map(|parameter| {
            Bag::new()
                .with("N", Value::from(parameter.name.clone()))
                .with("V", parameter.value.clone())
                .build()
        });
        self.merges.add_to(bag).with("Args", list(parameters.collect())).build()
    }

    pub(super) fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let use_local_scope = match fields.get("UseLocalScope") {
            None | Some(Value::Null) => None,
            Some(flag) => Some(flag.as_bool().ok_or(Malformation::BadProperty("UseLocalScope"))?),
        };
        let parameters = fields.items("Args")?.iter().map(parameter).collect::<Result<_, _>>()?;
        Ok(Self {
            text: fields.text("Cmd")?,
            is_script: fields.bool("IsScript")?,
            use_local_scope,
            merges: Merges::from_fields(fields)?,
            parameters,
        })
    }
}

fn parameter(value: &Value) -> Result<CommandParameter, Error> {
    let fields = Fields(value);
    Ok(CommandParameter { name: fields.optional_text("N")?, value: fields.value("V")? })
}

impl Statement {
    /// Commands joined by `|`.
    pub fn new(commands: Vec<Command>) -> Self {
        Self { commands }
    }

    pub(super) fn to_value(&self) -> Value {
        list(self.commands.iter().map(Command::to_value).collect())
    }

    pub(super) fn from_items(items: &[Value]) -> Result<Self, Error> {
        let commands: Vec<_> = items.iter().map(Command::from_value).collect::<Result<_, _>>()?;
        if commands.is_empty() {
            return Err(Malformation::NoCommands.into());
        }
        Ok(Self { commands })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_form_counts_only_without_the_newer() {
        let older = Merges::ERROR_TO_OUTPUT;
        assert_eq!(older.effective().error, ResultTypes::OUTPUT);
        let both = Merges { streams: Some(StreamMerges::default()), ..older };
        assert_eq!(both.effective().error, ResultTypes::NONE);
    }

    #[test]
    fn a_dash_is_no_part_of_a_name() {
        let parameter = |name: Option<&str>| CommandParameter {
            name: name.map(PsString::from),
            value: Value::Null,
        };
        assert_eq!(parameter(Some("-Path")).plain_name(), Some("Path"));
        assert_eq!(parameter(Some("Path:")).plain_name(), Some("Path:"));
        assert_eq!(parameter(None).plain_name(), None);
    }
}

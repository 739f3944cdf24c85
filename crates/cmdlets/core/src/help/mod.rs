//! Help: what a command is for, from its comments or from what stands with its definition.

mod build;
mod comment;
mod object;
mod render;

pub(crate) use build::of_command;
pub(crate) use object::{parameter_objects, summary, whole};

/// Where the help of a command comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nobody wrote any: it is made of the parameters.
    #[default]
    Automatic,
    /// The comment of a function or script.
    Comment,
    /// The documentation of a cmdlet of this shell.
    Documentation,
}

/// How much of a topic is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Name, synopsis, syntax, description.
    #[default]
    Brief,
    /// Parameters and examples too.
    Detailed,
    /// Everything.
    Full,
    /// Name, synopsis, examples.
    Examples,
}

/// The help of a command.
#[derive(Clone, Debug, Default)]
pub(crate) struct Topic {
    pub(crate) origin: Origin,
    pub(crate) name: String,
    pub(crate) category: String,
    pub(crate) module: String,
    pub(crate) synopsis: String,
    pub(crate) description: String,
    /// A line for each parameter set.
    pub(crate) syntax: Vec<String>,
    pub(crate) parameters: Vec<ParameterHelp>,
    pub(crate) examples: Vec<ExampleHelp>,
    pub(crate) inputs: Vec<String>,
    pub(crate) outputs: Vec<String>,
    pub(crate) notes: String,
    pub(crate) links: Vec<String>,
    pub(crate) role: String,
    pub(crate) component: String,
    pub(crate) functionality: String,
    pub(crate) aliases: Vec<String>,
}

/// The help of a parameter.
#[derive(Clone, Debug, Default)]
pub(crate) struct ParameterHelp {
    pub(crate) name: String,
    pub(crate) type_name: String,
    pub(crate) is_switch: bool,
    pub(crate) required: bool,
    pub(crate) position: String,
    pub(crate) pipeline: String,
    pub(crate) default: String,
    pub(crate) aliases: String,
    pub(crate) sets: String,
    pub(crate) description: String,
}

/// An example.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExampleHelp {
    pub(crate) prompt: String,
    pub(crate) code: String,
    pub(crate) remarks: String,
}

impl ExampleHelp {
    /// The line above the example of this number, counted from 1.
    pub(crate) fn title(number: usize) -> String {
        let dashes = "-".repeat(26);
        format!("{dashes} EXAMPLE {number} {dashes}")
    }

    /// The paragraphs behind the code; their number is fixed.
    pub(crate) fn paragraphs(&self) -> Vec<String> {
        let first =
            if self.remarks.is_empty() { String::new() } else { format!("{}\n", self.remarks) };
        let mut found = vec![first];
        found.extend(std::iter::repeat_n(String::new(), 4));
        found
    }
}

//! The commands of a pipeline, as data (MS-PSRP section 2.2.3.11, PowerShell Pipeline).

use remora_psobject::{PsString, Value};

use crate::host::HostDefaults;

/// What a runspace is asked to run.
#[derive(Clone, Debug, Default)]
pub struct PipelineCommand {
    /// Statements, run one after the other.
    pub statements: Vec<Statement>,
    /// Whether it runs inside the command that is running now.
    pub is_nested: bool,
    /// Whether no input will come.
    pub no_input: bool,
    /// Whether it is remembered in the history.
    pub add_to_history: bool,
    /// Whether `$?` stays as the command before left it: a host asks something between the user's commands.
    pub keeps_status: bool,
    /// What is remembered instead of the commands' own text.
    pub history: Option<PsString>,
    /// A set of `RemoteStreamOptions`: which records carry invocation information.
    pub remote_stream_options: i32,
    /// Whether errors of the shell go to the error pipe.
    pub redirect_shell_error_output: bool,
    /// The host of this pipeline, where it is not the runspace's.
    pub host: PipelineHost,
}

/// Which host a pipeline talks to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PipelineHost {
    /// The runspace's own.
    #[default]
    Runspace,
    /// None: whoever asks gets an error.
    None,
    /// One of its own, with this screen where it has one.
    Own(Option<Box<HostDefaults>>),
}

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
    /// Whether `text` is a script.
    pub is_script: bool,
    /// Whether the script gets a scope of its own; `None` leaves it to the runspace.
    pub use_local_scope: Option<bool>,
    /// Parameters and arguments in order.
    pub parameters: Vec<CommandParameter>,
    /// Which streams are merged into which.
    pub merges: Merges,
}

/// A parameter with its argument.
#[derive(Clone, Debug)]
pub struct CommandParameter {
    /// Name without a dash; `None` for a positional argument.
    pub name: Option<PsString>,
    /// The argument; null for a switch without one.
    pub value: Value,
}

/// Where a stream goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MergeTarget {
    /// Where it would go anyway.
    #[default]
    None,
    /// Into the output.
    Output,
    /// Nowhere.
    Null,
}

/// Which streams of a command are merged into its output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merges {
    /// Errors.
    pub error: MergeTarget,
    /// Warnings.
    pub warning: MergeTarget,
    /// Verbose texts.
    pub verbose: MergeTarget,
    /// Debug texts.
    pub debug: MergeTarget,
    /// Information.
    pub information: MergeTarget,
    /// `MergePreviousResults`: errors of the commands before this one come as its input.
    pub previous_results: bool,
}

impl PipelineCommand {
    /// A script without input.
    pub fn script(text: impl Into<PsString>) -> Self {
        Self::of(Command { text: text.into(), is_script: true, ..Command::default() })
    }

    /// One command without input.
    pub fn of(command: Command) -> Self {
        Self {
            statements: vec![Statement { commands: vec![command] }],
            no_input: true,
            ..Self::default()
        }
    }

    /// With another command after a `|`.
    #[must_use]
    pub fn pipe(mut self, command: Command) -> Self {
        match self.statements.last_mut() {
            Some(statement) => statement.commands.push(command),
            None => self.statements.push(Statement { commands: vec![command] }),
        }
        self
    }
}

impl Command {
    /// A command by name.
    pub fn named(name: impl Into<PsString>) -> Self {
        Self { text: name.into(), ..Self::default() }
    }

    /// With a named parameter.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<PsString>, value: impl Into<Value>) -> Self {
        self.parameters.push(CommandParameter { name: Some(name.into()), value: value.into() });
        self
    }

    /// With a positional argument.
    #[must_use]
    pub fn argument(mut self, value: impl Into<Value>) -> Self {
        self.parameters.push(CommandParameter { name: None, value: value.into() });
        self
    }
}

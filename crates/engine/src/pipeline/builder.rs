//! Pipelines that code builds.

use std::sync::Arc;

use remora_psobject::{PsString, Value};

use super::Sink;
use crate::command::{CommandInfo, CommandResult};
use crate::context::ExecutionContext;
use crate::script::ScriptBlock;

/// A parameter or an argument of a command.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A positional argument.
    Positional(Value),
    /// A parameter with a value; a switch without one has `None`.
    Named {
        /// Name without the dash.
        name: PsString,
        /// The value.
        value: Option<Value>,
    },
}

/// What a stage of a built pipeline calls.
#[derive(Clone, Debug)]
pub(crate) enum Callee {
    Name { name: PsString, in_current_scope: bool },
    Command(Arc<CommandInfo>),
    Block { block: ScriptBlock, in_current_scope: bool },
}

#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) callee: Callee,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) merges: remora_hosting::Merges,
}

/// Commands joined by `|`, put together by code.
#[derive(Clone, Debug, Default)]
pub struct PipelineBuilder {
    pub(crate) calls: Vec<Call>,
}

impl PipelineBuilder {
    /// No command yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn push(mut self, callee: Callee) -> Self {
        self.calls.push(Call {
            callee,
            arguments: Vec::new(),
            merges: remora_hosting::Merges::default(),
        });
        self
    }

    /// Adds a command by name.
    #[must_use]
    pub fn command(self, name: impl Into<PsString>) -> Self {
        self.push(Callee::Name { name: name.into(), in_current_scope: false })
    }

    /// Adds a command by name; a script or function runs in the scope of its caller.
    #[must_use]
    pub fn command_in_current_scope(self, name: impl Into<PsString>) -> Self {
        self.push(Callee::Name { name: name.into(), in_current_scope: true })
    }

    /// Adds a command that was found.
    #[must_use]
    pub fn command_info(self, command: Arc<CommandInfo>) -> Self {
        self.push(Callee::Command(command))
    }

    /// Adds a script block.
    #[must_use]
    pub fn script_block(self, block: ScriptBlock, in_current_scope: bool) -> Self {
        self.push(Callee::Block { block, in_current_scope })
    }

    fn argument_of_last(mut self, argument: Argument) -> Self {
        if let Some(call) = self.calls.last_mut() {
            call.arguments.push(argument);
        }
        self
    }

    /// Adds a parameter with a value to the last command.
    #[must_use]
    pub fn parameter(self, name: impl Into<PsString>, value: impl Into<Value>) -> Self {
        self.argument_of_last(Argument::Named { name: name.into(), value: Some(value.into()) })
    }

    /// Adds a switch to the last command.
    #[must_use]
    pub fn switch(self, name: impl Into<PsString>) -> Self {
        self.argument_of_last(Argument::Named { name: name.into(), value: None })
    }

    /// Adds a positional argument to the last command.
    #[must_use]
    pub fn argument(self, value: impl Into<Value>) -> Self {
        self.argument_of_last(Argument::Positional(value.into()))
    }

    /// Says which streams of the last command are merged into its output.
    #[must_use]
    pub fn merges(mut self, merges: remora_hosting::Merges) -> Self {
        if let Some(call) = self.calls.last_mut() {
            call.merges = merges;
        }
        self
    }

    /// Runs the commands with input objects.
    ///
    /// # Errors
    /// What a command threw.
    pub fn run(
        self,
        context: &mut ExecutionContext,
        input: Vec<Value>,
        output: &mut dyn Sink,
    ) -> CommandResult {
        crate::pipeline::run::run_built(context, self, input, output)
    }

    /// Binds the commands and runs their `begin`.
    ///
    /// # Errors
    /// What a command threw.
    pub fn start(self, context: &mut ExecutionContext) -> CommandResult<SteppablePipeline> {
        crate::pipeline::run::start_built(context, self)
    }
}

/// Commands that are fed object by object. To be ended with [`SteppablePipeline::end`].
pub struct SteppablePipeline {
    pub(crate) pipeline: super::run::Running,
}

impl SteppablePipeline {
    /// Feeds an object.
    ///
    /// # Errors
    /// What a command threw.
    pub fn process(
        &mut self,
        context: &mut ExecutionContext,
        value: Value,
        output: &mut dyn Sink,
    ) -> CommandResult {
        self.pipeline.step(context, value, output)
    }

    /// Ends the commands.
    ///
    /// # Errors
    /// What a command threw.
    pub fn end(&mut self, context: &mut ExecutionContext, output: &mut dyn Sink) -> CommandResult {
        self.pipeline.finish(context, output)
    }

    /// Runs what must run at last; after an error or where the commands are not ended.
    pub fn clean(&mut self, context: &mut ExecutionContext) {
        self.pipeline.clean(context);
    }
}

impl std::fmt::Debug for SteppablePipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SteppablePipeline").finish_non_exhaustive()
    }
}

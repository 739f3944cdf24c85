//! [`CommandRuntime`]: what a cmdlet can ask of the engine while it runs.

mod confirm;
mod invoke;
mod session;
mod streams;
mod values;

use std::sync::Arc;
use std::time::Duration;

use remora_dotnet::{Culture, System};
use remora_hosting::{Host, StopToken};
use remora_psobject::{InvocationInfo, PsString, Value};

use super::{CmdletSpec, CommandInfo, CommandResult, CommandState, CommonParameters};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::pipeline::Sink;

pub use confirm::Confirmation;

/// What a cmdlet can ask of the engine while one of its methods runs.
pub struct CommandRuntime<'a> {
    context: &'a mut ExecutionContext,
    command: &'a mut CommandState,
    output: &'a mut dyn Sink,
}

impl<'a> CommandRuntime<'a> {
    /// Lends the parts of a running pipeline to a command.
    pub(crate) fn new(
        context: &'a mut ExecutionContext,
        command: &'a mut CommandState,
        output: &'a mut dyn Sink,
    ) -> Self {
        Self { context, command, output }
    }

    /// All of the session: for what has no method of its own here.
    pub fn context(&mut self) -> &mut ExecutionContext {
        self.context
    }

    /// All of the session and the output of this command at the same time, for code that runs blocks
    /// and passes on what they write.
    pub fn parts(&mut self) -> (&mut ExecutionContext, &mut dyn Sink) {
        (self.context, self.output)
    }

    /// The command that runs.
    pub fn command(&self) -> &Arc<CommandInfo> {
        &self.command.info
    }

    /// The command's table, if it is a cmdlet.
    pub fn spec(&self) -> Option<&'static CmdletSpec> {
        self.command.info.cmdlet()
    }

    /// `$MyInvocation` of the command.
    pub fn invocation(&mut self) -> Arc<InvocationInfo> {
        self.command.invocation(self.context)
    }

    /// The name of the parameter set that was chosen.
    pub fn parameter_set(&self) -> &str {
        &self.command.parameter_set
    }

    /// Whether a parameter was given, on the command line or by the pipeline.
    pub fn is_bound(&self, name: &str) -> bool {
        self.command.bound.contains(&Value::from(name))
    }

    /// The value of a parameter that was given.
    pub fn bound(&self, name: &str) -> Option<Value> {
        self.command.bound.get_str(name)
    }

    /// The parameters that were given, in the order in which they were bound.
    pub fn bound_parameters(&self) -> Vec<(PsString, Value)> {
        self.command
            .bound
            .entries()
            .into_iter()
            .map(|(name, value)| (name.as_string().cloned().unwrap_or_default(), value))
            .collect()
    }

    /// `$PSBoundParameters` itself.
    pub fn bound_dictionary(&self) -> Value {
        Value::Dictionary(Arc::clone(&self.command.bound))
    }

    /// The common parameters that were given.
    pub fn common(&self) -> &CommonParameters {
        &self.command.common
    }

    /// Whether objects come from the pipeline.
    pub fn expecting_input(&self) -> bool {
        self.command.expecting_input
    }

    /// Whether error records among the input are errors of the command before this one, to be shown as
    /// errors.
    pub fn takes_errors(&self) -> bool {
        self.command.takes_errors
    }

    /// The object of the pipeline that is being processed; `AutomationNull` where there is none.
    pub fn pipeline_object(&self) -> &Value {
        &self.command.pipeline_object
    }

    /// The place of the command in its pipeline, from 1, and the number of commands in it.
    pub fn pipeline_place(&self) -> (usize, usize) {
        (self.command.pipeline_position, self.command.pipeline_length)
    }

    /// Who answers for the user.
    pub fn host(&self) -> &Arc<dyn Host> {
        self.context.host()
    }

    /// Clock, environment, files, randomness.
    pub fn system(&self) -> &Arc<dyn System> {
        self.context.system()
    }

    /// The culture that numbers and dates are formatted with.
    pub fn culture(&self) -> Culture {
        self.context.culture()
    }

    /// Whether the pipeline is being stopped.
    pub fn stopping(&self) -> bool {
        self.context.stop_token().is_stopped()
    }

    /// The token that is raised when the pipeline is stopped; work on other threads can hold a clone.
    pub fn stop_token(&self) -> StopToken {
        self.context.stop_token().clone()
    }

    /// Ends the command where the pipeline is being stopped. To be called in long loops.
    ///
    /// # Errors
    /// [`Flow::Stopped`].
    pub fn check_stop(&self) -> CommandResult {
        if self.stopping() { Err(Flow::Stopped) } else { Ok(()) }
    }

    /// Sleeps, and wakes when the pipeline is stopped.
    ///
    /// # Errors
    /// [`Flow::Stopped`].
    pub fn sleep(&self, duration: Duration) -> CommandResult {
        self.context.sleep(duration)
    }

    /// Ends the pipeline up to this command: it wants no more input. The commands before it end, those
    /// behind it go on. `return Err(runtime.stop_upstream())`.
    pub fn stop_upstream(&self) -> Flow {
        Flow::StopUpstream(self.command.stage_id)
    }
}

//! Running script blocks and commands from inside a cmdlet.

use remora_psobject::{PsString, Value};

use super::CommandRuntime;
use crate::command::CommandResult;
use crate::errors::Flow;
use crate::pipeline::{PipelineBuilder, SteppablePipeline};
use crate::script::{Invocation, ScriptBlock};

impl CommandRuntime<'_> {
    /// Runs a script block and gives what it wrote.
    ///
    /// # Errors
    /// What the block threw.
    pub fn invoke(
        &mut self,
        block: &ScriptBlock,
        invocation: Invocation,
    ) -> CommandResult<Vec<Value>> {
        let mut output = Vec::new();
        self.context.invoke_block(block, invocation, &mut output)?;
        Ok(output)
    }

    /// Runs a script block; what it writes is written by this command at once.
    ///
    /// # Errors
    /// What the block threw, or a command further down the pipeline.
    pub fn invoke_into_output(
        &mut self,
        block: &ScriptBlock,
        invocation: Invocation,
    ) -> CommandResult {
        self.context.invoke_block(block, invocation, self.output)
    }

    /// Runs a script block in the caller's scope with `$_` set, and gives its value: null for no
    /// output, an array for several objects. What calculated properties, filters and sort keys need.
    ///
    /// # Errors
    /// What the block threw.
    pub fn evaluate(&mut self, block: &ScriptBlock, dollar_under: Value) -> CommandResult<Value> {
        self.context.evaluate_block(block, dollar_under)
    }

    /// Runs a script text in the caller's scope, as `Invoke-Expression` does.
    ///
    /// # Errors
    /// A parse error, or what the script threw.
    pub fn invoke_script(&mut self, script: &str) -> CommandResult {
        let block = self.context.parse_script(script).map_err(|flow| match flow {
            Flow::Throw(thrown) => self.throw(thrown.record),
            other => other,
        })?;
        let invocation = Invocation::in_current_scope();
        self.context.invoke_block(&block, invocation, self.output)
    }

    /// Runs a command by name with named parameters and gives what it wrote.
    ///
    /// # Errors
    /// Where there is no such command, it cannot be bound, or it threw.
    pub fn invoke_command(
        &mut self,
        name: &str,
        parameters: impl IntoIterator<Item = (PsString, Value)>,
    ) -> CommandResult<Vec<Value>> {
        let mut builder = PipelineBuilder::new().command(name);
        for (name, value) in parameters {
            builder = builder.parameter(name, value);
        }
        let mut output = Vec::new();
        builder.run(self.context, Vec::new(), &mut output)?;
        Ok(output)
    }

    /// Runs commands with input; what they write is written by this command at once.
    ///
    /// # Errors
    /// What a command threw.
    pub fn invoke_pipeline(
        &mut self,
        pipeline: PipelineBuilder,
        input: Vec<Value>,
    ) -> CommandResult {
        pipeline.run(self.context, input, self.output)
    }

    /// Starts commands that are fed object by object (`GetSteppablePipeline`).
    ///
    /// # Errors
    /// Where a command is not found or cannot be bound.
    pub fn start_pipeline(
        &mut self,
        pipeline: PipelineBuilder,
    ) -> CommandResult<SteppablePipeline> {
        pipeline.start(self.context)
    }

    /// Feeds an object to commands that were started; what they write is written by this command.
    ///
    /// # Errors
    /// What a command threw.
    pub fn step_pipeline(
        &mut self,
        pipeline: &mut SteppablePipeline,
        value: impl Into<Value>,
    ) -> CommandResult {
        pipeline.process(self.context, value.into(), self.output)
    }

    /// Ends commands that were started; what they write is written by this command.
    ///
    /// # Errors
    /// What a command threw.
    pub fn end_pipeline(&mut self, pipeline: &mut SteppablePipeline) -> CommandResult {
        pipeline.end(self.context, self.output)
    }
}

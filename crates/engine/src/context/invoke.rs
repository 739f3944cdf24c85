//! Running script blocks and texts.

use remora_psobject::{ErrorCategory, TypeId, Value};

use super::ExecutionContext;
use crate::errors::{self, Flow};
use crate::pipeline::Sink;
use crate::script::{Invocation, ScriptBlock};

/// What an expression makes of the output of a pipeline: nothing, the one object, or an array.
pub(crate) fn collapse(mut output: Vec<Value>) -> Value {
    match output.len() {
        0 => Value::AutomationNull,
        1 => output.pop().unwrap_or(Value::AutomationNull),
        _ => Value::array(output),
    }
}

impl ExecutionContext {
    /// Runs a script block.
    ///
    /// # Errors
    /// What the block threw.
    pub fn invoke_block(
        &mut self,
        block: &ScriptBlock,
        invocation: Invocation,
        output: &mut dyn Sink,
    ) -> Result<(), Flow> {
        crate::evaluate::call::invoke(self, block, invocation, output)
    }

    /// Runs a script block in the current scope with `$_` set, and gives its value: null for no output,
    /// an array for several objects.
    ///
    /// # Errors
    /// What the block threw.
    pub fn evaluate_block(&mut self, block: &ScriptBlock, dollar_under: Value) -> Result<Value, Flow> {
        let mut output = Vec::new();
        let invocation = Invocation::in_current_scope().dollar_under(dollar_under);
        self.invoke_block(block, invocation, &mut output)?;
        Ok(collapse(output).or_null())
    }

    /// Parses a script text.
    ///
    /// # Errors
    /// All mistakes of the text, as one error.
    pub fn parse_script(&mut self, text: &str) -> Result<ScriptBlock, Flow> {
        self.parse_file(text, None)
    }

    /// Parses the text of a script file.
    ///
    /// # Errors
    /// As [`ExecutionContext::parse_script`].
    pub fn parse_file(&mut self, text: &str, file: Option<&str>) -> Result<ScriptBlock, Flow> {
        let parsed = remora_syntax::parse(text, file);
        if parsed.errors.is_empty() {
            return Ok(ScriptBlock::new(parsed.script));
        }
        Err(errors::parse_error(&parsed.errors))
    }

    /// Runs a script text in the current scope and gives what it wrote.
    ///
    /// # Errors
    /// A parse error, or what the script threw.
    pub fn run_script(&mut self, text: &str) -> Result<Vec<Value>, Flow> {
        let block = self.parse_script(text)?;
        let mut output = Vec::new();
        self.invoke_block(&block, Invocation::in_current_scope(), &mut output)?;
        Ok(output)
    }

    /// An error of a kind that only the engine throws.
    pub(crate) fn call_depth_overflow(&self) -> Flow {
        errors::error(
            TypeId::SCRIPT_CALL_DEPTH_EXCEPTION,
            "The script failed due to call depth overflow.",
            "CallDepthOverflow",
            ErrorCategory::InvalidOperation,
            Value::I32(i32::try_from(super::CALL_DEPTH_LIMIT).unwrap_or(0)),
        )
        .into()
    }
}

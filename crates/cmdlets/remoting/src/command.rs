//! The command that travels: the text of a block or a file, its arguments and its `$using:` values.

use remora_engine::prelude::*;
use remora_hosting::{Command, CommandParameter, PipelineCommand};

use crate::using;

/// The command of a script block.
///
/// # Errors
/// What evaluating a `$using:` expression gave.
pub(crate) fn of_block(
    runtime: &mut CommandRuntime<'_>,
    block: &ScriptBlock,
    arguments: &[Value],
) -> CommandResult<PipelineCommand> {
    let mut command = of_text(block.text_inside(), arguments);
    if let Some(values) = using::values(runtime, block)?
        && let Some(first) = command.statements.first_mut().and_then(|s| s.commands.first_mut())
    {
        let name = Some(using::PARAMETER.into());
        first.parameters.push(CommandParameter { name, value: values });
    }
    Ok(command)
}

/// The command of a script text.
pub(crate) fn of_text(text: impl Into<PsString>, arguments: &[Value]) -> PipelineCommand {
    let mut script = Command { text: text.into(), is_script: true, ..Command::default() };
    for argument in arguments {
        script = script.argument(argument.clone());
    }
    let mut command = PipelineCommand::of(script);
    command.add_to_history = true;
    command
}

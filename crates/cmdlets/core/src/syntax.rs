//! The syntax of a command, a line for each parameter set.

use std::sync::Arc;

use remora_engine::ExecutionContext;
use remora_engine::command::CommandInfo;

/// The lines of `Get-Command -Syntax`.
pub(crate) fn text(context: &mut ExecutionContext, command: &Arc<CommandInfo>) -> String {
    match command.metadata(context) {
        Some(metadata) => metadata.syntax(&command.name),
        None => command.definition().to_string(),
    }
}

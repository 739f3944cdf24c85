//! `ForEach-Object -Parallel`.

use remora_engine::prelude::*;

/// Runs a block for each object, on several at the same time.
///
/// # Errors
/// Always: this version of the shell has no second runspace to run them in.
pub(crate) fn run(
    runtime: &mut CommandRuntime<'_>,
    _block: &ScriptBlock,
    _objects: Vec<Value>,
) -> CommandResult {
    Err(runtime.throw(not_implemented("ForEach-Object -Parallel")))
}

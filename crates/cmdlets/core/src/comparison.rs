//! Operators that Where-Object shares with the language.

use remora_engine::prelude::*;

/// The result of `left -operator right`.
///
/// # Errors
/// What the operator gives for these operands, such as a pattern that is none.
pub(crate) fn evaluate(
    runtime: &mut CommandRuntime<'_>,
    operator: &str,
    case_sensitive: bool,
    left: &Value,
    right: &Value,
) -> CommandResult<Value> {
    let mark = if case_sensitive && operator != "is" { "c" } else { "" };
    let script = format!("param($l, $r) , ($l -{mark}{operator} $r)");
    let block = runtime.context().parse_script(&script)?;
    let invocation = Invocation::new().argument(left.clone()).argument(right.clone());
    let output = runtime.invoke(&block, invocation)?;
    Ok(output.into_iter().next().unwrap_or_default())
}

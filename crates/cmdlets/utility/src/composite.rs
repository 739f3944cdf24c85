//! Texts with numbered holes, as the format operator fills them.

use remora_dotnet::Culture;
use remora_engine::prelude::*;

/// Fills the holes of a format.
///
/// # Errors
/// A format that is not well formed, or does not fit a value.
pub(crate) fn format(
    runtime: &mut CommandRuntime<'_>,
    format: &str,
    arguments: &[Value],
    culture: &Culture,
) -> CommandResult<String> {
    let zone = runtime.system().local_time_zone();
    let mut write = |value: &Value, format: &str| {
        let text = remora_dotnet::format::format_value(value, format, culture, &zone)?;
        Ok(text)
    };
    let text =
        remora_dotnet::composite::format(format, arguments, &mut write).map_err(Flow::from)?;
    Ok(text.to_string())
}

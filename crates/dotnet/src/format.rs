//! `IFormattable.ToString(format, culture)` for any value.

use jiff::tz::TimeZone;
use remora_psobject::{Exception, PsString, Value};

use crate::culture::Culture;
use crate::{datetime, enums, guid, number, text, timespan};

/// The value in a format; values that take no format ignore it. `zone` is that of local times.
///
/// # Errors
/// `FormatException`
pub fn format_value(
    value: &Value,
    format: &str,
    culture: &Culture,
    zone: &TimeZone,
) -> Result<PsString, Exception> {
    let base = value.base();
    Ok(match base {
        Value::I8(_)
        | Value::U8(_)
        | Value::I16(_)
        | Value::U16(_)
        | Value::I32(_)
        | Value::U32(_)
        | Value::I64(_)
        | Value::U64(_)
        | Value::F32(_)
        | Value::F64(_)
        | Value::Decimal(_)
        | Value::BigInt(_) => number::format(base, format, culture)?.into(),
        Value::DateTime(date) => datetime::format(*date, format, culture, zone)?.into(),
        Value::DateTimeOffset(date) => datetime::format_offset(**date, format, culture)?.into(),
        Value::TimeSpan(span) => timespan::format(*span, format, culture)?.into(),
        Value::Guid(id) => guid::format(id, format)?.into(),
        Value::Enum(id, number) => enums::format(*id, *number, format)?.into(),
        Value::Live(live) => match crate::types::formattable(live, format, culture) {
            Some(result) => result?,
            None => live.text(),
        },
        _ => text::to_text(value, culture),
    })
}

//! History entries as objects, and the errors about them.

use remora_engine::prelude::*;
use remora_engine::session::HistoryEntry;

/// A line as Get-History gives it.
pub(crate) fn to_value(entry: &HistoryEntry) -> Value {
    let status = match (entry.end, entry.failed) {
        (None, _) => "Running",
        (Some(_), true) => "Failed",
        (Some(_), false) => "Completed",
    };
    let end = entry.end.unwrap_or(entry.start);
    let object = Value::custom_object([
        ("Id", Value::I64(entry.id)),
        ("CommandLine", Value::Str(entry.line.clone())),
        ("ExecutionStatus", status.into()),
        ("StartExecutionTime", Value::DateTime(entry.start)),
        ("EndExecutionTime", Value::DateTime(end)),
    ]);
    if let Some(object) = object.as_object() {
        object.set_type_names(vec![
            "Microsoft.PowerShell.Commands.HistoryInfo".into(),
            "System.Object".into(),
        ]);
    }
    object
}

/// There is no line of this number.
pub(crate) fn not_found(id: i64) -> ErrorRecord {
    error(
        TypeId::PS_ARGUMENT_EXCEPTION,
        format!("Cannot locate history for Id {id}."),
        "GetHistoryNoHistoryForId",
        ErrorCategory::ObjectNotFound,
        id,
    )
}

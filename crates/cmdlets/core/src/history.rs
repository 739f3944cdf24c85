//! History entries as objects, and the errors about them.

use remora_engine::prelude::*;
use remora_engine::session::HistoryEntry;
use remora_psobject::{DateTime, LiveObject};

/// A line that was run (`HistoryInfo`).
struct HistoryInfo(HistoryEntry);

impl LiveObject for HistoryInfo {
    fn object_type(&self) -> TypeId {
        TypeId::register("Microsoft.PowerShell.Commands.HistoryInfo", Some(TypeId::OBJECT))
    }

    fn text(&self) -> PsString {
        self.0.line.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "Id",
            "CommandLine",
            "ExecutionStatus",
            "StartExecutionTime",
            "EndExecutionTime",
            "Duration",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let entry = &self.0;
        let end = entry.end.unwrap_or(entry.start);
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "id" => Value::I64(entry.id),
            "commandline" => Value::Str(entry.line.clone()),
            "executionstatus" => match (entry.end, entry.failed) {
                (None, _) => "Running",
                (Some(_), true) => "Failed",
                (Some(_), false) => "Completed",
            }
            .into(),
            "startexecutiontime" => Value::DateTime(entry.start),
            "endexecutiontime" => Value::DateTime(end),
            "duration" => {
                Value::TimeSpan(remora_psobject::TimeSpan(ticks(end) - ticks(entry.start)))
            }
            _ => return None,
        }))
    }
}

fn ticks(time: DateTime) -> i64 {
    time.ticks()
}

/// An entry as Get-History gives it.
pub(crate) fn to_value(entry: &HistoryEntry) -> Value {
    Value::live(HistoryInfo(entry.clone()))
}

/// There is no entry of this number.
pub(crate) fn not_found(id: i64) -> ErrorRecord {
    error(
        TypeId::PS_ARGUMENT_EXCEPTION,
        format!("Cannot locate the history for Id {id}."),
        "GetHistoryNoHistoryForId",
        ErrorCategory::ObjectNotFound,
        id,
    )
}

/// There is no entry that starts with this text.
pub(crate) fn no_such_line(line: &str) -> ErrorRecord {
    error(
        TypeId::PS_ARGUMENT_EXCEPTION,
        format!("Cannot locate the history for command line {line}."),
        "InvokeHistoryNoHistoryForCommandLine",
        ErrorCategory::ObjectNotFound,
        line,
    )
}

//! The history of a session: the lines that were run.

use remora_engine::prelude::*;
use remora_psobject::DateTime;

/// The lines that were run, oldest first.
#[derive(Default)]
pub struct History {
    last_id: i64,
    entries: Vec<HistoryEntry>,
}

/// A line that was run.
#[derive(Clone, Debug)]
pub struct HistoryEntry {
    /// Its number.
    pub id: i64,
    /// Its text.
    pub line: PsString,
    /// When it started.
    pub start: DateTime,
}

/// `$MaximumHistoryCount`
const CAPACITY: usize = 4096;

impl History {
    /// Adds a line and gives its number.
    pub fn add(&mut self, line: PsString, start: DateTime) -> i64 {
        self.last_id += 1;
        if self.entries.len() >= CAPACITY {
            self.entries.remove(0);
        }
        self.entries.push(HistoryEntry { id: self.last_id, line, start });
        self.last_id
    }

    /// The lines, oldest first.
    pub fn entries(&self) -> &[HistoryEntry] {
        &self.entries
    }

    /// Takes lines out.
    pub(crate) fn remove(&mut self, unwanted: impl Fn(&HistoryEntry) -> bool) {
        self.entries.retain(|entry| !unwanted(entry));
    }
}

impl HistoryEntry {
    /// The line as Get-History gives it.
    pub(crate) fn to_value(&self) -> Value {
        let object = Value::custom_object([
            ("Id", Value::I64(self.id)),
            ("CommandLine", Value::Str(self.line.clone())),
            ("StartExecutionTime", Value::DateTime(self.start)),
        ]);
        if let Some(object) = object.as_object() {
            object.set_type_names(vec![
                "Microsoft.PowerShell.Commands.HistoryInfo".into(),
                "System.Object".into(),
            ]);
        }
        object
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_not_used_again() {
        let mut history = History::default();
        assert_eq!(history.add("a".into(), DateTime::MIN), 1);
        history.remove(|_| true);
        assert_eq!(history.add("b".into(), DateTime::MIN), 2);
        assert_eq!(history.entries().len(), 1);
    }
}

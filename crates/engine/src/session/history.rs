//! The history of a session: the lines that were run.

use std::collections::VecDeque;

use remora_psobject::{DateTime, PsString};

/// The lines that were run, oldest first. An extension of the session
/// ([`ExecutionContext::extension`](crate::ExecutionContext::extension)).
#[derive(Debug, Default)]
pub struct History {
    last_id: i64,
    entries: VecDeque<HistoryEntry>,
}

/// A line that was run.
#[derive(Clone, Debug)]
pub struct HistoryEntry {
    /// Its number; numbers are not used again.
    pub id: i64,
    /// Its text.
    pub line: PsString,
    /// When it started.
    pub start: DateTime,
    /// When it ended; `None` while it runs.
    pub end: Option<DateTime>,
    /// Whether it was stopped or failed.
    pub failed: bool,
}

/// `$MaximumHistoryCount`
const CAPACITY: usize = 4096;

impl History {
    /// Adds a line and gives its number.
    pub fn add(&mut self, line: PsString, start: DateTime) -> i64 {
        self.last_id += 1;
        if self.entries.len() >= CAPACITY {
            self.entries.pop_front();
        }
        let id = self.last_id;
        self.entries.push_back(HistoryEntry { id, line, start, end: None, failed: false });
        id
    }

    /// Notes the end of a line.
    pub fn finish(&mut self, id: i64, end: DateTime, failed: bool) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|entry| entry.id == id) {
            entry.end = Some(end);
            entry.failed = failed;
        }
    }

    /// The number of the next line.
    pub fn next_id(&self) -> i64 {
        self.last_id + 1
    }

    /// The lines, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &HistoryEntry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// Takes lines out.
    pub fn remove(&mut self, unwanted: impl Fn(&HistoryEntry) -> bool) {
        self.entries.retain(|entry| !unwanted(entry));
    }
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

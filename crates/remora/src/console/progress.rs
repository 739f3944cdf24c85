//! Progress on a terminal: one line for each work, below the output, taken away when it is done.

use std::collections::BTreeMap;

use remora_psobject::{ProgressRecord, ProgressRecordType};

/// The works that go on, by source and activity.
#[derive(Default)]
pub(crate) struct Progress {
    records: BTreeMap<(i64, i32), ProgressRecord>,
    shown: usize,
}

impl Progress {
    /// Takes a record in.
    pub(crate) fn update(&mut self, source: i64, record: &ProgressRecord) {
        let key = (source, record.activity_id);
        match record.record_type {
            ProgressRecordType::Completed => drop(self.records.remove(&key)),
            ProgressRecordType::Processing => drop(self.records.insert(key, record.clone())),
        }
    }

    /// The sequences that take the lines away which are shown now.
    pub(crate) fn erase(&mut self) -> String {
        if self.shown == 0 {
            return String::new();
        }
        let lines = "\x1b[1B\x1b[2K".repeat(self.shown);
        let up = std::mem::take(&mut self.shown);
        format!("\x1b[s{lines}\x1b[{up}A\x1b[u")
    }

    /// The sequences that show the works below the cursor, on a screen of this width.
    pub(crate) fn draw(&mut self, width: usize) -> String {
        if self.records.is_empty() {
            return String::new();
        }
        let lines: Vec<String> = self.records.values().map(|record| line(record, width)).collect();
        self.shown = lines.len();
        // Room is made below first, so that the place of the cursor can be found again.
        let room = "\n".repeat(lines.len());
        let up = lines.len();
        format!("{room}\x1b[{up}A\x1b[s\r\n{}\x1b[u", lines.join("\r\n"))
    }

    /// Forgets all works.
    pub(crate) fn clear(&mut self) {
        self.records.clear();
    }
}

/// `Activity [Status       ]` with the part that is done in reverse video.
fn line(record: &ProgressRecord, width: usize) -> String {
    let indent = if record.parent_activity_id >= 0 { "  " } else { "" };
    let activity: String = record.activity.chars().take(width / 2).collect();
    let room = width.min(120).saturating_sub(indent.len() + activity.chars().count() + 4);
    let mut status: String = record.status_description.chars().take(room).collect();
    let fill = room - status.chars().count();
    status.extend(std::iter::repeat_n(' ', fill));
    let percent = usize::try_from(record.percent_complete.clamp(0, 100)).unwrap_or(0);
    let done = room * percent / 100;
    let (before, after): (String, String) =
        (status.chars().take(done).collect(), status.chars().skip(done).collect());
    format!("{indent}\x1b[93m{activity} [\x1b[7m{before}\x1b[27m{after}]\x1b[0m")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_done_part_is_in_reverse_video() {
        let mut record = ProgressRecord::new(1, "Copy", "half");
        record.percent_complete = 50;
        assert_eq!(line(&record, 18), "\x1b[93mCopy [\x1b[7mhalf \x1b[27m     ]\x1b[0m");
    }

    #[test]
    fn finished_works_disappear() {
        let mut progress = Progress::default();
        let mut record = ProgressRecord::new(1, "Copy", "half");
        progress.update(0, &record);
        assert!(progress.draw(80).contains("Copy"));
        record.record_type = ProgressRecordType::Completed;
        progress.update(0, &record);
        assert!(!progress.erase().is_empty());
        assert_eq!(progress.draw(80), "");
    }
}

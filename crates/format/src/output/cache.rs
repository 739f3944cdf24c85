//! Rows that wait until the widths of their columns can be worked out.

use crate::format_object::{FormatEntry, FormatObject};

/// How many rows are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batch {
    /// So many, or all of a group where the number is 0.
    Count(i32),
    /// All of a group, or those that came until the wait was ended.
    UntilReleased,
}

/// Holds the rows of a group back. Once a table asked for it, the tables after it are held back too.
#[derive(Default)]
pub(super) struct Cache {
    batch: Option<Batch>,
    waiting: Vec<FormatObject>,
    in_group: bool,
    rows: usize,
}

impl Cache {
    pub(super) fn collect(&mut self, batch: Batch) {
        self.batch = Some(batch);
        self.waiting.clear();
        self.in_group = false;
    }

    /// Takes an object and gives those that are ready.
    pub(super) fn add(&mut self, object: FormatObject) -> Vec<FormatObject> {
        let Some(batch) = self.batch else {
            return vec![object];
        };
        if matches!(&object, FormatObject::Entry(FormatEntry { out_of_band: false, .. })) {
            self.rows += 1;
        }
        if !self.in_group {
            if !matches!(object, FormatObject::GroupStart(_)) {
                return vec![object];
            }
            self.in_group = true;
            self.rows = 0;
        }
        let is_end = matches!(object, FormatObject::GroupEnd);
        self.waiting.push(object);
        let full = match batch {
            Batch::Count(count) => usize::try_from(count).is_ok_and(|c| c > 0 && self.rows >= c),
            Batch::UntilReleased => false,
        };
        if is_end || full { self.release() } else { Vec::new() }
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.in_group && self.batch == Some(Batch::UntilReleased)
    }

    pub(super) fn release(&mut self) -> Vec<FormatObject> {
        self.in_group = false;
        std::mem::take(&mut self.waiting)
    }
}

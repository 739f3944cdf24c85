//! Enumerations between their first answer and their last (MS-WSMV 3.1.4.9 Pull).

use std::collections::VecDeque;
use std::time::Instant;

use crate::Guid;
use crate::message::{CommandInstance, Shell};
use crate::xml::{Element, XmlWriter};

/// What an answer of an enumeration takes without its items.
const ENVELOPE: usize = 2048;

/// Something that is listed, written already.
pub(super) struct Items(VecDeque<String>);

impl Items {
    pub(super) fn shells(shells: &[Shell]) -> Self {
        Self(shells.iter().map(|shell| written(|writer| shell.write_instance(writer))).collect())
    }

    pub(super) fn commands(commands: &[CommandInstance]) -> Self {
        Self(commands.iter().map(|command| written(|writer| command.write(writer))).collect())
    }

    pub(super) fn elements(elements: &[Element]) -> Self {
        Self(elements.iter().map(|element| written(|writer| element.write(writer))).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes out as many items as one answer may hold, at least one if it fits at all.
    pub(super) fn take(&mut self, count: u32, envelope_size: u32) -> Option<Vec<String>> {
        let mut room = (envelope_size as usize).saturating_sub(ENVELOPE);
        let mut taken = Vec::new();
        while taken.len() < count as usize
            && let Some(next) = self.0.front()
        {
            match room.checked_sub(next.len()) {
                Some(left) => room = left,
                None if taken.is_empty() => return None,
                None => break,
            }
            taken.extend(self.0.pop_front());
        }
        Some(taken)
    }
}

fn written(write: impl FnOnce(&mut XmlWriter)) -> String {
    let mut writer = XmlWriter::new();
    write(&mut writer);
    writer.finish()
}

struct Open {
    context: String,
    items: Items,
    expires: Instant,
}

/// The enumerations that wait for the next Pull.
#[derive(Default)]
pub(super) struct Enumerations(Vec<Open>);

impl Enumerations {
    /// Keeps an enumeration; the one that would expire first makes room for it.
    pub(super) fn keep(&mut self, id: Guid, items: Items, expires: Instant, most: usize) -> String {
        while self.0.len() >= most.max(1) {
            self.0.remove(0);
        }
        let context = id.to_message_id();
        self.0.push(Open { context: context.clone(), items, expires });
        context
    }

    /// Takes an enumeration out.
    pub(super) fn take(&mut self, context: &str) -> Option<Items> {
        let index = self.0.iter().position(|open| open.context.eq_ignore_ascii_case(context))?;
        Some(self.0.remove(index).items)
    }

    pub(super) fn expire(&mut self, now: Instant) {
        self.0.retain(|open| open.expires > now);
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.0.iter().map(|open| open.expires).min()
    }
}

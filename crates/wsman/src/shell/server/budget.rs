//! How much output fits into one answer (MS-WSMV 3.1.4.1.7 wsman:MaxEnvelopeSize).

use crate::CommandId;
use crate::message::Stream;

/// What an answer to Receive takes without any stream: envelope, headers, command state. The
/// identifiers in it are added to this.
const ENVELOPE: usize = 1536;

/// The room in one answer to Receive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiveBudget {
    command: Option<CommandId>,
    room: usize,
    items: usize,
}

impl ReceiveBudget {
    /// The room in an answer of `envelope_size` bytes that repeats `identifiers` bytes of the
    /// request.
    pub(super) fn new(
        envelope_size: usize,
        identifiers: usize,
        command: Option<CommandId>,
        items: usize,
    ) -> Self {
        let id = command.as_ref().map_or(0, |id| id.as_str().len());
        let room = envelope_size.saturating_sub(ENVELOPE + (identifiers + id) * 6);
        Self { command, room, items }
    }

    /// Largest block of `stream` that fits now, in bytes.
    #[must_use]
    pub fn largest(&self, stream: &str) -> usize {
        if self.items == 0 {
            return 0;
        }
        let frame = Stream::written_size(stream, self.command.as_ref(), 0);
        self.room.saturating_sub(frame) / 4 * 3
    }

    /// Whether a block fits; if so, its room is taken.
    pub fn take(&mut self, stream: &str, bytes: usize) -> bool {
        let size = Stream::written_size(stream, self.command.as_ref(), bytes);
        match (self.room.checked_sub(size), self.items.checked_sub(1)) {
            (Some(room), Some(items)) => {
                self.room = room;
                self.items = items;
                true
            }
            _ => false,
        }
    }
}

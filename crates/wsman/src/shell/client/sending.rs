//! Input on its way: one request at a time for the whole shell (MS-WSMV 3.1.4.13 Send), as much in
//! it as fits.

use std::collections::VecDeque;

use crate::CommandId;
use crate::message::Stream;
use crate::shell::ExchangeId;

/// The queue of input.
#[derive(Default)]
pub(super) struct Sending {
    queue: VecDeque<Stream>,
    bytes: usize,
    busy: Option<ExchangeId>,
}

impl Sending {
    pub(super) const fn queued_bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn push(
        &mut self,
        command: Option<CommandId>,
        name: String,
        data: Vec<u8>,
        end: bool,
    ) {
        self.bytes += data.len();
        self.queue.push_back(Stream { name, command, end, data });
    }

    pub(super) fn clear(&mut self) {
        self.queue.clear();
        self.bytes = 0;
    }

    /// Drops the input of a command that nobody will read.
    pub(super) fn forget(&mut self, command: &CommandId) {
        self.queue.retain(|block| block.command.as_ref() != Some(command));
        self.bytes = self.queue.iter().map(|block| block.data.len()).sum();
    }

    pub(super) fn set_busy(&mut self, exchange: ExchangeId) {
        self.busy = Some(exchange);
    }

    pub(super) fn release(&mut self, exchange: ExchangeId) {
        if self.busy == Some(exchange) {
            self.busy = None;
        }
    }

    /// The next block to send: the first one whose target `is_ready`, and what follows it for the
    /// same target up to `capacity` bytes. Octets of one stream are the same in one block or many.
    pub(super) fn next(
        &mut self,
        capacity: usize,
        is_ready: impl Fn(Option<&CommandId>) -> bool,
    ) -> Option<Stream> {
        if self.busy.is_some() {
            return None;
        }
        let index = self.queue.iter().position(|block| is_ready(block.command.as_ref()))?;
        let mut block = self.queue.remove(index)?;
        let mut index = index;
        while !block.end
            && let Some(next) = self.queue.get(index)
        {
            if next.command != block.command {
                index += 1;
            } else if next.name != block.name || block.data.len() + next.data.len() > capacity {
                break;
            } else if let Some(next) = self.queue.remove(index) {
                block.data.extend(next.data);
                block.end = next.end;
            }
        }
        self.bytes = self.bytes.saturating_sub(block.data.len());
        Some(block)
    }
}

#[cfg(test)]
mod tests {
    use super::Sending;
    use crate::CommandId;
    use crate::shell::ExchangeId;

    #[test]
    fn neighbours_travel_together_and_order_is_kept() {
        let one = CommandId::new("1").unwrap();
        let two = CommandId::new("2").unwrap();
        let mut sending = Sending::default();
        let mut push = |id: &CommandId, name: &str, data: &[u8], end| {
            sending.push(Some(id.clone()), name.to_owned(), data.to_vec(), end);
        };
        push(&two, "stdin", b"z", false);
        push(&one, "stdin", b"a", false);
        push(&two, "stdin", b"y", false);
        push(&one, "stdin", b"b", false);
        push(&one, "pr", b"c", false);
        push(&one, "stdin", b"d", true);
        push(&one, "stdin", b"e", false);
        push(&one, "stdin", b"fg", false);
        let mut taken = Vec::new();
        while let Some(block) = sending.next(2, |id| id == Some(&one)) {
            taken.push((block.name, String::from_utf8(block.data).unwrap(), block.end));
        }
        let expected = [
            ("stdin", "ab", false),
            ("pr", "c", false),
            ("stdin", "d", true),
            ("stdin", "e", false),
            ("stdin", "fg", false),
        ];
        let expected: Vec<_> =
            expected.map(|(name, data, end)| (name.to_owned(), data.to_owned(), end)).into();
        assert_eq!(taken, expected);
        assert_eq!(sending.queued_bytes(), 2);
        sending.set_busy(ExchangeId(1));
        assert!(sending.next(9, |_| true).is_none());
        sending.release(ExchangeId(1));
        assert_eq!(sending.next(9, |_| true).unwrap().data, b"zy");
    }
}

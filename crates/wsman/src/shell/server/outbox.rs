//! Output that waits for a client: what a session store keeps for the shell and for each command.

use std::collections::VecDeque;

use super::budget::ReceiveBudget;

/// A piece of output; for PowerShell exactly one fragment, because some clients read a stream
/// element as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputBlock {
    /// `stdout` or `stderr`.
    pub stream: String,
    /// The octets.
    pub data: Vec<u8>,
    /// Whether nothing more follows on the stream.
    pub end: bool,
}

/// What an answer says about the command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ReplyState {
    /// Nothing, as Windows does for PowerShell until the end.
    #[default]
    Unsaid,
    /// It runs.
    Running,
    /// It has ended, with this exit code.
    Done(Option<i32>),
}

/// The answer to one request for output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceiveReply {
    /// The blocks, in order.
    pub blocks: Vec<OutputBlock>,
    /// What becomes of the command.
    pub state: ReplyState,
}

/// The output of one command, or of a shell itself. It outlives connections.
#[derive(Debug, Clone, Default)]
pub struct Outbox {
    blocks: VecDeque<OutputBlock>,
    bytes: usize,
    finished: Option<Option<i32>>,
    done_said: bool,
    says_running: bool,
}

impl Outbox {
    /// An empty outbox of a PowerShell pipeline or of a shell.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty outbox of a text command, whose answers say that it runs.
    #[must_use]
    pub fn text() -> Self {
        Self { says_running: true, ..Self::default() }
    }

    /// Appends output. What comes after [`Outbox::finish`] is dropped.
    pub fn push(&mut self, stream: &str, data: Vec<u8>) {
        if self.finished.is_none() {
            self.bytes += data.len();
            self.blocks.push_back(OutputBlock { stream: stream.to_owned(), data, end: false });
        }
    }

    /// Marks the end of a stream; text shells do so for each of theirs.
    pub fn end_stream(&mut self, stream: &str) {
        if self.finished.is_none() {
            let block = OutputBlock { stream: stream.to_owned(), data: Vec::new(), end: true };
            self.blocks.push_back(block);
        }
    }

    /// The command has ended. Only the first call counts.
    pub fn finish(&mut self, exit_code: Option<i32>) {
        if self.finished.is_none() {
            self.finished = Some(exit_code);
        }
    }

    /// Bytes that wait.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether the end was reported; there is nothing left to ask for.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.done_said
    }

    /// Throws away what waits, oldest first, until at most `bytes` are left (buffer mode Drop).
    pub fn drop_oldest(&mut self, bytes: usize) {
        while self.bytes > bytes
            && let Some(block) = self.blocks.pop_front()
        {
            self.bytes -= block.data.len();
        }
    }

    /// Throws away whole PSRP messages, oldest first, until at most `bytes` are left (buffer mode Drop).
    /// A message whose beginning was fetched stays, and so does the newest, which may say how the
    /// command ended.
    pub fn drop_oldest_messages(&mut self, bytes: usize) {
        // MS-PSRP section 2.2.4: the flags of a fragment are its 17th byte.
        let flag =
            |block: &OutputBlock, bit: u8| block.data.get(16).is_some_and(|flags| flags & bit != 0);
        let begun = match self.blocks.front() {
            Some(first) if !flag(first, 1) => {
                self.blocks.iter().position(|block| flag(block, 2)).map_or(0, |end| end + 1)
            }
            _ => 0,
        };
        while self.bytes > bytes {
            let end = self.blocks.iter().skip(begun).position(|block| flag(block, 2));
            let Some(end) = end.map(|end| begun + end).filter(|end| end + 1 < self.blocks.len())
            else {
                return;
            };
            for block in self.blocks.drain(begun..=end) {
                self.bytes -= block.data.len();
            }
        }
    }

    /// Takes out what fits into one answer; nothing when there is nothing to say yet.
    ///
    /// The end is reported exactly once, with the last output or after it.
    pub fn take(&mut self, streams: &[String], budget: &mut ReceiveBudget) -> Option<ReceiveReply> {
        let wanted = |stream: &str| streams.is_empty() || streams.iter().any(|name| name == stream);
        let mut blocks = Vec::new();
        let mut complete = true;
        let mut index = 0;
        while let Some(next) = self.blocks.get(index) {
            if !wanted(&next.stream) {
                index += 1;
            } else if budget.take(&next.stream, next.data.len()) {
                blocks.extend(self.blocks.remove(index));
            } else {
                complete = false;
                if blocks.is_empty() {
                    blocks.extend(self.split(index, budget));
                }
                break;
            }
        }
        self.bytes -= blocks.iter().map(|block: &OutputBlock| block.data.len()).sum::<usize>();
        let state = match self.finished {
            Some(code) if complete && !self.done_said => {
                self.done_said = true;
                ReplyState::Done(code)
            }
            _ if self.says_running && !self.done_said => ReplyState::Running,
            _ => ReplyState::Unsaid,
        };
        if blocks.is_empty() && !matches!(state, ReplyState::Done(_)) {
            return None;
        }
        Some(ReceiveReply { blocks, state })
    }

    /// Takes back what could not be delivered, as if it had never been taken.
    pub fn put_back(&mut self, reply: ReceiveReply) {
        if matches!(reply.state, ReplyState::Done(_)) {
            self.done_said = false;
        }
        for block in reply.blocks.into_iter().rev() {
            self.bytes += block.data.len();
            self.blocks.push_front(block);
        }
    }

    /// Cuts the head off a block that fits into no answer.
    fn split(&mut self, index: usize, budget: &mut ReceiveBudget) -> Option<OutputBlock> {
        let block = self.blocks.get_mut(index)?;
        let size = budget.largest(&block.stream);
        if size == 0 || size >= block.data.len() || !budget.take(&block.stream, size) {
            return None;
        }
        let tail = block.data.split_off(size);
        let data = std::mem::replace(&mut block.data, tail);
        Some(OutputBlock { stream: block.stream.clone(), data, end: false })
    }
}

#[cfg(test)]
mod tests {
    use super::{Outbox, ReceiveReply, ReplyState};
    use crate::shell::server::budget::ReceiveBudget;

    fn budget(bytes: usize) -> ReceiveBudget {
        ReceiveBudget::new(1536 + bytes, 0, None, 1000)
    }

    fn data(reply: &ReceiveReply) -> Vec<Vec<u8>> {
        reply.blocks.iter().map(|block| block.data.clone()).collect()
    }

    #[test]
    fn the_end_is_said_once_and_last() {
        let mut outbox = Outbox::new();
        assert_eq!(outbox.take(&[], &mut budget(9999)), None);
        outbox.push("stdout", vec![1; 300]);
        outbox.push("stdout", vec![2; 300]);
        outbox.finish(Some(3));
        outbox.finish(Some(4));
        outbox.push("stdout", vec![9]);
        assert_eq!(outbox.bytes(), 600);
        let first = outbox.take(&[], &mut budget(600)).unwrap();
        assert_eq!(data(&first), [vec![1; 300]]);
        assert_eq!(first.state, ReplyState::Unsaid);
        let second = outbox.take(&[], &mut budget(600)).unwrap();
        assert_eq!(data(&second), [vec![2; 300]]);
        assert_eq!(second.state, ReplyState::Done(Some(3)));
        outbox.put_back(second.clone());
        assert_eq!(outbox.bytes(), 300);
        assert_eq!(outbox.take(&[], &mut budget(600)), Some(second));
        assert!(outbox.is_done());
        assert_eq!(outbox.bytes(), 0);
        assert_eq!(outbox.take(&[], &mut budget(600)), None);
    }

    #[test]
    fn a_block_too_large_for_any_answer_is_cut() {
        let mut outbox = Outbox::new();
        let whole: Vec<u8> = (0..=255).cycle().take(1000).collect();
        outbox.push("stdout", whole.clone());
        let mut joined = Vec::new();
        while let Some(reply) = outbox.take(&[], &mut budget(400)) {
            assert_eq!(reply.blocks.len(), 1);
            joined.extend(data(&reply).concat());
        }
        assert_eq!(joined, whole);
        outbox.push("stdout", vec![1]);
        assert_eq!(outbox.take(&[], &mut budget(10)), None, "no room at all");
        assert_eq!(outbox.bytes(), 1);
    }

    #[test]
    fn only_the_streams_asked_for() {
        let mut outbox = Outbox::text();
        outbox.push("stderr", b"e".to_vec());
        outbox.push("stdout", b"o".to_vec());
        let reply = outbox.take(&["stdout".into()], &mut budget(9999)).unwrap();
        assert_eq!(data(&reply), [b"o".to_vec()]);
        assert_eq!(reply.state, ReplyState::Running);
        outbox.drop_oldest(0);
        assert_eq!(outbox.take(&[], &mut budget(9999)), None);
        outbox.end_stream("stdout");
        outbox.finish(None);
        let reply = outbox.take(&[], &mut budget(9999)).unwrap();
        assert!(reply.blocks[0].end);
        assert_eq!(reply.state, ReplyState::Done(None));
    }

    /// A PSRP fragment with these flags and this much data.
    fn fragment(flags: u8, size: usize) -> Vec<u8> {
        let mut bytes = vec![0; 16];
        bytes.push(flags);
        bytes.resize(21 + size, 7);
        bytes
    }

    #[test]
    fn whole_messages_are_dropped_but_the_one_that_was_begun_and_the_newest() {
        let mut outbox = Outbox::new();
        // The first fragment of the first message was fetched already.
        for (flags, size) in [(2, 100), (1, 200), (2, 201), (3, 300), (3, 400)] {
            outbox.push("stdout", fragment(flags, size));
        }
        outbox.drop_oldest_messages(900);
        let left: Vec<usize> = outbox.blocks.iter().map(|block| block.data.len() - 21).collect();
        assert_eq!(left, [100, 300, 400]);
        assert_eq!(outbox.bytes(), 800 + 3 * 21);
        outbox.drop_oldest_messages(0);
        let left: Vec<usize> = outbox.blocks.iter().map(|block| block.data.len() - 21).collect();
        assert_eq!(left, [100, 400]);
    }
}

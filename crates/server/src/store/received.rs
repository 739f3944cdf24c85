//! How much a client has sent, and how large its objects are.
//!
//! PowerShell limits both (`MaximumReceivedDataSizePerCommandMB`, `MaximumReceivedObjectSizeMB`). The
//! sizes of objects stand in the headers of fragments (MS-PSRP section 2.2.4, Packet Fragment); what
//! an object is made of is not looked at.

use std::fmt;

/// Bytes before the data of a fragment.
const HEADER: usize = 21;
/// The flag of a fragment that begins an object.
const FIRST: u8 = 1;

/// What a client may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceivedLimits {
    /// Bytes of one object (`MaximumReceivedObjectSize`).
    pub object: u64,
    /// Bytes that one command is sent (`MaximumReceivedDataSizePerCommand`).
    pub per_command: u64,
}

impl Default for ReceivedLimits {
    /// What `Register-PSSessionConfiguration` documents.
    fn default() -> Self {
        Self { object: 10 * 1024 * 1024, per_command: 50 * 1024 * 1024 }
    }
}

/// A limit that was exceeded; the text is for the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exceeded {
    Object { size: u64, limit: u64 },
    Total { size: u64, limit: u64 },
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object { size, limit } => write!(
                f,
                "The current deserialized object size of the data received from the remote client \
                 exceeded the allowed maximum object size. The current deserialized object size is \
                 {size}. The allowed maximum object size is {limit}. "
            ),
            Self::Total { size, limit } => write!(
                f,
                "The total data received from the remote client exceeded the allowed maximum. The \
                 total data received is {size}. The allowed maximum is {limit}. "
            ),
        }
    }
}

/// Follows the fragments of one stream.
#[derive(Debug, Default)]
pub(crate) struct ReceivedStream {
    header: Vec<u8>,
    /// Bytes of the current fragment that are still to come.
    rest: u64,
    object: u64,
}

impl ReceivedStream {
    /// Takes bytes; the largest size that the object under way had meanwhile.
    pub(crate) fn push(&mut self, mut bytes: &[u8]) -> u64 {
        let mut largest = 0;
        while !bytes.is_empty() {
            if self.rest > 0 {
                let skipped = usize::try_from(self.rest).unwrap_or(usize::MAX).min(bytes.len());
                bytes = bytes.get(skipped..).unwrap_or_default();
                self.rest = self.rest.saturating_sub(skipped as u64);
                continue;
            }
            let wanted = HEADER.saturating_sub(self.header.len()).min(bytes.len());
            let (head, tail) = bytes.split_at_checked(wanted).unwrap_or((bytes, &[]));
            self.header.extend_from_slice(head);
            bytes = tail;
            if let Some((flags, length)) = header(&self.header) {
                self.header.clear();
                if flags & FIRST != 0 {
                    self.object = 0;
                }
                // A negative length is the session host's to refuse.
                self.rest = u64::try_from(length).unwrap_or(0);
                self.object = self.object.saturating_add(self.rest);
                largest = largest.max(self.object);
            }
        }
        largest
    }
}

/// Flags and length, where the header is whole.
fn header(bytes: &[u8]) -> Option<(u8, i32)> {
    let (_, rest) = bytes.split_at_checked(16)?;
    let (flags, rest) = rest.split_first()?;
    let (length, _) = rest.split_first_chunk()?;
    Some((*flags, i32::from_be_bytes(*length)))
}

/// What one command, or the shell itself, was sent.
#[derive(Debug, Default)]
pub(crate) struct Received {
    total: u64,
    input: ReceivedStream,
    answers: ReceivedStream,
}

impl Received {
    /// Counts bytes of input, or of answers to host calls.
    ///
    /// # Errors
    /// [`Exceeded`]; nothing of the bytes must be passed on then.
    pub(crate) fn count(
        &mut self,
        bytes: &[u8],
        is_answer: bool,
        limits: ReceivedLimits,
        is_command: bool,
    ) -> Result<(), Exceeded> {
        self.total = self.total.saturating_add(bytes.len() as u64);
        let stream = if is_answer { &mut self.answers } else { &mut self.input };
        let size = stream.push(bytes);
        if size > limits.object {
            return Err(Exceeded::Object { size, limit: limits.object });
        }
        if is_command && self.total > limits.per_command {
            return Err(Exceeded::Total { size: self.total, limit: limits.per_command });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragment(flags: u8, size: usize) -> Vec<u8> {
        let mut bytes = vec![0; 16];
        bytes.push(flags);
        bytes.extend(i32::try_from(size).unwrap().to_be_bytes());
        bytes.resize(HEADER + size, 7);
        bytes
    }

    #[test]
    fn objects_are_measured_wherever_the_bytes_are_cut() {
        let all =
            [fragment(3, 50), fragment(1, 60), fragment(0, 0), fragment(2, 45), fragment(3, 9)];
        let all = all.concat();
        for cut in 1..all.len() {
            let mut stream = ReceivedStream::default();
            let largest = all.chunks(cut).map(|bytes| stream.push(bytes)).max();
            assert_eq!(largest, Some(105), "cut at {cut}");
            assert_eq!(stream.push(&fragment(3, 7)), 7);
        }
    }

    #[test]
    fn limits_are_for_objects_and_for_commands() {
        let limits = ReceivedLimits { object: 100, per_command: 200 };
        let mut received = Received::default();
        assert_eq!(received.count(&fragment(3, 100), false, limits, true), Ok(()));
        let all = Err(Exceeded::Total { size: 242, limit: 200 });
        assert_eq!(received.count(&fragment(3, 100), true, limits, true), all);
        let mut received = Received::default();
        for _ in 0..9 {
            assert_eq!(received.count(&fragment(3, 100), false, limits, false), Ok(()));
        }
        // A length that is only announced counts already.
        let large = Err(Exceeded::Object { size: 101, limit: 100 });
        let begun = fragment(1, 101);
        assert_eq!(received.count(&begun[..HEADER], false, limits, false), large);
    }
}

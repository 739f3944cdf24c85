//! Bytes of a session host → whole fragments (MS-PSRP section 2.2.4, Packet Fragment).
//!
//! Some clients read each stream element of an answer as exactly one fragment, and session hosts
//! cut their bytes wherever they like. The 21 bytes in front of a fragment are all that is read
//! here, and the type in the header of a message: CLIXML is not looked at.

/// Bytes before the data of a fragment.
const HEADER: usize = 21;

/// Flags of a fragment.
const FIRST: u8 = 1;
const LAST: u8 = 2;

/// PIPELINE_STATE (MS-PSRP section 2.2.2.21): a server sends it once, when the pipeline has ended.
const PIPELINE_STATE: u32 = 0x0004_1006;

/// SESSION_CAPABILITY and RUNSPACEPOOL_INIT_DATA (sections 2.2.2.1 and 2.2.2.29).
const SESSION_CAPABILITY: u32 = 0x0001_0002;
const RUNSPACEPOOL_INIT_DATA: u32 = 0x0002_100B;

/// A fragment, and whether the pipeline has ended with it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) bytes: Vec<u8>,
    pub(super) ends_pipeline: bool,
    /// What the answer to a client that takes the session up is made of.
    pub(super) welcome: Option<Welcome>,
}

/// A part of the answer to a client that takes the session up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Welcome {
    /// More follows.
    Part,
    /// Its last fragment.
    End,
}

/// The bytes are no fragments.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a fragment has the length {0}")]
pub(super) struct BadFragment(i32);

/// Cuts the bytes of one stream into fragments.
#[derive(Debug)]
pub(super) struct FragmentCutter {
    buffer: Vec<u8>,
    /// Type of the message whose fragments are under way.
    message_type: Option<u32>,
    limit: usize,
}

impl FragmentCutter {
    /// Takes fragments of at most `limit` bytes.
    pub(super) const fn new(limit: usize) -> Self {
        Self { buffer: Vec::new(), message_type: None, limit }
    }

    /// Adds bytes and gives the fragments that are whole.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<Vec<Piece>, BadFragment> {
        self.buffer.extend_from_slice(bytes);
        let mut pieces = Vec::new();
        while let Some((flags, length)) = header(&self.buffer) {
            let data = usize::try_from(length).ok().filter(|size| *size <= self.limit);
            let size = HEADER + data.ok_or(BadFragment(length))?;
            if self.buffer.len() < size {
                break;
            }
            let rest = self.buffer.split_off(size);
            let bytes = std::mem::replace(&mut self.buffer, rest);
            if flags & FIRST != 0 {
                self.message_type = message_type(&bytes);
            }
            let is_last = flags & LAST != 0;
            let ends_pipeline = is_last && self.message_type == Some(PIPELINE_STATE);
            let welcome = match self.message_type {
                Some(RUNSPACEPOOL_INIT_DATA) if is_last => Some(Welcome::End),
                Some(SESSION_CAPABILITY | RUNSPACEPOOL_INIT_DATA) => Some(Welcome::Part),
                _ => None,
            };
            if is_last {
                self.message_type = None;
            }
            pieces.push(Piece { bytes, ends_pipeline, welcome });
        }
        Ok(pieces)
    }
}

/// Flags and length, where the header is whole.
fn header(bytes: &[u8]) -> Option<(u8, i32)> {
    let (_, rest) = bytes.split_at_checked(16)?;
    let (flags, rest) = rest.split_first()?;
    let (length, _) = rest.split_first_chunk()?;
    Some((*flags, i32::from_be_bytes(*length)))
}

/// The type in the header of the message that a first fragment begins (section 2.2.1).
fn message_type(fragment: &[u8]) -> Option<u32> {
    let number = fragment.get(HEADER + 4..)?.first_chunk()?;
    Some(u32::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn fragment(flags: u8, data: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; 16];
        bytes.push(flags);
        bytes.extend(i32::try_from(data.len()).unwrap().to_be_bytes());
        bytes.extend(data);
        bytes
    }

    fn message(kind: u32, body: &[u8]) -> Vec<u8> {
        [&1_u32.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 32], body].concat()
    }

    #[test]
    fn pieces_are_fragments_wherever_the_bytes_are_cut() {
        let state = message(PIPELINE_STATE, &[7; 40]);
        let (head, tail) = state.split_at(20);
        let fragments = [
            fragment(FIRST | LAST, &message(0x0004_1004, b"output")),
            fragment(FIRST, head),
            fragment(LAST, tail),
            fragment(FIRST | LAST, b""),
        ];
        let all = fragments.concat();
        for cut in 1..all.len() {
            let mut cutter = FragmentCutter::new(1000);
            let mut pieces = Vec::new();
            for bytes in all.chunks(cut) {
                pieces.extend(cutter.push(bytes).unwrap());
            }
            let bytes: Vec<_> = pieces.iter().map(|piece| piece.bytes.clone()).collect();
            assert_eq!(bytes, fragments, "cut at {cut}");
            let ends: Vec<_> = pieces.iter().map(|piece| piece.ends_pipeline).collect();
            assert_eq!(ends, [false, false, true, false]);
        }
    }

    #[test]
    fn lengths_are_judged_at_once() {
        let mut long = fragment(FIRST, &[0; 11]);
        assert_eq!(FragmentCutter::new(10).push(&long), Err(BadFragment(11)));
        long.splice(17..21, (-1_i32).to_be_bytes());
        assert_eq!(FragmentCutter::new(10).push(&long[..21]), Err(BadFragment(-1)));
    }
}

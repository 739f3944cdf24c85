//! Messages ⇄ fragments (MS-PSRP section 2.2.4, Packet Fragment).
//!
//! A fragment is a header of 21 bytes, most significant bytes first, and data:
//!
//! | bytes | what |
//! |---|---|
//! | 8 | object id, from 1, one counter for all that an end sends |
//! | 8 | fragment id, from 0 in each object |
//! | 1 | flags: 1 the first fragment, 2 the last one |
//! | 4 | length of the data |

use crate::error::{Error, Exceeded, Malformation};

/// Bytes of a fragment's header.
pub const HEADER_SIZE: usize = 21;

/// Bytes of a whole fragment, as PowerShell cuts them.
pub const DEFAULT_SIZE: usize = 32 * 1024;

const FIRST: u8 = 1;
const LAST: u8 = 2;

/// Cuts messages into fragments.
#[derive(Debug)]
pub struct Fragmenter {
    last_object: u64,
    size: usize,
}

impl Default for Fragmenter {
    fn default() -> Self {
        Self::new(DEFAULT_SIZE)
    }
}

impl Fragmenter {
    /// Cuts into fragments of at most `size` bytes, header included.
    pub fn new(size: usize) -> Self {
        Self { last_object: 0, size: size.max(HEADER_SIZE + 1) }
    }

    /// Cuts into fragments of at most `size` bytes from now on.
    pub fn set_size(&mut self, size: usize) {
        self.size = size.max(HEADER_SIZE + 1);
    }

    /// The fragments of one message, under the next object id.
    pub fn fragment(&mut self, message: &[u8]) -> Vec<Vec<u8>> {
        self.last_object += 1;
        let room = self.size - HEADER_SIZE;
        let count = message.len().div_ceil(room).max(1);
        let mut rest = message;
        let mut fragments = Vec::with_capacity(count);
        for number in 0..count {
            let (data, behind) = rest.split_at(rest.len().min(room));
            rest = behind;
            let first = if number == 0 { FIRST } else { 0 };
            let last = if number + 1 == count { LAST } else { 0 };
            let mut fragment = Vec::with_capacity(HEADER_SIZE + data.len());
            fragment.extend_from_slice(&self.last_object.to_be_bytes());
            fragment.extend_from_slice(&u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes());
            fragment.push(first | last);
            fragment
                .extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
            fragment.extend_from_slice(data);
            fragments.push(fragment);
        }
        fragments
    }
}

/// Puts messages together from the bytes of one stream, wherever they were cut.
///
/// What is wrong with a fragment ends the message that it belongs to; the stream goes on. Unknown flags
/// and fragments without data are ignored, and a first fragment starts anew.
#[derive(Debug)]
pub struct Defragmenter {
    buffer: Vec<u8>,
    /// Bytes of the buffer that were used.
    used: usize,
    partial: Option<Partial>,
    limit: usize,
}

#[derive(Debug)]
struct Partial {
    object: i64,
    next_fragment: i64,
    data: Vec<u8>,
}

struct Header {
    object: i64,
    fragment: i64,
    flags: u8,
    length: usize,
}

impl Header {
    /// A header and the length as it stands there, which may be negative.
    fn parse(bytes: &[u8]) -> Option<(Self, i32)> {
        let (object, rest) = bytes.split_first_chunk()?;
        let (fragment, rest) = rest.split_first_chunk()?;
        let (&flags, rest) = rest.split_first()?;
        let (length, _) = rest.split_first_chunk()?;
        let (object, fragment) = (i64::from_be_bytes(*object), i64::from_be_bytes(*fragment));
        Some((Self { object, fragment, flags, length: 0 }, i32::from_be_bytes(*length)))
    }
}

impl Defragmenter {
    /// Takes messages of at most `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self { buffer: Vec::new(), used: 0, partial: None, limit }
    }

    /// Adds bytes that arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.used == self.buffer.len() {
            self.buffer.clear();
            self.used = 0;
        } else if self.used > self.buffer.len() / 2 {
            self.buffer.drain(..self.used);
            self.used = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole message, or what is wrong with the bytes before it; `None` where more bytes are
    /// needed.
    ///
    /// # Errors
    /// Call again after an error: what comes behind it is not lost.
    pub fn next_message(&mut self) -> Result<Option<Vec<u8>>, Error> {
        loop {
            let Some(header) = self.header()? else { return Ok(None) };
            let start = self.used + HEADER_SIZE;
            let Some(data) = self.buffer.get(start..start + header.length) else { return Ok(None) };
            self.used = start + header.length;
            if let Some(message) = join(&mut self.partial, &header, data, self.limit)?
                && !message.is_empty()
            {
                return Ok(Some(message));
            }
        }
    }

    /// Whether bytes of an unfinished message are held.
    pub fn is_empty(&self) -> bool {
        self.partial.is_none() && self.used == self.buffer.len()
    }

    /// The header of the next fragment, if it is there.
    fn header(&mut self) -> Result<Option<Header>, Error> {
        let bytes = self.buffer.get(self.used..).unwrap_or_default();
        let Some((header, length)) = Header::parse(bytes) else { return Ok(None) };
        // Where the next fragment begins cannot be known when the length is wrong.
        let length = usize::try_from(length).map_err(|_| {
            self.clear();
            Malformation::FragmentLength
        })?;
        if length > self.limit {
            self.clear();
            return Err(Exceeded::MessageSize.into());
        }
        let header = Header { length, ..header };
        let wrong = match (header.object, header.fragment) {
            (..=0, _) => Malformation::ObjectId,
            (_, ..0) => Malformation::FragmentId,
            _ => return Ok(Some(header)),
        };
        let end = self.used + HEADER_SIZE + length;
        if self.buffer.len() < end {
            return Ok(None);
        }
        self.used = end;
        self.partial = None;
        Err(wrong.into())
    }

    fn clear(&mut self) {
        self.buffer.clear();
        self.used = 0;
        self.partial = None;
    }
}

/// Adds a fragment to the message that it belongs to; gives the message when it is whole.
fn join(
    partial: &mut Option<Partial>,
    header: &Header,
    data: &[u8],
    limit: usize,
) -> Result<Option<Vec<u8>>, Error> {
    let known = partial.take();
    let mut current = if header.flags & FIRST != 0 {
        Partial { object: header.object, next_fragment: header.fragment, data: Vec::new() }
    } else {
        known.ok_or(Malformation::FragmentWithoutStart)?
    };
    if current.object != header.object || current.next_fragment != header.fragment {
        return Err(Malformation::FragmentOrder.into());
    }
    if current.data.len() + data.len() > limit {
        return Err(Exceeded::MessageSize.into());
    }
    current.data.extend_from_slice(data);
    current.next_fragment += 1;
    if header.flags & LAST != 0 {
        return Ok(Some(current.data));
    }
    *partial = Some(current);
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(object: i64, fragment: i64, flags: u8, length: i32, data: &[u8]) -> Vec<u8> {
        let mut bytes = object.to_be_bytes().to_vec();
        bytes.extend_from_slice(&fragment.to_be_bytes());
        bytes.push(flags);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(data);
        bytes
    }

    fn fragment(object: i64, fragment: i64, flags: u8, data: &[u8]) -> Vec<u8> {
        raw(object, fragment, flags, i32::try_from(data.len()).unwrap(), data)
    }

    fn all(stream: &mut Defragmenter) -> Vec<Result<Vec<u8>, Error>> {
        std::iter::from_fn(|| stream.next_message().transpose()).collect()
    }

    #[test]
    fn a_message_is_cut_where_powershell_cuts_it() {
        let mut fragmenter = Fragmenter::default();
        let one = fragmenter.fragment(&[7; DEFAULT_SIZE - HEADER_SIZE]);
        assert_eq!(one.len(), 1);
        assert_eq!(one.first().map(Vec::len), Some(DEFAULT_SIZE));
        let two = fragmenter.fragment(&[7; DEFAULT_SIZE - HEADER_SIZE + 1]);
        assert_eq!(two.iter().map(Vec::len).collect::<Vec<_>>(), [DEFAULT_SIZE, HEADER_SIZE + 1]);
        let header = two.last().and_then(|last| last.get(..HEADER_SIZE)).unwrap();
        assert_eq!(header, fragment(2, 1, 2, &[7]).get(..HEADER_SIZE).unwrap());
    }

    #[test]
    fn cuts_do_not_matter() {
        let mut fragmenter = Fragmenter::new(HEADER_SIZE + 3);
        let bytes =
            [fragmenter.fragment(b"0123456789").concat(), fragmenter.fragment(b"ab").concat()]
                .concat();
        for cut in 1..bytes.len() {
            let mut stream = Defragmenter::new(1000);
            let mut messages = Vec::new();
            for piece in bytes.chunks(cut) {
                stream.push(piece);
                messages.extend(all(&mut stream));
            }
            assert_eq!(messages, [Ok(b"0123456789".to_vec()), Ok(b"ab".to_vec())], "cut at {cut}");
            assert!(stream.is_empty());
        }
    }

    #[test]
    fn a_wrong_fragment_costs_its_message_alone() {
        let cases: [(&str, Vec<u8>, Error); 6] = [
            (
                "gap",
                [fragment(1, 0, 1, b"a"), fragment(1, 2, 2, b"b")].concat(),
                Malformation::FragmentOrder.into(),
            ),
            (
                "other object",
                [fragment(1, 0, 1, b"a"), fragment(2, 1, 2, b"b")].concat(),
                Malformation::FragmentOrder.into(),
            ),
            ("no start", fragment(1, 1, 2, b"b"), Malformation::FragmentWithoutStart.into()),
            ("object 0", fragment(0, 0, 3, b"b"), Malformation::ObjectId.into()),
            ("fragment -1", fragment(1, -1, 3, b"b"), Malformation::FragmentId.into()),
            (
                "too large",
                [fragment(1, 0, 1, &[0; 60]), fragment(1, 1, 2, &[0; 60])].concat(),
                Exceeded::MessageSize.into(),
            ),
        ];
        for (name, bytes, error) in cases {
            let mut stream = Defragmenter::new(100);
            stream.push(&bytes);
            stream.push(&fragment(9, 0, 3, b"good"));
            assert_eq!(all(&mut stream), [Err(error), Ok(b"good".to_vec())], "{name}");
        }
    }

    #[test]
    fn lengths_are_judged_without_waiting_for_the_data() {
        for (length, error) in [
            (-1, Malformation::FragmentLength.into()),
            (i32::MAX, Error::from(Exceeded::MessageSize)),
        ] {
            let mut stream = Defragmenter::new(100);
            stream.push(&raw(1, 0, 3, length, b"abc"));
            assert_eq!(all(&mut stream), [Err(error)]);
            stream.push(&fragment(2, 0, 3, b"good"));
            assert_eq!(all(&mut stream), [Ok(b"good".to_vec())]);
        }
    }

    #[test]
    fn a_second_start_begins_anew_and_odd_flags_and_empty_fragments_pass() {
        let mut stream = Defragmenter::new(100);
        stream.push(&fragment(3, 0, 1, b"lost"));
        stream.push(&fragment(3, 0, 0xF1, b"a"));
        stream.push(&fragment(3, 1, 0, b""));
        stream.push(&fragment(3, 2, 2, b"b"));
        stream.push(&fragment(4, 0, 3, b""));
        assert_eq!(all(&mut stream), [Ok(b"ab".to_vec())]);
    }
}

//! ZIP files as a whole (PKWARE APPNOTE 6.3): stored and deflated entries, without encryption, without
//! the 64-bit extension.

use std::io::{Read as _, Write as _};

use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

const LOCAL_HEADER: u32 = 0x0403_4b50;
const CENTRAL_HEADER: u32 = 0x0201_4b50;
const END_OF_CENTRAL: u32 = 0x0605_4b50;
/// Length of the record at the end of a file, without its comment.
const END_LENGTH: usize = 22;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// The names are UTF-8 (general purpose bit 11).
const UTF8_NAMES: u16 = 1 << 11;
const ENCRYPTED: u16 = 1;
/// An entry may not grow to more than this when it is unpacked: hostile archives end here.
const MAX_ENTRY: u64 = 4 << 30;

/// Local date and time as ZIP files have them, in steps of two seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DosTime {
    date: u16,
    time: u16,
}

impl DosTime {
    /// The nearest that the format can say; years before 1980 are 1980.
    pub(crate) fn new(
        (year, month, day): (i32, u32, u32),
        (hour, minute, second): (u32, u32, u32),
    ) -> Self {
        let year = u32::try_from((year - 1980).clamp(0, 127)).unwrap_or(0);
        let word = |number: u32| u16::try_from(number & 0xffff).unwrap_or(0);
        Self {
            date: word((year << 9) | (month << 5) | day),
            time: word((hour << 11) | (minute << 5) | (second / 2)),
        }
    }

    /// Year, month and day.
    pub(crate) fn date(self) -> (i32, u32, u32) {
        let date = u32::from(self.date);
        (1980 + i32::from(self.date >> 9), (date >> 5) & 15, date & 31)
    }

    /// Hour, minute and second.
    pub(crate) fn time(self) -> (u32, u32, u32) {
        let time = u32::from(self.time);
        (time >> 11, (time >> 5) & 63, (time & 31) * 2)
    }
}

/// A file or a folder in an archive, packed.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The path, with `/`; that of a folder ends with it.
    pub(crate) name: String,
    /// When it was last written.
    pub(crate) modified: DosTime,
    method: u16,
    checksum: u32,
    length: u32,
    packed: Vec<u8>,
}

/// Why an archive cannot be read or an entry cannot be packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ZipError {
    /// The file is no ZIP file, or is cut off.
    NotAnArchive,
    /// A kind of entry that is not supported, such as an encrypted one.
    Unsupported,
    /// The content does not match its checksum or its length.
    Damaged,
    /// More than the format holds.
    TooLarge,
}

impl ZipError {
    /// The text for users.
    pub(crate) fn message(&self) -> &'static str {
        match self {
            Self::NotAnArchive => "End of Central Directory record could not be found.",
            Self::Unsupported => {
                "The archive entry was compressed using an unsupported compression method."
            }
            Self::Damaged => "A local file header is corrupt.",
            Self::TooLarge => "The archive is too large for its format.",
        }
    }
}

type Result<T> = std::result::Result<T, ZipError>;

impl Entry {
    /// A folder.
    pub(crate) fn folder(name: String, modified: DosTime) -> Self {
        Self { name, modified, method: STORED, checksum: 0, length: 0, packed: Vec::new() }
    }

    /// A file, packed.
    ///
    /// # Errors
    /// A file of more than 4 GiB.
    pub(crate) fn file(
        name: String,
        modified: DosTime,
        content: &[u8],
        level: Compression,
    ) -> Result<Self> {
        let length = u32::try_from(content.len()).map_err(|_| ZipError::TooLarge)?;
        let mut crc = Crc::new();
        crc.update(content);
        let mut packed = None;
        if level != Compression::none() && !content.is_empty() {
            let mut encoder = DeflateEncoder::new(Vec::new(), level);
            let done = encoder.write_all(content).and_then(|()| encoder.finish());
            packed = done.ok().filter(|packed| packed.len() < content.len());
        }
        let method = if packed.is_some() { DEFLATED } else { STORED };
        let packed = packed.unwrap_or_else(|| content.to_vec());
        Ok(Self { name, modified, method, checksum: crc.sum(), length, packed })
    }

    /// Whether it is a folder.
    pub(crate) fn is_folder(&self) -> bool {
        self.name.ends_with('/')
    }

    /// The content of a file.
    ///
    /// # Errors
    /// A method that is not known, or content that is damaged.
    pub(crate) fn content(&self) -> Result<Vec<u8>> {
        let content = match self.method {
            STORED => self.packed.clone(),
            DEFLATED => {
                let mut content = Vec::new();
                let limit = u64::from(self.length).min(MAX_ENTRY) + 1;
                let mut decoder = DeflateDecoder::new(self.packed.as_slice()).take(limit);
                decoder.read_to_end(&mut content).map_err(|_| ZipError::Damaged)?;
                content
            }
            _ => return Err(ZipError::Unsupported),
        };
        let mut crc = Crc::new();
        crc.update(&content);
        let is_whole = u32::try_from(content.len()) == Ok(self.length);
        if is_whole && crc.sum() == self.checksum { Ok(content) } else { Err(ZipError::Damaged) }
    }

    /// The fields that both headers have, from the flags on.
    fn common(&self, out: &mut Vec<u8>) -> Result<()> {
        let name = u16::try_from(self.name.len()).map_err(|_| ZipError::TooLarge)?;
        let packed = u32::try_from(self.packed.len()).map_err(|_| ZipError::TooLarge)?;
        for word in [UTF8_NAMES, self.method, self.modified.time, self.modified.date] {
            out.extend(word.to_le_bytes());
        }
        for number in [self.checksum, packed, self.length] {
            out.extend(number.to_le_bytes());
        }
        out.extend(name.to_le_bytes());
        // No extra field.
        out.extend(0u16.to_le_bytes());
        Ok(())
    }
}

/// The bytes of an archive.
///
/// # Errors
/// More entries or bytes than the format holds.
pub(crate) fn write(entries: &[Entry]) -> Result<Vec<u8>> {
    const VERSION: u16 = 20;
    let count = u16::try_from(entries.len()).map_err(|_| ZipError::TooLarge)?;
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = u32::try_from(out.len()).map_err(|_| ZipError::TooLarge)?;
        out.extend(LOCAL_HEADER.to_le_bytes());
        out.extend(VERSION.to_le_bytes());
        entry.common(&mut out)?;
        out.extend(entry.name.as_bytes());
        out.extend(&entry.packed);
        central.extend(CENTRAL_HEADER.to_le_bytes());
        central.extend(VERSION.to_le_bytes());
        central.extend(VERSION.to_le_bytes());
        entry.common(&mut central)?;
        // No comment, the first disk, no internal attributes; a folder by its DOS attribute.
        central.extend([0; 6]);
        central.extend((if entry.is_folder() { 16u32 } else { 0 }).to_le_bytes());
        central.extend(offset.to_le_bytes());
        central.extend(entry.name.as_bytes());
    }
    let start = u32::try_from(out.len()).map_err(|_| ZipError::TooLarge)?;
    let length = u32::try_from(central.len()).map_err(|_| ZipError::TooLarge)?;
    out.extend(central);
    out.extend(END_OF_CENTRAL.to_le_bytes());
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    Ok(out)
}

fn word(bytes: &[u8], at: usize) -> Result<u16> {
    let found = bytes.get(at..).and_then(|rest| rest.first_chunk::<2>());
    found.map(|pair| u16::from_le_bytes(*pair)).ok_or(ZipError::NotAnArchive)
}

fn number(bytes: &[u8], at: usize) -> Result<u32> {
    let found = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>());
    found.map(|four| u32::from_le_bytes(*four)).ok_or(ZipError::NotAnArchive)
}

fn place(bytes: &[u8], at: usize) -> Result<usize> {
    usize::try_from(number(bytes, at)?).map_err(|_| ZipError::TooLarge)
}

fn slice(bytes: &[u8], at: usize, length: usize) -> Result<&[u8]> {
    let end = at.checked_add(length).ok_or(ZipError::NotAnArchive)?;
    bytes.get(at..end).ok_or(ZipError::NotAnArchive)
}

/// The entries of an archive, still packed.
///
/// # Errors
/// Bytes that are no archive, entries that are encrypted.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Entry>> {
    let last = bytes.len().checked_sub(END_LENGTH).ok_or(ZipError::NotAnArchive)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let end = (first..=last)
        .rev()
        .find(|at| number(bytes, *at) == Ok(END_OF_CENTRAL))
        .ok_or(ZipError::NotAnArchive)?;
    let count = word(bytes, end + 10)?;
    let mut at = place(bytes, end + 16)?;
    let mut entries = Vec::new();
    for _ in 0..count {
        if number(bytes, at)? != CENTRAL_HEADER {
            return Err(ZipError::NotAnArchive);
        }
        if word(bytes, at + 8)? & ENCRYPTED != 0 {
            return Err(ZipError::Unsupported);
        }
        let (name, extra, comment) =
            (word(bytes, at + 28)?, word(bytes, at + 30)?, word(bytes, at + 32)?);
        let local = place(bytes, at + 42)?;
        if number(bytes, local)? != LOCAL_HEADER {
            return Err(ZipError::NotAnArchive);
        }
        let skipped = usize::from(word(bytes, local + 26)?) + usize::from(word(bytes, local + 28)?);
        let packed = slice(bytes, local + 30 + skipped, place(bytes, at + 20)?)?;
        let name_bytes = slice(bytes, at + 46, usize::from(name))?;
        entries.push(Entry {
            name: String::from_utf8_lossy(name_bytes).replace('\\', "/"),
            modified: DosTime { time: word(bytes, at + 12)?, date: word(bytes, at + 14)? },
            method: word(bytes, at + 10)?,
            checksum: number(bytes, at + 16)?,
            length: number(bytes, at + 24)?,
            packed: packed.to_vec(),
        });
        at += 46 + usize::from(name) + usize::from(extra) + usize::from(comment);
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let time = DosTime::new((2024, 3, 5), (6, 7, 8));
        assert_eq!((time.date(), time.time()), ((2024, 3, 5), (6, 7, 8)));
        let long = b"abc".repeat(1000);
        let entries = [
            Entry::folder("d/".to_owned(), time),
            Entry::file("d/é.txt".to_owned(), time, &long, Compression::default()).unwrap(),
            Entry::file("n".to_owned(), time, b"", Compression::none()).unwrap(),
        ];
        let bytes = write(&entries).unwrap();
        assert!(bytes.len() < 1000);
        let found = read(&bytes).unwrap();
        let names: Vec<&str> = found.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["d/", "d/é.txt", "n"]);
        assert!(found[0].is_folder());
        assert_eq!(found[1].content().unwrap(), long);
        assert_eq!(found[2].content().unwrap(), b"");
        assert_eq!(found[1].modified, time);
    }

    #[test]
    fn bytes_that_are_no_archive_are_refused() {
        assert_eq!(read(b"").err(), Some(ZipError::NotAnArchive));
        assert_eq!(read(&[b'x'; 100]).err(), Some(ZipError::NotAnArchive));
        let entry = Entry::file("a".to_owned(), DosTime::default(), b"hello", Compression::none());
        let mut bytes = write(&[entry.unwrap()]).unwrap();
        // The content, behind a header of 30 bytes and a name of one.
        bytes[31] = b'j';
        assert_eq!(read(&bytes).unwrap()[0].content().err(), Some(ZipError::Damaged));
        for cut in 0..bytes.len() {
            assert!(read(&bytes[..cut]).is_err());
        }
    }
}

//! Small immutable .NET values that CLIXML knows by name: Guid, Version, SemanticVersion, Uri.

use std::fmt;

use crate::PsString;

/// `System.Guid`, in the order in which the digits are written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Guid(pub [u8; 16]);

impl Guid {
    /// The GUID of all zeros.
    pub const EMPTY: Self = Self([0; 16]);

    /// Reads the forms `D` (with dashes), `N` (digits alone), `B` and `P` (in braces or parentheses).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let inner = text
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
            .or_else(|| text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')))
            .unwrap_or(text);
        let dashed = inner.contains('-');
        if (dashed && !has_dashes_in_place(inner)) || (!dashed && inner.len() != 32) {
            return None;
        }
        let mut bytes = [0; 16];
        let mut digits = inner
            .bytes()
            .filter(|byte| *byte != b'-')
            .map(|byte| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()));
        for byte in &mut bytes {
            *byte = (digits.next()?? << 4) | digits.next()??;
        }
        digits.next().is_none().then_some(Self(bytes))
    }

    /// A random (version 4) GUID of these sixteen random bytes.
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
        *version = (*version & 0x0F) | 0x40;
        *variant = (*variant & 0x3F) | 0x80;
        Self(bytes)
    }

    /// The sixteen bytes as `ToByteArray` gives them and PSRP puts them on the wire: the first three
    /// groups with the least significant byte first.
    pub fn to_wire(self) -> [u8; 16] {
        let [a, b, c, d, e, f, g, h, rest @ ..] = self.0;
        let [i, j, k, l, m, n, o, p] = rest;
        [d, c, b, a, f, e, h, g, i, j, k, l, m, n, o, p]
    }

    /// The GUID of sixteen bytes in the order of [`Guid::to_wire`].
    pub fn from_wire(bytes: [u8; 16]) -> Self {
        Self(Self(bytes).to_wire())
    }
}

fn has_dashes_in_place(text: &str) -> bool {
    text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| (byte == b'-') == matches!(at, 8 | 13 | 18 | 23))
}

/// The form `D`, in lower case.
impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `System.Version`: two to four numbers. A part that was not given is `-1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// First number.
    pub major: i32,
    /// Second number.
    pub minor: i32,
    /// Third number, or -1.
    pub build: i32,
    /// Fourth number, or -1.
    pub revision: i32,
}

impl Version {
    /// A version of two numbers.
    pub const fn new(major: i32, minor: i32) -> Self {
        Self { major, minor, build: -1, revision: -1 }
    }

    /// A version of three numbers.
    pub const fn with_build(major: i32, minor: i32, build: i32) -> Self {
        Self { major, minor, build, revision: -1 }
    }

    /// Reads `1.2`, `1.2.3` or `1.2.3.4`; blanks around a number are allowed.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = [-1; 4];
        let mut count = 0;
        for part in text.split('.') {
            let slot = numbers.get_mut(count)?;
            *slot =
                part.trim().parse::<u32>().ok().and_then(|number| i32::try_from(number).ok())?;
            count += 1;
        }
        let [major, minor, build, revision] = numbers;
        (count >= 2).then_some(Self { major, minor, build, revision })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.build >= 0 {
            write!(f, ".{}", self.build)?;
            if self.revision >= 0 {
                write!(f, ".{}", self.revision)?;
            }
        }
        Ok(())
    }
}

/// `System.Management.Automation.SemanticVersion`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SemanticVersion {
    /// First number.
    pub major: i32,
    /// Second number.
    pub minor: i32,
    /// Third number.
    pub patch: i32,
    /// What follows a dash.
    pub pre_release: Option<PsString>,
    /// What follows a plus sign.
    pub build: Option<PsString>,
}

impl SemanticVersion {
    /// Reads `1`, `1.2`, `1.2.3`, each with optional `-label` and `+label`.
    pub fn parse(text: &str) -> Option<Self> {
        let (rest, build) = split_label(text, '+')?;
        let (numbers, pre_release) = split_label(rest, '-')?;
        let mut parts = numbers.split('.').map(|part| {
            if part.bytes().all(|byte| byte.is_ascii_digit()) { part.parse().ok() } else { None }
        });
        let major = parts.next()??;
        let minor = parts.next().unwrap_or(Some(0))?;
        let patch = parts.next().unwrap_or(Some(0))?;
        parts.next().is_none().then_some(Self { major, minor, patch, pre_release, build })
    }
}

fn split_label(text: &str, mark: char) -> Option<(&str, Option<PsString>)> {
    let Some((before, label)) = text.split_once(mark) else {
        return Some((text, None));
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let good =
        !label.is_empty() && label.chars().all(allowed) && !label.split('.').any(str::is_empty);
    good.then(|| (before, Some(PsString::from(label))))
}

impl fmt::Display for SemanticVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if let Some(label) = &self.pre_release {
            write!(f, "-{label}")?;
        }
        if let Some(label) = &self.build {
            write!(f, "+{label}")?;
        }
        Ok(())
    }
}

/// `System.Uri`: the text as it was given. Its parts are taken where they are needed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Uri {
    /// `OriginalString`.
    pub original: PsString,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_in_all_written_forms() {
        let plain = "00112233-4455-6677-8899-aabbccddeeff";
        let guid = Guid::parse(plain).unwrap();
        assert_eq!(guid.to_string(), plain);
        assert_eq!(Guid::parse("{00112233-4455-6677-8899-AABBCCDDEEFF}"), Some(guid));
        assert_eq!(Guid::parse("00112233445566778899aabbccddeeff"), Some(guid));
        for bad in
            ["", "0011", "00112233-4455-6677-8899-aabbccddeef", "{00112233445566778899aabbccddeeff"]
        {
            assert_eq!(Guid::parse(bad), None, "{bad}");
        }
        assert_eq!(Guid::from_wire(guid.to_wire()), guid);
        assert_eq!(&guid.to_wire()[..8], [0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66]);
        assert_eq!(
            Guid::from_random([0xFF; 16]).to_string(),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
    }

    #[test]
    fn versions() {
        assert_eq!(Version::parse("1.2.3").unwrap().to_string(), "1.2.3");
        assert_eq!(Version::parse("1"), None);
        assert_eq!(Version::parse("1.-2"), None);
        assert_eq!(Version::parse("1.2.3.4.5"), None);
        assert_eq!(
            SemanticVersion::parse("7.6.0-rc.1+sha.5").unwrap().to_string(),
            "7.6.0-rc.1+sha.5"
        );
        assert_eq!(SemanticVersion::parse("1.2.3-"), None);
    }
}

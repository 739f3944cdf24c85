//! Identifiers: GUIDs, shells, commands, and where fresh ones come from.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::Error;

/// A GUID in the byte order of its text form (RFC 4122 network order).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(pub [u8; 16]);

impl Guid {
    /// Reads the usual text forms: with or without braces, hyphens and a `uuid:` or `urn:uuid:`
    /// prefix, in either case.
    ///
    /// # Errors
    /// [`Error::Malformed`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut rest = text.trim();
        for prefix in ["urn:", "uuid:"] {
            if let Some((head, tail)) = rest.split_at_checked(prefix.len())
                && head.eq_ignore_ascii_case(prefix)
            {
                rest = tail;
            }
        }
        let rest = rest.strip_prefix('{').and_then(|t| t.strip_suffix('}')).unwrap_or(rest);
        let mut bytes = [0_u8; 16];
        let mut digits = rest.chars().filter(|c| *c != '-').map(|c| c.to_digit(16));
        for byte in &mut bytes {
            match (digits.next().flatten(), digits.next().flatten()) {
                (Some(high), Some(low)) => *byte = u8::try_from(high * 16 + low).unwrap_or(0),
                _ => return Err(Error::malformed("a GUID was expected")),
            }
        }
        if digits.next().is_some() {
            return Err(Error::malformed("a GUID was expected"));
        }
        Ok(Self(bytes))
    }

    /// The text that WS-Addressing message ids carry: `uuid:` and the upper case digits.
    #[must_use]
    pub fn to_message_id(self) -> String {
        let mut text = String::from("uuid:");
        text.push_str(&self.to_string());
        text
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02X}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where fresh message, shell and command ids come from; the machines own one each, so that they
/// need no randomness of their own.
pub trait IdSource: Send {
    /// An id that was never given out before.
    fn next_id(&mut self) -> Guid;
}

impl<F: FnMut() -> Guid + Send> IdSource for F {
    fn next_id(&mut self) -> Guid {
        self()
    }
}

/// Longest identifier that is accepted from a peer, in bytes.
const LONGEST_ID: usize = 256;

macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        ///
        /// The text is kept as the peer wrote it; comparing ignores ASCII case.
        #[derive(Clone, Eq)]
        pub struct $name(String);

        impl $name {
            /// Wraps the text of an identifier, surrounding white space removed.
            ///
            /// # Errors
            /// [`Error::Malformed`] when it is empty, longer than 256 bytes or has control
            /// characters.
            pub fn new(text: impl AsRef<str>) -> Result<Self, Error> {
                let text = text.as_ref().trim();
                if text.is_empty() || text.len() > LONGEST_ID || text.chars().any(char::is_control)
                {
                    return Err(Error::malformed("an identifier is empty or too long"));
                }
                Ok(Self(text.to_owned()))
            }

            /// The identifier as it is written on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The GUID that the text spells, if it spells one.
            #[must_use]
            pub fn guid(&self) -> Option<Guid> {
                Guid::parse(&self.0).ok()
            }
        }

        impl From<Guid> for $name {
            fn from(guid: Guid) -> Self {
                Self(guid.to_string())
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.eq_ignore_ascii_case(&other.0)
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                for byte in self.0.bytes() {
                    state.write_u8(byte.to_ascii_lowercase());
                }
                state.write_u8(0xff);
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// The identifier of a shell: the runspace pool's id for PowerShell, made by the server for
    /// text shells.
    ShellId
}

text_id! {
    /// The identifier of a command inside a shell: the pipeline's id for PowerShell.
    CommandId
}

#[cfg(test)]
mod tests {
    use super::{CommandId, Guid, ShellId};
    use std::collections::HashSet;

    #[test]
    fn guid_text_forms() {
        let upper = "D4909985-CE1E-48D4-9AEC-DAB0C34BD421";
        let guid = Guid::parse(upper).unwrap();
        for text in [
            "uuid:d4909985-ce1e-48d4-9aec-dab0c34bd421",
            "UUID:D4909985-CE1E-48D4-9AEC-DAB0C34BD421",
            "{D4909985-CE1E-48D4-9AEC-DAB0C34BD421}",
            "D4909985CE1E48D49AECDAB0C34BD421",
            " urn:uuid:D4909985-CE1E-48D4-9AEC-DAB0C34BD421 ",
        ] {
            assert_eq!(Guid::parse(text).unwrap(), guid, "{text}");
        }
        assert_eq!(guid.to_string(), upper);
        assert_eq!(guid.to_message_id(), format!("uuid:{upper}"));
        for text in ["", "uuid:", "D4909985-CE1E-48D4-9AEC-DAB0C34BD42", "{x", "é4909985CE1E48D49A"]
        {
            assert!(Guid::parse(text).is_err(), "{text}");
        }
        assert!(Guid::parse(&format!("{upper}0")).is_err());
    }

    #[test]
    fn ids_compare_without_case() {
        let mut set = HashSet::new();
        set.insert(ShellId::new("abC").unwrap());
        assert!(set.contains(&ShellId::new(" ABc ").unwrap()));
        assert!(CommandId::new("").is_err());
        assert!(CommandId::new("a\nb").is_err());
        assert!(CommandId::new("x".repeat(257)).is_err());
    }
}

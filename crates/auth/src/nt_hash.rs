//! The NT hash: what NTLM keeps instead of a password.

use std::{fmt, str::FromStr};

use md4::{Digest, Md4};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::{bytes::utf16, crypto::Key};

/// NTOWFv1 (MS-NLMP 3.3.1): MD4 over the UTF-16LE form of a password.
///
/// Whoever has it can authenticate as its owner, so it is a secret like the password: wiped when
/// dropped, never shown by `Debug`, compared in constant time. Its text form, 32 hexadecimal
/// digits, is made only on request by [`NtHash::to_hex`].
#[derive(Clone)]
pub struct NtHash(Key);

impl NtHash {
    /// The hash of a password.
    #[must_use]
    pub fn from_password(password: &str) -> Self {
        let text = Zeroizing::new(utf16(password));
        Self::from_bytes(Md4::digest(text.as_slice()).into())
    }

    /// The hash with these bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The 32 lower-case hexadecimal digits that a users file holds.
    #[must_use]
    pub fn to_hex(&self) -> Zeroizing<String> {
        let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
        Zeroizing::new(
            self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect(),
        )
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl ConstantTimeEq for NtHash {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.as_bytes().as_slice().ct_eq(other.as_bytes())
    }
}

impl PartialEq for NtHash {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for NtHash {}

impl fmt::Debug for NtHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("NtHash(redacted)")
    }
}

/// The text is not 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an NT hash has exactly 32 hexadecimal digits")]
pub struct NtHashParseError;

impl FromStr for NtHash {
    type Err = NtHashParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let mut hash = Self::from_bytes([0; 16]);
        if !rest.is_empty() || pairs.len() != hash.0.len() {
            return Err(NtHashParseError);
        }
        for (byte, [high, low]) in hash.0.iter_mut().zip(pairs) {
            let value = |digit: u8| char::from(digit).to_digit(16).ok_or(NtHashParseError);
            *byte =
                u8::try_from(value(*high)? << 4 | value(*low)?).map_err(|_| NtHashParseError)?;
        }
        Ok(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// MS-NLMP 4.2.2.1.2 NTOWFv1().
    #[test]
    fn the_hash_of_the_specification() {
        let hash = NtHash::from_password("Password");
        assert_eq!(hash.to_hex().as_str(), "a4f49c406510bdcab6824ee7c30fd852");
        assert_eq!("A4F49C406510bdcab6824ee7c30fd852".parse(), Ok(hash));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "a4f49c40",
            "z4f49c406510bdcab6824ee7c30fd852",
            "+4f49c406510bdcab6824ee7c30fd852",
            "ää",
        ] {
            assert_eq!(text.parse::<NtHash>(), Err(NtHashParseError), "{text}");
        }
        let long = "a".repeat(34);
        assert_eq!(long.parse::<NtHash>(), Err(NtHashParseError));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", NtHash::from_password("x")), "NtHash(redacted)");
    }
}

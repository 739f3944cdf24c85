//! Secure strings in files. This platform has no protection for the data of a user: the text is
//! written as it is, in hexadecimal.

use remora_clixml::{Error, ErrorKind, SecretCodec};

/// UTF-16 code units as hexadecimal bytes, low byte first.
pub(super) struct HexCodec;

impl SecretCodec for HexCodec {
    fn encrypt(&self, units: &[u16]) -> Result<String, Error> {
        let bytes = units.iter().flat_map(|unit| unit.to_le_bytes());
        Ok(bytes.map(|byte| format!("{byte:02x}")).collect())
    }

    fn decrypt(&self, text: &str) -> Result<Vec<u16>, Error> {
        let refused = || Error::new(ErrorKind::Secret);
        if !text.is_ascii() || !text.len().is_multiple_of(4) {
            return Err(refused());
        }
        let byte = |at: usize| {
            let digits = text.get(at..at + 2).ok_or_else(refused)?;
            u8::from_str_radix(digits, 16).map_err(|_| refused())
        };
        (0..text.len())
            .step_by(4)
            .map(|at| Ok(u16::from_le_bytes([byte(at)?, byte(at + 2)?])))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back() {
        let units: Vec<u16> = "pä".encode_utf16().collect();
        let text = HexCodec.encrypt(&units).expect("text");
        assert_eq!(text, "7000e400");
        assert_eq!(HexCodec.decrypt(&text), Ok(units));
        assert!(HexCodec.decrypt("70").is_err());
        assert!(HexCodec.decrypt("zz00").is_err());
    }
}

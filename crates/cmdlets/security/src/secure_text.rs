//! The form of a secure string where the operating system has no key for it: hexadecimal digits of its
//! UTF-16 code units. It hides nothing.

/// The digits of these code units.
pub(crate) fn encode(units: &[u16]) -> String {
    units.iter().flat_map(|unit| unit.to_le_bytes()).map(|byte| format!("{byte:02x}")).collect()
}

/// The code units of these digits.
pub(crate) fn decode(text: &str) -> Option<Vec<u16>> {
    let text = text.trim();
    if !text.len().is_multiple_of(4) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let bytes: Vec<u8> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect::<Option<_>>()?;
    Some(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_back() {
        let units: Vec<u16> = "aé😀".encode_utf16().collect();
        assert_eq!(decode(&encode(&units)), Some(units));
        assert_eq!(encode(&[0x61]), "6100");
        assert_eq!(decode("61"), None);
        assert_eq!(decode("zzzz"), None);
    }
}

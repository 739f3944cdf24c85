//! The form of a secure string where the operating system has no key for it: hexadecimal digits of its
//! UTF-16 code units. It hides nothing.

use remora_engine::prelude::*;

/// The digits of these code units.
pub(crate) fn encode(units: &[u16]) -> String {
    units.iter().flat_map(|unit| unit.to_le_bytes()).map(|byte| format!("{byte:02x}")).collect()
}

/// The code units behind digits.
///
/// # Errors
/// `FormatException` for the first two characters that are no digits.
pub(crate) fn decode(text: &str) -> Result<Vec<u16>, Exception> {
    let letters: Vec<char> = text.trim().chars().collect();
    let bytes: Vec<u8> = letters
        .chunks(2)
        .map(|pair| {
            let pair: String = pair.iter().collect();
            u8::from_str_radix(&pair, 16).map_err(|_| no_number(&pair))
        })
        .collect::<Result<_, _>>()?;
    Ok(bytes
        .chunks_exact(2)
        .filter_map(|pair| pair.try_into().ok().map(u16::from_le_bytes))
        .collect())
}

fn no_number(text: &str) -> Exception {
    let id = remora_dotnet::registry::find_exact("System.FormatException");
    let message = format!("The input string '{text}' was not in a correct format.");
    Exception::new(id.unwrap_or(TypeId::SYSTEM_EXCEPTION), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_back() {
        let units: Vec<u16> = "aé😀".encode_utf16().collect();
        assert_eq!(decode(&encode(&units)).ok(), Some(units));
        assert_eq!(encode(&[0x61]), "6100");
        let refused = decode("61notdigits").expect_err("no digits");
        assert_eq!(refused.message(), "The input string 'no' was not in a correct format.");
    }
}

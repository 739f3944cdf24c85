//! UTF-7 (RFC 2152), as `-Encoding utf7` still has it.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Whether a character stands for itself.
fn is_direct(character: char) -> bool {
    character.is_ascii_alphanumeric() || "'(),-./:? \t\r\n".contains(character)
}

fn digit(byte: u8) -> Option<u32> {
    let place = ALPHABET.iter().position(|known| *known == byte)?;
    u32::try_from(place).ok()
}

/// Writes the UTF-16 units of a run in base 64.
fn write_run(run: &[u16], bytes: &mut Vec<u8>) {
    bytes.push(b'+');
    let (mut bits, mut count) = (0_u32, 0);
    let mut push = |bits: u32, bytes: &mut Vec<u8>| {
        let place = usize::try_from(bits & 63).unwrap_or(0);
        bytes.push(ALPHABET.get(place).copied().unwrap_or(b'A'));
    };
    for unit in run {
        bits = (bits << 16) | u32::from(*unit);
        count += 16;
        while count >= 6 {
            count -= 6;
            push(bits >> count, bytes);
            bits &= (1 << count) - 1;
        }
    }
    if count > 0 {
        push(bits << (6 - count), bytes);
    }
    bytes.push(b'-');
}

pub(super) fn encode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut run: Vec<u16> = Vec::new();
    for character in text.chars() {
        if !is_direct(character) && character != '+' {
            run.extend(character.encode_utf16(&mut [0; 2]).iter());
            continue;
        }
        if !run.is_empty() {
            write_run(&run, &mut bytes);
            run.clear();
        }
        if character == '+' {
            bytes.extend_from_slice(b"+-");
        } else {
            bytes.extend(u8::try_from(character));
        }
    }
    if !run.is_empty() {
        write_run(&run, &mut bytes);
    }
    bytes
}

pub(super) fn decode(bytes: &[u8]) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'+' {
            units.push(u16::from(byte));
            continue;
        }
        if rest.next_if_eq(&b'-').is_some() {
            units.push(u16::from(b'+'));
            continue;
        }
        let (mut bits, mut count) = (0_u32, 0);
        while let Some(value) = rest.peek().and_then(|byte| digit(*byte)) {
            rest.next();
            bits = (bits << 6) | value;
            count += 6;
            if count >= 16 {
                count -= 16;
                units.push(u16::try_from((bits >> count) & 0xFFFF).unwrap_or(0xFFFD));
                bits &= (1 << count) - 1;
            }
        }
        rest.next_if_eq(&b'-');
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_there_and_back() {
        for text in ["é€", "a+b", "plain", "日本語 x 😀"] {
            assert_eq!(decode(&encode(text)), text);
        }
        assert_eq!(encode("A+é"), b"A+-+AOk-");
    }
}

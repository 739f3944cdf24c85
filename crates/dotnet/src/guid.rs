//! GUIDs as text.

use remora_psobject::{Exception, Guid};

use crate::errors;

/// `Guid.ToString(format)`: `D`, `N`, `B`, `P` or `X`. An empty format is `D`.
///
/// # Errors
/// `FormatException`
pub fn format(guid: &Guid, format: &str) -> Result<String, Exception> {
    let plain = guid.to_string();
    Ok(match format {
        "" | "D" | "d" => plain,
        "N" | "n" => plain.replace('-', ""),
        "B" | "b" => format!("{{{plain}}}"),
        "P" | "p" => format!("({plain})"),
        "X" | "x" => {
            let mut groups = plain.split('-');
            let mut next = || groups.next().unwrap_or_default();
            let (a, b, c) = (next(), next(), next());
            let rest = format!("{}{}", next(), next());
            let bytes: Vec<String> = (0..rest.len())
                .step_by(2)
                .filter_map(|at| rest.get(at..at + 2))
                .map(|byte| format!("0x{byte}"))
                .collect();
            format!("{{0x{a},0x{b},0x{c},{{{}}}}}", bytes.join(","))
        }
        _ => {
            return Err(errors::format(
                "Format string can be only \"D\", \"d\", \"N\", \"n\", \"P\", \"p\", \"B\", \"b\", \"X\" or \"x\".",
            ));
        }
    })
}

/// `Guid.Parse`
///
/// # Errors
/// `FormatException`
pub fn parse(text: &str) -> Result<Guid, Exception> {
    if let Some(guid) = Guid::parse(text).or_else(|| parse_hexadecimal(text)) {
        return Ok(guid);
    }
    let body = text.trim();
    let dashes_in_place = body.len() == 36
        && body
            .bytes()
            .enumerate()
            .all(|(at, byte)| (byte == b'-') == matches!(at, 8 | 13 | 18 | 23));
    Err(errors::format(if dashes_in_place || body.len() == 32 {
        "Guid string should only contain hexadecimal characters."
    } else if body.contains('-') && body.len() == 36 {
        "Dashes are in the wrong position for GUID parsing."
    } else {
        "Unrecognized Guid format."
    }))
}

/// The form `X`: `{0x00112233,0x4455,0x6677,{0x88,…}}`.
fn parse_hexadecimal(text: &str) -> Option<Guid> {
    let body: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let body = body.strip_prefix('{')?.strip_suffix("}}")?;
    let (head, tail) = body.split_once('{')?;
    let number = |part: &str| u32::from_str_radix(part.strip_prefix("0x")?, 16).ok();
    let head: Option<Vec<u32>> = head.trim_end_matches(',').split(',').map(number).collect();
    let tail: Option<Vec<u32>> = tail.split(',').map(number).collect();
    let ([a, b, c], tail) = (<[u32; 3]>::try_from(head?).ok()?, tail?);
    let mut bytes: Vec<u8> = a.to_be_bytes().to_vec();
    bytes.extend(u16::try_from(b).ok()?.to_be_bytes());
    bytes.extend(u16::try_from(c).ok()?.to_be_bytes());
    for byte in tail {
        bytes.push(u8::try_from(byte).ok()?);
    }
    Some(Guid(bytes.try_into().ok()?))
}

//! `System.Globalization.IdnMapping`: names of hosts beyond ASCII, written in ASCII (RFC 3492).

use crate::types::prelude::*;
use crate::types::record::Record;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Globalization.IdnMapping",
    constructor: Some(|call| {
        let fields = vec![("AllowUnassigned", false.into()), ("UseStd3AsciiRules", false.into())];
        Ok(Value::live(Record::new(call.type_id, fields)))
    }),
    methods: &[
        ("GetAscii", |call| {
            let text = part(call, "unicode")?;
            to_ascii(&text).map(Value::from).ok_or_else(|| {
                errors::argument_for("unicode", "Decoded string is not a valid IDN name.")
            })
        }),
        ("GetUnicode", |call| Ok(to_unicode(&part(call, "ascii")?).into())),
    ],
    ..Implementation::EMPTY
};

fn part(call: &Call<'_>, parameter: &str) -> Result<String, Exception> {
    let text = call.required_string(0, parameter)?;
    let start = usize::try_from(call.int(1)).unwrap_or(0);
    let characters = text.chars().skip(start);
    Ok(match call.argument(2).as_i32() {
        Some(count) => characters.take(usize::try_from(count).unwrap_or(0)).collect(),
        None => characters.collect(),
    })
}

/// The name of a host with each label in ASCII; `None` where a label is empty or too long.
pub(crate) fn to_ascii(host: &str) -> Option<String> {
    let labels: Vec<&str> = host.split(['.', '。', '．', '｡']).collect();
    let last = labels.len().checked_sub(1)?;
    let mut out = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let lower = label.to_lowercase();
        let ascii = if lower.is_ascii() { lower } else { format!("xn--{}", encode(&lower)?) };
        if ascii.len() > 63 || (ascii.is_empty() && (at != last || last == 0)) {
            return None;
        }
        out.push(ascii);
    }
    Some(out.join("."))
}

/// The name with its encoded labels as they are read.
pub(crate) fn to_unicode(host: &str) -> String {
    let labels: Vec<String> = host
        .split('.')
        .map(|label| {
            let encoded = label.to_ascii_lowercase();
            let plain = encoded.strip_prefix("xn--").and_then(decode);
            plain.unwrap_or_else(|| label.to_owned())
        })
        .collect();
    labels.join(".")
}

const BASE: u32 = 36;
const LEAST: u32 = 1;
const MOST: u32 = 26;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE: u32 = 128;

fn adapt(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut steps = 0;
    while delta > (BASE - LEAST) * MOST / 2 {
        delta /= BASE - LEAST;
        steps += BASE;
    }
    steps + (BASE - LEAST + 1) * delta / (delta + 38)
}

fn threshold(place: u32, bias: u32) -> u32 {
    place.saturating_sub(bias).clamp(LEAST, MOST)
}

fn digit(number: u32) -> Option<char> {
    char::from_digit(number, 36).map(|_| {
        let code = if number < 26 { u32::from('a') + number } else { u32::from('0') + number - 26 };
        char::from_u32(code).unwrap_or('a')
    })
}

fn encode(label: &str) -> Option<String> {
    let codes: Vec<u32> = label.chars().map(u32::from).collect();
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(out.len()).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let (mut code, mut delta, mut bias, mut done) = (FIRST_CODE, 0_u32, FIRST_BIAS, basic);
    while usize::try_from(done).ok()? < codes.len() {
        let next = codes.iter().copied().filter(|known| *known >= code).min()?;
        delta = delta.checked_add((next - code).checked_mul(done + 1)?)?;
        code = next;
        for known in &codes {
            if *known < code {
                delta = delta.checked_add(1)?;
            }
            if *known == code {
                let mut rest = delta;
                let mut place = BASE;
                loop {
                    let limit = threshold(place, bias);
                    if rest < limit {
                        break;
                    }
                    out.push(digit(limit + (rest - limit) % (BASE - limit))?);
                    rest = (rest - limit) / (BASE - limit);
                    place += BASE;
                }
                out.push(digit(rest)?);
                bias = adapt(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta += 1;
        code += 1;
    }
    Some(out)
}

fn decode(text: &str) -> Option<String> {
    let (basic, extended) = text.rsplit_once('-').unwrap_or(("", text));
    let mut out: Vec<char> = basic.chars().collect();
    let (mut code, mut at, mut bias) = (FIRST_CODE, 0_u32, FIRST_BIAS);
    let mut digits = extended.chars().peekable();
    while digits.peek().is_some() {
        let before = at;
        let (mut weight, mut place) = (1_u32, BASE);
        loop {
            let number = match digits.next()? {
                c @ 'a'..='z' => u32::from(c) - u32::from('a'),
                c @ '0'..='9' => u32::from(c) - u32::from('0') + 26,
                _ => return None,
            };
            at = at.checked_add(number.checked_mul(weight)?)?;
            let limit = threshold(place, bias);
            if number < limit {
                break;
            }
            weight = weight.checked_mul(BASE - limit)?;
            place += BASE;
        }
        let count = u32::try_from(out.len()).ok()? + 1;
        bias = adapt(at - before, count, before == 0);
        code = code.checked_add(at / count)?;
        at %= count;
        out.insert(usize::try_from(at).ok()?, char::from_u32(code)?);
        at += 1;
    }
    Some(out.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        assert_eq!(to_ascii("Bücher.de").as_deref(), Some("xn--bcher-kva.de"));
        assert_eq!(to_ascii("例え.テスト").as_deref(), Some("xn--r8jz45g.xn--zckzah"));
        assert_eq!(to_unicode("xn--r8jz45g.xn--zckzah"), "例え.テスト");
        assert_eq!(to_ascii("plain.example").as_deref(), Some("plain.example"));
        assert_eq!(to_ascii(""), None);
    }
}

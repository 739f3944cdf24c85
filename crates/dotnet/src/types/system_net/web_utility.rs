//! `System.Net.WebUtility` and `System.Web.HttpUtility`

use crate::call::Body;
use crate::types::prelude::*;
use crate::types::system_collections::name_values::NameValues;

const METHODS: &[(&str, Body)] = &[
    ("HtmlDecode", |call| Ok(call.string(0).map_or(Value::Null, |text| html_decode(text).into()))),
    ("HtmlEncode", |call| Ok(call.string(0).map_or(Value::Null, |text| html_encode(text).into()))),
    ("UrlDecode", url_decode),
    ("UrlDecodeToBytes", url_decode_to_bytes),
    ("UrlEncode", |call| {
        Ok(call.string(0).map_or(Value::Null, |text| url_encode(text, false).into()))
    }),
    ("UrlEncodeToBytes", |call| {
        let bytes = call.bytes(0).unwrap_or_default();
        let encoded = url_encode(&String::from_utf8_lossy(&bytes), false);
        Ok(Value::bytes(encoded.into_bytes()))
    }),
];

pub(crate) static WEB: Implementation = Implementation {
    name: "System.Net.WebUtility",
    static_methods: METHODS,
    ..Implementation::EMPTY
};

pub(crate) static HTTP: Implementation = Implementation {
    name: "System.Web.HttpUtility",
    static_methods: HTTP_METHODS,
    ..Implementation::EMPTY
};

const HTTP_METHODS: &[(&str, Body)] = &[
    ("HtmlAttributeEncode", |call| {
        Ok(call.string(0).map_or(Value::Null, |text| {
            let text = text.replace('&', "&amp;").replace('"', "&quot;");
            text.replace('\'', "&#39;").replace('<', "&lt;").into()
        }))
    }),
    ("HtmlDecode", |call| Ok(call.string(0).map_or(Value::Null, |text| html_decode(text).into()))),
    ("HtmlEncode", |call| Ok(call.string(0).map_or(Value::Null, |text| html_encode(text).into()))),
    ("JavaScriptStringEncode", |call| {
        let text = script_encode(call.string(0).map_or("", PsString::as_str));
        Ok(if call.bool(1) { format!("\"{text}\"") } else { text }.into())
    }),
    ("ParseQueryString", |call| Ok(Value::live(parse_query(call.required_string(0, "query")?)))),
    ("UrlDecode", url_decode),
    ("UrlDecodeToBytes", url_decode_to_bytes),
    ("UrlEncode", |call| Ok(call.string(0).map_or(Value::Null, |text| form_encode(text).into()))),
    ("UrlEncodeToBytes", |call| {
        let encoded = call.string(0).map(|text| form_encode(text).into_bytes());
        Ok(encoded.map_or(Value::Null, Value::bytes))
    }),
    ("UrlPathEncode", |call| {
        Ok(call.string(0).map_or(Value::Null, |text| path_encode(text).into()))
    }),
];

fn url_decode(call: &mut Call<'_>) -> Outcome {
    let Some(text) = call.string(0) else {
        return Ok(Value::Null);
    };
    let bytes = url_bytes(&text.replace('+', " "));
    Ok(String::from_utf8_lossy(&bytes).into_owned().into())
}

fn url_decode_to_bytes(call: &mut Call<'_>) -> Outcome {
    let text = match call.string(0) {
        Some(text) => text.to_string(),
        None => match call.bytes(0) {
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => return Ok(Value::Null),
        },
    };
    Ok(Value::bytes(url_bytes(&text.replace('+', " "))))
}

/// A text as a form sends it, with small hexadecimal digits.
pub(crate) fn form_encode(text: &str) -> String {
    url_encode(text, true)
}

/// Blanks and characters beyond ASCII up to the question mark.
fn path_encode(text: &str) -> String {
    let (path, query) = match text.find('?') {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let mut out = String::new();
    for byte in path.bytes() {
        if byte > b' ' && byte < 0x7F {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02x}"));
        }
    }
    out + query
}

fn script_encode(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\'' | '<' | '>' | '&' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            other => out.push(other),
        }
    }
    out
}

/// The pairs of a query; what has no equals sign is a value without a name.
fn parse_query(text: &str) -> NameValues {
    let made = NameValues::query();
    let query = text.strip_prefix('?').unwrap_or(text);
    let plain =
        |part: &str| String::from_utf8_lossy(&url_bytes(&part.replace('+', " "))).into_owned();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some((name, value)) => made.add(&plain(name), plain(value)),
            None => made.add("", plain(pair)),
        }
    }
    made
}

/// Letters, digits and a few marks stay; blanks become plus signs.
fn url_encode(text: &str, lower: bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            _ if byte.is_ascii_alphanumeric() || b"-_.!*()".contains(&byte) => {
                out.push(char::from(byte));
            }
            _ if lower => out.push_str(&format!("%{byte:02x}")),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn url_bytes(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = (*byte == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    out
}

/// Marks of HTML, Latin-1 letters and characters beyond the basic plane as references.
pub fn html_encode(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{a0}'..='\u{ff}' | '\u{10000}'.. => {
                out.push_str(&format!("&#{};", u32::from(character)));
            }
            other => out.push(other),
        }
    }
    out
}

const ENTITIES: &[(&str, char)] = &[
    ("lt", '<'),
    ("gt", '>'),
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("sect", '§'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("micro", 'µ'),
    ("para", '¶'),
    ("middot", '·'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("times", '×'),
    ("divide", '÷'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("ecirc", 'ê'),
    ("ccedil", 'ç'),
    ("ntilde", 'ñ'),
    ("oslash", 'ø'),
    ("aring", 'å'),
    ("aelig", 'æ'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bull", '•'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("larr", '←'),
    ("rarr", '→'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("pi", 'π'),
    ("sum", '∑'),
    ("infin", '∞'),
];

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, character)| *character)
}

/// References as the characters they stand for; unknown ones stay.
pub fn html_decode(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let found = after.find(';').and_then(|end| Some((entity(after.get(1..end)?)?, end)));
        match found {
            Some((character, end)) => {
                out.push(character);
                rest = after.get(end + 1..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = after.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

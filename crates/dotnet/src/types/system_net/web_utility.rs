//! `System.Net.WebUtility` and `System.Web.HttpUtility`

use crate::call::Body;
use crate::types::prelude::*;

const METHODS: &[(&str, Body)] = &[
    ("HtmlDecode", |call| Ok(call.string(0).map_or(Value::Null, |text| html_decode(text).into()))),
    ("HtmlEncode", |call| Ok(call.string(0).map_or(Value::Null, |text| html_encode(text).into()))),
    ("UrlDecode", |call| {
        let Some(text) = call.string(0) else {
            return Ok(Value::Null);
        };
        let bytes = url_bytes(&text.replace('+', " "));
        Ok(String::from_utf8_lossy(&bytes).into_owned().into())
    }),
    ("UrlEncode", |call| {
        let lower = call.type_id.short_name() == "HttpUtility";
        Ok(call.string(0).map_or(Value::Null, |text| url_encode(text, lower).into()))
    }),
];

pub(crate) static WEB: Implementation = Implementation {
    name: "System.Net.WebUtility",
    static_methods: METHODS,
    ..Implementation::EMPTY
};

pub(crate) static HTTP: Implementation = Implementation {
    name: "System.Web.HttpUtility",
    surface: "s static string HtmlDecode(string s)\ns static string HtmlEncode(string s)\ns static string UrlDecode(string str)\ns static string UrlEncode(string str)\n",
    static_methods: METHODS,
    ..Implementation::EMPTY
};

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

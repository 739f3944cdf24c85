//! Text of JSON as a tree, with the messages of .NET.

use indexmap::IndexMap;

use crate::types::prelude::*;

/// A value of JSON. Numbers keep their text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Array(Vec<Json>),
    Object(IndexMap<String, Json>),
}

/// Reads a whole text.
///
/// # Errors
/// `JsonReaderException` with the place.
pub(super) fn parse(text: &str) -> Result<Json, Exception> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    reader.blanks();
    if reader.peek().is_none() {
        return Err(reader.failure(
            "The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true.",
        ));
    }
    let value = reader.value()?;
    reader.blanks();
    match reader.peek() {
        None => Ok(value),
        Some(other) => Err(reader.failure(&format!(
            "'{}' is invalid after a single JSON value. Expected end of data.",
            shown(other)
        ))),
    }
}

fn shown(byte: u8) -> String {
    if byte.is_ascii_graphic() || byte == b' ' {
        char::from(byte).to_string()
    } else {
        format!("0x{byte:02X}")
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

/// How deep a text may be.
const DEPTH: usize = 64;

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn failure(&self, message: &str) -> Exception {
        let before = self.text.as_bytes().get(..self.at).unwrap_or(&[]);
        let line = before.iter().filter(|byte| **byte == b'\n').count();
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let place = self.at - start;
        errors::of(
            "System.Text.Json.JsonReaderException",
            format!("{message} LineNumber: {line} | BytePositionInLine: {place}."),
        )
    }

    fn value(&mut self) -> Result<Json, Exception> {
        match self.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b'"') => self.string().map(Json::Text),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(other) => Err(self
                .failure(&format!("'{}' is an invalid start of a value.", shown(other)))),
            None => Err(self.failure("Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.")),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, Exception> {
        for byte in word.bytes() {
            if self.peek() != Some(byte) {
                let given = self.text.get(self.at - (self.at - self.word_start())..).unwrap_or("");
                let given: String = given
                    .chars()
                    .take_while(|c| !c.is_whitespace() && !",]}".contains(*c))
                    .collect();
                return Err(self.failure(&format!(
                    "'{given}' is an invalid JSON literal. Expected the literal '{word}'."
                )));
            }
            self.at += 1;
        }
        Ok(value)
    }

    fn word_start(&self) -> usize {
        let before = self.text.as_bytes().get(..self.at).unwrap_or(&[]);
        before.iter().rposition(|byte| !byte.is_ascii_alphabetic()).map_or(0, |at| at + 1)
    }

    fn number(&mut self) -> Result<Json, Exception> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let digits = |reader: &mut Self| -> usize {
            let from = reader.at;
            while reader.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                reader.at += 1;
            }
            reader.at - from
        };
        let leading_zero = self.peek() == Some(b'0');
        let count = digits(self);
        if count == 0 {
            return Err(self.expected_digit());
        }
        if leading_zero && count > 1 {
            self.at = start + usize::from(self.text.as_bytes().get(start) == Some(&b'-')) + 1;
            return Err(self.failure("Invalid leading zero before a digit."));
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if digits(self) == 0 {
                return Err(self.expected_digit());
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if digits(self) == 0 {
                return Err(self.expected_digit());
            }
        }
        Ok(Json::Number(self.text.get(start..self.at).unwrap_or("0").to_owned()))
    }

    fn expected_digit(&self) -> Exception {
        match self.peek() {
            Some(byte) => self.failure(&format!(
                "'{}' is an invalid within a number, immediately after a sign character. Expected a digit ('0'-'9').",
                shown(byte)
            )),
            None => self.failure("Expected a digit ('0'-'9'), but instead reached end of data."),
        }
    }

    fn string(&mut self) -> Result<String, Exception> {
        self.at += 1;
        let mut units: Vec<u16> = Vec::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or("");
            let Some(character) = rest.chars().next() else {
                return Err(
                    self.failure("Expected end of string, but instead reached end of data.")
                );
            };
            match character {
                '"' => {
                    self.at += 1;
                    return Ok(String::from_utf16_lossy(&units));
                }
                '\\' => {
                    let escape = rest.as_bytes().get(1).copied().unwrap_or(0);
                    let unit = match escape {
                        b'"' | b'\\' | b'/' => u16::from(escape),
                        b'b' => 8,
                        b'f' => 12,
                        b'n' => 10,
                        b'r' => 13,
                        b't' => 9,
                        b'u' => {
                            let code =
                                rest.get(2..6).and_then(|text| u16::from_str_radix(text, 16).ok());
                            self.at += 4;
                            code.ok_or_else(|| {
                                self.failure("The JSON string contains an invalid Unicode escape.")
                            })?
                        }
                        other => {
                            self.at += 1;
                            return Err(self.failure(&format!(
                                "'{}' is an invalid escapable character within a JSON string. The string should be correctly escaped.",
                                shown(other)
                            )));
                        }
                    };
                    self.at += 2;
                    units.push(unit);
                }
                control if control < ' ' => {
                    return Err(self.failure(&format!(
                        "'0x{:02X}' is invalid within a JSON string. The string should be correctly escaped.",
                        u32::from(control)
                    )));
                }
                other => {
                    self.at += other.len_utf8();
                    units.extend(other.encode_utf16(&mut [0; 2]).iter());
                }
            }
        }
    }

    fn enter(&mut self) -> Result<(), Exception> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.failure("The maximum configured depth of 64 has been exceeded. Cannot read next JSON array."));
        }
        self.blanks();
        Ok(())
    }

    /// What follows an item: true for the end, false for a comma.
    fn ends(&mut self, close: u8) -> Result<bool, Exception> {
        self.blanks();
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                self.depth -= 1;
                Ok(true)
            }
            Some(b',') => {
                self.at += 1;
                self.blanks();
                if self.peek() == Some(close) {
                    return Err(self.failure(
                        "The JSON array or object contains a trailing comma at the end which is not supported in this mode. Change the reader options.",
                    ));
                }
                Ok(false)
            }
            Some(other) => {
                let closing = char::from(close);
                Err(self.failure(&format!(
                    "'{}' is invalid after a value. Expected either ',', '}}', or ']'.",
                    shown(other)
                ))
                .with_property("Expected", closing.to_string().as_str()))
            }
            None => Err(self.failure("Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.")),
        }
    }

    fn array(&mut self) -> Result<Json, Exception> {
        self.enter()?;
        let mut items = Vec::new();
        if self.peek() == Some(b']') {
            self.at += 1;
            self.depth -= 1;
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value()?);
            if self.ends(b']')? {
                return Ok(Json::Array(items));
            }
        }
    }

    fn object(&mut self) -> Result<Json, Exception> {
        self.enter()?;
        let mut members = IndexMap::new();
        if self.peek() == Some(b'}') {
            self.at += 1;
            self.depth -= 1;
            return Ok(Json::Object(members));
        }
        loop {
            match self.peek() {
                Some(b'"') => {}
                Some(other) => {
                    return Err(self.failure(&format!(
                        "'{}' is an invalid start of a property name. Expected a '\"'.",
                        shown(other)
                    )));
                }
                None => return Err(self.failure("Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.")),
            }
            let name = self.string()?;
            self.blanks();
            match self.peek() {
                Some(b':') => self.at += 1,
                Some(other) => {
                    return Err(self.failure(&format!(
                        "'{}' is invalid after a property name. Expected a ':'.",
                        shown(other)
                    )));
                }
                None => return Err(self.failure("Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.")),
            }
            self.blanks();
            let value = self.value()?;
            members.insert(name, value);
            if self.ends(b'}')? {
                return Ok(Json::Object(members));
            }
        }
    }
}

//! The tokens of a JSON text, with the liberties that PowerShell takes: comments, single quotes, names
//! without quotes, commas at the end.

/// A JSON value as it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// The number's text.
    Number(String),
    Text(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// What is wrong with a text, as a sentence with the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonError(pub(crate) String);

type Result<T> = std::result::Result<T, JsonError>;

struct Scanner {
    letters: Vec<char>,
    at: usize,
    path: Vec<String>,
    depth: usize,
    limit: usize,
}

/// Reads a whole text. `None` where it holds nothing.
///
/// # Errors
/// A text that is not JSON, or deeper than `limit`.
pub(crate) fn scan(text: &str, limit: usize) -> Result<Option<Json>> {
    let mut scanner =
        Scanner { letters: text.chars().collect(), at: 0, path: Vec::new(), depth: 0, limit };
    scanner.skip_blanks()?;
    if scanner.peek().is_none() {
        return Ok(None);
    }
    let value = scanner.value()?;
    scanner.skip_blanks()?;
    match scanner.peek() {
        None => Ok(Some(value)),
        Some(letter) => Err(scanner.error(&format!(
            "Additional text encountered after finished reading JSON content: {letter}."
        ))),
    }
}

impl Scanner {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn take(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(letter)
    }

    fn error(&self, sentence: &str) -> JsonError {
        let before = self.letters.get(..self.at).unwrap_or_default();
        let line = before.iter().filter(|letter| **letter == '\n').count() + 1;
        let position = before.iter().rev().take_while(|letter| **letter != '\n').count();
        let line = if self.at == 0 { 0 } else { line };
        let mut path = String::new();
        for part in &self.path {
            if !path.is_empty() && !part.starts_with('[') {
                path.push('.');
            }
            path += part;
        }
        JsonError(format!("{sentence} Path '{path}', line {line}, position {position}."))
    }

    fn end(&self) -> JsonError {
        self.error("Unexpected end when reading JSON.")
    }

    fn skip_blanks(&mut self) -> Result<()> {
        while let Some(letter) = self.peek() {
            if letter.is_whitespace() || letter == '\u{feff}' {
                self.at += 1;
            } else if letter == '/' {
                match self.letters.get(self.at + 1) {
                    Some('/') => {
                        while self.peek().is_some_and(|letter| letter != '\n') {
                            self.at += 1;
                        }
                    }
                    Some('*') => {
                        self.at += 2;
                        while !(self.peek() == Some('*')
                            && self.letters.get(self.at + 1) == Some(&'/'))
                        {
                            if self.take().is_none() {
                                return Err(self.error("Unexpected end while parsing comment."));
                            }
                        }
                        self.at += 2;
                    }
                    _ => return Ok(()),
                }
            } else {
                return Ok(());
            }
        }
        Ok(())
    }

    fn unexpected(&self, letter: char) -> JsonError {
        self.error(&format!("Unexpected character encountered while parsing value: {letter}."))
    }

    fn value(&mut self) -> Result<Json> {
        self.skip_blanks()?;
        let Some(letter) = self.peek() else {
            return Err(self.end());
        };
        match letter {
            '{' | '[' => {
                self.depth += 1;
                if self.depth > self.limit {
                    self.at += 1;
                    let sentence =
                        format!("The reader's MaxDepth of {} has been exceeded.", self.limit);
                    return Err(self.error(&sentence));
                }
                self.at += 1;
                let value = if letter == '{' { self.object() } else { self.array() };
                self.depth -= 1;
                value
            }
            '"' | '\'' => {
                self.at += 1;
                self.text(letter).map(Json::Text)
            }
            '-' | '+' | '.' | '0'..='9' => self.number(),
            _ => self.word(letter),
        }
    }

    fn word(&mut self, letter: char) -> Result<Json> {
        const WORDS: [(&str, Json); 6] = [
            ("true", Json::Bool(true)),
            ("false", Json::Bool(false)),
            ("null", Json::Null),
            ("undefined", Json::Null),
            ("NaN", Json::Number(String::new())),
            ("Infinity", Json::Number(String::new())),
        ];
        let rest: String = self.letters.iter().skip(self.at).take(9).collect();
        for (word, value) in WORDS {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(match value {
                    Json::Number(_) => Json::Number(word.to_owned()),
                    other => other,
                });
            }
            if word.starts_with(&rest) && letter != 'n' {
                self.at = self.letters.len();
                return Err(self.error("Unexpected end when reading JSON."));
            }
        }
        Err(self.unexpected(letter))
    }

    fn number(&mut self) -> Result<Json> {
        let start = self.at;
        let part =
            |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.');
        while self.peek().is_some_and(part) {
            self.at += 1;
        }
        let text: String = self.letters.get(start..self.at).unwrap_or_default().iter().collect();
        let digits = text.trim_start_matches(['-', '+']);
        let hex = digits.strip_prefix("0x").or(digits.strip_prefix("0X"));
        let valid = digits == "Infinity"
            || hex.is_some_and(|hex| i64::from_str_radix(hex, 16).is_ok())
            || digits.parse::<f64>().is_ok_and(|_| {
                digits.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.')
            });
        if valid {
            return Ok(Json::Number(text));
        }
        Err(self.error(&format!("Input string '{text}' is not a valid number.")))
    }

    fn text(&mut self, quote: char) -> Result<String> {
        let mut units: Vec<u16> = Vec::new();
        let mut buffer = [0; 2];
        loop {
            let Some(letter) = self.take() else {
                return Err(
                    self.error(&format!("Unterminated string. Expected delimiter: {quote}."))
                );
            };
            if letter == quote {
                return Ok(remora_psobject::PsString::from_units(&units).to_string());
            }
            if letter != '\\' {
                units.extend_from_slice(letter.encode_utf16(&mut buffer));
                continue;
            }
            let Some(letter) = self.take() else {
                return Err(
                    self.error(&format!("Unterminated string. Expected delimiter: {quote}."))
                );
            };
            let plain = match letter {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '"' | '\'' | '\\' | '/' => letter,
                'u' => {
                    let digits: String = self.letters.iter().skip(self.at).take(4).collect();
                    let Ok(unit) = u16::from_str_radix(&digits, 16) else {
                        return Err(
                            self.error(&format!("Invalid Unicode escape sequence: \\u{digits}."))
                        );
                    };
                    self.at += 4;
                    units.push(unit);
                    continue;
                }
                other => {
                    return Err(self.error(&format!("Bad JSON escape sequence: \\{other}.")));
                }
            };
            units.extend_from_slice(plain.encode_utf16(&mut buffer));
        }
    }

    fn array(&mut self) -> Result<Json> {
        let mut items = Vec::new();
        loop {
            self.skip_blanks()?;
            match self.peek() {
                None => return Err(self.end()),
                Some(']') => {
                    self.at += 1;
                    return Ok(Json::Array(items));
                }
                Some(_) => {}
            }
            self.path.push(format!("[{}]", items.len()));
            items.push(self.value()?);
            self.skip_blanks()?;
            match self.peek() {
                Some(',') => self.at += 1,
                Some(']') => {}
                None => return Err(self.end()),
                Some(letter) => {
                    self.at += 1;
                    return Err(self.error(&format!(
                        "After parsing a value an unexpected character was encountered: {letter}."
                    )));
                }
            }
            self.path.pop();
        }
    }

    fn object(&mut self) -> Result<Json> {
        let mut members: Vec<(String, Json)> = Vec::new();
        loop {
            self.skip_blanks()?;
            let name = match self.peek() {
                None => return Err(self.end()),
                Some('}') => {
                    self.at += 1;
                    return Ok(Json::Object(members));
                }
                Some(quote @ ('"' | '\'')) => {
                    self.at += 1;
                    self.text(quote)?
                }
                Some(letter) if letter.is_alphanumeric() || matches!(letter, '_' | '$') => {
                    let start = self.at;
                    let part =
                        |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
                    while self.peek().is_some_and(part) {
                        self.at += 1;
                    }
                    self.letters.get(start..self.at).unwrap_or_default().iter().collect()
                }
                Some(letter) => {
                    return Err(
                        self.error(&format!("Invalid property identifier character: {letter}."))
                    );
                }
            };
            self.skip_blanks()?;
            match self.peek() {
                Some(':') => self.at += 1,
                None => return Err(self.end()),
                Some(letter) => {
                    return Err(self.error(&format!(
                        "Invalid character after parsing property name. Expected ':' but got: {letter}."
                    )));
                }
            }
            self.path.push(name.clone());
            let value = self.value()?;
            members.push((name, value));
            self.skip_blanks()?;
            match self.peek() {
                Some(',') => self.at += 1,
                Some('}') => {}
                None => return Err(self.end()),
                Some(letter) => {
                    self.at += 1;
                    return Err(self.error(&format!(
                        "After parsing a value an unexpected character was encountered: {letter}."
                    )));
                }
            }
            self.path.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn liberties_are_accepted() {
        let scanned = scan("{'a':0x10,b:[1,2,],/*c*/\"c\":NaN, // d\n}", 1024).expect("valid");
        let number = |text: &str| Json::Number(text.to_owned());
        let wanted = Json::Object(vec![
            ("a".into(), number("0x10")),
            ("b".into(), Json::Array(vec![number("1"), number("2")])),
            ("c".into(), number("NaN")),
        ]);
        assert_eq!(scanned, Some(wanted));
    }

    #[test]
    fn errors_name_the_place() {
        let message = |text: &str| scan(text, 2).expect_err("wrong").0;
        assert_eq!(message("{"), "Unexpected end when reading JSON. Path '', line 1, position 1.");
        assert_eq!(
            message("{a:}"),
            "Unexpected character encountered while parsing value: }. Path 'a', line 1, position 3."
        );
        assert_eq!(
            message("nope"),
            "Unexpected character encountered while parsing value: n. Path '', line 0, position 0."
        );
        assert_eq!(
            message("{\"a\":1} x"),
            "Additional text encountered after finished reading JSON content: x. Path '', line 1, position 8."
        );
        assert!(message("[[[1]]]").starts_with("The reader's MaxDepth of 2 has been exceeded."));
    }
}

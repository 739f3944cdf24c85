//! A pull scanner for the part of XML that CLIXML uses.
//!
//! It sees elements, attributes and text. Comments and processing instructions are passed over; a
//! document type is refused, so there are no entities to expand. Nothing is copied.

use crate::error::{Error, ErrorKind};

/// What stands at a place in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// The start of an element; an empty element is followed by its `End`.
    Start(Start<'a>),
    /// The end of an element.
    End,
    /// Text as it is written, references not replaced.
    Text(&'a str),
    /// The text of a CDATA section.
    Data(&'a str),
}

/// The start of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Start<'a> {
    /// Its name without a prefix.
    pub(crate) name: &'a str,
    /// Its attributes as they are written.
    attributes: &'a str,
}

impl<'a> Start<'a> {
    /// The value of an attribute as it is written.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        loop {
            let trimmed = rest.trim_ascii_start();
            // As it is nearly always written.
            if let Some(after) = trimmed.strip_prefix(name)
                && let Some(after) = after.strip_prefix("=\"")
            {
                let end = memchr::memchr(b'"', after.as_bytes())?;
                return after.get(..end);
            }
            let (key, after) = trimmed.trim_start().split_once('=')?;
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, next) = after.get(1..)?.split_once(quote)?;
            if key.trim_end() == name {
                return Some(value);
            }
            rest = next;
        }
    }
}

/// Reads a document token by token.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The element just given was empty: its end comes next.
    pending_end: bool,
    /// Names of the open elements.
    open: Vec<&'a str>,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, pending_end: false, open: Vec::new() }
    }

    /// Where the next token starts.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// An error at this place.
    pub(crate) fn error(&self, kind: ErrorKind) -> Error {
        Error { kind, at: self.at }
    }

    fn malformed(&self, what: &'static str) -> Error {
        self.error(ErrorKind::Malformed(what))
    }

    /// The next token, or `None` at the end of the document.
    pub(crate) fn next(&mut self) -> Result<Option<Token<'a>>, Error> {
        if std::mem::take(&mut self.pending_end) {
            self.open.pop();
            return Ok(Some(Token::End));
        }
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(first) = rest.as_bytes().first() else {
                return match self.open.last() {
                    Some(_) => Err(self.malformed("the text ends inside an element")),
                    None => Ok(None),
                };
            };
            if *first != b'<' {
                let end = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
                let (text, _) = rest.split_at_checked(end).unwrap_or((rest, ""));
                self.at += end;
                return Ok(Some(Token::Text(text)));
            }
            match rest.as_bytes().get(1) {
                Some(b'/') => return self.end(rest).map(Some),
                Some(b'?') => self.skip(rest, "?>")?,
                Some(b'!') if rest.starts_with("<!--") => self.skip(rest, "-->")?,
                Some(b'!') if rest.starts_with("<![CDATA[") => {
                    let end = rest
                        .find("]]>")
                        .ok_or_else(|| self.malformed("a CDATA section has no end"))?;
                    self.at += end + 3;
                    return Ok(Some(Token::Data(rest.get(9..end).unwrap_or_default())));
                }
                Some(b'!') => return Err(self.malformed("a document type is not allowed")),
                _ => return self.start(rest).map(Some),
            }
        }
    }

    fn skip(&mut self, rest: &str, end: &str) -> Result<(), Error> {
        let at =
            rest.find(end).ok_or_else(|| self.malformed("a comment or instruction has no end"))?;
        self.at += at + end.len();
        Ok(())
    }

    fn end(&mut self, rest: &'a str) -> Result<Token<'a>, Error> {
        // As it is nearly always written.
        if let Some(open) = self.open.last()
            && let Some(behind) = rest.get(2..).and_then(|name| name.strip_prefix(open))
            && behind.starts_with('>')
        {
            self.at += open.len() + "</>".len();
            self.open.pop();
            return Ok(Token::End);
        }
        let close = memchr::memchr(b'>', rest.as_bytes())
            .ok_or_else(|| self.malformed("an end tag has no end"))?;
        let name = local_name(rest.get(2..close).unwrap_or_default().trim_end());
        if self.open.pop() != Some(name) {
            return Err(self.malformed("an end tag does not match its start tag"));
        }
        self.at += close + 1;
        Ok(Token::End)
    }

    fn start(&mut self, rest: &'a str) -> Result<Token<'a>, Error> {
        // A tag without attributes needs no look for quotes.
        let close = match rest.bytes().position(|byte| matches!(byte, b'>' | b' ' | b'"' | b'\'')) {
            Some(end) if rest.as_bytes().get(end) == Some(&b'>') => end,
            _ => self.tag_end(rest)?,
        };
        let inside = rest.get(1..close).unwrap_or_default();
        let (inside, empty) = match inside.strip_suffix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        let blank = inside.bytes().position(|byte| byte.is_ascii_whitespace());
        let name_end = blank.unwrap_or(inside.len());
        let (name, attributes) = inside.split_at_checked(name_end).unwrap_or((inside, ""));
        let name = local_name(name);
        if name.is_empty() {
            return Err(self.malformed("a tag has no name"));
        }
        self.at += close + 1;
        self.open.push(name);
        self.pending_end = empty;
        Ok(Token::Start(Start { name, attributes }))
    }

    /// Where the `>` of a start tag stands, quoted values passed over.
    fn tag_end(&self, rest: &str) -> Result<usize, Error> {
        let bytes = rest.as_bytes();
        let mut from = 0;
        loop {
            let tail = bytes.get(from..).unwrap_or_default();
            let at = memchr::memchr3(b'>', b'"', b'\'', tail)
                .ok_or_else(|| self.malformed("a tag has no end"))?;
            let found = from + at;
            match bytes.get(found) {
                Some(b'>') => return Ok(found),
                Some(quote) => {
                    let tail = bytes.get(found + 1..).unwrap_or_default();
                    let end = memchr::memchr(*quote, tail)
                        .ok_or_else(|| self.malformed("an attribute has no end"))?;
                    from = found + end + 2;
                }
                None => return Err(self.malformed("a tag has no end")),
            }
        }
    }
}

fn local_name(name: &str) -> &str {
    let colon = name.bytes().rposition(|byte| byte == b':');
    colon.and_then(|at| name.get(at + 1..)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Result<Vec<Token<'_>>, Error> {
        let mut scanner = Scanner::new(text);
        std::iter::from_fn(|| scanner.next().transpose()).collect()
    }

    #[test]
    fn elements_attributes_and_text() {
        let found = tokens("<?xml?><!-- <a> --><A N='x > y' RefId = \"1\">t<B/></A>").unwrap();
        assert_eq!(found.len(), 5);
        let Some(Token::Start(start)) = found.first() else { panic!("{found:?}") };
        assert_eq!(start.name, "A");
        assert_eq!(start.attribute("N"), Some("x > y"));
        assert_eq!(start.attribute("RefId"), Some("1"));
        assert_eq!(start.attribute("Ref"), None);
    }

    #[test]
    fn broken_documents_are_refused() {
        for text in [
            "<A>",
            "<A></B>",
            "</A>",
            "<A",
            "<A N='>",
            "<!DOCTYPE x><A/>",
            "<!-- ",
            "<>",
            "<A><![CDATA[x</A>",
        ] {
            assert!(tokens(text).is_err(), "{text}");
        }
    }
}

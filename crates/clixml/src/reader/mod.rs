//! CLIXML → values.

mod object;
mod primitive;

use std::collections::HashMap;
use std::sync::Arc;

use remora_psobject::{ObjectView, PlainView, PsObject, PsString, Value};

use crate::SecretCodec;
use crate::error::{Error, ErrorKind};
use crate::scanner::{Scanner, Start, Token};

/// How much a document may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the document.
    pub size: usize,
    /// Levels of elements.
    pub depth: u32,
    /// Values in the document.
    pub values: usize,
}

/// 200 MB, as a PowerShell endpoint takes them; 100 levels, twice what its serializer writes.
impl Default for Limits {
    fn default() -> Self {
        Self { size: 200 * 1024 * 1024, depth: 250, values: 20_000_000 }
    }
}

/// Makes objects of a closed list of types out of what arrived.
pub trait Rehydrator {
    /// The object that a deserialized one stands for; `None` leaves it as it is. `type_name` is the first
    /// type name without `Deserialized.`.
    fn rehydrate(&self, type_name: &str, object: &Value) -> Option<Value>;
}

/// How documents are read.
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// How much a document may hold.
    pub limits: Limits,
    /// Who knows the offset of local time.
    pub view: &'a dyn ObjectView,
    /// Who decrypts secure strings; without one they are an error.
    pub secrets: Option<&'a dyn SecretCodec>,
    /// Who makes objects of a closed list of types. Credentials are always made.
    pub rehydrator: Option<&'a dyn Rehydrator>,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        Self { limits: Limits::default(), view: &PlainView, secrets: None, rehydrator: None }
    }
}

/// Reads one value: the body of a PSRP message, or a document that holds one.
///
/// # Errors
/// Where the text is not well-formed, holds no value or more than one, or exceeds a limit.
pub fn read(text: &str, options: &ReadOptions<'_>) -> Result<Value, Error> {
    let mut values = read_all(text, options)?.into_iter();
    match (values.next(), values.next()) {
        (Some(value), None) => Ok(value),
        (None, _) => Err(Error::new(ErrorKind::Malformed("it holds no value"))),
        (Some(_), Some(_)) => Err(Error::new(ErrorKind::Malformed("it holds more than one value"))),
    }
}

/// Reads all values of a document, or of a text without a document element.
///
/// # Errors
/// Where the text is not well-formed or exceeds a limit.
pub fn read_all(text: &str, options: &ReadOptions<'_>) -> Result<Vec<Value>, Error> {
    if text.len() > options.limits.size {
        return Err(Error::new(ErrorKind::LimitExceeded("the size of a document")));
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = Reader::new(text, options);
    let mut values = Vec::new();
    let mut in_document = false;
    while let Some(token) = reader.scanner.next()? {
        match token {
            Token::Start(start) if start.name == "Objs" && !in_document => in_document = true,
            Token::Start(start) => values.push(reader.value(start, 0)?),
            Token::End => in_document = false,
            Token::Text(text) if text.trim().is_empty() => {}
            Token::Text(_) | Token::Data(_) => {
                return Err(reader
                    .scanner
                    .error(ErrorKind::Malformed("text stands between elements")));
            }
        }
    }
    Ok(values)
}

/// An object that others may refer to.
enum Known {
    /// It was read.
    Whole(Value),
    /// It is being read. What refers to it is inside of it, and gets an object that is filled in the end.
    Open(Option<Arc<PsObject>>),
}

/// The state of one document.
struct Reader<'a> {
    scanner: Scanner<'a>,
    options: &'a ReadOptions<'a>,
    objects: HashMap<&'a str, Known>,
    type_names: HashMap<&'a str, Vec<PsString>>,
    count: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, options: &'a ReadOptions<'a>) -> Self {
        Self {
            scanner: Scanner::new(text),
            options,
            objects: HashMap::new(),
            type_names: HashMap::new(),
            count: 0,
        }
    }

    /// The value of an element whose start was read.
    fn value(&mut self, start: Start<'a>, depth: u32) -> Result<Value, Error> {
        self.count += 1;
        if self.count > self.options.limits.values {
            return Err(self.scanner.error(ErrorKind::LimitExceeded("the number of values")));
        }
        if depth > self.options.limits.depth {
            return Err(self.scanner.error(ErrorKind::LimitExceeded("the depth of elements")));
        }
        match start.name {
            "Obj" => self.object(start, depth),
            "Ref" => {
                let reference = start.attribute("RefId").unwrap_or_default();
                let known = match self.objects.get_mut(reference) {
                    Some(Known::Whole(value)) => value.clone(),
                    Some(Known::Open(shell)) => {
                        Value::Object(Arc::clone(shell.get_or_insert_with(object::empty)))
                    }
                    None => return Err(self.scanner.error(ErrorKind::UnknownReference)),
                };
                self.finish()?;
                Ok(known)
            }
            _ => self.primitive(start),
        }
    }

    /// The name that an element gives its value.
    fn name(&self, start: Start<'a>) -> Result<Option<PsString>, Error> {
        start
            .attribute("N")
            .map(|raw| crate::escape::decode(raw).map_err(|kind| self.scanner.error(kind)))
            .transpose()
    }

    /// The start of the next child element, or `None` at the end of the open one.
    fn child(&mut self) -> Result<Option<Start<'a>>, Error> {
        loop {
            match self.scanner.next()? {
                Some(Token::Start(start)) => return Ok(Some(start)),
                Some(Token::End) => return Ok(None),
                Some(Token::Text(text)) if text.trim().is_empty() => {}
                _ => {
                    return Err(self
                        .scanner
                        .error(ErrorKind::Malformed("text stands between elements")));
                }
            }
        }
    }

    /// The text of the open element as it is written, and its end.
    fn raw_text(&mut self) -> Result<std::borrow::Cow<'a, str>, Error> {
        let mut text = std::borrow::Cow::Borrowed("");
        loop {
            let piece = match self.scanner.next()? {
                Some(Token::End) => return Ok(text),
                Some(Token::Text(piece)) => std::borrow::Cow::Borrowed(piece),
                // What a CDATA section holds is not looked at for references.
                Some(Token::Data(piece)) => {
                    std::borrow::Cow::Owned(piece.replace('&', "&amp;").replace('<', "&lt;"))
                }
                Some(Token::Start(_)) | None => {
                    return Err(self.scanner.error(ErrorKind::UnexpectedElement));
                }
            };
            if text.is_empty() {
                text = piece;
            } else {
                text.to_mut().push_str(&piece);
            }
        }
    }

    /// Reads up to the end of the open element, which must be empty.
    fn finish(&mut self) -> Result<(), Error> {
        match self.child()? {
            None => Ok(()),
            Some(_) => Err(self.scanner.error(ErrorKind::UnexpectedElement)),
        }
    }

    fn text(&mut self) -> Result<PsString, Error> {
        let raw = self.raw_text()?;
        crate::escape::decode(&raw).map_err(|kind| self.scanner.error(kind))
    }
}

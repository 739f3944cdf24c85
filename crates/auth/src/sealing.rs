//! Sealed messages over HTTP: the multipart framing of MS-WSMV 2.2.9.1.1.
//!
//! ```text
//! --Encrypted Boundary
//! <TAB>Content-Type: application/HTTP-SPNEGO-session-encrypted
//! <TAB>OriginalContent: type=application/soap+xml;charset=UTF-8;Length=1234
//! --Encrypted Boundary
//! <TAB>Content-Type: application/octet-stream
//! <length of the header, 4 bytes little-endian><header><sealed bytes>--Encrypted Boundary--
//! ```
//!
//! There are no empty lines, and nothing separates the sealed bytes from the last boundary. What
//! is written follows this form to the letter, because some readers split at the tabulators. What
//! is read may differ in ways that existing clients do: no tabulators, spaces within the boundary
//! line, an unquoted boundary, a bare line feed, other parts of the type of the original content.
//! The sealed bytes are found by their lengths, never by looking for the boundary in them.

use crate::{AuthError, SIGNATURE_LENGTH, SecurityContext};

/// The media type of a message sealed by a context from Negotiate or NTLM, as the value of
/// `Content-Type`.
pub const CONTENT_TYPE: &str = r#"multipart/encrypted;protocol="application/HTTP-SPNEGO-session-encrypted";boundary="Encrypted Boundary""#;

/// The protocol that the value of `Content-Type` names.
pub const PROTOCOL: &str = "application/HTTP-SPNEGO-session-encrypted";

const BOUNDARY: &str = "Encrypted Boundary";
const WHAT: &str = "sealed message";
/// The longest line of a part's header that is read.
const MAX_LINE_LENGTH: usize = 1024;
/// The most header lines of one part.
const MAX_LINES: usize = 16;

/// A message whose seal has been verified and removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsealed {
    /// The message.
    pub content: Vec<u8>,
    /// Its media type, such as `application/soap+xml`.
    pub media_type: String,
    /// Its character set as the peer names it, such as `UTF-8`; empty when it names none.
    pub charset: String,
}

/// Whether a `Content-Type` announces a sealed message of any mechanism.
#[must_use]
pub fn is_sealed(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("multipart/encrypted")
        || media_type.eq_ignore_ascii_case("multipart/x-multi-encrypted")
}

/// Seals a SOAP message in UTF-8 and frames it; [`CONTENT_TYPE`] goes into the header.
///
/// # Errors
/// Those of [`SecurityContext::wrap`].
pub fn seal(context: &mut SecurityContext, soap: &[u8]) -> Result<Vec<u8>, AuthError> {
    let length = soap.len();
    let head = format!(
        "--{BOUNDARY}\r\n\
         \tContent-Type: {PROTOCOL}\r\n\
         \tOriginalContent: type=application/soap+xml;charset=UTF-8;Length={length}\r\n\
         --{BOUNDARY}\r\n\
         \tContent-Type: application/octet-stream\r\n"
    );
    let tail = format!("--{BOUNDARY}--\r\n");
    let payload_at = head.len() + 4 + SIGNATURE_LENGTH;
    let mut body = Vec::with_capacity(payload_at + length + tail.len());
    body.extend(head.as_bytes());
    // The number is 16, whatever the width of the type.
    body.extend((SIGNATURE_LENGTH as u32).to_le_bytes());
    body.extend([0; SIGNATURE_LENGTH]);
    body.extend(soap);
    let signature = context.wrap(body.get_mut(payload_at..).unwrap_or_default())?;
    if let Some(place) = body.get_mut(payload_at - SIGNATURE_LENGTH..payload_at) {
        place.copy_from_slice(&signature);
    }
    body.extend(tail.as_bytes());
    Ok(body)
}

/// Reads the frame of a sealed message, unseals it and verifies it. `max_length` bounds the
/// message in bytes, before anything is decrypted.
///
/// # Errors
/// [`AuthError::PeerMisbehaved`] when the message does not verify or was sealed by another
/// mechanism, [`AuthError::Malformed`] when the frame cannot be read or its lengths do not agree,
/// [`AuthError::LimitExceeded`] when the message is too long. After any of them the connection
/// must be closed: the position in the key stream is lost.
pub fn unseal(
    context: &mut SecurityContext,
    content_type: &str,
    body: Vec<u8>,
    max_length: usize,
) -> Result<Unsealed, AuthError> {
    let boundary = check_content_type(content_type)?;
    let frame = Frame::parse(&body, &boundary)?;
    if frame.original.length > max_length {
        return Err(AuthError::LimitExceeded { what: WHAT, limit: max_length });
    }
    let (signature, original) = (frame.signature.to_vec(), frame.original);
    let (start, end) = (frame.payload_at, frame.payload_at + original.length);
    let mut content = body;
    content.truncate(end);
    content.drain(..start.min(end));
    context.unwrap(&signature, &mut content)?;
    Ok(Unsealed { content, media_type: original.media_type, charset: original.charset })
}

/// Checks the parameters of the `Content-Type` and returns the boundary.
fn check_content_type(content_type: &str) -> Result<String, AuthError> {
    let mut parameters = content_type.split(';').map(str::trim);
    match parameters.next() {
        Some(media_type) if media_type.eq_ignore_ascii_case("multipart/encrypted") => {}
        _ => {
            return Err(AuthError::malformed(WHAT, "its media type is not multipart/encrypted"));
        }
    }
    let mut boundary = BOUNDARY;
    for parameter in parameters {
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        let value = value.trim().trim_matches('"');
        if name.trim().eq_ignore_ascii_case("boundary") && !value.is_empty() {
            boundary = value;
        } else if name.trim().eq_ignore_ascii_case("protocol")
            && !value.eq_ignore_ascii_case(PROTOCOL)
        {
            return Err(AuthError::PeerMisbehaved("a message is sealed by another mechanism"));
        }
    }
    if boundary.len() > 70 {
        return Err(AuthError::LimitExceeded {
            what: "the boundary of a sealed message",
            limit: 70,
        });
    }
    Ok(boundary.to_owned())
}

/// What `OriginalContent` says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OriginalContent {
    media_type: String,
    charset: String,
    length: usize,
}

impl OriginalContent {
    fn parse(value: &str) -> Result<Self, AuthError> {
        let (mut media_type, mut charset, mut length) = (String::new(), String::new(), None);
        for part in value.split(';') {
            let Some((name, value)) = part.split_once('=') else {
                continue;
            };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "type" => media_type = value.to_owned(),
                "charset" => charset = value.trim_matches('"').to_owned(),
                "length" => {
                    let digits = value.bytes().all(|digit| digit.is_ascii_digit());
                    length = value.parse().ok().filter(|_| digits);
                }
                _ => {}
            }
        }
        let length = length.ok_or(AuthError::malformed(WHAT, "its original length is missing"))?;
        Ok(Self { media_type, charset, length })
    }
}

/// A frame whose lengths agree with each other and with the body.
#[derive(Debug)]
struct Frame<'a> {
    original: OriginalContent,
    signature: &'a [u8],
    payload_at: usize,
}

impl<'a> Frame<'a> {
    fn parse(body: &'a [u8], boundary: &str) -> Result<Self, AuthError> {
        let mut cursor = Cursor { rest: body };
        while cursor.empty_line() {}
        cursor.delimiter(boundary)?;
        let mut original = None;
        cursor.header(|name, value| {
            if name.eq_ignore_ascii_case("OriginalContent") {
                original = Some(OriginalContent::parse(value)?);
            }
            Ok(())
        })?;
        let original = original.ok_or(AuthError::malformed(WHAT, "it has no OriginalContent"))?;
        cursor.delimiter(boundary)?;
        let line = cursor.line()?;
        if !line.trim().to_ascii_lowercase().starts_with("content-type:") {
            return Err(AuthError::malformed(WHAT, "its second part has no content type"));
        }
        // An empty line here could be the beginning of the length field as well, but a header of
        // that length is refused anyway.
        cursor.empty_line();
        let header_length = usize::try_from(u32::from_le_bytes(cursor.array()?));
        if header_length != Ok(SIGNATURE_LENGTH) {
            return Err(AuthError::malformed(WHAT, "its encryption header does not have 16 bytes"));
        }
        let signature = cursor.take(SIGNATURE_LENGTH)?;
        let payload_at = body.len() - cursor.rest.len();
        cursor.take(original.length)?;
        cursor.end(boundary)?;
        Ok(Self { original, signature, payload_at })
    }
}

/// The rest of a body that has not been read.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    const TOO_SHORT: AuthError = AuthError::malformed(WHAT, "it is shorter than its lengths say");

    fn take(&mut self, length: usize) -> Result<&'a [u8], AuthError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Self::TOO_SHORT)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], AuthError> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or(Self::TOO_SHORT)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// Skips an empty line, if there is one here.
    fn empty_line(&mut self) -> bool {
        let rest = self.rest.strip_prefix(b"\r\n").or_else(|| self.rest.strip_prefix(b"\n"));
        if let Some(rest) = rest {
            self.rest = rest;
        }
        rest.is_some()
    }

    /// The next line without its end.
    fn line(&mut self) -> Result<&'a str, AuthError> {
        let window = self.rest.get(..MAX_LINE_LENGTH).unwrap_or(self.rest);
        let end = window
            .iter()
            .position(|byte| *byte == b'\n')
            .ok_or(AuthError::malformed(WHAT, "a line of its frame has no end"))?;
        let line = self.take(end)?;
        self.take(1)?;
        let line = str::from_utf8(line)
            .map_err(|_| AuthError::malformed(WHAT, "a line of its frame is not text"))?;
        Ok(line.strip_suffix('\r').unwrap_or(line))
    }

    /// The header lines up to, and not including, the next delimiter.
    fn header(
        &mut self,
        mut on_field: impl FnMut(&str, &str) -> Result<(), AuthError>,
    ) -> Result<(), AuthError> {
        for _ in 0..MAX_LINES {
            if self.rest.starts_with(b"--") {
                return Ok(());
            }
            let line = self.line()?.trim();
            if line.is_empty() {
                continue;
            }
            let (name, value) = line
                .split_once(':')
                .ok_or(AuthError::malformed(WHAT, "a header line has no colon"))?;
            on_field(name.trim(), value.trim())?;
        }
        Err(AuthError::LimitExceeded { what: "the header of a sealed message", limit: MAX_LINES })
    }

    /// A delimiter line that opens a part.
    fn delimiter(&mut self, boundary: &str) -> Result<(), AuthError> {
        let line = self.line()?;
        match line.strip_prefix("--").map(str::trim) {
            Some(found) if found == boundary => Ok(()),
            _ => Err(AuthError::malformed(WHAT, "a delimiter is not where it should be")),
        }
    }

    /// The delimiter behind the last part, and nothing after it but white space.
    fn end(&mut self, boundary: &str) -> Result<(), AuthError> {
        const WRONG: AuthError =
            AuthError::malformed(WHAT, "the length of its content is not the announced one");
        let text = str::from_utf8(self.rest).map_err(|_| WRONG)?.trim();
        let inner =
            text.strip_prefix("--").and_then(|text| text.strip_suffix("--")).ok_or(WRONG)?;
        if inner.trim() == boundary { Ok(()) } else { Err(WRONG) }
    }
}

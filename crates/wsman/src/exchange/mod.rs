//! One request and its answer, for callers that need no shell: Identify, Get, Put, Enumerate,
//! methods. The shell client builds on it.

use std::time::Duration;

use crate::fault::Fault;
use crate::message::{Identify, Message};
use crate::names::ANONYMOUS;
use crate::soap::{Envelope, Header, Options, Selectors, write_message};
use crate::xml::{Document, Outline, decode_text};
use crate::{Error, Guid, Limits};

/// The service that requests go to, and what every request to it repeats.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The service's URL.
    pub to: String,
    /// Largest answer that is accepted, in bytes.
    pub max_envelope_size: u32,
    /// How long the service may take to answer.
    pub operation_timeout: Duration,
    /// Language of texts, for example `en-US`.
    pub locale: String,
    /// Language of numbers and dates.
    pub data_locale: String,
    /// Groups the requests of one session in the service's logs.
    pub session_id: Guid,
}

impl Endpoint {
    /// An endpoint with the defaults of PowerShell: 500 KB, three minutes, `en-US`.
    #[must_use]
    pub fn new(to: impl Into<String>, session_id: Guid) -> Self {
        Self {
            to: to.into(),
            max_envelope_size: 512_000,
            operation_timeout: Duration::from_secs(180),
            locale: "en-US".to_owned(),
            data_locale: "en-US".to_owned(),
            session_id,
        }
    }

    /// The headers of a request.
    #[must_use]
    pub fn header(&self, message_id: Guid, resource_uri: &str) -> Header {
        Header {
            to: Some(self.to.clone()),
            resource_uri: Some(resource_uri.to_owned()),
            message_id: Some(message_id.to_message_id()),
            reply_to: Some(ANONYMOUS.to_owned()),
            max_envelope_size: Some(self.max_envelope_size),
            operation_timeout: Some(self.operation_timeout),
            locale: Some(self.locale.clone()),
            data_locale: Some(self.data_locale.clone()),
            session_id: Some(self.session_id.to_message_id()),
            ..Header::default()
        }
    }

    /// The text of a request.
    #[must_use]
    pub fn request<M: Message>(
        &self,
        message_id: Guid,
        resource_uri: &str,
        selectors: Selectors,
        options: Options,
        message: &M,
    ) -> String {
        let header = Header { selectors, options, ..self.header(message_id, resource_uri) };
        write_message(&header, message)
    }
}

/// The text that asks a service who it is; it needs no endpoint.
#[must_use]
pub fn identify_request() -> String {
    write_message(&Header::default(), &Identify)
}

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<M> {
    /// What was asked for, with its headers.
    Message(Box<Header>, M),
    /// A refusal.
    Fault(Box<Fault>),
    /// An HTTP status without any SOAP, for example 401 or 503.
    Http(u16),
}

/// Reads the answer to a request.
///
/// `message_id` is the id of the request; an answer that names another one is refused, one that
/// names none is accepted.
///
/// # Errors
/// [`Error::Malformed`], [`Error::LimitExceeded`] or [`Error::PeerMisbehaved`] when the answer
/// cannot be what it should be.
pub fn read_answer<M: Message>(
    status: u16,
    body: &[u8],
    message_id: Option<&str>,
    limits: &Limits,
) -> Result<Answer<M>, Error> {
    let failed = status >= 400;
    if body.trim_ascii().is_empty() {
        return if failed { Ok(Answer::Http(status)) } else { Err(Error::peer("empty answer")) };
    }
    if body.len() > limits.envelope_size.saturating_mul(2) {
        let maximum = limits.envelope_size;
        return Err(Error::LimitExceeded { what: "envelope size in bytes", maximum });
    }
    let parsed = decode_text(body);
    let outline = match &parsed {
        Ok(text) => Outline::new(text, limits),
        Err(error) => Err(error.clone()),
    };
    let document = outline.as_ref().map_err(Error::clone).and_then(Document::of);
    let document = match document {
        Ok(document) => document,
        // Proxies and web servers answer errors with pages of their own.
        Err(Error::Malformed(_)) if failed => return Ok(Answer::Http(status)),
        Err(error) => return Err(error),
    };
    let envelope = match Envelope::read(&document) {
        Ok(envelope) => envelope,
        Err(_) if failed => return Ok(Answer::Http(status)),
        Err(error) => return Err(error),
    };
    if let (Some(expected), Some(found)) = (message_id, envelope.header.relates_to.as_deref())
        && !expected.eq_ignore_ascii_case(found)
    {
        return Err(Error::peer("the answer belongs to another request"));
    }
    match envelope.fault()? {
        Some(fault) => Ok(Answer::Fault(Box::new(fault))),
        None if failed => Ok(Answer::Http(status)),
        None => {
            let message = envelope.message()?;
            Ok(Answer::Message(Box::new(envelope.header), message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Endpoint, identify_request, read_answer};
    use crate::fault::Known;
    use crate::message::{Config, Get, GetResponse, IdentifyResponse};
    use crate::names::resource;
    use crate::soap::{Envelope, Header, Options, Selectors, write_message};
    use crate::xml::Document;
    use crate::{Error, Guid, Limits};

    fn request() -> Header {
        let endpoint = Endpoint::new("http://h:5985/wsman", Guid([1; 16]));
        let text = endpoint.request(
            Guid([2; 16]),
            resource::CONFIG,
            Selectors::none(),
            Options::none().with("a", "b"),
            &Get,
        );
        let document = Document::parse(&text, &Limits::default()).unwrap();
        Envelope::read(&document).unwrap().header
    }

    #[test]
    fn what_is_written_is_read() {
        let header = request();
        assert_eq!(header.to.as_deref(), Some("http://h:5985/wsman"));
        assert_eq!(header.resource_uri.as_deref(), Some(resource::CONFIG));
        assert_eq!(header.operation_timeout.unwrap().as_secs(), 180);
        assert_eq!(header.max_envelope_size, Some(512_000));
        assert_eq!(header.locale.as_deref(), Some("en-US"));
        assert_eq!(header.options.get("A"), Some("b"));
        assert_eq!(header.problems, []);
        let body = Config::default().element().clone();
        let answer = header.reply("x", "uuid:3".into());
        let text =
            write_message(&Header { action: None, ..answer }, &GetResponse { body: body.clone() });
        let id = header.message_id.as_deref();
        match read_answer::<GetResponse>(200, text.as_bytes(), id, &Limits::default()).unwrap() {
            Answer::Message(_, message) => assert_eq!(message.body, body),
            other => panic!("{other:?}"),
        }
        let other =
            read_answer::<GetResponse>(200, text.as_bytes(), Some("uuid:9"), &Limits::default());
        assert!(matches!(other, Err(Error::PeerMisbehaved(_))));
    }

    #[test]
    fn refusals_of_all_kinds() {
        let limits = Limits::default();
        let text = Known::AccessDenied.fault().to_envelope(&request(), "uuid:4".into());
        for status in [200, 500] {
            match read_answer::<Get>(status, text.as_bytes(), None, &limits).unwrap() {
                Answer::Fault(fault) => assert!(fault.is(&Known::AccessDenied)),
                other => panic!("{other:?}"),
            }
        }
        for body in
            ["", "  ", "<html><body>no</body></html>", "not xml at all", "<!DOCTYPE html><p>"]
        {
            assert_eq!(
                read_answer::<Get>(503, body.as_bytes(), None, &limits),
                Ok(Answer::Http(503))
            );
            assert!(read_answer::<Get>(200, body.as_bytes(), None, &limits).is_err());
        }
    }

    #[test]
    fn identification_needs_no_headers() {
        assert!(identify_request().contains("<wsmid:Identify/>"));
        let response = IdentifyResponse::new("Remora", "1");
        let text = write_message(&Header::default(), &response);
        let answer =
            read_answer::<IdentifyResponse>(200, text.as_bytes(), None, &Limits::default());
        assert!(matches!(answer, Ok(Answer::Message(_, found)) if found == response));
    }
}

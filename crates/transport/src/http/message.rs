//! Requests and responses with their whole bodies.

use std::time::Duration;

use bytes::Bytes;
use hyper::HeaderMap;

/// How large and how slow an exchange may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpLimits {
    /// Bytes of a body.
    pub body: usize,
    /// How long the head of a request may take to arrive, which is also how long a connection may idle.
    pub head_timeout: Duration,
    /// How long a body may take to arrive.
    pub body_timeout: Duration,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            head_timeout: Duration::from_secs(120),
            body_timeout: Duration::from_secs(60),
        }
    }
}

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    /// `POST` and its kin.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Header fields.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl Request {
    /// The value of a header field, if it stands there once and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        single(&self.headers, name)
    }

    /// How often a header field stands there.
    pub fn header_count(&self, name: &str) -> usize {
        self.headers.get_all(name).iter().count()
    }
}

/// A response.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Header fields.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    /// Whether the connection ends after it.
    pub close: bool,
}

impl Response {
    /// A response without a body.
    pub fn status(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    /// With a body of this content type.
    #[must_use]
    pub fn with_body(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.with_header("content-type", content_type)
    }

    /// With a header field; a value that cannot stand in a header is left out.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = value.parse() {
            self.headers.append(name, value);
        }
        self
    }

    /// The value of a header field, if it stands there once and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        single(&self.headers, name)
    }

    /// All values of a header field that are text.
    pub fn header_values(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect()
    }
}

fn single<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

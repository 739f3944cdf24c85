//! Requests and responses as bytes (RFC 9110, RFC 9112).

use std::io::{self, Read, Write};
use std::time::Duration;

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use remora_dotnet::system::Connection;
use remora_engine::StopToken;

/// Header lines in order.
pub(crate) type Headers = Vec<(String, String)>;

/// So much a head may hold.
const HEAD_LIMIT: usize = 64 * 1024;

/// A request without the address.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) headers: Headers,
    pub(crate) body: Option<Vec<u8>>,
}

impl Request {
    /// The request as bytes.
    pub(crate) fn to_bytes(&self, target: &str) -> Vec<u8> {
        let mut head = format!("{} {target} HTTP/1.1\r\n", self.method);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += "\r\n";
        let mut bytes = head.into_bytes();
        bytes.extend(self.body.iter().flatten());
        bytes
    }
}

/// A response with its content decoded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Response {
    pub(crate) version: String,
    pub(crate) status: u16,
    pub(crate) reason: String,
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// The first header of this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Whether the status says that all went well.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Waits for bytes with an eye on the stop token.
pub(crate) struct Wire<'a> {
    pub(crate) connection: Box<dyn Connection>,
    pub(crate) stop: &'a StopToken,
    /// How often a read may wait in vain; `None` for ever.
    pub(crate) patience: Option<u32>,
}

impl Wire<'_> {
    /// How many waits a time is, each of a tenth of a second.
    pub(crate) fn waits(limit: Duration) -> u32 {
        u32::try_from(limit.as_millis() / 100).unwrap_or(u32::MAX).max(1)
    }

    /// Sends a request.
    ///
    /// # Errors
    /// What the connection reports.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.connection.write_all(bytes)?;
        self.connection.flush()
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut waits = 0;
        loop {
            match self.connection.read(buffer) {
                Err(failure)
                    if matches!(
                        failure.kind(),
                        io::ErrorKind::WouldBlock
                            | io::ErrorKind::TimedOut
                            | io::ErrorKind::Interrupted
                    ) =>
                {
                    if self.stop.is_stopped() {
                        return Err(io::ErrorKind::Interrupted.into());
                    }
                    waits += 1;
                    if self.patience.is_some_and(|patience| waits > patience) {
                        return Err(io::ErrorKind::TimedOut.into());
                    }
                }
                // A peer that ends TLS without saying so has ended the content.
                Err(failure) if failure.kind() == io::ErrorKind::UnexpectedEof => return Ok(0),
                done => return done,
            }
        }
    }

    /// Reads a response. `has_body` is false for answers to `HEAD`.
    ///
    /// # Errors
    /// What the connection reports; an answer that is no HTTP.
    pub(crate) fn receive(&mut self, has_body: bool) -> io::Result<Response> {
        let mut input = Vec::new();
        loop {
            let mut response = self.head(&mut input)?;
            // Interim answers come before the one that counts.
            if (100..200).contains(&response.status) && response.status != 101 {
                continue;
            }
            let is_empty = !has_body || matches!(response.status, 101 | 204 | 304);
            if !is_empty {
                let raw = self.body(&response, input)?;
                response.body = decoded(raw, response.header("Content-Encoding"))?;
            }
            return Ok(response);
        }
    }

    fn head(&mut self, input: &mut Vec<u8>) -> io::Result<Response> {
        let end = loop {
            if let Some(at) = input.windows(4).position(|part| part == b"\r\n\r\n") {
                break at + 4;
            }
            if input.len() > HEAD_LIMIT {
                return Err(malformed("The head of the response is too long."));
            }
            if self.more(input)? == 0 {
                return Err(malformed("The response ended prematurely. (ResponseEnded)"));
            }
        };
        let rest = input.split_off(end);
        let head = std::mem::replace(input, rest);
        parse_head(&String::from_utf8_lossy(&head))
            .ok_or_else(|| malformed("Received an invalid status line."))
    }

    fn more(&mut self, input: &mut Vec<u8>) -> io::Result<usize> {
        let mut buffer = vec![0; 16 * 1024];
        let count = self.read(&mut buffer)?;
        input.extend(buffer.iter().take(count));
        Ok(count)
    }

    fn body(&mut self, response: &Response, mut input: Vec<u8>) -> io::Result<Vec<u8>> {
        let is_chunked = response
            .header("Transfer-Encoding")
            .is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
        if is_chunked {
            return self.chunks(input);
        }
        match response.header("Content-Length").and_then(|length| length.trim().parse().ok()) {
            Some(length) => {
                while input.len() < length {
                    if self.more(&mut input)? == 0 {
                        return Err(malformed("The response ended prematurely. (ResponseEnded)"));
                    }
                }
                input.truncate(length);
            }
            None => while self.more(&mut input)? > 0 {},
        }
        Ok(input)
    }

    fn chunks(&mut self, mut input: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line_end = loop {
                if let Some(at) = input.windows(2).position(|part| part == b"\r\n") {
                    break at;
                }
                if self.more(&mut input)? == 0 {
                    return Err(malformed("The response ended prematurely. (ResponseEnded)"));
                }
            };
            let line: Vec<u8> = input.drain(..line_end + 2).collect();
            let text = String::from_utf8_lossy(&line);
            let digits = text.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(digits, 16)
                .map_err(|_| malformed("The size of a chunk is no number."))?;
            if size == 0 {
                return Ok(body);
            }
            while input.len() < size + 2 {
                if self.more(&mut input)? == 0 {
                    return Err(malformed("The response ended prematurely. (ResponseEnded)"));
                }
            }
            body.extend(input.drain(..size));
            input.drain(..2);
        }
    }
}

fn malformed(message: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

fn parse_head(head: &str) -> Option<Response> {
    let mut lines = head.split("\r\n");
    let mut status = lines.next()?.splitn(3, ' ');
    let version = status.next()?.strip_prefix("HTTP/")?.to_owned();
    let number = status.next()?.parse().ok()?;
    let reason = status.next().unwrap_or_default().to_owned();
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    Some(Response { version, status: number, reason, headers, body: Vec::new() })
}

/// The content behind its codings, the last one first.
fn decoded(mut body: Vec<u8>, codings: Option<&str>) -> io::Result<Vec<u8>> {
    for coding in codings.unwrap_or_default().rsplit(',') {
        let mut out = Vec::new();
        match coding.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => {
                GzDecoder::new(body.as_slice()).read_to_end(&mut out)?;
            }
            // Some servers send the bare form.
            "deflate" => {
                if ZlibDecoder::new(body.as_slice()).read_to_end(&mut out).is_err() {
                    out.clear();
                    DeflateDecoder::new(body.as_slice()).read_to_end(&mut out)?;
                }
            }
            "br" => {
                brotli_decompressor::Decompressor::new(body.as_slice(), 4096)
                    .read_to_end(&mut out)?;
            }
            _ => continue,
        }
        body = out;
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives an answer in small pieces and keeps what was sent.
    struct Script(std::collections::VecDeque<u8>);

    impl Read for Script {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = buffer.len().min(3).min(self.0.len());
            for slot in buffer.iter_mut().take(count) {
                *slot = self.0.pop_front().unwrap_or(0);
            }
            Ok(count)
        }
    }

    impl Write for Script {
        fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
            Ok(buffer.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn answer(text: &[u8]) -> io::Result<Response> {
        let stop = StopToken::new();
        let connection = Box::new(Script(text.iter().copied().collect()));
        Wire { connection, stop: &stop, patience: None }.receive(true)
    }

    #[test]
    fn contents_end_in_three_ways() {
        let sized = answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc").expect("sized");
        assert_eq!((sized.status, sized.body.as_slice()), (200, b"ab".as_slice()));
        let open = answer(b"HTTP/1.0 404 Not Found\r\nX: y\r\n\r\nabc").expect("open");
        assert_eq!((open.reason.as_str(), open.body.as_slice()), ("Not Found", b"abc".as_slice()));
        assert_eq!(open.header("x"), Some("y"));
        let chunked = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n";
        assert_eq!(answer(chunked).expect("chunked").body, b"abc");
    }

    #[test]
    fn what_breaks_off_is_an_error() {
        assert!(answer(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").is_err());
        assert!(answer(b"nothing\r\n\r\n").is_err());
        assert!(answer(b"").is_err());
    }

    #[test]
    fn codings_are_undone() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(b"text").expect("written");
        let packed = packed.finish().expect("packed");
        assert_eq!(decoded(packed, Some("gzip")).expect("unpacked"), b"text");
        assert_eq!(decoded(b"text".to_vec(), Some("identity")).expect("same"), b"text");
    }
}

//! A message as it stands in its fragments (MS-PSRP section 2.2.1, PowerShell Remoting Protocol
//! Message).

use remora_psobject::Guid;

use super::MessageType;
use crate::error::{Error, Malformation};

/// Bytes before the body.
pub const HEADER_SIZE: usize = 40;

/// The byte order mark that bodies begin with.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// For which end a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// For the client.
    Client,
    /// For the server.
    Server,
}

impl Destination {
    /// The number on the wire.
    pub fn number(self) -> u32 {
        match self {
            Self::Client => 1,
            Self::Server => 2,
        }
    }
}

/// A message whose body was not looked at. Numbers that mean nothing are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawMessage {
    /// For which end it is; see [`Destination`].
    pub destination: u32,
    /// Its type; see [`MessageType`].
    pub code: u32,
    /// The runspace pool that it belongs to.
    pub pool: Guid,
    /// The pipeline that it belongs to; all zeros for the pool's own messages.
    pub pipeline: Guid,
    /// UTF-8 CLIXML, with or without a byte order mark, or nothing.
    pub body: Vec<u8>,
}

impl RawMessage {
    /// Takes a message apart.
    ///
    /// # Errors
    /// [`Malformation::MessageLength`] where it is shorter than its header.
    pub fn parse(mut bytes: Vec<u8>) -> Result<Self, Error> {
        let (destination, code, pool, pipeline) =
            parse_header(&bytes).ok_or(Malformation::MessageLength(bytes.len()))?;
        bytes.drain(..HEADER_SIZE);
        Ok(Self { destination, code, pool, pipeline, body: bytes })
    }

    /// The bytes of the message.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_SIZE + self.body.len());
        bytes.extend_from_slice(&self.destination.to_le_bytes());
        bytes.extend_from_slice(&self.code.to_le_bytes());
        bytes.extend_from_slice(&self.pool.to_wire());
        bytes.extend_from_slice(&self.pipeline.to_wire());
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// Its type, where it is one of the protocol's.
    pub fn message_type(&self) -> Option<MessageType> {
        MessageType::from_code(self.code)
    }

    /// The CLIXML, without its byte order mark; empty where there is no body.
    ///
    /// # Errors
    /// [`Malformation::Encoding`] where it is not UTF-8.
    pub fn text(&self) -> Result<&str, Error> {
        let body = self.body.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(&self.body);
        std::str::from_utf8(body).map_err(|_| Malformation::Encoding.into())
    }
}

fn parse_header(bytes: &[u8]) -> Option<(u32, u32, Guid, Guid)> {
    let (destination, rest) = bytes.split_first_chunk()?;
    let (code, rest) = rest.split_first_chunk()?;
    let (pool, rest) = rest.split_first_chunk()?;
    let (pipeline, _) = rest.split_first_chunk()?;
    let number = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
    Some((number(destination), number(code), Guid::from_wire(*pool), Guid::from_wire(*pipeline)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_come_back() {
        let message = RawMessage {
            destination: 2,
            code: 0x0002_1006,
            pool: Guid::parse("aaaaaaaa-0000-4000-8000-000000000001").unwrap(),
            pipeline: Guid::parse("bbbbbbbb-0000-4000-8000-000000000001").unwrap(),
            body: b"\xEF\xBB\xBF<S>x</S>".to_vec(),
        };
        let bytes = message.to_bytes();
        assert_eq!(bytes.len(), HEADER_SIZE + 11);
        assert_eq!(RawMessage::parse(bytes).unwrap(), message);
        assert_eq!(message.text().unwrap(), "<S>x</S>");
        assert_eq!(RawMessage::parse(vec![0; 20]), Err(Malformation::MessageLength(20).into()));
    }
}

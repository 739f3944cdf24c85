//! A packet ⇄ its text.
//!
//! Packets are written in one form. They are read as the XML that they are: attributes in any order and
//! in either quotes, an end tag or none, comments, several packets in one line. What PowerShell refuses
//! is refused too: text and blanks outside of an element, other elements, other attributes.

use std::fmt::{self, Write as _};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use remora_psrp::{Guid, Stream};

/// One packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packet {
    /// Bytes of fragments.
    Data {
        /// How urgent they are.
        stream: Stream,
        /// The pipeline, or zeros.
        id: Guid,
        /// The bytes.
        data: Vec<u8>,
    },
    /// A `Data` was worked through.
    DataAck(Guid),
    /// Opens a pipeline.
    Command(Guid),
    /// A `Command` was worked through.
    CommandAck(Guid),
    /// Closes a pipeline or the pool.
    Close(Guid),
    /// A `Close` was worked through.
    CloseAck(Guid),
    /// Stops a pipeline.
    Signal(Guid),
    /// A `Signal` was worked through.
    SignalAck(Guid),
}

/// Why a line holds no packets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PacketError {
    /// There is something outside of an element, or an element that does not end.
    Text(String),
    /// There is no packet of this name.
    UnknownElement(String),
    /// The attributes are not those of the packet.
    Attributes(String),
    /// An id is none.
    Id,
    /// Data is missing, or not base64.
    Data,
}

impl fmt::Display for PacketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "What was received is no packet: {text}"),
            Self::UnknownElement(name) => write!(
                f,
                "An unknown element \"{name}\" was received. This can happen if the remote process closed or ended abnormally."
            ),
            Self::Attributes(name) if name == "Data" => f.write_str(
                "Expected only two attributes with the names \"Stream\" and \"PSGuid\" in the Data element.",
            ),
            Self::Attributes(name) => {
                write!(f, "Expected only one attribute with the name \"PSGuid\" in the {name} element.")
            }
            Self::Id => f.write_str("A packet carries an id that is no GUID."),
            Self::Data => f.write_str("A Data packet carries text that is no base64."),
        }
    }
}

impl std::error::Error for PacketError {}

impl Packet {
    /// Whose it is: a pipeline's, or zeros for the pool's.
    pub fn id(&self) -> Guid {
        match self {
            Self::Data { id, .. }
            | Self::DataAck(id)
            | Self::Command(id)
            | Self::CommandAck(id)
            | Self::Close(id)
            | Self::CloseAck(id)
            | Self::Signal(id)
            | Self::SignalAck(id) => *id,
        }
    }

    /// The name of its element.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Data { .. } => "Data",
            Self::DataAck(_) => "DataAck",
            Self::Command(_) => "Command",
            Self::CommandAck(_) => "CommandAck",
            Self::Close(_) => "Close",
            Self::CloseAck(_) => "CloseAck",
            Self::Signal(_) => "Signal",
            Self::SignalAck(_) => "SignalAck",
        }
    }

    /// The line with its end.
    pub fn to_line(&self) -> String {
        match self {
            Self::Data { stream, id, data } => {
                let stream = match stream {
                    Stream::Default => "Default",
                    Stream::PromptResponse => "PromptResponse",
                };
                const FRAME: usize = 96;
                let mut line = String::with_capacity(FRAME + data.len().div_ceil(3) * 4);
                // Writing to a string cannot fail.
                let _ = write!(line, "<Data Stream='{stream}' PSGuid='{id}'>");
                base64_simd::STANDARD.encode_append(data, &mut line);
                line.push_str("</Data>\n");
                line
            }
            other => format!("<{} PSGuid='{}' />\n", other.name(), other.id()),
        }
    }

    /// The packets of a line. The ones before an error are given, too.
    pub fn parse_line(line: &str) -> (Vec<Self>, Option<PacketError>) {
        let mut packets = Vec::new();
        let mut rest = line;
        while !rest.is_empty() {
            if let Some(behind) = rest.strip_prefix("<!--") {
                match behind.split_once("-->") {
                    Some((_, after)) => rest = after,
                    None => return (packets, Some(PacketError::Text(shown(rest)))),
                }
                continue;
            }
            match Element::read(rest).and_then(|(element, after)| Ok((element.packet()?, after))) {
                Ok((packet, after)) => {
                    packets.push(packet);
                    rest = after;
                }
                Err(error) => return (packets, Some(error)),
            }
        }
        (packets, None)
    }
}

/// The beginning of a text that may be long.
fn shown(text: &str) -> String {
    text.chars().take(100).collect()
}

/// One element with text in it at most.
struct Element<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    text: &'a str,
}

impl<'a> Element<'a> {
    /// The element at the beginning of a text, and what is behind it.
    fn read(text: &'a str) -> Result<(Self, &'a str), PacketError> {
        Self::try_read(text).ok_or_else(|| PacketError::Text(shown(text)))
    }

    fn try_read(text: &'a str) -> Option<(Self, &'a str)> {
        let rest = text.strip_prefix('<')?;
        let (name, mut rest) = name(rest)?;
        let mut attributes = Vec::new();
        loop {
            let trimmed = rest.trim_start();
            if let Some(after) = trimmed.strip_prefix("/>") {
                return Some((Self { name, attributes, text: "" }, after));
            }
            if let Some(after) = trimmed.strip_prefix('>') {
                let (inner, after) = after.split_once('<')?;
                let after = after.strip_prefix('/')?.strip_prefix(name)?;
                let after = after.trim_start().strip_prefix('>')?;
                return Some((Self { name, attributes, text: inner }, after));
            }
            // An attribute stands behind a blank.
            if trimmed.len() == rest.len() || attributes.len() > 8 {
                return None;
            }
            let (key, after) = self::name(trimmed)?;
            let after = after.trim_start().strip_prefix('=')?.trim_start();
            let quote = after.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
            let (value, after) = after.strip_prefix(quote)?.split_once(quote)?;
            attributes.push((key, value));
            rest = after;
        }
    }

    fn packet(&self) -> Result<Packet, PacketError> {
        let make = match self.name {
            "Data" => return self.data(),
            "DataAck" => Packet::DataAck,
            "Command" => Packet::Command,
            "CommandAck" => Packet::CommandAck,
            "Close" => Packet::Close,
            "CloseAck" => Packet::CloseAck,
            "Signal" => Packet::Signal,
            "SignalAck" => Packet::SignalAck,
            other => return Err(PacketError::UnknownElement(shown(other))),
        };
        match self.attributes.as_slice() {
            [("PSGuid", id)] => id_of(id).map(make),
            _ => Err(PacketError::Attributes(self.name.to_owned())),
        }
    }

    fn data(&self) -> Result<Packet, PacketError> {
        let (stream, id) = match self.attributes.as_slice() {
            [("Stream", stream), ("PSGuid", id)] | [("PSGuid", id), ("Stream", stream)] => {
                (stream, id)
            }
            _ => return Err(PacketError::Attributes(self.name.to_owned())),
        };
        // Any other name is the default stream.
        let stream = match *stream {
            "PromptResponse" => Stream::PromptResponse,
            _ => Stream::Default,
        };
        let id = id_of(id)?;
        let decoded = base64_simd::STANDARD.decode_to_vec(self.text).ok().or_else(|| {
            let packed: String = self.text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            STANDARD.decode(packed).ok()
        });
        let data = decoded.filter(|data| !data.is_empty()).ok_or(PacketError::Data)?;
        Ok(Packet::Data { stream, id, data })
    }
}

/// A name at the beginning of a text, and what is behind it.
fn name(text: &str) -> Option<(&str, &str)> {
    let end =
        text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.' | ':'))?;
    if end == 0 { None } else { text.split_at_checked(end) }
}

fn id_of(text: &str) -> Result<Guid, PacketError> {
    Guid::parse(text).ok_or(PacketError::Id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Guid = Guid([0xBB; 16]);
    const TEXT: &str = "bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb";

    fn one(line: &str) -> Packet {
        let (packets, error) = Packet::parse_line(line);
        assert_eq!(error, None, "{line}");
        assert_eq!(packets.len(), 1, "{line}");
        packets.into_iter().next().unwrap()
    }

    #[test]
    fn packets_come_back() {
        let data = Packet::Data { stream: Stream::PromptResponse, id: ID, data: vec![0, 255, 7] };
        assert_eq!(
            data.to_line(),
            format!("<Data Stream='PromptResponse' PSGuid='{TEXT}'>AP8H</Data>\n")
        );
        let others = [Packet::DataAck, Packet::Command, Packet::CommandAck, Packet::Close];
        let more = [Packet::CloseAck, Packet::Signal, Packet::SignalAck];
        let packets = others.into_iter().chain(more).map(|make: fn(Guid) -> Packet| make(ID));
        for packet in packets.chain([data]) {
            assert_eq!(one(packet.to_line().trim_end()), packet);
        }
    }

    #[test]
    fn other_forms_are_read() {
        let forms = [
            format!("<Command PSGuid=\"{TEXT}\" />"),
            format!("<Command  PSGuid = '{TEXT}'></Command>"),
            format!("<Command PSGuid='{{{TEXT}}}'/>"),
            format!("<Command PSGuid='{}' ></Command >", TEXT.to_uppercase()),
            format!("<!-- c --><Command PSGuid='{TEXT}' />"),
        ];
        for form in forms {
            assert_eq!(one(&form), Packet::Command(ID), "{form}");
        }
        let data = format!("<Data PSGuid=\"{TEXT}\" Stream=\"other\">AA ==</Data>");
        assert_eq!(one(&data), Packet::Data { stream: Stream::Default, id: ID, data: vec![0] });
        let two = format!("<Command PSGuid='{TEXT}' /><Close PSGuid='{TEXT}' />");
        assert_eq!(Packet::parse_line(&two), (vec![Packet::Command(ID), Packet::Close(ID)], None));
    }

    #[test]
    fn what_is_no_packet_is_refused() {
        let cases = [
            ("hello".to_owned(), PacketError::Text("hello".into())),
            (
                format!(" <Close PSGuid='{TEXT}' />"),
                PacketError::Text(format!(" <Close PSGuid='{TEXT}' />")),
            ),
            ("<Close".to_owned(), PacketError::Text("<Close".into())),
            (format!("<Hello PSGuid='{TEXT}' />"), PacketError::UnknownElement("Hello".into())),
            ("<Close />".to_owned(), PacketError::Attributes("Close".into())),
            (format!("<Close PSGuid='{TEXT}' X='1' />"), PacketError::Attributes("Close".into())),
            (format!("<Data PSGuid='{TEXT}'>AAAA</Data>"), PacketError::Attributes("Data".into())),
            ("<Close PSGuid='nope' />".to_owned(), PacketError::Id),
            (format!("<Data Stream='Default' PSGuid='{TEXT}'>A!A</Data>"), PacketError::Data),
            (format!("<Data Stream='Default' PSGuid='{TEXT}'></Data>"), PacketError::Data),
        ];
        for (line, error) in cases {
            assert_eq!(Packet::parse_line(&line), (Vec::new(), Some(error)), "{line}");
        }
        let behind = format!("<Close PSGuid='{TEXT}' /> ");
        let (packets, error) = Packet::parse_line(&behind);
        assert_eq!((packets.len(), error), (1, Some(PacketError::Text(" ".into()))));
    }
}

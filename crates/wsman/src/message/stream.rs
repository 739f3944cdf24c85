//! MS-WSMV 2.2.4.40 StreamType

use crate::names::Namespace;
use crate::xml::{Node, XmlWriter, decode_base64, parse_bool};
use crate::{CommandId, Error};

/// A block of the data of one stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stream {
    /// `stdin`, `pr`, `stdout` or `stderr`.
    pub name: String,
    /// The command the stream belongs to; none for the shell's own streams.
    pub command: Option<CommandId>,
    /// Whether nothing more follows on this stream.
    pub end: bool,
    /// The octets; for PowerShell one or more PSRP fragments.
    pub data: Vec<u8>,
}

impl Stream {
    /// Reads the `rsp:Stream` elements inside `parent`.
    pub(super) fn read_all(parent: Node<'_, '_>) -> Result<Vec<Self>, Error> {
        let mut streams = Vec::new();
        for node in parent.children().filter(|node| node.is(Namespace::Shell, "Stream")) {
            super::check_items(streams.len(), parent)?;
            streams.push(Self::read(node)?);
        }
        Ok(streams)
    }

    fn read(node: Node<'_, '_>) -> Result<Self, Error> {
        let name = node.attribute("Name").unwrap_or_default().trim();
        if name.is_empty() || name.len() > 64 {
            return Err(Error::malformed("a stream has no usable name"));
        }
        Ok(Self {
            name: name.to_owned(),
            command: super::command_id(node)?,
            end: node.attribute("End").and_then(parse_bool).unwrap_or(false),
            data: decode_base64(&node.text(), node.limits().payload_size)?,
        })
    }

    /// Writes one `rsp:Stream` element.
    pub(super) fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Shell, "Stream");
        writer.attribute("Name", &self.name);
        if let Some(command) = &self.command {
            writer.attribute("CommandId", command.as_str());
        }
        if self.end {
            writer.attribute("End", "true");
        }
        writer.base64(&self.data);
        writer.end();
    }

    /// An upper bound for the bytes that [`Stream::write`] adds for `data` octets.
    pub(crate) fn written_size(name: &str, command: Option<&CommandId>, data: usize) -> usize {
        // <rsp:Stream Name="" CommandId="" End="true"></rsp:Stream>
        const FRAME: usize = 64;
        let command = match command {
            // An id may need escaping; five bytes for each of its own is the worst case.
            Some(id) => id.as_str().len() * 6,
            None => 0,
        };
        FRAME + name.len() * 6 + command + data.div_ceil(3) * 4
    }
}

#[cfg(test)]
mod tests {
    use super::Stream;
    use crate::CommandId;
    use crate::xml::XmlWriter;

    #[test]
    fn the_size_estimate_is_never_too_small() {
        let command = CommandId::new("CF84C20A-0A35-43FA-AF78-0B4711DA5F30&\"<").unwrap();
        for size in [0, 1, 2, 3, 100, 32_768] {
            for command in [None, Some(command.clone())] {
                let stream =
                    Stream { name: "stdout".into(), command, end: true, data: vec![7; size] };
                let mut writer = XmlWriter::new();
                writer.start(crate::names::Namespace::Shell, "ReceiveResponse");
                let before = writer.len();
                stream.write(&mut writer);
                let written = writer.len() - before;
                let estimate = Stream::written_size("stdout", stream.command.as_ref(), size);
                assert!(written <= estimate, "{written} > {estimate}");
            }
        }
    }
}

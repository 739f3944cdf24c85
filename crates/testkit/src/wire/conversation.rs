//! What one side of a conversation said, in a form that can be compared.

use std::collections::BTreeMap;

use remora_clixml::SecretCodec;
use remora_outofproc::{ERROR_PREFIX, Packet};
use remora_psobject::{
    DateTime, Guid, ObjectView, PlainView, Properties, PsString, SerializationPolicy, Value,
};
use remora_psrp::Stream;
use remora_psrp::fragment::Defragmenter;
use remora_psrp::message::{MessageType, RawMessage};

use super::document::{Leniency, normal_form};

const LIMIT: usize = 256 * 1024 * 1024;

/// Puts messages together from the packets of one side.
#[derive(Default)]
pub(super) struct Assembler {
    streams: BTreeMap<(Guid, Stream), Defragmenter>,
}

impl Assembler {
    /// The messages that end in this packet. What is broken is left out.
    pub(super) fn messages(&mut self, packet: &Packet) -> Vec<RawMessage> {
        let Packet::Data { stream, id, data } = packet else { return Vec::new() };
        let stream = self.streams.entry((*id, *stream)).or_insert_with(|| Defragmenter::new(LIMIT));
        stream.push(data);
        let mut messages = Vec::new();
        loop {
            match stream.next_message() {
                Ok(None) => return messages,
                Ok(Some(bytes)) => messages.extend(RawMessage::parse(bytes).ok()),
                Err(_) => {}
            }
        }
    }
}

impl Assembler {
    /// Whether a message goes on in the next packet of the same stream.
    pub(super) fn is_partial(&self, packet: &Packet) -> bool {
        let Packet::Data { stream, id, .. } = packet else { return false };
        self.streams.get(&(*id, *stream)).is_some_and(|stream| !stream.is_empty())
    }
}

/// What one side said: messages by stream, other packets by kind and id.
#[derive(Default)]
pub(super) struct Conversation {
    assembler: Assembler,
    messages: BTreeMap<Guid, Vec<(String, String)>>,
    packets: BTreeMap<(&'static str, Guid), usize>,
    error_lines: usize,
    ignores_error_lines: bool,
    leniency: Leniency,
}

impl Conversation {
    pub(super) fn new(leniency: Leniency) -> Self {
        Self { leniency, ..Self::default() }
    }

    /// Adds a line.
    pub(super) fn add(&mut self, line: &str) {
        let (packets, error) = Packet::parse_line(line);
        if error.is_some() && line.starts_with(ERROR_PREFIX) && !self.ignores_error_lines {
            self.error_lines += 1;
        }
        for packet in packets {
            if !matches!(packet, Packet::Data { .. }) {
                *self.packets.entry((packet.name(), packet.id())).or_default() += 1;
            }
            for message in self.assembler.messages(&packet) {
                self.add_message(packet.id(), &message);
            }
        }
    }

    fn add_message(&mut self, id: Guid, message: &RawMessage) {
        let message_type = message.message_type();
        // A server that first runs a command of its own says so on the pool's stream.
        if id == Guid::EMPTY && message_type == Some(MessageType::PipelineState) {
            return;
        }
        let name = message_type.map_or_else(|| format!("{:#x}", message.code), |t| t.name().into());
        let text = message.text().unwrap_or("not UTF-8");
        let form = match message_type {
            // These are random.
            Some(MessageType::EncryptedSessionKey) => String::new(),
            _ => normal_form(text, self.leniency),
        };
        self.messages.entry(id).or_default().push((name, form));
    }

    /// What differs.
    pub(super) fn differences(&self, recorded: &Self) -> Vec<String> {
        let mut differences = Vec::new();
        let mut ids: Vec<&Guid> = recorded.messages.keys().chain(self.messages.keys()).collect();
        ids.sort();
        ids.dedup();
        let none = Vec::new();
        for id in ids {
            let want = recorded.messages.get(id).unwrap_or(&none);
            let got = self.messages.get(id).unwrap_or(&none);
            let first = (0..want.len().max(got.len())).find(|at| want.get(*at) != got.get(*at));
            if let Some(at) = first {
                differences.push(difference(*id, at, want.get(at), got.get(at)));
            }
        }
        let mut keys: Vec<_> = recorded.packets.keys().chain(self.packets.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let count = |own: &Self| own.packets.get(key).copied().unwrap_or(0);
            let (want, got) = (count(recorded), count(self));
            if want != got {
                differences.push(format!("{} {}: want {want}, got {got}", key.0, short(key.1)));
            }
        }
        if self.error_lines != recorded.error_lines {
            let (want, got) = (recorded.error_lines, self.error_lines);
            differences.push(format!("error lines: want {want}, got {got}"));
        }
        differences
    }

    /// Forgets error lines, for sides that write none.
    pub(super) fn without_error_lines(mut self) -> Self {
        self.error_lines = 0;
        self
    }

    /// Counts no error lines from now on.
    pub(super) fn ignore_error_lines(&mut self) {
        self.ignores_error_lines = true;
    }
}

fn short(id: Guid) -> String {
    let text = id.to_string();
    format!("{}…{}", text.get(..1).unwrap_or_default(), text.get(33..).unwrap_or_default())
}

fn difference(
    id: Guid,
    at: usize,
    want: Option<&(String, String)>,
    got: Option<&(String, String)>,
) -> String {
    let id = short(id);
    let name = |one: Option<&(String, String)>| one.map_or("nothing", |(name, _)| name).to_owned();
    match (want, got) {
        (Some((name, want)), Some((other, got))) if name == other => {
            let at_byte = want.bytes().zip(got.bytes()).take_while(|(a, b)| a == b).count();
            let near = |text: &str| -> String {
                let bytes = text.as_bytes();
                let from = at_byte.saturating_sub(40);
                let part = bytes.get(from..(at_byte + 80).min(bytes.len())).unwrap_or_default();
                String::from_utf8_lossy(part).into_owned()
            };
            format!("{id} message {at} {name}: want …{}…, got …{}…", near(want), near(got))
        }
        _ => format!("{id} message {at}: want {}, got {}", name(want), name(got)),
    }
}

/// Takes encrypted strings as they are, so that they come back as they were.
pub(super) struct Opaque;

impl SecretCodec for Opaque {
    fn encrypt(&self, units: &[u16]) -> Result<String, remora_clixml::Error> {
        Ok(String::from_utf16_lossy(units))
    }

    fn decrypt(&self, text: &str) -> Result<Vec<u16>, remora_clixml::Error> {
        Ok(text.encode_utf16().collect())
    }
}

/// Follows what came from elsewhere to its end, where a serializer would cut it again.
pub(super) struct Whole;

impl ObjectView for Whole {
    fn properties(&self, value: &Value) -> Properties {
        PlainView.properties(value)
    }

    fn text(&self, value: &Value) -> Option<PsString> {
        PlainView.text(value)
    }

    fn policy(&self, type_names: &[PsString]) -> SerializationPolicy {
        let came = type_names.first().is_some_and(|name| name.starts_with("Deserialized."));
        SerializationPolicy { depth: came.then_some(50), ..PlainView.policy(type_names) }
    }

    fn local_offset(&self, at: DateTime) -> i16 {
        PlainView.local_offset(at)
    }
}

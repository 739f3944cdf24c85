//! MS-WSMV 2.2.4.37 Shell

use std::time::Duration;

use crate::names::Namespace;
use crate::soap::{format_elapsed, format_timeout, parse_duration};
use crate::xml::{Document, Element, Node, XmlWriter, decode_base64, parse_bool};
use crate::{Error, Limits, ShellId};

/// What happens to output while nobody is connected
/// (MS-WSMV 2.2.5.10 OutputBufferingModeEnumeration).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BufferMode {
    /// The command waits until somebody reads.
    Block,
    /// Output is thrown away.
    Drop,
}

impl BufferMode {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Block => "Block",
            Self::Drop => "Drop",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Block, Self::Drop].into_iter().find(|mode| mode.text().eq_ignore_ascii_case(text))
    }
}

/// Whether a client is connected to a shell (MS-WSMV 2.2.5.15 StateType).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionState {
    /// A client is connected.
    Connected,
    /// No client is connected.
    Disconnected,
}

impl ConnectionState {
    const fn text(self) -> &'static str {
        match self {
            Self::Connected => "Connected",
            Self::Disconnected => "Disconnected",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Connected, Self::Disconnected].into_iter().find(|state| state.text() == text)
    }
}

/// A shell: what a client asks for, and what a service says about one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shell {
    /// Identifier; chosen by the client for PowerShell, by the service for text shells.
    pub id: Option<ShellId>,
    /// Friendly name, not unique.
    pub name: Option<String>,
    /// The resource the shell was made from.
    pub resource_uri: Option<String>,
    /// The account that made the shell.
    pub owner: Option<String>,
    /// The address the shell was made from.
    pub client_ip: Option<String>,
    /// The process that hosts the shell.
    pub process_id: Option<u32>,
    /// Environment variables to start with, in order.
    pub environment: Vec<(String, String)>,
    /// Directory to start in.
    pub working_directory: Option<String>,
    /// Longest time the shell may exist.
    pub lifetime: Option<Duration>,
    /// How long the shell may be idle before it is deleted.
    pub idle_timeout: Option<Duration>,
    /// Streams that the client will write.
    pub input_streams: Vec<String>,
    /// Streams that the client will read.
    pub output_streams: Vec<String>,
    /// Largest idle time-out that can be asked for.
    pub max_idle_timeout: Option<Duration>,
    /// Language of the user interface.
    pub locale: Option<String>,
    /// Language of numbers and dates.
    pub data_locale: Option<String>,
    /// Compression of the streams, `NoCompression` for none.
    pub compression_mode: Option<String>,
    /// Whether the user's profile is loaded.
    pub profile_loaded: Option<bool>,
    /// Encoding of the messages, `UTF8` or `UTF16`.
    pub encoding: Option<String>,
    /// What happens to output while nobody is connected.
    pub buffer_mode: Option<BufferMode>,
    /// Whether a client is connected.
    pub state: Option<ConnectionState>,
    /// Time since the shell was made.
    pub run_time: Option<Duration>,
    /// Time since the shell was last used.
    pub inactivity: Option<Duration>,
    /// Memory in use, for example `51MB`; in answers to Get and Enumerate.
    pub memory_used: Option<String>,
    /// Number of processes the shell started; in answers to Get and Enumerate.
    pub child_processes: Option<u32>,
    /// What PowerShell sends with the request for a shell: the first PSRP fragments.
    pub creation_xml: Option<Vec<u8>>,
}

const NS: Namespace = Namespace::Shell;

impl Shell {
    /// Writes the shell as a client asks for it: the identifier is an attribute.
    pub(super) fn write_request(&self, writer: &mut XmlWriter) {
        writer.start(NS, "Shell");
        if let Some(name) = &self.name {
            writer.attribute("Name", name);
        }
        if let Some(id) = &self.id {
            writer.attribute("ShellId", id.as_str());
        }
        self.write_settings(writer);
        self.write_streams(writer);
        if let Some(bytes) = &self.creation_xml {
            writer.start(Namespace::PowerShell, "creationXml");
            writer.base64(bytes);
            writer.end();
        }
        writer.end();
    }

    fn write_settings(&self, writer: &mut XmlWriter) {
        if !self.environment.is_empty() {
            writer.start(NS, "Environment");
            for (name, value) in &self.environment {
                writer.start(NS, "Variable");
                writer.attribute("Name", name);
                writer.text(value);
                writer.end();
            }
            writer.end();
        }
        writer.optional_element(NS, "WorkingDirectory", self.working_directory.as_deref());
        timeout(writer, "Lifetime", self.lifetime);
        timeout(writer, "IdleTimeOut", self.idle_timeout);
    }

    fn write_streams(&self, writer: &mut XmlWriter) {
        if !self.input_streams.is_empty() {
            writer.text_element(NS, "InputStreams", &self.input_streams.join(" "));
        }
        if !self.output_streams.is_empty() {
            writer.text_element(NS, "OutputStreams", &self.output_streams.join(" "));
        }
    }

    /// Writes the shell as a service describes it: everything is an element, in Windows' order.
    pub(crate) fn write_instance(&self, writer: &mut XmlWriter) {
        writer.start(NS, "Shell");
        writer.optional_element(NS, "ShellId", self.id.as_ref().map(ShellId::as_str));
        writer.optional_element(NS, "Name", self.name.as_deref());
        writer.optional_element(NS, "ResourceUri", self.resource_uri.as_deref());
        writer.optional_element(NS, "Owner", self.owner.as_deref());
        writer.optional_element(NS, "ClientIP", self.client_ip.as_deref());
        number(writer, "ProcessId", self.process_id);
        self.write_settings(writer);
        self.write_streams(writer);
        timeout(writer, "MaxIdleTimeOut", self.max_idle_timeout);
        writer.optional_element(NS, "Locale", self.locale.as_deref());
        writer.optional_element(NS, "DataLocale", self.data_locale.as_deref());
        writer.optional_element(NS, "CompressionMode", self.compression_mode.as_deref());
        let loaded = self.profile_loaded.map(|loaded| if loaded { "Yes" } else { "No" });
        writer.optional_element(NS, "ProfileLoaded", loaded);
        writer.optional_element(NS, "Encoding", self.encoding.as_deref());
        writer.optional_element(NS, "BufferMode", self.buffer_mode.map(BufferMode::text));
        writer.optional_element(NS, "State", self.state.map(ConnectionState::text));
        let run_time = self.run_time.map(format_elapsed);
        writer.optional_element(NS, "ShellRunTime", run_time.as_deref());
        let inactivity = self.inactivity.map(format_elapsed);
        writer.optional_element(NS, "ShellInactivity", inactivity.as_deref());
        writer.optional_element(NS, "MemoryUsed", self.memory_used.as_deref());
        number(writer, "ChildProcesses", self.child_processes);
        writer.end();
    }

    /// Reads either form.
    ///
    /// # Errors
    /// [`Error::Malformed`] for durations, numbers and base64 that are none.
    pub fn read(node: Node<'_, '_>) -> Result<Self, Error> {
        let mut shell = Self {
            id: id(node.attribute("ShellId"))?,
            name: node.attribute("Name").map(str::to_owned),
            ..Self::default()
        };
        for child in node.children() {
            shell.read_one(child)?;
        }
        Ok(shell)
    }

    /// Takes a shell out of an answer to Get or Enumerate.
    ///
    /// # Errors
    /// As for [`Shell::read`]; [`Error::Malformed`] when the element is no `rsp:Shell`.
    pub fn from_element(element: &Element) -> Result<Self, Error> {
        if element.name != "Shell" || element.namespace.as_deref() != Some(NS.uri()) {
            return Err(Error::malformed("the element is no shell"));
        }
        let mut writer = XmlWriter::new();
        element.write(&mut writer);
        let text = writer.finish();
        let document = Document::parse(&text, &Limits::for_envelope_size(usize::MAX))?;
        Self::read(document.root())
    }

    fn read_one(&mut self, node: Node<'_, '_>) -> Result<(), Error> {
        let text = || Some(node.trimmed_text());
        match node.name() {
            "ShellId" => self.id = id(text().as_deref())?,
            "Name" => self.name = text(),
            "ResourceUri" | "ResourceURI" => self.resource_uri = text(),
            "Owner" => self.owner = text(),
            "ClientIP" => self.client_ip = text(),
            "ProcessId" => self.process_id = node.trimmed_text().parse().ok(),
            "Environment" => self.read_environment(node)?,
            "WorkingDirectory" => self.working_directory = text(),
            "Lifetime" | "LifeTime" => self.lifetime = Some(duration(node)?),
            "IdleTimeOut" | "IdleTimeout" => self.idle_timeout = Some(duration(node)?),
            "InputStreams" => self.input_streams = super::names(node)?,
            "OutputStreams" => self.output_streams = super::names(node)?,
            "MaxIdleTimeOut" => self.max_idle_timeout = Some(duration(node)?),
            "Locale" => self.locale = text(),
            "DataLocale" => self.data_locale = text(),
            "CompressionMode" => self.compression_mode = text(),
            "ProfileLoaded" => {
                let text = node.trimmed_text();
                self.profile_loaded =
                    parse_bool(&text).or_else(|| Some(text.eq_ignore_ascii_case("yes")));
            }
            "Encoding" => self.encoding = text(),
            "BufferMode" => self.buffer_mode = BufferMode::parse(&node.trimmed_text()),
            "State" => self.state = ConnectionState::parse(&node.trimmed_text()),
            "ShellRunTime" => self.run_time = parse_duration(&node.text()).ok(),
            "ShellInactivity" => self.inactivity = parse_duration(&node.text()).ok(),
            "MemoryUsed" => self.memory_used = text(),
            "ChildProcesses" => self.child_processes = node.trimmed_text().parse().ok(),
            "creationXml" => {
                let maximum = node.limits().payload_size;
                self.creation_xml = Some(decode_base64(&node.text(), maximum)?);
            }
            // The content model is open: shells may bring elements of their own.
            _ => {}
        }
        Ok(())
    }

    fn read_environment(&mut self, node: Node<'_, '_>) -> Result<(), Error> {
        for variable in node.children().filter(|child| child.name() == "Variable") {
            super::check_items(self.environment.len(), node)?;
            let name = variable.attribute("Name").unwrap_or_default();
            if name.is_empty() || name.contains(['=', '\0']) {
                return Err(Error::malformed("an environment variable has no usable name"));
            }
            self.environment.push((name.to_owned(), variable.text().into_owned()));
        }
        Ok(())
    }
}

fn id(text: Option<&str>) -> Result<Option<ShellId>, Error> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(ShellId::new).transpose()
}

fn duration(node: Node<'_, '_>) -> Result<Duration, Error> {
    parse_duration(&node.text())
}

fn timeout(writer: &mut XmlWriter, name: &str, value: Option<Duration>) {
    let text = value.map(format_timeout);
    writer.optional_element(NS, name, text.as_deref());
}

fn number(writer: &mut XmlWriter, name: &str, value: Option<u32>) {
    let text = value.map(|value| value.to_string());
    writer.optional_element(NS, name, text.as_deref());
}

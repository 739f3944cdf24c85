//! MS-WSMV 2.2.4.43 WSManFaultType

use crate::names::Namespace;
use crate::xml::{Node, XmlWriter};

/// How deep faults of providers may nest before the rest is dropped.
const DEEPEST: usize = 8;

/// A Windows error inside a fault.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WsmanFault {
    /// The error code; an HRESULT of WinRM or a Win32 error.
    pub code: u32,
    /// The machine it happened on.
    pub machine: String,
    /// The text, when no provider speaks.
    pub message: String,
    /// The part of the service that found the error.
    pub provider: Option<Box<ProviderFault>>,
}

/// The error as a part of the service tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProviderFault {
    /// The provider's name.
    pub provider: Option<String>,
    /// The file the provider was loaded from.
    pub path: Option<String>,
    /// The provider's GUID.
    pub provider_id: Option<String>,
    /// The text.
    pub message: String,
    /// The error beneath.
    pub inner: Option<WsmanFault>,
}

impl WsmanFault {
    /// The text that stands deepest.
    #[must_use]
    pub fn innermost_text(&self) -> &str {
        match &self.provider {
            None => &self.message,
            Some(provider) => match &provider.inner {
                Some(inner) if !inner.innermost_text().is_empty() => inner.innermost_text(),
                _ if provider.message.is_empty() => &self.message,
                _ => &provider.message,
            },
        }
    }

    pub(super) fn set_machine(&mut self, machine: &str) {
        self.machine = machine.to_owned();
        if let Some(inner) = self.provider.as_mut().and_then(|provider| provider.inner.as_mut()) {
            inner.set_machine(machine);
        }
    }

    pub(super) fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Fault, "WSManFault");
        writer.attribute("Code", &self.code.to_string());
        writer.attribute("Machine", &self.machine);
        writer.start(Namespace::Fault, "Message");
        writer.text(&self.message);
        if let Some(provider) = &self.provider {
            writer.start(Namespace::Fault, "ProviderFault");
            for (name, value) in [
                ("provider", &provider.provider),
                ("path", &provider.path),
                ("providerId", &provider.provider_id),
            ] {
                if let Some(value) = value {
                    writer.attribute(name, value);
                }
            }
            writer.text(&provider.message);
            if let Some(inner) = &provider.inner {
                inner.write(writer);
            }
            writer.end();
        }
        writer.end();
        writer.end();
    }

    /// Reads what is there; a code that is missing or no number counts as zero.
    pub(super) fn read(node: Node<'_, '_>) -> Self {
        Self::read_nested(node, DEEPEST)
    }

    fn read_nested(node: Node<'_, '_>, depth: usize) -> Self {
        let message = node.child_named("Message");
        let provider = message.and_then(|message| message.child_named("ProviderFault"));
        Self {
            code: node.attribute("Code").map_or(0, parse_code),
            machine: node.attribute("Machine").unwrap_or_default().to_owned(),
            message: message.map(|message| message.trimmed_text()).unwrap_or_default(),
            provider: provider.map(|provider| {
                let inner = provider.child_named("WSManFault").filter(|_| depth > 0);
                Box::new(ProviderFault {
                    provider: provider.attribute("provider").map(str::to_owned),
                    path: provider.attribute("path").map(str::to_owned),
                    provider_id: provider.attribute("providerId").map(str::to_owned),
                    message: provider.trimmed_text(),
                    inner: inner.map(|inner| Self::read_nested(inner, depth - 1)),
                })
            }),
        }
    }
}

/// Codes are unsigned; some services write them signed.
fn parse_code(text: &str) -> u32 {
    let text = text.trim();
    text.parse::<u32>().or_else(|_| text.parse::<i32>().map(i32::cast_unsigned)).unwrap_or(0)
}

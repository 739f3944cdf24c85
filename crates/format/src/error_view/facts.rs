//! What an error view needs to know of an error record, ours or deserialized.

use remora_psobject::{ErrorRecord, Value};

use crate::context::FormatContext;
use crate::view::is_true;

/// What is known of an error record.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// `FullyQualifiedErrorId`
    pub error_id: String,
    /// `Exception.Message`
    pub exception_message: String,
    /// `ErrorDetails.Message`
    pub details_message: Option<String>,
    /// `CategoryInfo.GetMessage()`
    pub category_text: String,
    /// `CategoryInfo.Category`; empty for `NotSpecified`.
    pub category: String,
    /// `CategoryInfo.Activity`
    pub activity: String,
    /// `CategoryInfo.Reason`
    pub reason: String,
    /// Whether a `throw` statement threw the exception.
    pub was_thrown: bool,
    /// `InvocationInfo.MyCommand`: its name, and what it is.
    pub command: Option<Command>,
    /// `InvocationInfo.InvocationName`
    pub invocation_name: String,
    /// `InvocationInfo.PositionMessage`
    pub position_message: String,
    /// `InvocationInfo.ScriptName`
    pub script_name: String,
    /// `InvocationInfo.ScriptLineNumber`
    pub line_number: i64,
    /// `InvocationInfo.OffsetInLine`
    pub offset_in_line: i64,
    /// Whether there is an `InvocationInfo`.
    pub has_invocation: bool,
    /// The computer from which the record came.
    pub computer_name: Option<String>,
}

/// The command that reported an error.
#[derive(Clone, Debug, Default)]
pub struct Command {
    /// `Name`
    pub name: String,
    /// Its text.
    pub text: String,
    /// `CommandType`
    pub kind: String,
    /// `Path` of an external script.
    pub path: String,
}

/// Reads properties and gives texts.
struct Reader<'a>(&'a dyn FormatContext);

impl Reader<'_> {
    fn value(&self, value: &Value, name: &str) -> Value {
        match self.0.property(value, name) {
            Some(Ok(found)) => found,
            _ => Value::Null,
        }
    }

    fn text(&self, value: &Value, name: &str) -> String {
        self.shown(&self.value(value, name))
    }

    fn shown(&self, value: &Value) -> String {
        if value.is_null() { String::new() } else { self.0.to_text(value).to_string() }
    }
}

impl Facts {
    /// What is known of this record.
    pub fn of(record: &Value, context: &dyn FormatContext) -> Self {
        let read = Reader(context);
        let exception = read.value(record, "Exception");
        let category = read.value(record, "CategoryInfo");
        let invocation = read.value(record, "InvocationInfo");
        let details = read.value(record, "ErrorDetails");
        let mut facts = Self {
            error_id: read.text(record, "FullyQualifiedErrorId"),
            exception_message: read.text(&exception, "Message"),
            details_message: Some(read.text(&details, "Message")).filter(|text| !text.is_empty()),
            category_text: read.shown(&category),
            category: read.text(&category, "Category"),
            activity: read.text(&category, "Activity"),
            reason: read.text(&category, "Reason"),
            was_thrown: is_true(&read.value(&exception, "WasThrownFromThrowStatement")),
            ..Self::default()
        };
        if let Some(own) = record.downcast::<ErrorRecord>() {
            facts.category_text = own.category_info.text();
            facts.category = own.category_info.category.name().to_owned();
            facts.computer_name =
                own.origin.as_ref().map(|origin| origin.computer_name.to_string());
        }
        if exception.is_null() {
            facts.exception_message = read.shown(record);
        }
        if facts.category == "NotSpecified" {
            facts.category.clear();
        }
        facts.read_invocation(&invocation, &read);
        facts
    }

    fn read_invocation(&mut self, invocation: &Value, read: &Reader<'_>) {
        if invocation.is_null() {
            return;
        }
        self.has_invocation = true;
        self.invocation_name = read.text(invocation, "InvocationName");
        self.position_message = read.text(invocation, "PositionMessage");
        self.script_name = read.text(invocation, "ScriptName");
        self.line_number = read.value(invocation, "ScriptLineNumber").as_i64().unwrap_or(0);
        self.offset_in_line = read.value(invocation, "OffsetInLine").as_i64().unwrap_or(0);
        let command = read.value(invocation, "MyCommand");
        if !command.is_null() {
            let text = read.shown(&command);
            self.command = Some(Command {
                name: match command.as_str() {
                    Some(name) => name.to_owned(),
                    None => read.text(&command, "Name"),
                },
                text,
                kind: read.text(&command, "CommandType"),
                path: read.text(&command, "Path"),
            });
        }
    }

    /// Whether the record only carries a line that a native command wrote to its error stream.
    pub fn is_native_text(&self) -> bool {
        matches!(self.error_id.as_str(), "NativeCommandError" | "NativeCommandErrorMessage")
    }

    /// What a person reads: the details' message, or the exception's.
    pub fn message(&self) -> &str {
        self.details_message.as_deref().unwrap_or(&self.exception_message)
    }

    /// Whether the record tells where it happened.
    pub(super) fn has_position(&self) -> bool {
        self.has_invocation
            && !self.position_message.is_empty()
            && (self.command.is_some() || self.category != "ParserError")
    }

    /// Who reported the error, as the normal view says it before the message.
    pub(super) fn reporter(&self) -> String {
        let called =
            |name: &str| if name.is_empty() { String::new() } else { format!("{name} : ") };
        match &self.command {
            Some(command) => match command.kind.as_str() {
                "ExternalScript" => called(&command.path),
                "Script" => called(&command.text),
                _ if matches!(self.invocation_name.as_str(), "" | "&" | ".") => {
                    called(&command.name)
                }
                _ => called(&self.invocation_name),
            },
            None => called(&self.invocation_name),
        }
    }
}

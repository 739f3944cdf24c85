//! Warnings, verbose and debug texts, information records.

use std::sync::Arc;

use crate::collections::ListObject;
use crate::live::{Header, LiveObject};
use crate::record::{Exception, InvocationInfo};
use crate::string::PsString;
use crate::time::{DateTime, DateTimeKind};
use crate::types::TypeId;
use crate::value::Value;

/// `InformationalRecord`: the text of a warning, verbose or debug record, and where it was written.
#[derive(Debug)]
pub struct InformationalRecord {
    header: Header,
    /// `WARNING_RECORD`, `VERBOSE_RECORD` or `DEBUG_RECORD`.
    pub record_type: TypeId,
    /// The text.
    pub message: PsString,
    /// Where it was written.
    pub invocation_info: Option<Arc<InvocationInfo>>,
    /// `PipelineIterationInfo`
    pub pipeline_iteration_info: Vec<i32>,
    /// From which computer it came.
    pub origin: Option<crate::OriginInfo>,
}

impl InformationalRecord {
    /// A record of this type.
    pub fn new(record_type: TypeId, message: impl Into<PsString>) -> Self {
        Self {
            header: Header::default(),
            record_type,
            message: message.into(),
            invocation_info: None,
            pipeline_iteration_info: Vec::new(),
            origin: None,
        }
    }

    /// A warning.
    pub fn warning(message: impl Into<PsString>) -> Self {
        Self::new(TypeId::WARNING_RECORD, message)
    }

    /// A verbose text.
    pub fn verbose(message: impl Into<PsString>) -> Self {
        Self::new(TypeId::VERBOSE_RECORD, message)
    }

    /// A debug text.
    pub fn debug(message: impl Into<PsString>) -> Self {
        Self::new(TypeId::DEBUG_RECORD, message)
    }
}

impl LiveObject for InformationalRecord {
    fn object_type(&self) -> TypeId {
        self.record_type
    }

    fn text(&self) -> PsString {
        self.message.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        let mut names: Vec<PsString> = Vec::new();
        if self.record_type == TypeId::WARNING_RECORD {
            names.push("FullyQualifiedWarningId".into());
        }
        names.extend(["Message", "InvocationInfo", "PipelineIterationInfo"].map(PsString::from));
        names
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "message" => Value::Str(self.message.clone()),
            "fullyqualifiedwarningid" if self.record_type == TypeId::WARNING_RECORD => {
                Value::Str(PsString::empty())
            }
            "invocationinfo" => self.invocation_info.clone().map_or(Value::Null, Value::live_arc),
            "pipelineiterationinfo" => Value::from(ListObject::read_only(
                TypeId::READ_ONLY_COLLECTION.generic_of(&[TypeId::INT32]),
                self.pipeline_iteration_info.iter().copied().map(Value::I32).collect(),
            )),
            "origininfo" => self.origin.clone()?.into_live(),
            _ => return None,
        }))
    }

    fn own_header(&self) -> Option<&Header> {
        Some(&self.header)
    }
}

impl crate::OriginInfo {
    fn into_live(self) -> Value {
        Value::live(self)
    }
}

/// `InformationRecord`: what Write-Information and Write-Host write.
#[derive(Debug)]
pub struct InformationRecord {
    header: Header,
    /// Any object; a [`HostInformationMessage`] from Write-Host.
    pub message_data: Value,
    /// The script or command that wrote it.
    pub source: PsString,
    /// When it was written.
    pub time_generated: DateTime,
    /// Words to filter by; Write-Host adds `PSHOST`.
    pub tags: Vec<PsString>,
    /// The user that ran the command.
    pub user: PsString,
    /// The computer that it ran on.
    pub computer: PsString,
    /// The process that it ran in.
    pub process_id: u32,
    /// Number of the native thread.
    pub native_thread_id: u32,
    /// Number of the managed thread.
    pub managed_thread_id: u32,
    /// From which computer it came.
    pub origin: Option<crate::OriginInfo>,
}

impl InformationRecord {
    /// The tag of a record whose text a host has shown already: what `Write-Host` wrote on another
    /// computer comes as a call of the host first.
    pub const FORWARDED: &str = "FORWARDED";

    /// A record of this data from this source, without a time or a place.
    pub fn new(message_data: Value, source: impl Into<PsString>) -> Self {
        Self {
            header: Header::default(),
            message_data,
            source: source.into(),
            time_generated: DateTime::MIN.with_kind(DateTimeKind::Local),
            tags: Vec::new(),
            user: PsString::empty(),
            computer: PsString::empty(),
            process_id: 0,
            native_thread_id: 0,
            managed_thread_id: 0,
            origin: None,
        }
    }

    /// Whether Write-Host wrote it, so that a host that showed it already need not show it again.
    pub fn is_host_message(&self) -> bool {
        self.tags.iter().any(|tag| tag.eq_ignore_case("PSHOST"))
    }

    /// Whether a host has shown its text already.
    pub fn is_forwarded(&self) -> bool {
        self.tags.iter().any(|tag| tag.as_str() == Self::FORWARDED)
    }
}

impl LiveObject for InformationRecord {
    fn object_type(&self) -> TypeId {
        TypeId::INFORMATION_RECORD
    }

    fn text(&self) -> PsString {
        match self.message_data.base() {
            Value::Null | Value::AutomationNull => PsString::empty(),
            Value::Str(text) => text.clone(),
            Value::Live(live) => live.text(),
            other => match other.as_i64() {
                Some(number) => number.to_string().into(),
                None => other.type_name(),
            },
        }
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "MessageData",
            "Source",
            "TimeGenerated",
            "Tags",
            "User",
            "Computer",
            "ProcessId",
            "NativeThreadId",
            "ManagedThreadId",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "messagedata" => self.message_data.clone(),
            "source" => Value::Str(self.source.clone()),
            "timegenerated" => Value::DateTime(self.time_generated),
            "tags" => Value::from(ListObject::new(
                TypeId::GENERIC_LIST.generic_of(&[TypeId::STRING]),
                self.tags.iter().cloned().map(Value::Str).collect(),
            )),
            "user" => Value::Str(self.user.clone()),
            "computer" => Value::Str(self.computer.clone()),
            "processid" => Value::U32(self.process_id),
            "nativethreadid" => Value::U32(self.native_thread_id),
            "managedthreadid" => Value::U32(self.managed_thread_id),
            _ => return None,
        }))
    }

    fn own_header(&self) -> Option<&Header> {
        Some(&self.header)
    }
}

/// `HostInformationMessage`: a text for the screen, as Write-Host makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostInformationMessage {
    /// The text.
    pub message: PsString,
    /// Whether no new line follows.
    pub no_new_line: Option<bool>,
    /// `ConsoleColor` of the text.
    pub foreground_color: Option<i32>,
    /// `ConsoleColor` behind the text.
    pub background_color: Option<i32>,
}

impl LiveObject for HostInformationMessage {
    fn object_type(&self) -> TypeId {
        TypeId::HOST_INFORMATION_MESSAGE
    }

    fn text(&self) -> PsString {
        self.message.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        ["Message", "NoNewLine", "ForegroundColor", "BackgroundColor"].map(PsString::from).to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let color = |number: Option<i32>| match (TypeId::find("System.ConsoleColor"), number) {
            (Some(id), Some(number)) => Value::Enum(id, i64::from(number)),
            _ => Value::Null,
        };
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "message" => Value::Str(self.message.clone()),
            "nonewline" => Value::from(self.no_new_line),
            "foregroundcolor" => color(self.foreground_color),
            "backgroundcolor" => color(self.background_color),
            _ => return None,
        }))
    }
}

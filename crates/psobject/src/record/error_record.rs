//! `ErrorRecord`: an exception with its category, its target and its place.

use std::fmt;
use std::sync::Arc;

use parking_lot::RwLock;

use crate::live::{Header, LiveObject};
use crate::record::{Exception, InvocationInfo};
use crate::simple::Guid;
use crate::string::PsString;
use crate::types::TypeId;
use crate::value::Value;

macro_rules! error_categories {
    ($($name:ident = $number:literal),* $(,)?) => {
        /// `System.Management.Automation.ErrorCategory`
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
        #[repr(i32)]
        #[allow(missing_docs, reason = "the names are PowerShell's and say what they mean")]
        pub enum ErrorCategory {
            #[default]
            $($name = $number),*
        }

        impl ErrorCategory {
            /// The category of this number; unknown numbers are `NotSpecified`.
            pub fn from_number(number: i64) -> Self {
                match number {
                    $($number => Self::$name,)*
                    _ => Self::NotSpecified,
                }
            }

            /// Its name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name)),*
                }
            }
        }
    };
}

error_categories! {
    NotSpecified = 0, OpenError = 1, CloseError = 2, DeviceError = 3, DeadlockDetected = 4,
    InvalidArgument = 5, InvalidData = 6, InvalidOperation = 7, InvalidResult = 8, InvalidType = 9,
    MetadataError = 10, NotImplemented = 11, NotInstalled = 12, ObjectNotFound = 13,
    OperationStopped = 14, OperationTimeout = 15, SyntaxError = 16, ParserError = 17,
    PermissionDenied = 18, ResourceBusy = 19, ResourceExists = 20, ResourceUnavailable = 21,
    ReadError = 22, WriteError = 23, FromStdErr = 24, SecurityError = 25, ProtocolError = 26,
    ConnectionError = 27, AuthenticationError = 28, LimitsExceeded = 29, QuotaExceeded = 30,
    NotEnabled = 31,
}

impl ErrorCategory {
    /// The number of the category.
    pub fn number(self) -> i32 {
        // The discriminants are the numbers of .NET.
        self as i32
    }

    /// The category as a value of the enumeration.
    pub fn to_value(self) -> Value {
        let id = TypeId::find("System.Management.Automation.ErrorCategory");
        id.map_or(Value::Null, |id| Value::Enum(id, i64::from(self.number())))
    }
}

/// `ErrorCategoryInfo`: what kind of error it is, in words that scripts and people can filter by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CategoryInfo {
    /// The category.
    pub category: ErrorCategory,
    /// What was being done, usually the cmdlet's name.
    pub activity: PsString,
    /// The short name of the exception's type.
    pub reason: PsString,
    /// The target as text.
    pub target_name: PsString,
    /// The short name of the target's type.
    pub target_type: PsString,
    /// A text from another process that stands for the whole.
    pub message: Option<PsString>,
}

impl CategoryInfo {
    /// `GetMessage()`: `Category: (target:type) [activity], reason`.
    pub fn text(&self) -> String {
        match &self.message {
            Some(message) => message.to_string(),
            None => format!(
                "{}: ({}:{}) [{}], {}",
                self.category.name(),
                self.target_name,
                self.target_type,
                self.activity,
                self.reason
            ),
        }
    }
}

impl LiveObject for CategoryInfo {
    fn object_type(&self) -> TypeId {
        TypeId::ERROR_CATEGORY_INFO
    }

    fn text(&self) -> PsString {
        Self::text(self).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        ["Category", "Activity", "Reason", "TargetName", "TargetType"].map(PsString::from).to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "category" => self.category.to_value(),
            "activity" => Value::Str(self.activity.clone()),
            "reason" => Value::Str(self.reason.clone()),
            "targetname" => Value::Str(self.target_name.clone()),
            "targettype" => Value::Str(self.target_type.clone()),
            _ => return None,
        }))
    }
}

/// `ErrorDetails`: a message that stands in for the exception's, and advice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorDetails {
    /// What is shown instead of the exception's message.
    pub message: PsString,
    /// What to do next.
    pub recommended_action: PsString,
}

impl LiveObject for ErrorDetails {
    fn object_type(&self) -> TypeId {
        TypeId::ERROR_DETAILS
    }

    fn text(&self) -> PsString {
        self.message.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["Message".into(), "RecommendedAction".into()]
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "message" => Value::Str(self.message.clone()),
            "recommendedaction" => Value::Str(self.recommended_action.clone()),
            _ => return None,
        }))
    }
}

/// `OriginInfo`: from which computer and runspace a record came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginInfo {
    /// `PSComputerName`
    pub computer_name: PsString,
    /// `RunspaceID`
    pub runspace_id: Guid,
    /// `InstanceID`
    pub instance_id: Guid,
}

impl LiveObject for OriginInfo {
    fn object_type(&self) -> TypeId {
        TypeId::ORIGIN_INFO
    }

    fn text(&self) -> PsString {
        self.computer_name.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        ["PSComputerName", "RunspaceID", "InstanceID"].map(PsString::from).to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "pscomputername" => Value::Str(self.computer_name.clone()),
            "runspaceid" => self.runspace_id.into(),
            "instanceid" => self.instance_id.into(),
            _ => return None,
        }))
    }
}

/// `System.Management.Automation.ErrorRecord`
///
/// The engine completes a record before it is shared; scripts may replace the details later.
pub struct ErrorRecord {
    header: Header,
    /// What went wrong.
    pub exception: Arc<Exception>,
    /// What was being worked on.
    pub target_object: Value,
    /// `FullyQualifiedErrorId`: error id, a comma, and the implementing class of the command.
    pub fully_qualified_error_id: PsString,
    /// Category, activity, reason, target.
    pub category_info: CategoryInfo,
    /// Where it happened.
    pub invocation_info: Option<Arc<InvocationInfo>>,
    /// `ScriptStackTrace`
    pub script_stack_trace: Option<PsString>,
    /// `PipelineIterationInfo`
    pub pipeline_iteration_info: Vec<i32>,
    /// From which computer it came; the record is then a `RemotingErrorRecord`.
    pub origin: Option<OriginInfo>,
    details: RwLock<Option<ErrorDetails>>,
}

impl ErrorRecord {
    /// A record as a cmdlet makes it: the reason and the target's texts are worked out from the
    /// exception and the target.
    pub fn new(
        exception: impl Into<Arc<Exception>>,
        error_id: impl Into<PsString>,
        category: ErrorCategory,
        target_object: Value,
    ) -> Self {
        let exception = exception.into();
        let category_info = CategoryInfo {
            category,
            reason: exception.exception_type().short_name().into(),
            target_name: target_name(&target_object),
            target_type: target_object.type_id().map_or("", TypeId::short_name).into(),
            ..CategoryInfo::default()
        };
        Self {
            header: Header::default(),
            exception,
            target_object,
            fully_qualified_error_id: error_id.into(),
            category_info,
            invocation_info: None,
            script_stack_trace: None,
            pipeline_iteration_info: Vec::new(),
            origin: None,
            details: RwLock::default(),
        }
    }

    /// With a message that stands in for the exception's.
    #[must_use]
    pub fn with_details(self, message: impl Into<PsString>) -> Self {
        let message = message.into();
        *self.details.write() = Some(ErrorDetails { message, ..ErrorDetails::default() });
        self
    }

    /// `ErrorDetails`
    pub fn details(&self) -> Option<ErrorDetails> {
        self.details.read().clone()
    }

    /// Replaces `ErrorDetails`.
    pub fn set_details(&self, details: Option<ErrorDetails>) {
        *self.details.write() = details;
    }

    /// What a person reads: the details' message, or the exception's.
    pub fn message(&self) -> PsString {
        match &*self.details.read() {
            Some(details) if !details.message.is_empty() => details.message.clone(),
            _ => self.exception.message().clone(),
        }
    }

    /// Instance members and type names.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The record as a value.
    pub fn into_value(self: Arc<Self>) -> Value {
        Value::live_arc(self)
    }
}

/// The target as the category shows it: short texts whole, long ones cut.
fn target_name(target: &Value) -> PsString {
    match target.base() {
        Value::Null | Value::AutomationNull => PsString::empty(),
        Value::Str(text) => text.clone(),
        Value::Enum(id, number) => match id.enum_definition() {
            Some(definition) => definition.text_of(*number).into(),
            None => number.to_string().into(),
        },
        Value::Live(live) => live.text(),
        Value::Uri(uri) => uri.original.clone(),
        Value::Version(version) => version.to_string().into(),
        Value::Guid(guid) => guid.to_string().into(),
        Value::Bool(flag) => if *flag { "True" } else { "False" }.into(),
        Value::F64(number) => number.to_string().into(),
        Value::Decimal(number) => number.to_string().into(),
        Value::Type(id) => id.full_name().into(),
        other => match other.as_i64() {
            Some(number) => number.to_string().into(),
            None => other.type_name(),
        },
    }
}

impl Clone for ErrorRecord {
    fn clone(&self) -> Self {
        Self {
            header: self.header.duplicate(),
            exception: Arc::clone(&self.exception),
            target_object: self.target_object.clone(),
            fully_qualified_error_id: self.fully_qualified_error_id.clone(),
            category_info: self.category_info.clone(),
            invocation_info: self.invocation_info.clone(),
            script_stack_trace: self.script_stack_trace.clone(),
            pipeline_iteration_info: self.pipeline_iteration_info.clone(),
            origin: self.origin.clone(),
            details: RwLock::new(self.details()),
        }
    }
}

impl LiveObject for ErrorRecord {
    fn object_type(&self) -> TypeId {
        match self.origin {
            Some(_) => TypeId::register(
                "System.Management.Automation.Runspaces.RemotingErrorRecord",
                Some(TypeId::ERROR_RECORD),
            ),
            None => TypeId::ERROR_RECORD,
        }
    }

    fn text(&self) -> PsString {
        self.message()
    }

    fn property_names(&self) -> Vec<PsString> {
        let mut names: Vec<PsString> = Vec::new();
        if self.origin.is_some() {
            names.push("OriginInfo".into());
        }
        names.extend(
            [
                "Exception",
                "TargetObject",
                "CategoryInfo",
                "FullyQualifiedErrorId",
                "ErrorDetails",
                "InvocationInfo",
                "ScriptStackTrace",
                "PipelineIterationInfo",
            ]
            .map(PsString::from),
        );
        names
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "exception" => Value::live_arc(Arc::clone(&self.exception)),
            "targetobject" => self.target_object.clone(),
            "categoryinfo" => Value::live(self.category_info.clone()),
            "fullyqualifiederrorid" => Value::Str(self.fully_qualified_error_id.clone()),
            "errordetails" => self.details().map_or(Value::Null, Value::live),
            "invocationinfo" => self.invocation_info.clone().map_or(Value::Null, Value::live_arc),
            "scriptstacktrace" => Value::from(self.script_stack_trace.clone()),
            "pipelineiterationinfo" => Value::from(crate::ListObject::read_only(
                TypeId::READ_ONLY_COLLECTION.generic_of(&[TypeId::INT32]),
                self.pipeline_iteration_info.iter().copied().map(Value::I32).collect(),
            )),
            "origininfo" => self.origin.clone().map_or(Value::Null, Value::live),
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if !name.eq_ignore_ascii_case("ErrorDetails") {
            return None;
        }
        let details = value.downcast::<ErrorDetails>().cloned().or_else(|| {
            let message = value.as_string()?.clone();
            Some(ErrorDetails { message, ..ErrorDetails::default() })
        });
        self.set_details(details);
        Some(Ok(()))
    }

    fn own_header(&self) -> Option<&Header> {
        Some(&self.header)
    }
}

impl fmt::Debug for ErrorRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorRecord")
            .field("exception", &self.exception)
            .field("fully_qualified_error_id", &self.fully_qualified_error_id)
            .field("category_info", &self.category_info)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reason_and_target_are_worked_out() {
        let exception = Exception::new(TypeId::ITEM_NOT_FOUND_EXCEPTION, "no such thing");
        let record = ErrorRecord::new(
            exception,
            "PathNotFound",
            ErrorCategory::ObjectNotFound,
            "/nope".into(),
        );
        assert_eq!(
            record.category_info.text(),
            "ObjectNotFound: (/nope:String) [], ItemNotFoundException"
        );
        assert_eq!(record.message(), "no such thing");
        assert_eq!(record.with_details("instead").message(), "instead");
    }
}

//! `System.Exception` and everything that derives from it.

use std::fmt;
use std::sync::Arc;

use parking_lot::RwLock;

use crate::live::{Header, LiveObject};
use crate::object::InstanceMember;
use crate::object::MemberBag;
use crate::record::ErrorRecord;
use crate::string::PsString;
use crate::types::TypeId;
use crate::value::Value;

/// An exception: its type, its message, what caused it, and the properties its type adds.
pub struct Exception {
    header: Header,
    type_id: TypeId,
    message: PsString,
    inner: Option<Arc<Exception>>,
    /// The record of a `RuntimeException`, which other handlers take over.
    error_record: RwLock<Option<Arc<ErrorRecord>>>,
    /// Properties of the derived type, such as `ParamName`, and the fields of a script's class.
    properties: RwLock<MemberBag>,
    source: PsString,
}

impl Exception {
    /// An exception of this type.
    pub fn new(type_id: TypeId, message: impl Into<PsString>) -> Self {
        Self {
            header: Header::default(),
            type_id,
            message: message.into(),
            inner: None,
            error_record: RwLock::default(),
            properties: RwLock::default(),
            source: PsString::empty(),
        }
    }

    /// The exception that caused this one.
    #[must_use]
    pub fn with_inner(self, inner: impl Into<Arc<Self>>) -> Self {
        Self { inner: Some(inner.into()), ..self }
    }

    /// With a property that its type adds.
    #[must_use]
    pub fn with_property(self, name: &str, value: impl Into<Value>) -> Self {
        self.properties.write().set(InstanceMember::note(name, value.into()));
        self
    }

    /// With the error record that it carries.
    #[must_use]
    pub fn with_error_record(self, record: Arc<ErrorRecord>) -> Self {
        *self.error_record.write() = Some(record);
        self
    }

    /// Its type.
    pub fn exception_type(&self) -> TypeId {
        self.type_id
    }

    /// `Message`
    pub fn message(&self) -> &PsString {
        &self.message
    }

    /// `InnerException`
    pub fn inner(&self) -> Option<&Arc<Self>> {
        self.inner.as_ref()
    }

    /// The innermost cause, or the exception itself.
    pub fn root(&self) -> &Self {
        std::iter::successors(Some(self), |exception| exception.inner.as_deref())
            .last()
            .unwrap_or(self)
    }

    /// `ErrorRecord`, where the exception carries one.
    pub fn error_record(&self) -> Option<Arc<ErrorRecord>> {
        self.error_record.read().clone()
    }

    /// Gives the exception an error record, as throwing a `RuntimeException` does.
    pub fn set_error_record(&self, record: Arc<ErrorRecord>) {
        *self.error_record.write() = Some(record);
    }

    /// A property that its type adds.
    pub fn extra(&self, name: &str) -> Option<Value> {
        self.properties.read().get(name).and_then(InstanceMember::value).cloned()
    }

    /// Sets a property that its type adds.
    pub fn set_extra(&self, name: &str, value: Value) {
        self.properties.write().set(InstanceMember::note(name, value));
    }
}

impl LiveObject for Exception {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    /// `Type: message`, followed by the causes.
    fn text(&self) -> PsString {
        let mut text = format!("{}: {}", self.type_id.full_name(), self.message);
        let mut causes = 0;
        for cause in std::iter::successors(self.inner.as_deref(), |inner| inner.inner.as_deref()) {
            text.push_str("\n ---> ");
            text.push_str(cause.type_id.full_name());
            text.push_str(": ");
            text.push_str(&cause.message);
            causes += 1;
        }
        text.push_str(&"\n   --- End of inner exception stack trace ---".repeat(causes));
        text.into()
    }

    fn property_names(&self) -> Vec<PsString> {
        let mut names: Vec<PsString> = Vec::new();
        if self.type_id.derives_from(TypeId::RUNTIME_EXCEPTION)
            || self.error_record.read().is_some()
        {
            names.push("ErrorRecord".into());
        }
        names.extend(self.properties.read().iter().map(|member| member.name.clone()));
        let common = [
            "TargetSite",
            "Message",
            "Data",
            "InnerException",
            "HelpLink",
            "Source",
            "HResult",
            "StackTrace",
        ];
        for name in common {
            if !names.iter().any(|known| known.eq_ignore_case(name)) {
                names.push(name.into());
            }
        }
        names
    }

    fn property(&self, name: &str) -> Option<Result<Value, Self>> {
        if let Some(value) = self.extra(name) {
            return Some(Ok(value));
        }
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "message" => Value::Str(self.message.clone()),
            "innerexception" => self.inner.clone().map_or(Value::Null, Value::live_arc),
            "errorrecord" => self.error_record()?.into_value(),
            "source" if self.source.is_empty() => Value::Null,
            "source" => Value::Str(self.source.clone()),
            "hresult" => Value::I32(hresult(self.type_id)),
            "data" => {
                // One table for the life of the exception, so that what is stored is found again.
                let table = Value::from(crate::DictionaryObject::new(
                    TypeId::find("System.Collections.ListDictionaryInternal")
                        .unwrap_or(TypeId::HASHTABLE),
                    crate::DictionaryKind::Hashtable,
                    crate::KeyComparer::Ordinal,
                ));
                self.set_extra("Data", table.clone());
                table
            }
            "targetsite" | "helplink" | "stacktrace" => Value::Null,
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Self>> {
        let settable = self.properties.read().get(name).is_some()
            || ["HelpLink", "Source", "HResult"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name));
        settable.then(|| {
            self.set_extra(name, value);
            Ok(())
        })
    }

    fn own_header(&self) -> Option<&Header> {
        Some(&self.header)
    }
}

/// The `HResult` that .NET gives exceptions of a type.
fn hresult(type_id: TypeId) -> i32 {
    const CODES: &[(TypeId, u32)] = &[
        (TypeId::ARGUMENT_NULL_EXCEPTION, 0x8000_4003),
        (TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION, 0x8013_1502),
        (TypeId::ARGUMENT_EXCEPTION, 0x8007_0057),
        (TypeId::DIVIDE_BY_ZERO_EXCEPTION, 0x8002_0012),
        (TypeId::OVERFLOW_EXCEPTION, 0x8013_1516),
        (TypeId::FORMAT_EXCEPTION, 0x8013_1537),
        (TypeId::INVALID_CAST_EXCEPTION, 0x8000_4002),
        (TypeId::INVALID_OPERATION_EXCEPTION, 0x8013_1509),
        (TypeId::NOT_SUPPORTED_EXCEPTION, 0x8013_1515),
        (TypeId::NOT_IMPLEMENTED_EXCEPTION, 0x8000_4001),
        (TypeId::NULL_REFERENCE_EXCEPTION, 0x8000_4003),
        (TypeId::INDEX_OUT_OF_RANGE_EXCEPTION, 0x8013_1508),
        (TypeId::FILE_NOT_FOUND_EXCEPTION, 0x8007_0002),
        (TypeId::DIRECTORY_NOT_FOUND_EXCEPTION, 0x8007_0003),
        (TypeId::UNAUTHORIZED_ACCESS_EXCEPTION, 0x8007_0005),
        (TypeId::IO_EXCEPTION, 0x8013_1620),
        (TypeId::SYSTEM_EXCEPTION, 0x8013_1501),
    ];
    const EXCEPTION: u32 = 0x8013_1500;
    type_id
        .chain()
        .find_map(|id| CODES.iter().find(|(known, _)| *known == id))
        .map_or(EXCEPTION, |(_, code)| *code)
        .cast_signed()
}

impl fmt::Debug for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.type_id.full_name(), self.message)
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Exception {}

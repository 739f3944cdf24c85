//! ERROR_RECORD (MS-PSRP sections 2.2.2.20, ERROR_RECORD Message, and 2.2.3.15, ErrorRecord).

use std::sync::Arc;

use remora_clixml::record::{error_from_value, error_to_value};
use remora_psobject::{ErrorRecord, PsString, Value};

use super::Body;
use super::fields::Fields;
use crate::error::{Error, Malformation};

/// An error that did not end its pipeline.
#[derive(Clone, Debug)]
pub struct ErrorRecordMessage {
    /// The error.
    pub record: Arc<ErrorRecord>,
    /// Whether where it happened goes along, as the client's `RemoteStreamOptions` ask.
    pub extended: bool,
}

impl Body for ErrorRecordMessage {
    fn to_value(&self) -> Value {
        to_value(&self.record, self.extended)
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let record = error_from_value(value).ok_or(Malformation::BadProperty("ErrorRecord"))?;
        Ok(Self { extended: record.invocation_info.is_some(), record: Arc::new(record) })
    }
}

/// The bag of an error. An error that came from another computer goes on with the exception that it
/// had there.
pub(super) fn to_value(error: &ErrorRecord, extended: bool) -> Value {
    let value = error_to_value(error, extended);
    let parts = [
        ("Exception", "SerializedRemoteException"),
        ("InvocationInfo", "SerializedRemoteInvocationInfo"),
    ];
    if let Value::Object(bag) = &value {
        for (name, source) in parts {
            if let Some(original) = error.exception.extra(source).filter(|value| !value.is_null()) {
                bag.set(name, original);
            }
        }
    }
    value
}

/// The bag of an error that a state carries. It lacks the one property that records get from the
/// extended type system.
pub(super) fn to_state_value(error: &ErrorRecord) -> Value {
    let value = to_value(error, false);
    if let Value::Object(bag) = &value {
        bag.remove_member("PSMessageDetails");
    }
    value
}

/// The error that a state carries.
pub(super) fn optional(fields: Fields<'_>) -> Option<Arc<ErrorRecord>> {
    fields.get("ExceptionAsErrorRecord").and_then(|value| error_from_value(&value)).map(Arc::new)
}

/// The bag of an error without type names, as answers of a host carry it.
pub(super) fn to_bare_value(error: &ErrorRecord) -> Value {
    let value = to_state_value(error);
    if let Value::Object(bag) = &value {
        bag.set_type_names(Vec::<PsString>::new());
        bag.set_text(None);
    }
    value
}

#[cfg(test)]
mod tests {
    use remora_psobject::{ErrorCategory, Exception, TypeId};

    use super::super::Message;
    use super::super::tests::{crossed, sent};
    use super::*;

    #[test]
    fn it_crosses_twice() {
        let exception = Exception::new(TypeId::ITEM_NOT_FOUND_EXCEPTION, "no such item");
        let record = ErrorRecord::new(exception, "Id", ErrorCategory::ObjectNotFound, "/x".into());
        let message =
            Message::ErrorRecord(ErrorRecordMessage { record: Arc::new(record), extended: false });
        let once = crossed(&message);
        let (_, text) = sent(&once);
        assert!(
            text.contains("<T>Deserialized.System.Management.Automation.ItemNotFoundException</T>")
        );
        let Message::ErrorRecord(twice) = crossed(&once) else { panic!() };
        assert_eq!(twice.record.message(), "no such item");
        assert_eq!(twice.record.category_info.category, ErrorCategory::ObjectNotFound);
        assert_eq!(twice.record.target_object.as_str(), Some("/x"));
    }
}

//! Where an object came from: PSComputerName, RunspaceId and PSShowComputerName.

use std::sync::Arc;

use remora_psobject::{
    ErrorRecord, Guid, InformationRecord, InstanceMember, OriginInfo, PsObject, PsString, Value,
};

/// The computer and the session that output comes from.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) computer_name: PsString,
    pub(crate) runspace_id: Guid,
    /// Leave the name out of the display.
    pub(crate) hide: bool,
}

impl Origin {
    /// The object with the three properties. A null stays a null.
    pub(crate) fn mark(&self, value: Value) -> Value {
        if value.is_null() {
            return value;
        }
        let notes = [
            ("PSComputerName", Value::from(self.computer_name.clone())),
            ("RunspaceId", self.runspace_id.into()),
            ("PSShowComputerName", Value::Bool(!self.hide)),
        ]
        .map(|(name, value)| InstanceMember::note(name, value));
        if let Value::Object(object) = &value {
            // The name of an enumeration value is shown behind where it came from.
            let is_enum = object
                .own_type_names()
                .is_some_and(|names| names.iter().any(|name| *name == "Deserialized.System.Enum"));
            let name = if is_enum { object.remove_member("Value") } else { None };
            for note in notes.into_iter().chain(name) {
                object.set_member(note);
            }
            return value;
        }
        if let Some(header) = value.header() {
            for note in notes {
                header.set_member(note);
            }
            return value;
        }
        let wrapper = PsObject::wrapper(value);
        for note in notes {
            wrapper.set_member(note);
        }
        wrapper.into()
    }

    fn info(&self) -> OriginInfo {
        OriginInfo {
            computer_name: self.computer_name.clone(),
            runspace_id: self.runspace_id,
            instance_id: Guid::EMPTY,
        }
    }

    /// The error as one of another computer.
    pub(crate) fn mark_error(&self, record: &ErrorRecord) -> Arc<ErrorRecord> {
        let mut record = record.clone();
        record.origin = Some(self.info());
        Arc::new(record)
    }

    /// The information record as one of another computer.
    pub(crate) fn mark_information(&self, record: &InformationRecord) -> InformationRecord {
        let mut marked = InformationRecord::new(record.message_data.clone(), record.source.clone());
        marked.time_generated = record.time_generated;
        marked.tags.clone_from(&record.tags);
        if record.is_host_message() {
            marked.tags.push(InformationRecord::FORWARDED.into());
        }
        marked.user = record.user.clone();
        marked.computer = record.computer.clone();
        marked.process_id = record.process_id;
        marked.native_thread_id = record.native_thread_id;
        marked.managed_thread_id = record.managed_thread_id;
        marked.origin = Some(self.info());
        marked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_is_marked() {
        let origin =
            Origin { computer_name: "server01".into(), runspace_id: Guid::EMPTY, hide: false };
        for value in [Value::I32(5), "s".into(), Value::custom_object([("a", Value::Null)])] {
            let marked = origin.mark(value);
            let name = marked.as_object().and_then(|object| object.get("pscomputername"));
            assert_eq!(
                name.and_then(|name| name.as_str().map(str::to_owned)).as_deref(),
                Some("server01")
            );
        }
        let list = origin.mark(Value::array(vec![]));
        assert!(list.header().is_some_and(|header| header.member("RunspaceId").is_some()));
        assert!(origin.mark(Value::Null).is_null());
    }
}

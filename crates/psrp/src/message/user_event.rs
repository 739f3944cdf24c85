//! USER_EVENT (MS-PSRP section 2.2.2.12, USER_EVENT Message).

use remora_psobject::{DateTime, Guid, PsString, Value};

use super::Body;
use super::fields::{Bag, Fields};
use crate::error::{Error, Malformation};

/// An event of the far end that a client asked to be told of, or one of the remote debugger.
#[derive(Clone, Debug)]
pub struct UserEvent {
    /// Counts the events of a runspace.
    pub event_identifier: i32,
    /// What the event is called.
    pub source_identifier: PsString,
    /// When it happened.
    pub time_generated: DateTime,
    /// Who raised it.
    pub sender: Value,
    /// Its arguments.
    pub source_arguments: Value,
    /// What was added to it.
    pub message_data: Value,
    /// The computer, if it came from a further one.
    pub computer_name: Option<PsString>,
    /// The runspace that it happened in.
    pub runspace_id: Guid,
}

impl Body for UserEvent {
    fn to_value(&self) -> Value {
        Bag::new()
            .with("PSEventArgs.EventIdentifier", self.event_identifier)
            .with("PSEventArgs.SourceIdentifier", self.source_identifier.clone())
            .with("PSEventArgs.TimeGenerated", self.time_generated)
            .with("PSEventArgs.Sender", self.sender.clone())
            .with("PSEventArgs.SourceArgs", self.source_arguments.clone())
            .with("PSEventArgs.MessageData", self.message_data.clone())
            .with("PSEventArgs.ComputerName", Value::from(self.computer_name.clone()))
            .with("PSEventArgs.RunspaceId", self.runspace_id)
            .build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let time_generated = match fields.value("PSEventArgs.TimeGenerated")?.base() {
            Value::DateTime(time) => *time,
            _ => return Err(Malformation::BadProperty("PSEventArgs.TimeGenerated").into()),
        };
        Ok(Self {
            event_identifier: fields.i32("PSEventArgs.EventIdentifier")?,
            source_identifier: fields.text("PSEventArgs.SourceIdentifier")?,
            time_generated,
            sender: fields.get("PSEventArgs.Sender").unwrap_or_default(),
            source_arguments: fields.get("PSEventArgs.SourceArgs").unwrap_or_default(),
            message_data: fields.get("PSEventArgs.MessageData").unwrap_or_default(),
            computer_name: fields.optional_text("PSEventArgs.ComputerName")?,
            runspace_id: fields.guid("PSEventArgs.RunspaceId")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::crossed;
    use super::*;

    #[test]
    fn it_crosses() {
        let event = UserEvent {
            event_identifier: 2,
            source_identifier: "Mine".into(),
            time_generated: DateTime::MIN,
            sender: Value::Null,
            source_arguments: Value::array(vec![Value::I32(1)]),
            message_data: "data".into(),
            computer_name: None,
            runspace_id: Guid([7; 16]),
        };
        let Message::UserEvent(back) = crossed(&Message::UserEvent(Box::new(event))) else {
            panic!()
        };
        assert_eq!((back.event_identifier, back.source_identifier.as_str()), (2, "Mine"));
        assert_eq!(back.message_data.as_str(), Some("data"));
        assert_eq!(back.runspace_id, Guid([7; 16]));
        assert!(back.computer_name.is_none());
    }
}

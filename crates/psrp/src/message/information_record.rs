//! INFORMATION_RECORD (MS-PSRP section 2.2.2.26, INFORMATION_RECORD Message).

use std::sync::Arc;

use remora_clixml::record::{information_from_value, information_to_value};
use remora_psobject::{InformationRecord, Value};

use super::Body;
use crate::error::{Error, Malformation};

/// What Write-Information and Write-Host wrote.
#[derive(Clone, Debug)]
pub struct InformationRecordMessage {
    /// The record.
    pub record: Arc<InformationRecord>,
}

impl Body for InformationRecordMessage {
    fn to_value(&self) -> Value {
        information_to_value(&self.record)
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let record =
            information_from_value(value).ok_or(Malformation::MissingProperty("MessageData"))?;
        Ok(Self { record: Arc::new(record) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::crossed;
    use super::*;

    #[test]
    fn it_crosses() {
        let mut record = InformationRecord::new("text".into(), "source");
        record.tags = vec!["PSHOST".into()];
        let message = InformationRecordMessage { record: Arc::new(record) };
        let Message::InformationRecord(back) = crossed(&Message::InformationRecord(message)) else {
            panic!()
        };
        assert_eq!(back.record.message_data.as_str(), Some("text"));
        assert_eq!(back.record.source, "source");
        assert!(back.record.is_host_message());
    }
}

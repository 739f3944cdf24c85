//! PROGRESS_RECORD (MS-PSRP section 2.2.2.25, PROGRESS_RECORD Message).

use std::sync::Arc;

use remora_clixml::record::{progress_from_value, progress_to_value};
use remora_psobject::{ProgressRecord, Value};

use super::Body;
use crate::error::{Error, Malformation};

/// How far a work has come.
#[derive(Clone, Debug)]
pub struct ProgressRecordMessage {
    /// The record.
    pub record: Arc<ProgressRecord>,
}

impl Body for ProgressRecordMessage {
    fn to_value(&self) -> Value {
        progress_to_value(&self.record)
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let record = progress_from_value(value).ok_or(Malformation::MissingProperty("Activity"))?;
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
        let mut record = ProgressRecord::new(3, "A", "S");
        record.percent_complete = 40;
        let message = ProgressRecordMessage { record: Arc::new(record.clone()) };
        let Message::ProgressRecord(back) = crossed(&Message::ProgressRecord(message)) else {
            panic!()
        };
        assert_eq!(*back.record, record);
    }
}

//! DEBUG_RECORD, VERBOSE_RECORD and WARNING_RECORD (MS-PSRP sections 2.2.2.22 to 2.2.2.24, and
//! 2.2.3.16, InformationalRecord): the same message but for the type names of its body.

use std::sync::Arc;

use remora_clixml::record::{informational_from_value, informational_to_value};
use remora_psobject::{InformationalRecord, TypeId, Value};

use crate::error::{Error, Malformation};

/// A debug text, a verbose text or a warning.
#[derive(Clone, Debug)]
pub struct InformationalRecordMessage {
    /// The record.
    pub record: Arc<InformationalRecord>,
    /// Whether where it was written goes along, as the client's `RemoteStreamOptions` ask.
    pub extended: bool,
}

impl InformationalRecordMessage {
    pub(super) fn to_value(&self) -> Value {
        informational_to_value(&self.record, self.extended)
    }

    pub(super) fn read_debug(value: &Value) -> Result<Self, Error> {
        read(TypeId::DEBUG_RECORD, value)
    }

    pub(super) fn read_verbose(value: &Value) -> Result<Self, Error> {
        read(TypeId::VERBOSE_RECORD, value)
    }

    pub(super) fn read_warning(value: &Value) -> Result<Self, Error> {
        read(TypeId::WARNING_RECORD, value)
    }
}

fn read(record_type: TypeId, value: &Value) -> Result<InformationalRecordMessage, Error> {
    let record = informational_from_value(record_type, value)
        .ok_or(Malformation::BadProperty("InformationalRecord_Message"))?;
    let extended = record.invocation_info.is_some();
    Ok(InformationalRecordMessage { record: Arc::new(record), extended })
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::crossed;
    use super::*;

    #[test]
    fn all_three_cross() {
        let message =
            |record| InformationalRecordMessage { record: Arc::new(record), extended: false };
        let debug = crossed(&Message::DebugRecord(message(InformationalRecord::debug("d"))));
        let verbose = crossed(&Message::VerboseRecord(message(InformationalRecord::verbose("v"))));
        let warning = crossed(&Message::WarningRecord(message(InformationalRecord::warning("w"))));
        let (Message::DebugRecord(d), Message::VerboseRecord(v), Message::WarningRecord(w)) =
            (debug, verbose, warning)
        else {
            panic!()
        };
        assert_eq!((d.record.record_type, d.record.message.as_str()), (TypeId::DEBUG_RECORD, "d"));
        assert_eq!(
            (v.record.record_type, v.record.message.as_str()),
            (TypeId::VERBOSE_RECORD, "v")
        );
        assert_eq!(
            (w.record.record_type, w.record.message.as_str()),
            (TypeId::WARNING_RECORD, "w")
        );
    }
}

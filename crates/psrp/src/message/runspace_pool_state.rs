//! RUNSPACEPOOL_STATE (MS-PSRP section 2.2.2.9, RUNSPACEPOOL_STATE Message).

use std::sync::Arc;

use remora_psobject::{ErrorRecord, Value};

use super::fields::{Bag, Fields};
use super::{Body, error_record};
use crate::error::{Error, Malformation};
use crate::state::PoolState;

/// The state of a pool, as its server sees it.
#[derive(Clone, Debug)]
pub struct RunspacePoolStateMessage {
    /// The state from now on.
    pub state: PoolState,
    /// Why, where it is broken.
    pub error: Option<Arc<ErrorRecord>>,
}

impl Body for RunspacePoolStateMessage {
    fn to_value(&self) -> Value {
        let error = self.error.as_deref().map(error_record::to_state_value);
        Bag::new()
            .with("RunspaceState", self.state.number())
            .with_some("ExceptionAsErrorRecord", error)
            .build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let state = PoolState::from_number(fields.i32("RunspaceState")?)
            .ok_or(Malformation::BadProperty("RunspaceState"))?;
        Ok(Self { state, error: error_record::optional(fields) })
    }
}

#[cfg(test)]
mod tests {
    use remora_psobject::{ErrorCategory, Exception, TypeId};

    use super::super::Message;
    use super::super::tests::{crossed, sent};
    use super::*;

    #[test]
    fn it_crosses() {
        let opened = RunspacePoolStateMessage { state: PoolState::Opened, error: None };
        let (_, text) = sent(&Message::RunspacePoolState(opened));
        assert_eq!(text, "<Obj RefId=\"0\"><MS><I32 N=\"RunspaceState\">2</I32></MS></Obj>");
        let error = ErrorRecord::new(
            Exception::new(TypeId::RUNTIME_EXCEPTION, "why"),
            "Id",
            ErrorCategory::OpenError,
            Value::Null,
        );
        let broken =
            RunspacePoolStateMessage { state: PoolState::Broken, error: Some(Arc::new(error)) };
        let Message::RunspacePoolState(back) = crossed(&Message::RunspacePoolState(broken)) else {
            panic!()
        };
        assert_eq!(back.state, PoolState::Broken);
        assert_eq!(back.error.unwrap().message(), "why");
    }
}

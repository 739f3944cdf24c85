//! PIPELINE_STATE (MS-PSRP section 2.2.2.21, PIPELINE_STATE Message).

use std::sync::Arc;

use remora_psobject::{ErrorRecord, Value};

use super::fields::{Bag, Fields};
use super::{Body, error_record};
use crate::error::{Error, Malformation};
use crate::state::PipelineState;

/// The state of a pipeline. Servers send the final ones alone.
#[derive(Clone, Debug)]
pub struct PipelineStateMessage {
    /// The state from now on.
    pub state: PipelineState,
    /// Why, where it failed or was stopped.
    pub error: Option<Arc<ErrorRecord>>,
}

impl Body for PipelineStateMessage {
    fn to_value(&self) -> Value {
        let error = self.error.as_deref().map(error_record::to_state_value);
        Bag::new()
            .with("PipelineState", self.state.number())
            .with_some("ExceptionAsErrorRecord", error)
            .build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let state = PipelineState::from_number(fields.i32("PipelineState")?)
            .ok_or(Malformation::BadProperty("PipelineState"))?;
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
        let done = PipelineStateMessage { state: PipelineState::Completed, error: None };
        let (_, text) = sent(&Message::PipelineState(done));
        assert_eq!(text, "<Obj RefId=\"0\"><MS><I32 N=\"PipelineState\">4</I32></MS></Obj>");
        let error = ErrorRecord::new(
            Exception::new(TypeId::PIPELINE_STOPPED_EXCEPTION, "stopped"),
            "PipelineStopped",
            ErrorCategory::OperationStopped,
            Value::Null,
        );
        let stopped =
            PipelineStateMessage { state: PipelineState::Stopped, error: Some(Arc::new(error)) };
        let Message::PipelineState(back) = crossed(&Message::PipelineState(stopped)) else {
            panic!()
        };
        assert_eq!(back.state, PipelineState::Stopped);
        assert_eq!(back.error.unwrap().fully_qualified_error_id, "PipelineStopped");
    }
}

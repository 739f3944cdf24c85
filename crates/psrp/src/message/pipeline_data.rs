//! PIPELINE_INPUT and PIPELINE_OUTPUT (MS-PSRP sections 2.2.2.17, PIPELINE_INPUT Message, and 2.2.2.19,
//! PIPELINE_OUTPUT Message): any value. Null has no body.

use remora_psobject::Value;

/// An object of a pipeline's input.
#[derive(Clone, Debug)]
pub struct PipelineInput {
    /// The object.
    pub value: Value,
}

/// An object of a pipeline's output.
#[derive(Clone, Debug)]
pub struct PipelineOutput {
    /// The object.
    pub value: Value,
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::{crossed, sent};
    use super::*;

    #[test]
    fn values_cross() {
        let message = Message::PipelineOutput(PipelineOutput { value: "a<b".into() });
        assert_eq!(sent(&message).1, "<S>a&lt;b</S>");
        let Message::PipelineOutput(back) = crossed(&message) else { panic!() };
        assert_eq!(back.value.as_str(), Some("a<b"));
        let message = Message::PipelineInput(PipelineInput { value: Value::I32(5) });
        let Message::PipelineInput(back) = crossed(&message) else { panic!() };
        assert_eq!(back.value.as_i32(), Some(5));
    }
}

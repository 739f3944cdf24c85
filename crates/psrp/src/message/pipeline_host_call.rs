//! PIPELINE_HOST_CALL (MS-PSRP section 2.2.2.27, PIPELINE_HOST_CALL Message).

use super::HostCall;

/// Calls a method of the pipeline's host.
#[derive(Clone, Debug)]
pub struct PipelineHostCall(pub HostCall);

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::{crossed, sent};
    use super::*;

    #[test]
    fn it_crosses() {
        let call = HostCall { call_id: -100, method: 13, parameters: vec!["a".into()] };
        let message = Message::PipelineHostCall(Box::new(PipelineHostCall(call)));
        assert_eq!(
            sent(&message).1,
            "<Obj RefId=\"0\"><MS><I64 N=\"ci\">-100</I64><Obj N=\"mi\" RefId=\"1\"><TN RefId=\"0\">\
             <T>System.Management.Automation.Remoting.RemoteHostMethodId</T><T>System.Enum</T>\
             <T>System.ValueType</T><T>System.Object</T></TN><ToString>Write1</ToString><I32>13</I32>\
             </Obj><Obj N=\"mp\" RefId=\"2\"><TN RefId=\"1\"><T>System.Collections.ArrayList</T>\
             <T>System.Object</T></TN><LST><S>a</S></LST></Obj></MS></Obj>"
        );
        let Message::PipelineHostCall(back) = crossed(&message) else { panic!() };
        assert_eq!((back.0.call_id, back.0.method), (-100, 13));
        assert_eq!(back.0.parameters.first().and_then(|text| text.as_str()), Some("a"));
    }
}

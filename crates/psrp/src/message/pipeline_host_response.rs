//! PIPELINE_HOST_RESPONSE (MS-PSRP section 2.2.2.28, PIPELINE_HOST_RESPONSE Message).

use super::HostResponse;

/// Answers a call of the pipeline's host.
#[derive(Clone, Debug)]
pub struct PipelineHostResponse(pub HostResponse);

#[cfg(test)]
mod tests {
    use remora_psobject::Value;

    use super::super::Message;
    use super::super::tests::crossed;
    use super::*;

    #[test]
    fn it_crosses() {
        for result in [Value::from("typed"), Value::Null] {
            let response = HostResponse { call_id: 3, method: 11, result: Ok(result.clone()) };
            let message = Message::PipelineHostResponse(Box::new(PipelineHostResponse(response)));
            let Message::PipelineHostResponse(back) = crossed(&message) else { panic!() };
            assert_eq!((back.0.call_id, back.0.method), (3, 11));
            assert_eq!(back.0.result.unwrap().as_str(), result.as_str());
        }
    }
}

//! RUNSPACE_AVAILABILITY (MS-PSRP section 2.2.2.8, RUNSPACE_AVAILABILITY Message).

use remora_psobject::Value;

use super::Body;
use super::fields::{Bag, Fields};
use crate::error::{Error, Malformation};

const RESPONSE: &str = "SetMinMaxRunspacesResponse";

/// What a question about the runspaces of a pool is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// Whether a change was made.
    Done(bool),
    /// How many runspaces are free.
    Free(i64),
}

/// Answers `SET_MAX_RUNSPACES`, `SET_MIN_RUNSPACES`, `GET_AVAILABLE_RUNSPACES` and
/// `RESET_RUNSPACE_STATE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunspaceAvailability {
    /// The answer.
    pub response: Availability,
    /// Under which the question was asked.
    pub call_id: i64,
}

impl Body for RunspaceAvailability {
    fn to_value(&self) -> Value {
        let response = match self.response {
            Availability::Done(done) => Value::Bool(done),
            // The specification says 64 bits; PowerShell writes 32 and reads both.
            Availability::Free(count) => i32::try_from(count).map_or(Value::I64(count), Value::I32),
        };
        Bag::new().with(RESPONSE, response).with("ci", self.call_id).build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let response = match fields.value(RESPONSE)? {
            Value::Bool(done) => Availability::Done(done),
            number => {
                Availability::Free(number.as_i64().ok_or(Malformation::BadProperty(RESPONSE))?)
            }
        };
        Ok(Self { response, call_id: fields.i64("ci")? })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{crossed, read};
    use super::super::{Message, MessageType};
    use super::*;

    #[test]
    fn it_crosses() {
        for response in [Availability::Done(true), Availability::Done(false), Availability::Free(3)]
        {
            let message = RunspaceAvailability { response, call_id: 7 };
            let Message::RunspaceAvailability(back) =
                crossed(&Message::RunspaceAvailability(message))
            else {
                panic!()
            };
            assert_eq!(back, message);
        }
    }

    #[test]
    fn a_number_of_64_bits_is_read_too() {
        let body = "<Obj RefId=\"0\"><MS><I64 N=\"SetMinMaxRunspacesResponse\">4</I64>\
                    <I64 N=\"ci\">1</I64></MS></Obj>";
        let Ok(Message::RunspaceAvailability(back)) = read(MessageType::RunspaceAvailability, body)
        else {
            panic!()
        };
        assert_eq!(back.response, Availability::Free(4));
    }
}

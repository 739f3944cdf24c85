//! GET_AVAILABLE_RUNSPACES (MS-PSRP section 2.2.2.11, GET_AVAILABLE_RUNSPACES Message).

use remora_psobject::Value;

use super::Body;
use super::fields::{Bag, Fields};
use crate::error::Error;

/// Asks how many runspaces are free; answered by `RUNSPACE_AVAILABILITY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetAvailableRunspaces {
    /// Under which the answer comes.
    pub call_id: i64,
}

impl Body for GetAvailableRunspaces {
    fn to_value(&self) -> Value {
        Bag::new().with("ci", self.call_id).build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        Ok(Self { call_id: Fields(value).i64("ci")? })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::crossed;
    use super::*;

    #[test]
    fn it_crosses() {
        let message = GetAvailableRunspaces { call_id: 8 };
        let Message::GetAvailableRunspaces(back) =
            crossed(&Message::GetAvailableRunspaces(message))
        else {
            panic!()
        };
        assert_eq!(back, message);
    }
}

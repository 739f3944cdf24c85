//! RESET_RUNSPACE_STATE (MS-PSRP section 2.2.2.31, RESET_RUNSPACE_STATE Message).

use remora_psobject::Value;

use super::Body;
use super::fields::{Bag, Fields};
use crate::error::Error;

/// Takes a runspace back to its first state; answered by `RUNSPACE_AVAILABILITY`. From version 2.3 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResetRunspaceState {
    /// Under which the answer comes.
    pub call_id: i64,
}

impl Body for ResetRunspaceState {
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
        let message = ResetRunspaceState { call_id: 8 };
        let Message::ResetRunspaceState(back) = crossed(&Message::ResetRunspaceState(message))
        else {
            panic!()
        };
        assert_eq!(back, message);
    }
}

//! SET_MAX_RUNSPACES and SET_MIN_RUNSPACES (MS-PSRP sections 2.2.2.6, SET_MAX_RUNSPACES Message, and
//! 2.2.2.7, SET_MIN_RUNSPACES Message): the same message but for one name.

use remora_psobject::Value;

use super::Body;
use super::fields::{Bag, Fields};
use crate::error::Error;

/// Changes how many runspaces a pool may have; answered by `RUNSPACE_AVAILABILITY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetMaxRunspaces {
    /// The new maximum.
    pub max_runspaces: i32,
    /// Under which the answer comes.
    pub call_id: i64,
}

/// Changes how many runspaces a pool has at least; answered by `RUNSPACE_AVAILABILITY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetMinRunspaces {
    /// The new minimum.
    pub min_runspaces: i32,
    /// Under which the answer comes.
    pub call_id: i64,
}

impl Body for SetMaxRunspaces {
    fn to_value(&self) -> Value {
        Bag::new().with("MaxRunspaces", self.max_runspaces).with("ci", self.call_id).build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        Ok(Self { max_runspaces: fields.i32("MaxRunspaces")?, call_id: fields.i64("ci")? })
    }
}

impl Body for SetMinRunspaces {
    fn to_value(&self) -> Value {
        Bag::new().with("MinRunspaces", self.min_runspaces).with("ci", self.call_id).build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        Ok(Self { min_runspaces: fields.i32("MinRunspaces")?, call_id: fields.i64("ci")? })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::{crossed, sent};
    use super::*;

    #[test]
    fn they_cross() {
        let max = SetMaxRunspaces { max_runspaces: 5, call_id: 1 };
        let (_, text) = sent(&Message::SetMaxRunspaces(max));
        assert_eq!(
            text,
            "<Obj RefId=\"0\"><MS><I32 N=\"MaxRunspaces\">5</I32><I64 N=\"ci\">1</I64></MS></Obj>"
        );
        let Message::SetMaxRunspaces(back) = crossed(&Message::SetMaxRunspaces(max)) else {
            panic!()
        };
        assert_eq!(back, max);
        let min = SetMinRunspaces { min_runspaces: -1, call_id: 2 };
        let Message::SetMinRunspaces(back) = crossed(&Message::SetMinRunspaces(min)) else {
            panic!()
        };
        assert_eq!(back, min);
    }
}

//! CONNECT_RUNSPACEPOOL (MS-PSRP section 2.2.2.29, CONNECT_RUNSPACEPOOL Message).

use remora_psobject::Value;

use super::Body;
use super::fields::{Bag, Fields};
use crate::error::Error;

/// Takes up a pool that a client left. Both numbers may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConnectRunspacePool {
    /// Fewest runspaces.
    pub min_runspaces: Option<i32>,
    /// Most runspaces.
    pub max_runspaces: Option<i32>,
}

impl Body for ConnectRunspacePool {
    fn to_value(&self) -> Value {
        Bag::new()
            .with_some("MinRunspaces", self.min_runspaces)
            .with_some("MaxRunspaces", self.max_runspaces)
            .build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        Ok(Self {
            min_runspaces: fields.optional_i32("MinRunspaces")?,
            max_runspaces: fields.optional_i32("MaxRunspaces")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::crossed;
    use super::*;

    #[test]
    fn it_crosses() {
        for bounds in [(Some(1), Some(5)), (None, None)] {
            let message = ConnectRunspacePool { min_runspaces: bounds.0, max_runspaces: bounds.1 };
            let Message::ConnectRunspacePool(back) =
                crossed(&Message::ConnectRunspacePool(message))
            else {
                panic!()
            };
            assert_eq!(back, message);
        }
    }
}

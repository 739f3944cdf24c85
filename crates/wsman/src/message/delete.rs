//! MS-WSMV 3.1.4.4 Delete

use crate::message::empty_message;
use crate::names::action;

empty_message! {
    /// Ends a shell, with everything that runs in it, or deletes another resource.
    Delete, action::DELETE
}

empty_message! {
    /// Says that it is gone.
    DeleteResponse, action::DELETE_RESPONSE
}

#[cfg(test)]
mod tests {
    use super::{Delete, DeleteResponse};
    use crate::message::testing::round_trip;

    #[test]
    fn round_trips() {
        round_trip(&Delete);
        round_trip(&DeleteResponse);
    }
}

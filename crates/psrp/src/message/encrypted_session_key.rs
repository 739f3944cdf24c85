//! ENCRYPTED_SESSION_KEY (MS-PSRP section 2.2.2.4, ENCRYPTED_SESSION_KEY Message).

use remora_psobject::{PsString, Value};

use super::Body;
use super::fields::{Bag, Fields};
use crate::error::Error;

/// The session key, encrypted with the client's public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptedSessionKey {
    /// The key in base64; see [`crate::crypto`].
    pub encrypted_session_key: PsString,
}

impl Body for EncryptedSessionKey {
    fn to_value(&self) -> Value {
        Bag::new().with("EncryptedSessionKey", self.encrypted_session_key.clone()).build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        Ok(Self { encrypted_session_key: Fields(value).text("EncryptedSessionKey")? })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::crossed;
    use super::*;

    #[test]
    fn it_crosses() {
        let message = EncryptedSessionKey { encrypted_session_key: "AQIA".into() };
        let Message::EncryptedSessionKey(back) =
            crossed(&Message::EncryptedSessionKey(message.clone()))
        else {
            panic!()
        };
        assert_eq!(back, message);
    }
}

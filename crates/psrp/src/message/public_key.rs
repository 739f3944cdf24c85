//! PUBLIC_KEY (MS-PSRP section 2.2.2.3, PUBLIC_KEY Message).

use remora_psobject::{PsString, Value};

use super::Body;
use super::fields::{Bag, Fields};
use crate::error::Error;

/// The client's public key, for the server to encrypt the session key with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// The key in base64; see [`crate::crypto::PublicKeyBlob`].
    pub public_key: PsString,
}

impl Body for PublicKey {
    fn to_value(&self) -> Value {
        Bag::new().with("PublicKey", self.public_key.clone()).build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        Ok(Self { public_key: Fields(value).text("PublicKey")? })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::{crossed, sent};
    use super::*;

    #[test]
    fn it_crosses() {
        let message = Message::PublicKey(PublicKey { public_key: "BgIA".into() });
        assert_eq!(sent(&message).1, "<Obj RefId=\"0\"><MS><S N=\"PublicKey\">BgIA</S></MS></Obj>");
        let Message::PublicKey(back) = crossed(&message) else { panic!() };
        assert_eq!(back.public_key, "BgIA");
    }
}

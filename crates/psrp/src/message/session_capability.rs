//! SESSION_CAPABILITY (MS-PSRP section 2.2.2.1, SESSION_CAPABILITY Message).

use remora_psobject::{Value, Version};

use super::Body;
use super::fields::{Bag, Fields};
use crate::error::Error;
use crate::version::ProtocolVersion;

/// What an end speaks. Both ends send it first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionCapability {
    /// `protocolversion`
    pub protocol_version: ProtocolVersion,
    /// `PSVersion`: 2.0 since ever.
    pub ps_version: Version,
    /// `SerializationVersion`: 1.1.0.1 since ever.
    pub serialization_version: Version,
    /// The client's time zone, as a .NET formatter wrote it; only Windows PowerShell sends it.
    pub time_zone: Option<Vec<u8>>,
}

impl SessionCapability {
    /// The `PSVersion` that the protocol has.
    pub const PS_VERSION: Version = Version::new(2, 0);

    /// The `SerializationVersion` that the protocol has.
    pub const SERIALIZATION_VERSION: Version =
        Version { major: 1, minor: 1, build: 0, revision: 1 };

    /// The capability of an end that speaks this version.
    pub fn new(protocol_version: ProtocolVersion) -> Self {
        Self {
            protocol_version,
            ps_version: Self::PS_VERSION,
            serialization_version: Self::SERIALIZATION_VERSION,
            time_zone: None,
        }
    }
}

impl Body for SessionCapability {
    fn to_value(&self) -> Value {
        Bag::new()
            .with("protocolversion", self.protocol_version.to_version())
            .with("PSVersion", self.ps_version)
            .with("SerializationVersion", self.serialization_version)
            .with_some("TimeZone", self.time_zone.clone().map(Value::bytes))
            .build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let time_zone = match fields.get("TimeZone") {
            Some(Value::Array(array)) => array.to_bytes(),
            _ => None,
        };
        Ok(Self {
            protocol_version: fields.version("protocolversion")?.into(),
            ps_version: fields.version("PSVersion")?,
            serialization_version: fields.version("SerializationVersion")?,
            time_zone,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::{crossed, sent};
    use super::*;

    #[test]
    fn it_crosses() {
        let mut capability = SessionCapability::new(ProtocolVersion::V2_4);
        let (_, text) = sent(&Message::SessionCapability(capability.clone()));
        assert_eq!(
            text,
            "<Obj RefId=\"0\"><MS><Version N=\"protocolversion\">2.4</Version>\
             <Version N=\"PSVersion\">2.0</Version>\
             <Version N=\"SerializationVersion\">1.1.0.1</Version></MS></Obj>"
        );
        capability.time_zone = Some(vec![0, 1, 255]);
        let Message::SessionCapability(back) =
            crossed(&Message::SessionCapability(capability.clone()))
        else {
            panic!()
        };
        assert_eq!(back, capability);
    }
}

//! DSP0226 11 Metadata and discovery; MS-WSMV 3.1.4.1.23 Metadata and Discovery

use crate::Error;
use crate::message::Message;
use crate::names::{IDENTIFY_ALTERNATIVE, Namespace};
use crate::xml::{Node, XmlWriter};

/// Asks a service who it is. The only message that needs no headers and no credentials.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Identify;

impl Identify {
    /// Whether a body asks for identification.
    #[must_use]
    pub fn is_in(body: Node<'_, '_>) -> bool {
        find(body, "Identify").is_some()
    }
}

impl Message for Identify {
    const ACTION: &'static str = "";
    const NAMESPACES: &'static [Namespace] = &[Namespace::Identify];

    fn write(&self, writer: &mut XmlWriter) {
        writer.empty_element(Namespace::Identify, "Identify");
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        find(body, "Identify")
            .map(|_| Self)
            .ok_or_else(|| Error::malformed("the body does not ask for identification"))
    }
}

/// Says what a service is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdentifyResponse {
    /// The protocol; WS-Management's namespace.
    pub protocol_version: String,
    /// Who made the service.
    pub product_vendor: String,
    /// Version of the service; Windows hides the system's version from strangers as
    /// `OS: 0.0.0 SP: 0.0 Stack: 3.0`.
    pub product_version: String,
    /// The ways to authenticate, for authenticated askers only.
    pub security_profiles: Vec<String>,
}

impl IdentifyResponse {
    /// The answer of a service of the given vendor and version.
    #[must_use]
    pub fn new(vendor: &str, version: &str) -> Self {
        Self {
            protocol_version: Namespace::Wsman.uri().to_owned(),
            product_vendor: vendor.to_owned(),
            product_version: version.to_owned(),
            security_profiles: Vec::new(),
        }
    }
}

impl Message for IdentifyResponse {
    const ACTION: &'static str = "";
    const NAMESPACES: &'static [Namespace] = &[Namespace::Identify];

    fn write(&self, writer: &mut XmlWriter) {
        let namespace = Namespace::Identify;
        writer.start(namespace, "IdentifyResponse");
        writer.text_element(namespace, "ProtocolVersion", &self.protocol_version);
        writer.text_element(namespace, "ProductVendor", &self.product_vendor);
        writer.text_element(namespace, "ProductVersion", &self.product_version);
        if !self.security_profiles.is_empty() {
            writer.start(namespace, "SecurityProfiles");
            for profile in &self.security_profiles {
                writer.text_element(namespace, "SecurityProfileName", profile);
            }
            writer.end();
        }
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = find(body, "IdentifyResponse")
            .ok_or_else(|| Error::malformed("the body does not identify a service"))?;
        let text = |name| node.child_named(name).map(|n| n.trimmed_text()).unwrap_or_default();
        Ok(Self {
            protocol_version: text("ProtocolVersion"),
            product_vendor: text("ProductVendor"),
            product_version: text("ProductVersion"),
            security_profiles: node
                .child_named("SecurityProfiles")
                .map(|profiles| profiles.children().map(|n| n.trimmed_text()).collect())
                .unwrap_or_default(),
        })
    }
}

fn find<'a, 'input>(body: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    body.children().find(|node| {
        node.name() == name
            && matches!(node.namespace(), Some(uri)
                if uri == Namespace::Identify.uri() || uri == IDENTIFY_ALTERNATIVE)
    })
}

#[cfg(test)]
mod tests {
    use super::{Identify, IdentifyResponse};
    use crate::message::testing::{read_body, round_trip};

    #[test]
    fn round_trips() {
        round_trip(&Identify);
        let mut response = IdentifyResponse::new("Remora", "OS: 0.0.0 SP: 0.0 Stack: 3.0");
        round_trip(&response);
        response.security_profiles = vec![
            "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/basic".into(),
            "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/http/spnego-kerberos".into(),
        ];
        round_trip(&response);
    }

    #[test]
    fn both_spellings_of_the_namespace() {
        for spelling in ["identity", "identify"] {
            let body = format!(
                "<i:Identify xmlns:i='http://schemas.dmtf.org/wbem/wsman/{spelling}/1/wsmanidentity.xsd'/>"
            );
            assert_eq!(read_body::<Identify>(&body), Ok(Identify));
        }
        assert!(read_body::<Identify>("<Identify/>").is_err());
    }
}

//! MS-WSMV 2.2.4.10 ConfigType

use crate::Error;
use crate::names::Namespace;
use crate::xml::{Content, Element};

/// The configuration of a WS-Management service and client, as `…/wsman/1/config` shows it.
///
/// Leaves are addressed by their path below `cfg:Config`, for example
/// `Service/Auth/CbtHardeningLevel`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config(Element);

/// The leaves of the configuration in document order, with the values of a fresh Windows Server.
const DEFAULTS: &[(&str, &str)] = &[
    ("MaxEnvelopeSizekb", "500"),
    ("MaxTimeoutms", "60000"),
    ("MaxBatchItems", "32000"),
    ("MaxProviderRequests", "4294967295"),
    ("Client/NetworkDelayms", "5000"),
    ("Client/URLPrefix", "wsman"),
    ("Client/AllowUnencrypted", "false"),
    ("Client/Auth/Basic", "true"),
    ("Client/Auth/Digest", "true"),
    ("Client/Auth/Kerberos", "true"),
    ("Client/Auth/Negotiate", "true"),
    ("Client/Auth/Certificate", "true"),
    ("Client/Auth/CredSSP", "false"),
    ("Client/DefaultPorts/HTTP", "5985"),
    ("Client/DefaultPorts/HTTPS", "5986"),
    ("Client/TrustedHosts", ""),
    ("Service/RootSDDL", "O:NSG:BAD:P(A;;GA;;;BA)(A;;GR;;;IU)S:P(AU;FA;GA;;;WD)(AU;SA;GXGW;;;WD)"),
    ("Service/MaxConcurrentOperations", "4294967295"),
    ("Service/MaxConcurrentOperationsPerUser", "1500"),
    ("Service/EnumerationTimeoutms", "240000"),
    ("Service/MaxConnections", "300"),
    ("Service/MaxPacketRetrievalTimeSeconds", "120"),
    ("Service/AllowUnencrypted", "false"),
    ("Service/Auth/Basic", "false"),
    ("Service/Auth/Kerberos", "true"),
    ("Service/Auth/Negotiate", "true"),
    ("Service/Auth/Certificate", "false"),
    ("Service/Auth/CredSSP", "false"),
    ("Service/Auth/CbtHardeningLevel", "Relaxed"),
    ("Service/DefaultPorts/HTTP", "5985"),
    ("Service/DefaultPorts/HTTPS", "5986"),
    ("Service/IPv4Filter", "*"),
    ("Service/IPv6Filter", "*"),
    ("Service/EnableCompatibilityHttpListener", "false"),
    ("Service/EnableCompatibilityHttpsListener", "false"),
    ("Service/CertificateThumbprint", ""),
    ("Service/AllowRemoteAccess", "true"),
    ("Winrs/AllowRemoteShellAccess", "true"),
    ("Winrs/IdleTimeout", "7200000"),
    ("Winrs/MaxConcurrentUsers", "2147483647"),
    ("Winrs/MaxShellRunTime", "2147483647"),
    ("Winrs/MaxProcessesPerShell", "2147483647"),
    ("Winrs/MaxMemoryPerShellMB", "2147483647"),
    ("Winrs/MaxShellsPerUser", "2147483647"),
];

impl Default for Config {
    fn default() -> Self {
        let mut config = Self(Element::new(Namespace::Config, "Config"));
        for (path, value) in DEFAULTS {
            set_leaf(&mut config.0, path, value);
        }
        config
    }
}

impl Config {
    /// Takes a configuration out of the answer to Get.
    ///
    /// # Errors
    /// [`Error::Malformed`] when the element is no `cfg:Config`.
    pub fn from_element(element: Element) -> Result<Self, Error> {
        if element.name != "Config" || element.namespace.as_deref() != Some(Namespace::Config.uri())
        {
            return Err(Error::malformed("the element is no configuration"));
        }
        Ok(Self(element))
    }

    /// The whole configuration.
    #[must_use]
    pub const fn element(&self) -> &Element {
        &self.0
    }

    /// The part below a path, any case, as Get of `…/config/service/auth` shows it.
    #[must_use]
    pub fn section(&self, path: &str) -> Option<&Element> {
        path.split('/').filter(|step| !step.is_empty()).try_fold(&self.0, |element, step| {
            element.children().find(|child| child.name.eq_ignore_ascii_case(step))
        })
    }

    /// The text of a leaf.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<String> {
        self.section(path).map(Element::text)
    }

    /// The value of a leaf that is a number.
    #[must_use]
    pub fn number(&self, path: &str) -> Option<u64> {
        self.get(path)?.parse().ok()
    }

    /// Changes a leaf that exists.
    ///
    /// # Errors
    /// [`Error::ApiMisuse`] when there is no such leaf.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), Error> {
        match self.section(path) {
            Some(element) if element.children().next().is_none() => {
                set_leaf(&mut self.0, path, value);
                Ok(())
            }
            _ => Err(Error::misuse(["no configuration leaf ", path].concat())),
        }
    }
}

/// Sets the leaf at a path below `element`; elements that are missing on the way are made.
fn set_leaf(element: &mut Element, path: &str, value: &str) {
    let (step, rest) = path.split_once('/').unwrap_or((path, ""));
    let found = element.content.iter().position(|content| {
        matches!(content, Content::Element(child) if child.name.eq_ignore_ascii_case(step))
    });
    let index = found.unwrap_or_else(|| {
        element.content.push(Content::Element(Element::new(Namespace::Config, step)));
        element.content.len() - 1
    });
    if let Some(Content::Element(child)) = element.content.get_mut(index) {
        if rest.is_empty() {
            child.content = text(value);
        } else {
            set_leaf(child, rest, value);
        }
    }
}

fn text(value: &str) -> Vec<Content> {
    if value.is_empty() { Vec::new() } else { vec![Content::Text(value.to_owned())] }
}

#[cfg(test)]
mod tests {
    use super::Config;
    use crate::message::GetResponse;
    use crate::message::testing::round_trip;

    #[test]
    fn written_and_read_back() {
        let mut config = Config::default();
        config.set("Service/Auth/Basic", "true").unwrap();
        config.set("winrs/maxshellsperuser", "3").unwrap();
        assert!(config.set("Service/Auth", "x").is_err());
        assert!(config.set("Service/Nothing", "x").is_err());
        let text = round_trip(&GetResponse { body: config.element().clone() });
        assert!(text.contains(
            "<cfg:Config xmlns:cfg=\"http://schemas.microsoft.com/wbem/wsman/1/config\">\
             <cfg:MaxEnvelopeSizekb>500</cfg:MaxEnvelopeSizekb>"
        ));
        assert!(
            text.contains(
                "<cfg:MaxShellsPerUser>3</cfg:MaxShellsPerUser></cfg:Winrs></cfg:Config>"
            )
        );
        let again = Config::from_element(config.element().clone()).unwrap();
        assert_eq!(again.number("MaxEnvelopeSizekb"), Some(500));
        assert_eq!(again.get("Service/Auth/Basic").as_deref(), Some("true"));
        assert_eq!(again.section("service/auth").unwrap().name, "Auth");
        assert!(again.section("service/nothing").is_none());
        assert_eq!(again.section("").unwrap().name, "Config");
    }
}

//! Where a request goes.

use remora_engine::prelude::*;

/// The parts of an `http` or `https` address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// Whether the connection is protected.
    pub(crate) is_secure: bool,
    /// Name or address of the host.
    pub(crate) host: String,
    /// Port; the scheme's own where none is written.
    pub(crate) port: u16,
    /// Path and query, at least `/`.
    pub(crate) target: String,
}

impl Address {
    /// Reads an address; without a scheme it is `http`.
    ///
    /// # Errors
    /// `UriFormatException`; another scheme.
    pub(crate) fn parse(text: &str) -> Result<Self, Flow> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let is_secure = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            other => {
                let message = format!("The '{other}' scheme is not supported.");
                let id = crate::record_object::type_named("System.NotSupportedException");
                return Err(Exception::new(id, message).into());
            }
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let port_at = authority.rfind(':').filter(|at| {
            authority.get(at + 1..).is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()))
        });
        let (host, port) = match port_at {
            Some(at) => (authority.get(..at).unwrap_or_default(), authority.get(at + 1..)),
            None => (authority, None),
        };
        if host.is_empty() {
            return Err(invalid("Invalid URI: The hostname could not be parsed."));
        }
        let port = match port.filter(|port| !port.is_empty()) {
            Some(port) => {
                port.parse().map_err(|_| invalid("Invalid URI: Invalid port specified."))?
            }
            None if is_secure => 443,
            None => 80,
        };
        let path = path.split('#').next().unwrap_or_default();
        let target = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { is_secure, host: host.to_owned(), port, target: escaped(&target) })
    }

    /// The address that a `Location` names, seen from this one.
    ///
    /// # Errors
    /// As [`Address::parse`].
    pub(crate) fn follow(&self, location: &str) -> Result<Self, Flow> {
        if location.contains("://") {
            return Self::parse(location);
        }
        let mut next = self.clone();
        if let Some(rest) = location.strip_prefix("//") {
            return Self::parse(&format!("{}://{rest}", self.scheme()));
        }
        let base = self.target.split('?').next().unwrap_or("/");
        next.target = if location.starts_with('/') {
            escaped(location)
        } else if location.starts_with('?') {
            escaped(&format!("{base}{location}"))
        } else {
            let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
            escaped(&format!("{folder}/{location}"))
        };
        Ok(next)
    }

    fn scheme(&self) -> &'static str {
        if self.is_secure { "https" } else { "http" }
    }

    /// What the `Host` header says.
    pub(crate) fn authority(&self) -> String {
        let own = if self.is_secure { 443 } else { 80 };
        if self.port == own { self.host.clone() } else { format!("{}:{}", self.host, self.port) }
    }

    /// The whole address.
    pub(crate) fn to_text(&self) -> String {
        format!("{}://{}{}", self.scheme(), self.authority(), self.target)
    }
}

fn invalid(message: &str) -> Flow {
    Exception::new(crate::record_object::type_named("System.UriFormatException"), message).into()
}

/// What may not stand in a request line as it is.
fn escaped(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for byte in target.bytes() {
        if byte.is_ascii_graphic()
            && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
        {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        let address = Address::parse("https://user@host:8443/a b?q=1#part")
            .unwrap_or_else(|_| panic!("address"));
        assert!(address.is_secure);
        assert_eq!((address.host.as_str(), address.port), ("host", 8443));
        assert_eq!(address.target, "/a%20b?q=1");
        assert_eq!(
            Address::parse("host").ok().map(|a| a.to_text()).as_deref(),
            Some("http://host/")
        );
        assert!(Address::parse("http://").is_err());
        assert!(Address::parse("ftp://host/").is_err());
        assert_eq!(
            Address::parse("http://[::1]:80/x").ok().map(|a| a.host).as_deref(),
            Some("[::1]")
        );
    }

    #[test]
    fn locations_are_seen_from_the_address() {
        let address = Address::parse("http://host/a/b?q").unwrap_or_else(|_| panic!("address"));
        let next = |location: &str| address.follow(location).ok().map(|next| next.to_text());
        assert_eq!(next("c").as_deref(), Some("http://host/a/c"));
        assert_eq!(next("/c").as_deref(), Some("http://host/c"));
        assert_eq!(next("https://other/").as_deref(), Some("https://other/"));
    }
}

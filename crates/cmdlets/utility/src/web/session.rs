//! What is kept from one request to the next: cookies, headers, credentials.

use std::sync::Arc;

use parking_lot::Mutex;
use remora_engine::prelude::*;
use remora_psobject::{DictionaryObject, LiveObject};

use super::address::Address;
use crate::record_object::{RecordObject, type_named};

#[derive(Clone, Debug, PartialEq, Eq)]
struct Cookie {
    name: String,
    value: String,
    domain: String,
    path: String,
    secure: bool,
}

/// `WebRequestSession`
#[derive(Debug)]
pub(crate) struct WebSession {
    cookies: Mutex<Vec<Cookie>>,
    headers: Arc<DictionaryObject>,
    user_agent: Mutex<Value>,
}

impl Default for WebSession {
    fn default() -> Self {
        Self {
            cookies: Mutex::default(),
            headers: Arc::new(DictionaryObject::hashtable()),
            user_agent: Mutex::new(Value::Null),
        }
    }
}

impl WebSession {
    /// Headers that every request gets.
    pub(crate) fn headers(&self) -> &Arc<DictionaryObject> {
        &self.headers
    }

    /// The `User-Agent` of the session, where it has one of its own.
    pub(crate) fn user_agent(&self) -> Value {
        self.user_agent.lock().clone()
    }

    /// Keeps what `Set-Cookie` says; attributes that are not understood are ignored (RFC 6265).
    pub(crate) fn keep(&self, address: &Address, header: &str) {
        let mut parts = header.split(';');
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let folder = address.target.split('?').next().unwrap_or("/");
        let folder = folder.rsplit_once('/').map_or("/", |(folder, _)| folder);
        let mut cookie = Cookie {
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
            domain: address.host.to_ascii_lowercase(),
            path: if folder.is_empty() { "/".to_owned() } else { folder.to_owned() },
            secure: false,
        };
        let mut is_over = false;
        for part in parts {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "path" if value.starts_with('/') => cookie.path = value.to_owned(),
                "domain" if !value.is_empty() => {
                    let domain = value.trim_start_matches('.').to_ascii_lowercase();
                    // A host may set cookies for itself and the domains it belongs to.
                    if !belongs(&cookie.domain, &domain) {
                        return;
                    }
                    cookie.domain = domain;
                }
                "secure" => cookie.secure = true,
                "max-age" => is_over = value.parse::<i64>().is_ok_and(|age| age <= 0),
                _ => {}
            }
        }
        let mut cookies = self.cookies.lock();
        cookies.retain(|known| {
            (&known.name, &known.domain, &known.path)
                != (&cookie.name, &cookie.domain, &cookie.path)
        });
        if !is_over {
            cookies.push(cookie);
        }
    }

    /// The `Cookie` header for an address.
    pub(crate) fn cookie_header(&self, address: &Address) -> Option<String> {
        let host = address.host.to_ascii_lowercase();
        let cookies = self.cookies.lock();
        let fitting = cookies.iter().filter(|cookie| {
            belongs(&host, &cookie.domain)
                && address.target.starts_with(&cookie.path)
                && (!cookie.secure || address.is_secure)
        });
        let pairs: Vec<String> =
            fitting.map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

fn belongs(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

const PROPERTIES: &[&str] = &[
    "Headers",
    "Cookies",
    "UseDefaultCredentials",
    "Credentials",
    "Certificates",
    "UserAgent",
    "Proxy",
    "MaximumRedirection",
    "MaximumRetryCount",
    "RetryIntervalInSeconds",
];

impl LiveObject for WebSession {
    fn object_type(&self) -> TypeId {
        type_named("Microsoft.PowerShell.Commands.WebRequestSession")
    }

    fn property_names(&self) -> Vec<PsString> {
        PROPERTIES.iter().map(|name| PsString::from(*name)).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let known = PROPERTIES.iter().find(|known| known.eq_ignore_ascii_case(name))?;
        Some(Ok(match *known {
            "Headers" => Value::Dictionary(Arc::clone(&self.headers)),
            "Cookies" => {
                let count = i32::try_from(self.cookies.lock().len()).unwrap_or(i32::MAX);
                Value::live(RecordObject::new(
                    "System.Net.CookieContainer",
                    [
                        ("Capacity", Value::I32(300)),
                        ("Count", Value::I32(count)),
                        ("MaxCookieSize", Value::I32(4096)),
                        ("PerDomainCapacity", Value::I32(20)),
                    ],
                ))
            }
            "UserAgent" => self.user_agent(),
            "UseDefaultCredentials" => Value::Bool(false),
            "MaximumRedirection" => Value::I32(-1),
            "MaximumRetryCount" | "RetryIntervalInSeconds" => Value::I32(0),
            _ => Value::Null,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if !name.eq_ignore_ascii_case("UserAgent") {
            return None;
        }
        *self.user_agent.lock() = value;
        Some(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_go_where_they_belong() {
        let session = WebSession::default();
        let address = Address::parse("http://www.host/a/b").unwrap_or_else(|_| panic!("address"));
        session.keep(&address, "s=1; path=/; HttpOnly");
        session.keep(&address, "t=2; Domain=host; Secure");
        session.keep(&address, "u=3; Domain=other");
        session.keep(&address, "s=4; path=/");
        assert_eq!(session.cookie_header(&address).as_deref(), Some("s=4"));
        let secure = Address::parse("https://host/a/c").unwrap_or_else(|_| panic!("address"));
        assert_eq!(session.cookie_header(&secure).as_deref(), Some("t=2"));
        session.keep(&address, "s=; path=/; Max-Age=0");
        assert_eq!(session.cookie_header(&address), None);
    }
}

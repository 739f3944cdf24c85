//! The parts of an absolute address.

/// Schemes with an authority, and their default ports.
const SCHEMES: &[(&str, i32)] = &[
    ("http", 80),
    ("https", 443),
    ("ws", 80),
    ("wss", 443),
    ("ftp", 21),
    ("ftps", 990),
    ("ssh", -1),
    ("sftp", 22),
    ("gopher", 70),
    ("nntp", 119),
    ("telnet", 23),
    ("ldap", 389),
    ("net.tcp", 808),
    ("file", -1),
];

/// An absolute address, taken apart and made canonical.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) scheme: String,
    pub(super) user_info: String,
    pub(super) host: String,
    /// -1 where the scheme has none.
    pub(super) port: i32,
    pub(super) path: String,
    /// With its question mark.
    pub(super) query: String,
    /// With its number sign.
    pub(super) fragment: String,
    pub(super) has_authority: bool,
}

/// Whether the scheme is followed by `//`.
pub(super) fn has_authority(scheme: &str) -> bool {
    SCHEMES.iter().any(|(name, _)| *name == scheme)
}

fn default_port(scheme: &str) -> i32 {
    SCHEMES.iter().find(|(name, _)| *name == scheme).map_or(-1, |(_, port)| *port)
}

/// Whether the text is well formed as a scheme.
pub(super) fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// The kind of a host's name, as `UriHostNameType` calls it.
pub(super) fn host_type(host: &str) -> &'static str {
    let bare = host.trim_matches(['[', ']']);
    if host.parse::<std::net::Ipv4Addr>().is_ok() {
        "IPv4"
    } else if bare.parse::<std::net::Ipv6Addr>().is_ok() {
        "IPv6"
    } else if !host.is_empty()
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        })
    {
        "Dns"
    } else {
        "Unknown"
    }
}

/// Percent-encodes all but letters, digits and these characters.
pub(super) fn escape(text: &str, kept: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || kept.contains(character) {
            out.push(character);
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

/// Takes percent-encoding back; sequences that are no UTF-8 stay.
pub(super) fn unescape(text: &str) -> String {
    unescape_unless(text, "")
}

/// Takes percent-encoding back, but for these characters.
fn unescape_unless(text: &str, reserved: &str) -> String {
    let bytes = text.as_bytes();
    let mut out: Vec<u8> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = text
            .get(at + 1..at + 3)
            .filter(|_| *byte == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .filter(|code| !reserved.as_bytes().contains(code));
        match code {
            Some(code) => {
                out.push(code);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// Whether nothing in the text needs escaping.
pub(super) fn is_well_formed(text: &str) -> bool {
    let escaped = text.bytes().enumerate().all(|(at, byte)| {
        byte != b'%'
            || text
                .get(at + 1..at + 3)
                .is_some_and(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()))
    });
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && !"\"<>\\^`{|}".contains(c);
    let no_host =
        text.split_once("://").is_some_and(|(scheme, rest)| scheme != "file" && rest.is_empty());
    !text.is_empty() && escaped && text.chars().all(allowed) && !no_host
}

impl Parts {
    /// The parts of an absolute address; `None` for a relative one or a malformed one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_once(':')?;
        if !is_scheme(scheme) || scheme.len() < 2 {
            return None;
        }
        let scheme = scheme.to_ascii_lowercase();
        let (rest, fragment) = split_at(rest, '#');
        let (rest, query) = split_at(rest, '?');
        let mut parts = Self {
            port: default_port(&scheme),
            query: escape_rest(query),
            fragment: escape_rest(fragment),
            ..Self::default()
        };
        let Some(hierarchy) = rest.strip_prefix("//") else {
            if has_authority(&scheme) && scheme != "file" {
                return None;
            }
            parts.path = escape(rest, "-_.~!$&'()*+,;=:@/%");
            parts.scheme = scheme;
            return Some(parts);
        };
        parts.has_authority = true;
        let slash = hierarchy.find(['/', '\\']).unwrap_or(hierarchy.len());
        let (authority, path) = hierarchy.split_at_checked(slash)?;
        parts.read_authority(authority, &scheme)?;
        let path = path.replace('\\', "/");
        let path = remove_dots(&path);
        parts.path = escape_path(&path);
        if parts.path.is_empty() && has_authority(&scheme) {
            parts.path.push('/');
        }
        parts.scheme = scheme;
        Some(parts)
    }

    fn read_authority(&mut self, authority: &str, scheme: &str) -> Option<()> {
        let (user_info, address) = match authority.rsplit_once('@') {
            Some((user, address)) => (user, address),
            None => ("", authority),
        };
        self.user_info = user_info.to_owned();
        let after_bracket = address.rfind(']').unwrap_or(0);
        let colon = address
            .get(after_bracket..)
            .and_then(|rest| rest.rfind(':'))
            .map(|at| at + after_bracket);
        let (host, port) = match colon {
            Some(at) => (address.get(..at)?, address.get(at + 1..)?),
            None => (address, ""),
        };
        if !port.is_empty() {
            self.port = port.parse::<u16>().ok().map(i32::from)?;
        }
        if host.is_empty() && scheme != "file" && has_authority(scheme) {
            return None;
        }
        let good = host.is_empty() || host_type(host) != "Unknown";
        self.host = host.to_lowercase();
        good.then_some(())
    }

    /// Host and port, the latter where it is not the default.
    pub(super) fn authority(&self) -> String {
        if self.is_default_port() || self.port < 0 {
            self.host.clone()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    pub(super) fn is_default_port(&self) -> bool {
        self.port == default_port(&self.scheme)
    }

    pub(super) fn is_loopback(&self) -> bool {
        matches!(self.host.as_str(), "localhost" | "loopback" | "[::1]")
            || self.host.starts_with("127.")
            || (self.scheme == "file" && self.host.is_empty())
    }

    fn head(&self) -> String {
        if !self.has_authority {
            return format!("{}:", self.scheme);
        }
        let user =
            if self.user_info.is_empty() { String::new() } else { format!("{}@", self.user_info) };
        format!("{}://{user}{}", self.scheme, self.authority())
    }

    /// `AbsoluteUri`
    pub(super) fn absolute(&self) -> String {
        format!("{}{}{}{}", self.head(), self.path, self.query, self.fragment)
    }

    /// Whether both mean the same; user and fragment do not count.
    pub(super) fn same_resource(&self, other: &Self) -> bool {
        let plain = |parts: &Self| {
            let mut plain = parts.clone();
            plain.user_info.clear();
            plain.fragment.clear();
            plain
        };
        plain(self) == plain(other)
    }

    /// `ToString()`: escapes that are not needed are taken back.
    pub(super) fn readable(&self) -> String {
        const RESERVED: &str = "%#?/\\@;:&=+$,<>\"";
        let readable = |text: &str| {
            let plain = unescape_unless(text, RESERVED);
            if plain.chars().any(char::is_control) { text.to_owned() } else { plain }
        };
        format!(
            "{}{}{}{}",
            self.head(),
            readable(&self.path),
            readable(&self.query),
            readable(&self.fragment)
        )
    }

    /// `LocalPath`
    pub(super) fn local_path(&self) -> String {
        let path = unescape(&self.path);
        if self.scheme == "file" && !self.host.is_empty() {
            return format!("\\\\{}{}", self.host, path.replace('/', "\\"));
        }
        path
    }

    /// `Segments`
    pub(super) fn segments(&self) -> Vec<String> {
        self.path.split_inclusive('/').map(str::to_owned).collect()
    }

    /// A relative address made absolute.
    pub(super) fn join(&self, relative: &str) -> String {
        let (rest, fragment) = split_at(relative, '#');
        let (path, query) = split_at(rest, '?');
        let mut out = Self { fragment: escape_rest(fragment), ..self.clone() };
        if path.is_empty() {
            if !query.is_empty() {
                out.query = escape_rest(query);
            }
            return out.absolute();
        }
        let joined = if path.starts_with('/') {
            path.to_owned()
        } else {
            let folder = self.path.rfind('/').and_then(|at| self.path.get(..=at));
            format!("{}{path}", folder.unwrap_or("/"))
        };
        out.path = escape_path(&remove_dots(&joined));
        out.query = escape_rest(query);
        out.absolute()
    }
}

fn escape_path(path: &str) -> String {
    escape(path, "-_.~!$&'()*+,;=:@/%[]")
}

fn escape_rest(text: &str) -> String {
    escape(text, "-_.~!$&'()*+,;=:@/%?#[]")
}

/// Splits before a character, which stays with the second part.
fn split_at(text: &str, mark: char) -> (&str, &str) {
    match text.find(mark).and_then(|at| text.split_at_checked(at)) {
        Some(parts) => parts,
        None => (text, ""),
    }
}

/// A path without `.` and `..`.
fn remove_dots(path: &str) -> String {
    if !path.contains("/.") {
        return path.to_owned();
    }
    let mut out: Vec<&str> = Vec::new();
    let ends_open = path.ends_with("/.") || path.ends_with("/..");
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => {
                if out.len() > 1 {
                    out.pop();
                }
            }
            other => out.push(other),
        }
    }
    let mut joined = out.join("/");
    if ends_open && !joined.ends_with('/') {
        joined.push('/');
    }
    joined
}

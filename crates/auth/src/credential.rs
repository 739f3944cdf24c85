//! What a client authenticates with.

use std::fmt;

use zeroize::Zeroizing;

use crate::NtHash;

/// A password or another text that is wiped from memory when dropped and never shown by `Debug`.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over the text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. The name is meant to stand out where it is used.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(redacted)")
    }
}

/// A user name with its password.
#[derive(Debug, Clone)]
pub struct Credential {
    name: String,
    password: Secret,
}

impl Credential {
    /// A credential from the name as a person writes it (`user`, `DOMAIN\user` or `user@domain`).
    #[must_use]
    pub fn new(name: impl Into<String>, password: Secret) -> Self {
        Self { name: name.into(), password }
    }

    /// The name as it was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The part of a `DOMAIN\user` name before the backslash, else nothing.
    #[must_use]
    pub fn domain(&self) -> &str {
        split_name(&self.name).0
    }

    /// The user part of the name. A `user@domain` name stays whole: NTLM sends it as it is.
    #[must_use]
    pub fn user(&self) -> &str {
        split_name(&self.name).1
    }

    pub(crate) fn password(&self) -> &str {
        self.password.expose()
    }

    pub(crate) fn nt_hash(&self) -> NtHash {
        NtHash::from_password(self.password.expose())
    }
}

/// `DOMAIN\user` as (domain, user); any other name as ("", name).
pub(crate) fn split_name(name: &str) -> (&str, &str) {
    name.split_once('\\').unwrap_or(("", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_at_the_backslash_only() {
        let parts = |name: &str| {
            let credential = Credential::new(name, Secret::new("secret"));
            (credential.domain().to_owned(), credential.user().to_owned())
        };
        assert_eq!(parts("alice"), (String::new(), "alice".into()));
        assert_eq!(parts(r"CORP\alice"), ("CORP".into(), "alice".into()));
        assert_eq!(parts("alice@corp.example"), (String::new(), "alice@corp.example".into()));
    }

    #[test]
    fn debug_hides_the_password() {
        let shown = format!("{:?}", Credential::new("alice", Secret::new("hunter2")));
        assert!(shown.contains("alice") && !shown.contains("hunter2"), "{shown}");
    }
}

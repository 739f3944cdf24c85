//! The accounts that an acceptor knows.

use crate::NtHash;

/// One account of a user store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name that identifies the account in this store, whatever spelling a client uses.
    pub name: String,
    /// What proves the password.
    pub nt_hash: NtHash,
    /// The account of the operating system as which commands run; `None` = as the store says.
    pub local_account: Option<String>,
    /// Groups for authorisation, in the order of the store.
    pub groups: Vec<String>,
}

impl Account {
    /// An account with nothing but a name and a hash.
    #[must_use]
    pub fn new(name: impl Into<String>, nt_hash: NtHash) -> Self {
        Self { name: name.into(), nt_hash, local_account: None, groups: Vec::new() }
    }
}

/// The user store that acceptors ask.
///
/// An answer of `None` is followed by the same work as an answer that leads to a wrong password,
/// so that a peer cannot tell the two apart; an implementation should take the same time for both.
pub trait AccountStore {
    /// The account of a user. `domain` is what the client sent, possibly empty. Both compare
    /// without regard to case (MS-NLMP 3.2.5.1.2).
    fn find(&self, user: &str, domain: &str) -> Option<Account>;
}

/// A lookup from (user, domain) to the hash is a store whose accounts are named as they were asked.
impl<F: Fn(&str, &str) -> Option<NtHash>> AccountStore for F {
    fn find(&self, user: &str, domain: &str) -> Option<Account> {
        let name = if domain.is_empty() { user.to_owned() } else { format!(r"{domain}\{user}") };
        self(user, domain).map(|nt_hash| Account::new(name.to_lowercase(), nt_hash))
    }
}

//! Who the peer is, once that has been verified.

use crate::{Account, Mechanism};

/// The verified identity of a peer, or nobody.
///
/// [`Principal::nobody`] is the only one that can be made from outside of this crate; every other
/// comes out of an acceptor after the proof of the password has been verified. So a function that
/// takes a principal and refuses nobody cannot be reached by a peer that is not authenticated.
///
/// There is no other way to make one:
///
/// ```compile_fail,E0423
/// let forged = remora_auth::Principal(None);
/// ```
/// ```compile_fail,E0624
/// let account = remora_auth::Account::new("root", remora_auth::NtHash::from_bytes([0; 16]));
/// let forged = remora_auth::Principal::verified(account, remora_auth::Mechanism::Ntlm);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Principal(Option<Identity>);

#[derive(Debug, Clone)]
struct Identity {
    name: String,
    local_account: Option<String>,
    groups: Vec<String>,
    mechanism: Mechanism,
}

impl Principal {
    /// The principal of a peer that has not been authenticated.
    #[must_use]
    pub const fn nobody() -> Self {
        Self(None)
    }

    /// To be called only where the proof of the account's password has just been verified.
    pub(crate) fn verified(account: Account, mechanism: Mechanism) -> Self {
        let Account { name, nt_hash: _, local_account, groups } = account;
        Self(Some(Identity { name, local_account, groups, mechanism }))
    }

    /// Whether this is nobody.
    #[must_use]
    pub const fn is_nobody(&self) -> bool {
        self.0.is_none()
    }

    /// The name of the account in the user store; empty for nobody.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.as_ref().map_or("", |identity| &identity.name)
    }

    /// The account of the operating system that the user store names for this user.
    #[must_use]
    pub fn local_account(&self) -> Option<&str> {
        self.0.as_ref()?.local_account.as_deref()
    }

    /// The groups that the user store names for this user.
    #[must_use]
    pub fn groups(&self) -> &[String] {
        self.0.as_ref().map_or(&[], |identity| &identity.groups)
    }

    /// How the identity was proved: Basic or NTLM; `None` for nobody.
    #[must_use]
    pub fn mechanism(&self) -> Option<Mechanism> {
        self.0.as_ref().map(|identity| identity.mechanism)
    }

    /// Whether both are the same account of the user store. Nobody is the same as no one, not
    /// even as nobody, so that two strangers never share what belongs to "the same principal".
    #[must_use]
    pub fn is_same_account(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(two)) => one.name == two.name,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NtHash;

    #[test]
    fn nobody_is_nobody_and_shares_nothing() {
        let nobody = Principal::nobody();
        assert!(nobody.is_nobody() && Principal::default().is_nobody());
        assert!(!nobody.is_same_account(&Principal::nobody()));
        assert_eq!((nobody.name(), nobody.local_account(), nobody.mechanism()), ("", None, None));
        assert!(nobody.groups().is_empty());
    }

    #[test]
    fn accounts_are_compared_by_their_name_in_the_store() {
        let principal = |name: &str| {
            let account = Account::new(name, NtHash::from_password("p"));
            Principal::verified(account, Mechanism::Ntlm)
        };
        assert!(principal("alice").is_same_account(&principal("alice")));
        assert!(!principal("alice").is_same_account(&principal("bob")));
        assert!(!principal("alice").is_same_account(&Principal::nobody()));
    }
}

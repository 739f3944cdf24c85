//! A caller who is somebody.

use std::net::SocketAddr;

use remora_auth::Principal;

/// Somebody who has proved who they are, and where they came from.
///
/// There is no value of this type for nobody, so whatever asks for one cannot be reached by a
/// stranger.
#[derive(Clone, Debug)]
pub struct Verified {
    principal: Principal,
    address: SocketAddr,
}

impl Verified {
    /// The caller, unless it is nobody.
    #[must_use]
    pub fn new(principal: &Principal, address: SocketAddr) -> Option<Self> {
        (!principal.is_nobody()).then(|| Self { principal: principal.clone(), address })
    }

    /// Who it is.
    #[must_use]
    pub const fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The name of the account in the user store.
    #[must_use]
    pub fn name(&self) -> &str {
        self.principal.name()
    }

    /// Where the connection comes from.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

#[cfg(test)]
mod tests {
    use super::Verified;
    use remora_auth::Principal;

    #[test]
    fn nobody_is_never_verified() {
        let address = ([127, 0, 0, 1], 9).into();
        assert!(Verified::new(&Principal::nobody(), address).is_none());
    }
}

//! Basic authentication (RFC 7617), both ends.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::{
    Account, AccountStore, AuthError, Credential, Mechanism, NtHash, Principal, RejectReason,
    credential::split_name, header::decode_base64,
};

/// The longest user name and password together, in bytes.
const MAX_LENGTH: usize = 4096;

/// The value of `Authorization` for a credential.
pub(crate) fn authorization(credential: &Credential) -> Result<Zeroizing<String>, AuthError> {
    let name = credential.name();
    if name.contains(':') {
        return Err(AuthError::ApiMisuse(
            "a user name with a colon cannot use Basic authentication",
        ));
    }
    // `concat` allocates once, so that no copy of the password is left behind by growing.
    let pair = Zeroizing::new([name, ":", credential.password()].concat());
    let encoded = Zeroizing::new(BASE64_STANDARD.encode(pair.as_bytes()));
    Ok(Zeroizing::new(["Basic ", encoded.as_str()].concat()))
}

/// Verifies what follows `Basic` in `Authorization`. An unknown user costs the same work as a
/// wrong password and gives the same error.
pub(crate) fn verify(token: &str, accounts: &dyn AccountStore) -> Result<Principal, AuthError> {
    if token.len() > MAX_LENGTH * 4 / 3 + 4 {
        return Err(AuthError::LimitExceeded { what: "a Basic credential", limit: MAX_LENGTH });
    }
    let bytes = Zeroizing::new(decode_base64(token)?);
    let pair = match str::from_utf8(&bytes) {
        Ok(text) => Zeroizing::new(text.to_owned()),
        // Clients that know nothing of UTF-8 use ISO 8859-1.
        Err(_) => Zeroizing::new(bytes.iter().copied().map(char::from).collect()),
    };
    let (name, password) = pair
        .split_once(':')
        .ok_or(AuthError::malformed("Basic credential", "it has no colon after the user name"))?;
    let (domain, user) = split_name(name);
    if user.is_empty() {
        return Err(RejectReason::Anonymous.into());
    }
    let account = accounts.find(user, domain);
    let is_known = Choice::from(u8::from(account.is_some()));
    let account = account.unwrap_or_else(|| Account::new("", NtHash::from_bytes([0; 16])));
    let is_proved = NtHash::from_password(password).ct_eq(&account.nt_hash) & is_known;
    if bool::from(is_proved) {
        Ok(Principal::verified(account, Mechanism::Basic))
    } else {
        Err(RejectReason::BadCredentials.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    fn accounts(user: &str, domain: &str) -> Option<NtHash> {
        (user == "alice" && matches!(domain, "" | "CORP"))
            .then(|| NtHash::from_password("pass:wörd"))
    }

    fn attempt(pair: &[u8]) -> Result<Principal, AuthError> {
        verify(&BASE64_STANDARD.encode(pair), &accounts)
    }

    #[test]
    fn the_example_of_rfc_7617() {
        let credential = Credential::new("Aladdin", Secret::new("open sesame"));
        assert_eq!(
            authorization(&credential).unwrap().as_str(),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
        assert!(authorization(&Credential::new("a:b", Secret::new("c"))).is_err());
    }

    #[test]
    fn passwords_may_have_colons_and_come_in_two_encodings() {
        assert_eq!(attempt("alice:pass:wörd".as_bytes()).unwrap().name(), "alice");
        assert_eq!(attempt(b"alice:pass:w\xf6rd").unwrap().name(), "alice");
        let principal = attempt("CORP\\alice:pass:wörd".as_bytes()).unwrap();
        assert_eq!(principal.mechanism(), Some(Mechanism::Basic));
    }

    #[test]
    fn everything_else_is_refused() {
        let bad = AuthError::Rejected(RejectReason::BadCredentials);
        assert_eq!(attempt(b"alice:wrong").unwrap_err(), bad);
        assert_eq!(attempt(b"alice:").unwrap_err(), bad);
        assert_eq!(attempt(b"mallory:x").unwrap_err(), bad);
        assert_eq!(attempt(b":x").unwrap_err(), AuthError::Rejected(RejectReason::Anonymous));
        assert!(matches!(attempt(b"alice").unwrap_err(), AuthError::Malformed { .. }));
        assert!(matches!(attempt(&[b'a'; 5000]).unwrap_err(), AuthError::LimitExceeded { .. }));
        assert!(matches!(verify("%%", &accounts).unwrap_err(), AuthError::Malformed { .. }));
    }
}

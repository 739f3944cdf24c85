//! Secrets: strings that never show themselves, and credentials.

use std::fmt;

use parking_lot::RwLock;

use crate::live::LiveObject;
use crate::record::Exception;
use crate::string::PsString;
use crate::types::TypeId;
use crate::value::Value;

/// `System.Security.SecureString`: UTF-16 code units that neither `Debug` nor `ToString` shows and that
/// are overwritten when they go.
#[derive(Default)]
pub struct SecureString {
    units: RwLock<Vec<u16>>,
}

impl SecureString {
    /// A secret of this text.
    pub fn new(text: &str) -> Self {
        Self::from_units(text.encode_utf16().collect())
    }

    /// A secret of these code units.
    pub fn from_units(units: Vec<u16>) -> Self {
        Self { units: RwLock::new(units) }
    }

    /// Gives the secret to `read`, and to nobody else.
    pub fn reveal<R>(&self, read: impl FnOnce(&[u16]) -> R) -> R {
        read(&self.units.read())
    }

    /// The secret as text. The caller answers for the copy.
    pub fn reveal_string(&self) -> String {
        self.reveal(String::from_utf16_lossy)
    }

    /// Number of code units.
    pub fn len(&self) -> usize {
        self.units.read().len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends a code unit.
    pub fn append(&self, unit: u16) {
        let mut units = self.units.write();
        if units.len() == units.capacity() {
            // Growing in place would leave the old copy behind.
            let mut grown = Vec::with_capacity(units.capacity().max(8) * 2);
            grown.extend_from_slice(&units);
            units.fill(0);
            *units = grown;
        }
        units.push(unit);
    }
}

impl Drop for SecureString {
    fn drop(&mut self) {
        let units = self.units.get_mut();
        units.fill(0);
        // The optimizer may not drop writes to memory that is looked at afterwards.
        std::hint::black_box(units);
    }
}

impl fmt::Debug for SecureString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecureString(***)")
    }
}

impl LiveObject for SecureString {
    fn object_type(&self) -> TypeId {
        TypeId::SECURE_STRING
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["Length".into()]
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        name.eq_ignore_ascii_case("Length")
            .then(|| Ok(Value::I32(i32::try_from(self.len()).unwrap_or(i32::MAX))))
    }
}

/// `System.Management.Automation.PSCredential`: a user's name and password.
#[derive(Debug)]
pub struct PsCredential {
    /// `UserName`, with a domain where one was given.
    pub user_name: PsString,
    /// `Password`; the value holds a [`SecureString`].
    pub password: Value,
}

impl PsCredential {
    /// A credential.
    pub fn new(user_name: impl Into<PsString>, password: SecureString) -> Self {
        Self { user_name: user_name.into(), password: Value::live(password) }
    }

    /// The password, if there is one.
    pub fn password(&self) -> Option<&SecureString> {
        self.password.downcast()
    }
}

impl LiveObject for PsCredential {
    fn object_type(&self) -> TypeId {
        TypeId::PS_CREDENTIAL
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["UserName".into(), "Password".into()]
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "username" => Value::Str(self.user_name.clone()),
            "password" => self.password.clone(),
            _ => return None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_show_themselves() {
        let credential = PsCredential::new("user", SecureString::new("hunter2"));
        assert!(!format!("{credential:?}").contains("hunter2"));
        assert_eq!(
            credential.password().map(SecureString::reveal_string).as_deref(),
            Some("hunter2")
        );
        let secret = SecureString::default();
        for unit in "abcdefghijklmnopqrstuvwxyz".encode_utf16() {
            secret.append(unit);
        }
        assert_eq!(secret.reveal_string().len(), 26);
        assert_eq!(secret.text(), "System.Security.SecureString");
    }
}

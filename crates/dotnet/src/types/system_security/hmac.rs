//! `System.Security.Cryptography`: HMAC with MD5 and the SHA family

use super::hashes::{Algorithm, content};
use crate::call::Body;
use crate::types::prelude::*;

const METHODS: &[(&str, Body)] = &[
    ("ComputeHash", |call| {
        let hmac: &Hmac = call.this.downcast().ok_or_else(errors::null_reference)?;
        Ok(Value::bytes(code(hmac.algorithm, &hmac.key, &content(call, 0)?)))
    }),
    ("Dispose", |_| Ok(Value::AutomationNull)),
    ("Initialize", |_| Ok(Value::AutomationNull)),
    ("Clear", |_| Ok(Value::AutomationNull)),
];

const fn hmac(name: &'static str) -> Implementation {
    Implementation {
        name,
        constructor: Some(construct),
        methods: METHODS,
        static_methods: &[("HashData", |call| {
            let key = call.bytes(0).ok_or_else(|| errors::argument_null("key"))?;
            Ok(Value::bytes(code(algorithm(call.type_id), &key, &content(call, 1)?)))
        })],
        ..Implementation::EMPTY
    }
}

pub(crate) static MD5: Implementation = hmac("System.Security.Cryptography.HMACMD5");
pub(crate) static SHA1: Implementation = hmac("System.Security.Cryptography.HMACSHA1");
pub(crate) static SHA256: Implementation = hmac("System.Security.Cryptography.HMACSHA256");
pub(crate) static SHA384: Implementation = hmac("System.Security.Cryptography.HMACSHA384");
pub(crate) static SHA512: Implementation = hmac("System.Security.Cryptography.HMACSHA512");

struct Hmac {
    algorithm: Algorithm,
    key: Vec<u8>,
    type_id: TypeId,
}

impl LiveObject for Hmac {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Key", "HashName", "HashSize"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "key" => Value::bytes(self.key.clone()),
            "hashname" => self.algorithm.name().into(),
            "hashsize" => Value::I32(self.algorithm.bits()),
            _ => return None,
        }))
    }
}

fn algorithm(id: TypeId) -> Algorithm {
    Algorithm::of_name(id.short_name().trim_start_matches("HMAC")).unwrap_or(Algorithm::Sha256)
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let key = call.bytes(0).unwrap_or_else(|| {
        let mut key = vec![0; 64];
        call.system().random_bytes(&mut key);
        key
    });
    Ok(Value::live(Hmac { algorithm: algorithm(call.type_id), key, type_id: call.type_id }))
}

/// The keyed hash of RFC 2104.
pub(super) fn code(algorithm: Algorithm, key: &[u8], message: &[u8]) -> Vec<u8> {
    let block = if algorithm.bits() > 256 { 128 } else { 64 };
    let mut key = if key.len() > block { algorithm.hash(key) } else { key.to_vec() };
    key.resize(block, 0);
    let padded = |pad: u8, rest: &[u8]| {
        let mut all: Vec<u8> = key.iter().map(|byte| byte ^ pad).collect();
        all.extend_from_slice(rest);
        algorithm.hash(&all)
    };
    padded(0x5C, &padded(0x36, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_codes() {
        let code = code(Algorithm::Sha256, b"key", b"The quick brown fox jumps over the lazy dog");
        assert_eq!(
            crate::types::system::convert::hex(&code, false),
            "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"
        );
    }
}

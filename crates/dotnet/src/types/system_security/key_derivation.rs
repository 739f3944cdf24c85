//! `HashAlgorithmName`, `HKDF`, `Rfc2898DeriveBytes`, `CryptographicOperations`

use parking_lot::Mutex;

use super::hashes::{Algorithm, content};
use super::hmac::code;
use crate::call::Body;
use crate::types::prelude::*;
use crate::types::record::Record;

const NAME_PROPERTIES: &[(&str, Body)] = &[
    ("MD5", |_| Ok(algorithm_name("MD5".into()))),
    ("SHA1", |_| Ok(algorithm_name("SHA1".into()))),
    ("SHA256", |_| Ok(algorithm_name("SHA256".into()))),
    ("SHA384", |_| Ok(algorithm_name("SHA384".into()))),
    ("SHA3_256", |_| Ok(algorithm_name("SHA3-256".into()))),
    ("SHA3_384", |_| Ok(algorithm_name("SHA3-384".into()))),
    ("SHA3_512", |_| Ok(algorithm_name("SHA3-512".into()))),
    ("SHA512", |_| Ok(algorithm_name("SHA512".into()))),
];

pub(crate) static NAME: Implementation = Implementation {
    name: "System.Security.Cryptography.HashAlgorithmName",
    constructor: Some(|call| Ok(algorithm_name(call.string(0).cloned().unwrap_or_default()))),
    methods: &[("Equals", |call| Ok((text_of(call.this) == text_of(call.argument(0))).into()))],
    static_methods: &[
        ("op_Equality", |call| Ok((text_of(call.argument(0)) == text_of(call.argument(1))).into())),
        ("op_Inequality", |call| {
            Ok((text_of(call.argument(0)) != text_of(call.argument(1))).into())
        }),
    ],
    static_properties: NAME_PROPERTIES,
    ..Implementation::EMPTY
};

fn algorithm_name(text: PsString) -> Value {
    let id = type_named("System.Security.Cryptography.HashAlgorithmName");
    let record = Record::new(id, vec![("Name", text.into())]);
    Value::live(record.shown_as(|record| record.get_text("Name").into()))
}

fn text_of(value: &Value) -> Option<String> {
    value.downcast::<Record>().map(|record| record.get_text("Name"))
}

/// The hash function among the arguments.
fn algorithm(call: &Call<'_>) -> Result<Algorithm, Exception> {
    let named = call.arguments.iter().find_map(text_of);
    match named {
        None => Ok(Algorithm::Sha1),
        Some(name) => Algorithm::of_name(&name).ok_or_else(|| {
            errors::of(
                "System.Security.Cryptography.CryptographicException",
                format!("'{name}' is not a known hash algorithm."),
            )
        }),
    }
}

fn bytes(call: &Call<'_>, index: usize) -> Vec<u8> {
    call.bytes(index).unwrap_or_default()
}

pub(crate) static HKDF: Implementation = Implementation {
    name: "System.Security.Cryptography.HKDF",
    static_methods: &[
        ("DeriveKey", |call| {
            let algorithm = algorithm(call)?;
            let key = extract(algorithm, &bytes(call, 1), &bytes(call, 3));
            expand(algorithm, &key, call.int(2), &bytes(call, 4))
        }),
        ("Expand", |call| expand(algorithm(call)?, &bytes(call, 1), call.int(2), &bytes(call, 3))),
        ("Extract", |call| {
            Ok(Value::bytes(extract(algorithm(call)?, &bytes(call, 1), &bytes(call, 2))))
        }),
    ],
    ..Implementation::EMPTY
};

/// The first step of RFC 5869.
fn extract(algorithm: Algorithm, material: &[u8], salt: &[u8]) -> Vec<u8> {
    code(algorithm, salt, material)
}

/// The second step of RFC 5869.
fn expand(algorithm: Algorithm, key: &[u8], length: i32, info: &[u8]) -> Outcome {
    let hash = usize::try_from(algorithm.bits() / 8).unwrap_or(32);
    let length = usize::try_from(length).ok().filter(|length| (1..=255 * hash).contains(length));
    let length = length.ok_or_else(|| {
        errors::out_of_range(
            "outputLength",
            "Output keying material length can be at most 255 * the hash length.",
        )
    })?;
    let mut out = Vec::new();
    let mut block = Vec::new();
    for number in 1..=u8::MAX {
        block = code(algorithm, key, &[block.as_slice(), info, &[number]].concat());
        out.extend_from_slice(&block);
        if out.len() >= length {
            break;
        }
    }
    out.truncate(length);
    Ok(Value::bytes(out))
}

/// PBKDF2 of RFC 8018: `length` bytes from `skip` on.
fn derive(secret: &Secret, skip: usize, length: usize) -> Vec<u8> {
    let hash = usize::try_from(secret.algorithm.bits() / 8).unwrap_or(20);
    let mut out = Vec::new();
    let first = skip / hash;
    let last = (skip + length).div_ceil(hash);
    for number in first..last {
        let index = u32::try_from(number + 1).unwrap_or(u32::MAX).to_be_bytes();
        let mut part =
            code(secret.algorithm, &secret.password, &[&secret.salt, &index[..]].concat());
        let mut sum = part.clone();
        for _ in 1..secret.iterations {
            part = code(secret.algorithm, &secret.password, &part);
            for (total, byte) in sum.iter_mut().zip(&part) {
                *total ^= byte;
            }
        }
        out.extend(sum);
    }
    out.into_iter().skip(skip - first * hash).take(length).collect()
}

struct Secret {
    algorithm: Algorithm,
    password: Vec<u8>,
    salt: Vec<u8>,
    iterations: u32,
    given: Mutex<usize>,
}

impl LiveObject for Secret {
    fn object_type(&self) -> TypeId {
        type_named("System.Security.Cryptography.Rfc2898DeriveBytes")
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "hashalgorithm" => algorithm_name(self.algorithm.name().into()),
            "iterationcount" => Value::I32(i32::try_from(self.iterations).unwrap_or(i32::MAX)),
            "salt" => Value::bytes(self.salt.clone()),
            _ => return None,
        }))
    }
}

fn secret(call: &Call<'_>, iterations: i32) -> Result<Secret, Exception> {
    let password = match call.string(0) {
        Some(text) => text.as_str().as_bytes().to_vec(),
        None => call.bytes(0).ok_or_else(|| errors::argument_null("password"))?,
    };
    let salt = match call.argument(1).base() {
        Value::I32(size) => {
            let mut salt = vec![0; usize::try_from(*size).unwrap_or(8)];
            call.system().random_bytes(&mut salt);
            salt
        }
        _ => call.bytes(1).ok_or_else(|| errors::argument_null("salt"))?,
    };
    let iterations = u32::try_from(iterations)
        .ok()
        .filter(|count| *count > 0)
        .ok_or_else(|| errors::out_of_range("iterations", "Positive number required."))?;
    Ok(Secret { algorithm: algorithm(call)?, password, salt, iterations, given: Mutex::new(0) })
}

pub(crate) static PBKDF2: Implementation = Implementation {
    name: "System.Security.Cryptography.Rfc2898DeriveBytes",
    constructor: Some(|call| {
        let iterations = call.argument(2).as_i32().unwrap_or(1000);
        secret(call, iterations).map(Value::live)
    }),
    methods: &[
        ("Dispose", |_| Ok(Value::AutomationNull)),
        ("GetBytes", |call| {
            let secret: &Secret = call.this.downcast().ok_or_else(errors::null_reference)?;
            let length = usize::try_from(call.int(0))
                .map_err(|_| errors::out_of_range("cb", "Positive number required."))?;
            let mut given = secret.given.lock();
            let part = derive(secret, *given, length);
            *given += length;
            Ok(Value::bytes(part))
        }),
        ("Reset", |call| {
            let secret: &Secret = call.this.downcast().ok_or_else(errors::null_reference)?;
            *secret.given.lock() = 0;
            Ok(Value::AutomationNull)
        }),
    ],
    static_methods: &[("Pbkdf2", |call| {
        let length = usize::try_from(call.int(4))
            .map_err(|_| errors::out_of_range("outputLength", "Non-negative number required."))?;
        Ok(Value::bytes(derive(&secret(call, call.int(2))?, 0, length)))
    })],
    ..Implementation::EMPTY
};

pub(crate) static OPERATIONS: Implementation = Implementation {
    name: "System.Security.Cryptography.CryptographicOperations",
    static_methods: &[
        ("FixedTimeEquals", |call| {
            let (left, right) = (bytes(call, 0), bytes(call, 1));
            let differs = left.iter().zip(&right).fold(0, |sum, (a, b)| sum | (a ^ b));
            Ok((left.len() == right.len() && differs == 0).into())
        }),
        ("HashData", |call| Ok(Value::bytes(algorithm(call)?.hash(&content(call, 1)?)))),
        ("HmacData", |call| {
            Ok(Value::bytes(code(algorithm(call)?, &bytes(call, 1), &content(call, 2)?)))
        }),
        ("ZeroMemory", |call| {
            if let Value::Array(array) = call.argument(0).base() {
                array.modify(|items| items.fill(Value::U8(0)));
            }
            Ok(Value::AutomationNull)
        }),
    ],
    ..Implementation::EMPTY
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_keys() {
        let secret = Secret {
            algorithm: Algorithm::Sha1,
            password: b"password".to_vec(),
            salt: b"salt".to_vec(),
            iterations: 2,
            given: Mutex::new(0),
        };
        assert_eq!(
            crate::types::system::convert::hex(&derive(&secret, 0, 20), false),
            "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"
        );
        assert_eq!(derive(&secret, 5, 10), derive(&secret, 0, 20)[5..15]);
    }
}

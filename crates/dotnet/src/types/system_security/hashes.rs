//! `System.Security.Cryptography`: MD5, SHA1, SHA256, SHA384, SHA512

use md5::Md5;
use parking_lot::Mutex;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::call::Body;
use crate::types::prelude::*;
use crate::types::system_io::stream::Stream;

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// MD5
    Md5,
    /// SHA-1
    Sha1,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

impl Algorithm {
    /// The function of a name such as `SHA256` or `System.Security.Cryptography.SHA256`.
    pub fn of_name(name: &str) -> Option<Self> {
        let short = name.rsplit('.').next().unwrap_or(name).to_ascii_uppercase();
        Some(match short.replace('-', "").as_str() {
            "MD5" => Self::Md5,
            "SHA" | "SHA1" => Self::Sha1,
            "SHA256" => Self::Sha256,
            "SHA384" => Self::Sha384,
            "SHA512" => Self::Sha512,
            _ => return None,
        })
    }

    /// The hash of some bytes.
    pub fn hash(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Md5 => Md5::digest(bytes).to_vec(),
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha384 => "SHA384",
            Self::Sha512 => "SHA512",
        }
    }

    /// Bits of a hash.
    pub fn bits(self) -> i32 {
        match self {
            Self::Md5 => 128,
            Self::Sha1 => 160,
            Self::Sha256 => 256,
            Self::Sha384 => 384,
            Self::Sha512 => 512,
        }
    }
}

const METHODS: &[(&str, Body)] = &[
    ("Clear", |_| Ok(Value::AutomationNull)),
    ("ComputeHash", compute_hash),
    ("Dispose", |_| Ok(Value::AutomationNull)),
    ("Initialize", |call| {
        this(call)?.held.lock().clear();
        Ok(Value::AutomationNull)
    }),
    ("TransformBlock", |call| {
        let part = content(call, 0)?;
        if let Value::Array(_) = call.argument(3).base() {
            let items: Vec<Value> = part.iter().map(|byte| Value::U8(*byte)).collect();
            sequence::copy_to(&items, call.argument(3), call.int(4))?;
        }
        this(call)?.held.lock().extend_from_slice(&part);
        Ok(sequence::count(part.len()))
    }),
    ("TransformFinalBlock", |call| {
        let part = content(call, 0)?;
        let hasher = this(call)?;
        let mut held = std::mem::take(&mut *hasher.held.lock());
        held.extend_from_slice(&part);
        *hasher.last.lock() = Some(hasher.algorithm.hash(&held));
        Ok(Value::bytes(part))
    }),
];

fn this<'a>(call: &Call<'a>) -> Result<&'a Hasher, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

const fn hash(name: &'static str, constructor: Option<Body>) -> Implementation {
    Implementation {
        name,
        constructor,
        methods: METHODS,
        static_methods: &[("Create", create), ("HashData", hash_data)],
        ..Implementation::EMPTY
    }
}

pub(crate) static BASE: Implementation = hash("System.Security.Cryptography.HashAlgorithm", None);
pub(crate) static MD5: Implementation = hash("System.Security.Cryptography.MD5", None);
pub(crate) static SHA1: Implementation = hash("System.Security.Cryptography.SHA1", None);
pub(crate) static SHA256: Implementation = hash("System.Security.Cryptography.SHA256", None);
pub(crate) static SHA384: Implementation = hash("System.Security.Cryptography.SHA384", None);
pub(crate) static SHA512: Implementation = hash("System.Security.Cryptography.SHA512", None);
pub(crate) static MD5_PROVIDER: Implementation =
    hash("System.Security.Cryptography.MD5CryptoServiceProvider", Some(create));
pub(crate) static SHA1_PROVIDER: Implementation =
    hash("System.Security.Cryptography.SHA1CryptoServiceProvider", Some(create));
pub(crate) static SHA1_MANAGED: Implementation =
    hash("System.Security.Cryptography.SHA1Managed", Some(create));
pub(crate) static SHA256_MANAGED: Implementation =
    hash("System.Security.Cryptography.SHA256Managed", Some(create));
pub(crate) static SHA384_MANAGED: Implementation =
    hash("System.Security.Cryptography.SHA384Managed", Some(create));
pub(crate) static SHA512_MANAGED: Implementation =
    hash("System.Security.Cryptography.SHA512Managed", Some(create));

struct Hasher {
    algorithm: Algorithm,
    /// What came block by block.
    held: Mutex<Vec<u8>>,
    last: Mutex<Option<Vec<u8>>>,
}

impl LiveObject for Hasher {
    fn object_type(&self) -> TypeId {
        let name = self.algorithm.name();
        let base = type_named(&format!("System.Security.Cryptography.{name}"));
        let full = match self.algorithm {
            Algorithm::Md5 => "System.Security.Cryptography.MD5+Implementation",
            Algorithm::Sha1 => "System.Security.Cryptography.SHA1+Implementation",
            Algorithm::Sha256 => "System.Security.Cryptography.SHA256+Implementation",
            Algorithm::Sha384 => "System.Security.Cryptography.SHA384+Implementation",
            Algorithm::Sha512 => "System.Security.Cryptography.SHA512+Implementation",
        };
        TypeId::register(full, Some(base))
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&[
            "HashSize",
            "Hash",
            "InputBlockSize",
            "OutputBlockSize",
            "CanTransformMultipleBlocks",
            "CanReuseTransform",
        ])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "hashsize" => Value::I32(self.algorithm.bits()),
            "hash" => self.last.lock().clone().map_or(Value::Null, Value::bytes),
            "inputblocksize" | "outputblocksize" => Value::I32(1),
            "cantransformmultipleblocks" | "canreusetransform" => true.into(),
            _ => return None,
        }))
    }
}

fn unknown() -> Exception {
    errors::of(
        "System.Security.Cryptography.CryptographicException",
        "The specified hash algorithm is not known.",
    )
}

/// The function that the type or the argument names.
fn algorithm(call: &Call<'_>) -> Result<Algorithm, Exception> {
    let own = call
        .type_id
        .short_name()
        .trim_end_matches("Managed")
        .trim_end_matches("CryptoServiceProvider");
    let named = call.string(0).map_or(own, PsString::as_str);
    Algorithm::of_name(own).or_else(|| Algorithm::of_name(named)).ok_or_else(unknown)
}

fn create(call: &mut Call<'_>) -> Outcome {
    Ok(Value::live(Hasher {
        algorithm: algorithm(call)?,
        held: Mutex::default(),
        last: Mutex::new(None),
    }))
}

/// Bytes or a stream.
pub(super) fn content(call: &Call<'_>, index: usize) -> Result<Vec<u8>, Exception> {
    if let Some(stream) = call.argument(index).downcast::<Stream>() {
        return stream.read_rest();
    }
    let bytes = call.bytes(index).ok_or_else(|| errors::argument_null("buffer"))?;
    let ranged = matches!(call.argument(index + 1).base(), Value::I32(_));
    let range = if ranged {
        sequence::range_in(call.int(index + 1), call.int(index + 2), bytes.len())?
    } else {
        0..bytes.len()
    };
    Ok(bytes.get(range).unwrap_or(&[]).to_vec())
}

fn hash_data(call: &mut Call<'_>) -> Outcome {
    let algorithm = algorithm(call)?;
    Ok(Value::bytes(algorithm.hash(&content(call, 0)?)))
}

fn compute_hash(call: &mut Call<'_>) -> Outcome {
    let hasher: &Hasher = call.this.downcast().ok_or_else(errors::null_reference)?;
    let hash = hasher.algorithm.hash(&content(call, 0)?);
    *hasher.last.lock() = Some(hash.clone());
    Ok(Value::bytes(hash))
}

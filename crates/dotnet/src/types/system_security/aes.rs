//! `System.Security.Cryptography.Aes` and the transforms that it makes

use aes::cipher::{BlockDecrypt, BlockEncrypt, KeyInit, generic_array::GenericArray};
use aes::{Aes128, Aes192, Aes256};
use parking_lot::{Mutex, RwLock};

use crate::call::Body;
use crate::types::prelude::*;

const BLOCK: usize = 16;

pub(crate) static AES: Implementation = Implementation {
    name: "System.Security.Cryptography.Aes",
    methods: METHODS,
    static_methods: &[("Create", create)],
    setters: SETTERS,
    ..Implementation::EMPTY
};
const METHODS: &[(&str, Body)] = &[
    ("Clear", |_| Ok(Value::AutomationNull)),
    ("CreateDecryptor", |call| transform(call, false)),
    ("CreateEncryptor", |call| transform(call, true)),
    ("DecryptCbc", |call| one_shot(call, Mode::Cbc, false)),
    ("DecryptEcb", |call| one_shot(call, Mode::Ecb, false)),
    ("Dispose", |_| Ok(Value::AutomationNull)),
    ("EncryptCbc", |call| one_shot(call, Mode::Cbc, true)),
    ("EncryptEcb", |call| one_shot(call, Mode::Ecb, true)),
    ("GenerateIV", |call| {
        let mut iv = vec![0; BLOCK];
        call.system().random_bytes(&mut iv);
        this(call)?.settings.write().iv = iv;
        Ok(Value::AutomationNull)
    }),
    ("GenerateKey", |call| {
        let mut settings = this(call)?.settings.write();
        let mut key = vec![0; settings.key.len()];
        call.system().random_bytes(&mut key);
        settings.key = key;
        Ok(Value::AutomationNull)
    }),
    ("GetCiphertextLengthCbc", |call| Ok(sequence::count(padded_length(call)))),
    ("GetCiphertextLengthEcb", |call| Ok(sequence::count(padded_length(call)))),
    ("ValidKeySize", |call| Ok(matches!(call.int(0), 128 | 192 | 256).into())),
];

const SETTERS: &[(&str, Body)] = &[
    ("BlockSize", |_| Ok(Value::AutomationNull)),
    ("IV", |call| {
        let iv = call.bytes(0).ok_or_else(|| errors::argument_null("value"))?;
        if iv.len() != BLOCK {
            return Err(failure(
                "Specified initialization vector (IV) does not match the block size for this algorithm.",
            ));
        }
        this(call)?.settings.write().iv = iv;
        Ok(Value::AutomationNull)
    }),
    ("Key", |call| {
        let key = call.bytes(0).ok_or_else(|| errors::argument_null("value"))?;
        if !matches!(key.len(), 16 | 24 | 32) {
            return Err(failure("Specified key is not a valid size for this algorithm."));
        }
        this(call)?.settings.write().key = key;
        Ok(Value::AutomationNull)
    }),
    ("KeySize", |call| {
        let bits = usize::try_from(call.int(0)).ok().filter(|bits| matches!(bits, 128 | 192 | 256));
        let bits =
            bits.ok_or_else(|| failure("Specified key is not a valid size for this algorithm."))?;
        let mut key = vec![0; bits / 8];
        call.system().random_bytes(&mut key);
        this(call)?.settings.write().key = key;
        Ok(Value::AutomationNull)
    }),
    ("Mode", |call| {
        let mode = match call.argument(0).as_i64() {
            Some(1) => Mode::Cbc,
            Some(2) => Mode::Ecb,
            _ => return Err(failure("Specified cipher mode is not valid for this algorithm.")),
        };
        this(call)?.settings.write().mode = mode;
        Ok(Value::AutomationNull)
    }),
    ("Padding", |call| {
        let padding = call.argument(0).as_i64().unwrap_or(2);
        if !(1..=5).contains(&padding) {
            return Err(failure("Specified padding mode is not valid for this algorithm."));
        }
        this(call)?.settings.write().padding = padding;
        Ok(Value::AutomationNull)
    }),
];

/// How blocks are chained.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Cbc,
    Ecb,
}

#[derive(Clone)]
struct Settings {
    key: Vec<u8>,
    iv: Vec<u8>,
    mode: Mode,
    /// A member of `PaddingMode`.
    padding: i64,
}

struct Cipher {
    settings: RwLock<Settings>,
}

impl LiveObject for Cipher {
    fn object_type(&self) -> TypeId {
        TypeId::register(
            "System.Security.Cryptography.AesImplementation",
            Some(type_named("System.Security.Cryptography.Aes")),
        )
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["BlockSize", "FeedbackSize", "IV", "Key", "KeySize", "Mode", "Padding"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let settings = self.settings.read();
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "blocksize" => Value::I32(128),
            "feedbacksize" => Value::I32(8),
            "iv" => Value::bytes(settings.iv.clone()),
            "key" => Value::bytes(settings.key.clone()),
            "keysize" => sequence::count(settings.key.len() * 8),
            "mode" => enum_value(
                "System.Security.Cryptography.CipherMode",
                if settings.mode == Mode::Cbc { 1 } else { 2 },
            ),
            "padding" => enum_value("System.Security.Cryptography.PaddingMode", settings.padding),
            _ => return None,
        }))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Cipher, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn failure(message: &str) -> Exception {
    errors::of("System.Security.Cryptography.CryptographicException", message)
}

fn create(call: &mut Call<'_>) -> Outcome {
    let (mut key, mut iv) = (vec![0; 32], vec![0; BLOCK]);
    call.system().random_bytes(&mut key);
    call.system().random_bytes(&mut iv);
    let settings = Settings { key, iv, mode: Mode::Cbc, padding: 2 };
    Ok(Value::live(Cipher { settings: RwLock::new(settings) }))
}

fn padded_length(call: &Call<'_>) -> usize {
    let length = usize::try_from(call.int(0)).unwrap_or(0);
    let unpadded = call.arguments.iter().any(|value| matches!(value.base(), Value::Enum(_, 1)));
    if unpadded { length } else { (length / BLOCK + 1) * BLOCK }
}

/// `EncryptCbc(text, iv[, padding])`, `EncryptEcb(text, padding)` and their opposites
fn one_shot(call: &Call<'_>, mode: Mode, encrypts: bool) -> Outcome {
    let mut settings = this(call)?.settings.read().clone();
    settings.mode = mode;
    if mode == Mode::Cbc {
        settings.iv = call.bytes(1).ok_or_else(|| errors::argument_null("iv"))?;
    }
    settings.padding = call
        .arguments
        .iter()
        .find_map(|value| match value.base() {
            Value::Enum(_, number) => Some(*number),
            _ => None,
        })
        .unwrap_or(2);
    let text = call.bytes(0).ok_or_else(|| errors::argument_null("plaintext"))?;
    apply(&settings, &text, encrypts).map(Value::bytes)
}

fn apply(settings: &Settings, text: &[u8], encrypts: bool) -> Result<Vec<u8>, Exception> {
    if encrypts { encrypt(settings, text) } else { decrypt(settings, text) }
}

/// One block, by the length of the key.
fn block(key: &[u8], data: &mut [u8], encrypts: bool) {
    macro_rules! run {
        ($cipher:ty) => {
            if let Ok(cipher) = <$cipher>::new_from_slice(key) {
                let data = GenericArray::from_mut_slice(data);
                if encrypts { cipher.encrypt_block(data) } else { cipher.decrypt_block(data) }
            }
        };
    }
    match key.len() {
        16 => run!(Aes128),
        24 => run!(Aes192),
        _ => run!(Aes256),
    }
}

fn xor(data: &mut [u8], with: &[u8]) {
    for (byte, other) in data.iter_mut().zip(with) {
        *byte ^= other;
    }
}

fn encrypt(settings: &Settings, text: &[u8]) -> Result<Vec<u8>, Exception> {
    let mut data = text.to_vec();
    let missing = BLOCK - data.len() % BLOCK;
    let count = u8::try_from(missing).unwrap_or(0);
    match settings.padding {
        1 if missing != BLOCK => {
            return Err(failure("The input data is not a complete block."));
        }
        1 => {}
        3 if missing == BLOCK => {}
        3 => data.resize(data.len() + missing, 0),
        4 => {
            data.resize(data.len() + missing - 1, 0);
            data.push(count);
        }
        _ => data.resize(data.len() + missing, count),
    }
    let mut chain = settings.iv.clone();
    for part in data.chunks_mut(BLOCK) {
        if settings.mode == Mode::Cbc {
            xor(part, &chain);
        }
        block(&settings.key, part, true);
        chain = part.to_vec();
    }
    Ok(data)
}

fn decrypt(settings: &Settings, text: &[u8]) -> Result<Vec<u8>, Exception> {
    if !text.len().is_multiple_of(BLOCK) {
        return Err(failure("The input data is not a complete block."));
    }
    let mut data = text.to_vec();
    let mut chain = settings.iv.clone();
    for part in data.chunks_mut(BLOCK) {
        let before = part.to_vec();
        block(&settings.key, part, false);
        if settings.mode == Mode::Cbc {
            xor(part, &chain);
        }
        chain = before;
    }
    let bad = || failure("Padding is invalid and cannot be removed.");
    match settings.padding {
        1 | 3 => {}
        _ if data.is_empty() => {}
        kind => {
            let count = usize::from(data.last().copied().unwrap_or(0));
            let tail = data.len().checked_sub(count).filter(|_| (1..=BLOCK).contains(&count));
            let tail = tail.ok_or_else(bad)?;
            let whole = data.get(tail..).unwrap_or(&[]);
            if kind == 2 && whole.iter().any(|byte| usize::from(*byte) != count) {
                return Err(bad());
            }
            data.truncate(tail);
        }
    }
    Ok(data)
}

const TRANSFORM_NAME: &str = "System.Security.Cryptography.UniversalCryptoTransform";

pub(crate) static TRANSFORM: Implementation = Implementation {
    name: TRANSFORM_NAME,
    surface: "m byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)\n\
        m int TransformBlock(byte[] inputBuffer, int inputOffset, int inputCount, byte[] outputBuffer, int outputOffset)\n\
        m void Dispose()\np int InputBlockSize {get;}\np int OutputBlockSize {get;}\n\
        p bool CanReuseTransform {get;}\np bool CanTransformMultipleBlocks {get;}\n",
    interfaces: "System.Security.Cryptography.ICryptoTransform;System.IDisposable",
    methods: &[
        ("Dispose", |_| Ok(Value::AutomationNull)),
        ("TransformBlock", |call| {
            take(call)?;
            Ok(Value::I32(0))
        }),
        ("TransformFinalBlock", |call| {
            take(call)?;
            let transform: &Transform = call.this.downcast().ok_or_else(errors::null_reference)?;
            let text = std::mem::take(&mut *transform.held.lock());
            apply(&transform.settings, &text, transform.encrypts).map(Value::bytes)
        }),
    ],
    ..Implementation::EMPTY
};

/// A cipher with its key, and what it was given so far.
struct Transform {
    settings: Settings,
    encrypts: bool,
    held: Mutex<Vec<u8>>,
}

impl LiveObject for Transform {
    fn object_type(&self) -> TypeId {
        TypeId::register(TRANSFORM_NAME, Some(TypeId::OBJECT))
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "inputblocksize" | "outputblocksize" => Value::I32(16),
            "canreusetransform" | "cantransformmultipleblocks" => true.into(),
            _ => return None,
        }))
    }
}

fn take(call: &Call<'_>) -> Result<(), Exception> {
    let transform: &Transform = call.this.downcast().ok_or_else(errors::null_reference)?;
    let bytes = call.bytes(0).ok_or_else(|| errors::argument_null("inputBuffer"))?;
    let range = sequence::range_in(call.int(1), call.int(2), bytes.len())?;
    transform.held.lock().extend_from_slice(bytes.get(range).unwrap_or(&[]));
    Ok(())
}

/// `CreateEncryptor([key, iv])`, `CreateDecryptor([key, iv])`
fn transform(call: &Call<'_>, encrypts: bool) -> Outcome {
    let mut settings = this(call)?.settings.read().clone();
    if let Some(key) = call.bytes(0) {
        settings.key = key;
    }
    if let Some(iv) = call.bytes(1) {
        settings.iv = iv;
    }
    Ok(Value::live(Transform { settings, encrypts, held: Mutex::default() }))
}

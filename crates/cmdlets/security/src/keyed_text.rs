//! The form of a secure string that a key of the caller protects: a fixed header, then in base 64 the
//! UTF-16 text `2|IV|DATA`, where DATA is AES-CBC over the code units in hexadecimal digits.

use aes::cipher::{BlockDecryptMut, BlockEncryptMut, KeyIvInit, block_padding::Pkcs7};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use remora_engine::prelude::*;
use remora_psobject::SecureString;

/// What every such text begins with.
const HEADER: &str = "76492d1116743f0423413b16050a5345";

/// A key of 16, 24 or 32 bytes.
pub(crate) struct Key(Vec<u8>);

/// A key of another length.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BadKey;

impl BadKey {
    /// What is told of it.
    pub(crate) const MESSAGE: &str = "The specified key is not valid. Valid key length settings are either 128 bits, 192 bits, or 256 bits.";
}

/// Why a text was not decrypted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It was encrypted with another key.
    WrongKey,
    /// It is not of this form.
    NoCipherText,
}

impl Key {
    /// The key of `-SecureKey` or `-Key`; `None` where neither is given.
    ///
    /// # Errors
    /// A key of another length.
    pub(crate) fn of(secure: &Value, plain: &[Value]) -> Result<Option<Self>, BadKey> {
        let bytes = match secure.downcast::<SecureString>() {
            Some(secret) => {
                secret.reveal(|units| units.iter().flat_map(|unit| unit.to_le_bytes()).collect())
            }
            None if plain.is_empty() => return Ok(None),
            None => plain
                .iter()
                .map(|byte| byte.as_i64().and_then(|number| u8::try_from(number).ok()))
                .collect::<Option<Vec<u8>>>()
                .ok_or(BadKey)?,
        };
        if matches!(bytes.len(), 16 | 24 | 32) { Ok(Some(Self(bytes))) } else { Err(BadKey) }
    }
}

/// The type of the exception for a text that the key does not fit.
pub(crate) fn cryptographic_exception() -> TypeId {
    remora_dotnet::registry::find_exact("System.Security.Cryptography.CryptographicException")
        .unwrap_or(TypeId::SYSTEM_EXCEPTION)
}

/// Encrypts code units.
pub(crate) fn encrypt(units: &[u16], key: &Key, vector: &[u8; 16]) -> String {
    let plain: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let data = match key.0.len() {
        16 => encrypt_with::<cbc::Encryptor<aes::Aes128>>(&plain, key, vector),
        24 => encrypt_with::<cbc::Encryptor<aes::Aes192>>(&plain, key, vector),
        _ => encrypt_with::<cbc::Encryptor<aes::Aes256>>(&plain, key, vector),
    };
    let digits: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
    let text = format!("2|{}|{digits}", STANDARD.encode(vector));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    HEADER.to_owned() + &STANDARD.encode(wide)
}

fn encrypt_with<C: KeyIvInit + BlockEncryptMut>(
    plain: &[u8],
    key: &Key,
    vector: &[u8; 16],
) -> Vec<u8> {
    match C::new_from_slices(&key.0, vector) {
        Ok(cipher) => cipher.encrypt_padded_vec_mut::<Pkcs7>(plain),
        // The length of the key was checked when it was made.
        Err(_) => Vec::new(),
    }
}

/// Decrypts a text.
///
/// # Errors
/// See [`Failure`].
pub(crate) fn decrypt(text: &str, key: &Key) -> Result<Vec<u16>, Failure> {
    let body = text.trim().strip_prefix(HEADER).ok_or(Failure::NoCipherText)?;
    let wide = STANDARD.decode(body).map_err(|_| Failure::NoCipherText)?;
    let units: Vec<u16> = wide
        .chunks_exact(2)
        .filter_map(|pair| pair.try_into().ok().map(u16::from_le_bytes))
        .collect();
    let inner = String::from_utf16(&units).map_err(|_| Failure::NoCipherText)?;
    let mut parts = inner.split('|');
    let (Some("2"), Some(vector), Some(digits), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Failure::NoCipherText);
    };
    let vector: [u8; 16] = STANDARD
        .decode(vector)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(Failure::NoCipherText)?;
    let data = bytes_of_digits(digits).ok_or(Failure::NoCipherText)?;
    let plain = match key.0.len() {
        16 => decrypt_with::<cbc::Decryptor<aes::Aes128>>(&data, key, &vector),
        24 => decrypt_with::<cbc::Decryptor<aes::Aes192>>(&data, key, &vector),
        _ => decrypt_with::<cbc::Decryptor<aes::Aes256>>(&data, key, &vector),
    };
    let plain = plain.ok_or(Failure::WrongKey)?;
    Ok(plain
        .chunks_exact(2)
        .filter_map(|pair| pair.try_into().ok().map(u16::from_le_bytes))
        .collect())
}

fn decrypt_with<C: KeyIvInit + BlockDecryptMut>(
    data: &[u8],
    key: &Key,
    vector: &[u8; 16],
) -> Option<Vec<u8>> {
    let cipher = C::new_from_slices(&key.0, vector).ok()?;
    cipher.decrypt_padded_vec_mut::<Pkcs7>(data).ok()
}

fn bytes_of_digits(digits: &str) -> Option<Vec<u8>> {
    if !digits.is_ascii() || !digits.len().is_multiple_of(2) {
        return None;
    }
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(length: u8) -> Key {
        let bytes: Vec<Value> = (0..length).map(Value::U8).collect();
        Key::of(&Value::Null, &bytes).ok().flatten().expect("key")
    }

    #[test]
    fn texts_come_back_with_their_key_alone() {
        let units: Vec<u16> = "pä😀".encode_utf16().collect();
        for length in [16, 24, 32] {
            let text = encrypt(&units, &key(length), &[7; 16]);
            assert!(text.starts_with(HEADER));
            assert_eq!(decrypt(&text, &key(length)), Ok(units.clone()));
        }
        let text = encrypt(&units, &key(16), &[7; 16]);
        assert_ne!(decrypt(&text, &key(32)), Ok(units));
        assert_eq!(decrypt("x", &key(16)), Err(Failure::NoCipherText));
    }

    #[test]
    fn keys_have_one_of_three_lengths() {
        assert!(matches!(Key::of(&Value::Null, &[]), Ok(None)));
        assert!(matches!(Key::of(&Value::Null, &[Value::U8(1)]), Err(BadKey)));
        let secret = Value::live(SecureString::new("12345678"));
        assert!(matches!(Key::of(&secret, &[]), Ok(Some(_))));
    }
}

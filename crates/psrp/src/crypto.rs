//! The key exchange, and secure strings (MS-PSRP sections 2.2.2.3, PUBLIC_KEY Message; 2.2.2.4,
//! ENCRYPTED_SESSION_KEY Message; 2.2.5.1.24, Secure String).
//!
//! Up to version 2.3 the client makes an RSA key of 2048 bits and sends its public half; the server
//! makes a session key, encrypts it with that (PKCS #1 v1.5), and sends it back. Secure strings are then
//! UTF-16 encrypted with the session key: AES-256 in CBC mode, a vector of zeros, PKCS #7 padding. From
//! version 2.4 on there is no key: secure strings are UTF-16 in base64, protected by the transport alone.

use std::fmt;
use std::sync::Arc;

use aes::Aes256;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockDecryptMut, BlockEncryptMut, KeyIvInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use remora_clixml::{ErrorKind, SecretCodec};
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, Pkcs1v15Encrypt, RsaPrivateKey, RsaPublicKey};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{Error, Malformation, Misuse};
use crate::random::{Generator, Random};

/// Bits of the keys that clients make.
const KEY_BITS: usize = 2048;

/// The largest key that a client may send, in bits.
const MAX_KEY_BITS: usize = 4096;

const SESSION_KEY_SIZE: usize = 32;

/// `PUBLICKEYBLOB`, version 2, `CALG_RSA_KEYX`, then `RSA1`.
const PUBLIC_BLOB: [u8; 12] = *b"\x06\x02\x00\x00\x00\xA4\x00\x00RSA1";

/// `SIMPLEBLOB`, version 2, `CALG_AES_256` encrypted with `CALG_RSA_KEYX`.
const SESSION_BLOB: [u8; 12] = *b"\x01\x02\x00\x00\x10\x66\x00\x00\x00\xA4\x00\x00";

/// A client's key pair.
pub struct KeyPair(RsaPrivateKey);

impl KeyPair {
    /// A new pair of 2048 bits. This takes a noticeable part of a second.
    ///
    /// # Errors
    /// [`Misuse::Key`] where the source of random bytes does not give primes.
    pub fn generate(random: &mut dyn Random) -> Result<Self, Error> {
        let key = RsaPrivateKey::new(&mut Generator(random), KEY_BITS);
        key.map(Self).map_err(|_| Misuse::Key.into())
    }

    /// The pair of this private key.
    pub fn from_private_key(key: RsaPrivateKey) -> Self {
        Self(key)
    }

    /// The public half as [`PublicKeyBlob`].
    pub fn public_blob(&self) -> PublicKeyBlob {
        PublicKeyBlob(self.0.to_public_key())
    }

    /// Decrypts the session key that a server sent.
    ///
    /// # Errors
    /// [`Malformation::SessionKey`] where it is none, or was not encrypted for this key.
    pub fn open_session_key(&self, text: &str) -> Result<SessionKey, Error> {
        let open = || {
            let bytes = STANDARD.decode(text.trim()).ok()?;
            let mut encrypted = bytes.strip_prefix(&SESSION_BLOB)?.to_vec();
            encrypted.reverse();
            let key = Zeroizing::new(self.0.decrypt(Pkcs1v15Encrypt, &encrypted).ok()?);
            <[u8; SESSION_KEY_SIZE]>::try_from(key.as_slice()).ok()
        };
        open().map(SessionKey).ok_or_else(|| Malformation::SessionKey.into())
    }
}

/// Keeps the key to itself.
impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyPair(***)")
    }
}

/// A client's public key as it crosses: a `PUBLICKEYBLOB` of Windows in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKeyBlob(RsaPublicKey);

impl PublicKeyBlob {
    /// Reads the text of a `PUBLIC_KEY` message.
    ///
    /// # Errors
    /// [`Malformation::PublicKey`] where it is no key, or one that cannot be used.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let parse = || {
            let bytes = STANDARD.decode(text.trim()).ok()?;
            let rest = bytes.strip_prefix(&PUBLIC_BLOB)?;
            let (bits, rest) = rest.split_first_chunk()?;
            let (exponent, modulus) = rest.split_first_chunk()?;
            let bits = usize::try_from(u32::from_le_bytes(*bits)).ok()?;
            if bits > MAX_KEY_BITS || modulus.len() * 8 != bits {
                return None;
            }
            let exponent = BigUint::from(u32::from_le_bytes(*exponent));
            RsaPublicKey::new(BigUint::from_bytes_le(modulus), exponent).ok()
        };
        parse().map(Self).ok_or_else(|| Malformation::PublicKey.into())
    }

    /// Encrypts a session key, as the text of an `ENCRYPTED_SESSION_KEY` message.
    ///
    /// # Errors
    /// [`Malformation::PublicKey`] where the key is too small.
    pub fn seal(&self, key: &SessionKey, random: &mut dyn Random) -> Result<String, Error> {
        let encrypted = self.0.encrypt(&mut Generator(random), Pkcs1v15Encrypt, &key.0);
        let mut encrypted = encrypted.map_err(|_| Malformation::PublicKey)?;
        encrypted.reverse();
        Ok(STANDARD.encode([SESSION_BLOB.as_slice(), encrypted.as_slice()].concat()))
    }
}

impl fmt::Display for PublicKeyBlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modulus = self.0.n().to_bytes_le();
        let mut exponent = self.0.e().to_bytes_le();
        exponent.resize(4, 0);
        let bits = u32::try_from(modulus.len() * 8).unwrap_or(u32::MAX);
        let mut bytes = PUBLIC_BLOB.to_vec();
        bytes.extend_from_slice(&bits.to_le_bytes());
        bytes.extend_from_slice(&exponent);
        bytes.extend_from_slice(&modulus);
        f.write_str(&STANDARD.encode(bytes))
    }
}

/// The key that secure strings are encrypted with.
pub struct SessionKey([u8; SESSION_KEY_SIZE]);

impl SessionKey {
    /// A new key.
    pub fn generate(random: &mut dyn Random) -> Self {
        let mut key = [0; SESSION_KEY_SIZE];
        random.fill(&mut key);
        Self(key)
    }

    /// The key of these bytes.
    pub fn from_bytes(bytes: [u8; SESSION_KEY_SIZE]) -> Self {
        Self(bytes)
    }

    fn encrypt(&self, plain: &[u8]) -> Vec<u8> {
        let cipher = cbc::Encryptor::<Aes256>::new(&self.0.into(), &[0; 16].into());
        cipher.encrypt_padded_vec_mut::<Pkcs7>(plain)
    }

    fn decrypt(&self, encrypted: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let cipher = cbc::Decryptor::<Aes256>::new(&self.0.into(), &[0; 16].into());
        cipher.decrypt_padded_vec_mut::<Pkcs7>(encrypted).ok().map(Zeroizing::new)
    }
}

impl Drop for SessionKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Keeps the key to itself.
impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(***)")
    }
}

/// How secure strings cross.
#[derive(Clone, Debug, Default)]
pub enum Secrets {
    /// Not at all: the ends have not agreed on a key yet.
    #[default]
    None,
    /// Unencrypted, from version 2.4 on.
    Clear,
    /// Encrypted with this key.
    Key(Arc<SessionKey>),
}

impl SecretCodec for Secrets {
    fn encrypt(&self, units: &[u16]) -> Result<String, remora_clixml::Error> {
        let plain: Zeroizing<Vec<u8>> =
            Zeroizing::new(units.iter().flat_map(|unit| unit.to_le_bytes()).collect());
        match self {
            Self::None => Err(remora_clixml::Error::new(ErrorKind::Secret)),
            Self::Clear => Ok(STANDARD.encode(plain.as_slice())),
            Self::Key(key) => Ok(STANDARD.encode(key.encrypt(&plain))),
        }
    }

    fn decrypt(&self, text: &str) -> Result<Vec<u16>, remora_clixml::Error> {
        let wrong = || remora_clixml::Error::new(ErrorKind::Secret);
        let bytes = Zeroizing::new(STANDARD.decode(text).map_err(|_| wrong())?);
        let plain = match self {
            Self::None => return Err(wrong()),
            Self::Clear => bytes,
            Self::Key(key) => key.decrypt(&bytes).ok_or_else(wrong)?,
        };
        let (pairs, rest) = plain.as_chunks();
        if !rest.is_empty() {
            return Err(wrong());
        }
        Ok(pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect())
    }
}

#[cfg(test)]
mod tests {
    use rand::RngCore;

    use super::*;

    fn random() -> impl Random {
        |buffer: &mut [u8]| rand::thread_rng().fill_bytes(buffer)
    }

    #[test]
    fn both_ends_agree_on_a_key() {
        let mut random = random();
        let pair = KeyPair::generate(&mut random).unwrap();
        let blob = PublicKeyBlob::parse(&pair.public_blob().to_string()).unwrap();
        assert_eq!(blob, pair.public_blob());
        let key = SessionKey::generate(&mut random);
        let sealed = blob.seal(&key, &mut random).unwrap();
        let opened = pair.open_session_key(&sealed).unwrap();
        let units: Vec<u16> = "geheim \u{1F511}".encode_utf16().collect();
        let crossed = Secrets::Key(Arc::new(key)).encrypt(&units).unwrap();
        assert_eq!(Secrets::Key(Arc::new(opened)).decrypt(&crossed).unwrap(), units);
    }

    #[test]
    fn the_clear_form_is_utf_16_in_base64() {
        let units: Vec<u16> = "bob".encode_utf16().collect();
        assert_eq!(Secrets::Clear.encrypt(&units).unwrap(), "YgBvAGIA");
        assert_eq!(Secrets::Clear.decrypt("YgBvAGIA").unwrap(), units);
        assert!(Secrets::None.encrypt(&units).is_err());
        for wrong in ["YgB", "YgBv", "?"] {
            assert!(Secrets::Clear.decrypt(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn another_key_does_not_open_it() {
        let (one, two) = ([1; SESSION_KEY_SIZE], [2; SESSION_KEY_SIZE]);
        let encrypted =
            Secrets::Key(Arc::new(SessionKey::from_bytes(one))).encrypt(&[65, 66]).unwrap();
        let other = Secrets::Key(Arc::new(SessionKey::from_bytes(two)));
        assert_ne!(other.decrypt(&encrypted).ok(), Some(vec![65, 66]));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let truncated = STANDARD
            .encode([PUBLIC_BLOB.as_slice(), &2048_u32.to_le_bytes(), &[1, 0, 1, 0, 9]].concat());
        for text in ["", "AAAA", "not base64", truncated.as_str()] {
            assert_eq!(PublicKeyBlob::parse(text), Err(Malformation::PublicKey.into()), "{text}");
        }
    }
}

//! The few primitives of NTLM (MS-NLMP 6), over RustCrypto.

use hmac::{Hmac, Mac, digest::KeyInit};
use md5::{Digest, Md5};
use rc4::{Rc4, StreamCipher, consts::U16};
use zeroize::{Zeroize, Zeroizing};

/// A 128-bit key that is wiped when it goes.
pub(crate) type Key = Zeroizing<[u8; 16]>;

/// MD5 over the concatenation of the parts.
pub(crate) fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut digest = Md5::new();
    for part in parts {
        digest.update(part);
    }
    digest.finalize().into()
}

/// HMAC-MD5 (RFC 2104) over the concatenation of the parts.
pub(crate) fn hmac_md5(key: &[u8; 16], parts: &[&[u8]]) -> [u8; 16] {
    // HMAC pads short keys with zeros to the block size; doing it here leaves nothing to fail.
    let mut block = [0_u8; 64];
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let mut code = <Hmac<Md5> as KeyInit>::new(&block.into());
    block.zeroize();
    for part in parts {
        code.update(part);
    }
    code.finalize().into_bytes().into()
}

/// An RC4 key stream with a 128-bit key.
pub(crate) struct KeyStream(Rc4<U16>);

impl KeyStream {
    pub(crate) fn new(key: &[u8; 16]) -> Self {
        Self(<Rc4<U16> as KeyInit>::new(key.into()))
    }

    /// Encrypts or decrypts the bytes with the next part of the stream.
    pub(crate) fn apply(&mut self, bytes: &mut [u8]) {
        self.0.apply_keystream(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_md5_agrees_with_rfc_2202() {
        assert_eq!(
            hmac_md5(&[0x0b; 16], &[b"Hi ", b"There"]),
            0x9294_727a_3638_bb1c_13f4_8ef8_158b_fc9d_u128.to_be_bytes()
        );
    }

    #[test]
    fn md5_agrees_with_rfc_1321() {
        assert_eq!(
            md5(&[b"message", b" digest"]),
            0xf96b_697d_7cb7_938d_525a_2f31_aaf1_61d0_u128.to_be_bytes()
        );
    }
}

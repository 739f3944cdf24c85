//! The few primitives of NTLM (MS-NLMP 6): RustCrypto's for what is short, and a pass of our own over
//! messages, which would otherwise cost more than everything else about them.

mod key_stream;
mod md5;
mod sealer;

use ::md5::{Digest, Md5};
use hmac::{Hmac, Mac, digest::KeyInit};
use zeroize::{Zeroize, Zeroizing};

pub(crate) use key_stream::KeyStream;
pub(crate) use sealer::{decrypt, encrypt};

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

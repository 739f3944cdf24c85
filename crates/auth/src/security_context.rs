//! An established security context: what signs and seals the messages after authentication.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{
    AuthError,
    crypto::{Key, KeyStream, decrypt, encrypt, hmac_md5, md5},
};

/// The length of an NTLMSSP_MESSAGE_SIGNATURE in bytes (MS-NLMP 2.2.2.9.2).
pub const SIGNATURE_LENGTH: usize = 16;

/// Which end of the context this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Initiator,
    Acceptor,
}

/// The session security of NTLM (MS-NLMP 3.4) with extended session security, 128-bit keys and
/// key exchange: an RC4 key stream, a signing key and a sequence number for each direction.
///
/// The state is that of the whole TCP connection, so messages must be sealed in the order in
/// which they are sent and unsealed in the order in which they arrive. A message that does not
/// verify leaves the key stream at an unknown place: from then on every call fails, and the
/// connection has to be closed.
pub struct SecurityContext {
    outgoing: Direction,
    incoming: Direction,
    is_broken: bool,
}

impl SecurityContext {
    pub(crate) fn new(role: Role, exported_session_key: &Key) -> Self {
        let client = Direction::new(exported_session_key, "client-to-server");
        let server = Direction::new(exported_session_key, "server-to-client");
        let (outgoing, incoming) = match role {
            Role::Initiator => (client, server),
            Role::Acceptor => (server, client),
        };
        Self { outgoing, incoming, is_broken: false }
    }

    /// Seals a message in place (GSS_WrapEx, MS-NLMP 3.4.6) and returns its signature.
    ///
    /// # Errors
    /// [`AuthError::ApiMisuse`] after a message that did not verify, [`AuthError::LimitExceeded`]
    /// when the sequence numbers are used up; the message is unchanged then.
    pub fn wrap(&mut self, message: &mut [u8]) -> Result<[u8; SIGNATURE_LENGTH], AuthError> {
        self.check()?;
        let sequence = self.outgoing.next_sequence()?;
        let Direction { stream, signing_key, .. } = &mut self.outgoing;
        let code = encrypt(stream, signing_key, sequence, message);
        Ok(self.outgoing.signature(sequence, checksum(&code)))
    }

    /// Unseals a message in place (GSS_UnwrapEx, MS-NLMP 3.4.7) and verifies its signature.
    ///
    /// # Errors
    /// [`AuthError::Malformed`] when the signature has the wrong length,
    /// [`AuthError::PeerMisbehaved`] when it does not match: the message was changed, lost,
    /// repeated or reordered, and its bytes are wiped. The errors of [`wrap`](Self::wrap) likewise.
    pub fn unwrap(&mut self, signature: &[u8], message: &mut [u8]) -> Result<(), AuthError> {
        self.check()?;
        let sequence = self.incoming.next_sequence()?;
        let Direction { stream, signing_key, .. } = &mut self.incoming;
        let code = decrypt(stream, signing_key, sequence, message);
        let verified = self.verify_next(sequence, checksum(&code), signature);
        if verified.is_err() {
            message.fill(0);
        }
        verified
    }

    /// Signs a message without sealing it (GSS_GetMICEx, MS-NLMP 3.4.8).
    ///
    /// # Errors
    /// Those of [`wrap`](Self::wrap).
    pub fn sign(&mut self, message: &[u8]) -> Result<[u8; SIGNATURE_LENGTH], AuthError> {
        self.check()?;
        let sequence = self.outgoing.next_sequence()?;
        let checksum = self.outgoing.checksum(sequence, message);
        Ok(self.outgoing.signature(sequence, checksum))
    }

    /// Verifies the signature of a message that is not sealed (GSS_VerifyMICEx, MS-NLMP 3.4.9).
    ///
    /// # Errors
    /// Those of [`unwrap`](Self::unwrap).
    pub fn verify(&mut self, message: &[u8], signature: &[u8]) -> Result<(), AuthError> {
        self.check()?;
        let sequence = self.incoming.next_sequence()?;
        let checksum = self.incoming.checksum(sequence, message);
        self.verify_next(sequence, checksum, signature)
    }

    /// Signs SPNEGO's mechanism list. The key stream starts anew afterwards, so that the first
    /// message uses the same part of it (MS-SPNG 3.2.5.1 and 3.3.5.1); the sequence goes on.
    pub(crate) fn sign_mechanism_list(
        &mut self,
        list: &[u8],
    ) -> Result<[u8; SIGNATURE_LENGTH], AuthError> {
        let signature = self.sign(list)?;
        self.outgoing.restart_stream();
        Ok(signature)
    }

    /// Verifies the signature of SPNEGO's mechanism list, the counterpart of
    /// [`sign_mechanism_list`](Self::sign_mechanism_list).
    pub(crate) fn verify_mechanism_list(
        &mut self,
        list: &[u8],
        signature: &[u8],
    ) -> Result<(), AuthError> {
        self.verify(list, signature)?;
        self.incoming.restart_stream();
        Ok(())
    }

    fn check(&self) -> Result<(), AuthError> {
        if self.is_broken {
            return Err(AuthError::ApiMisuse(
                "the security context is used after a message failed",
            ));
        }
        Ok(())
    }

    fn verify_next(
        &mut self,
        sequence: u32,
        checksum: [u8; 8],
        signature: &[u8],
    ) -> Result<(), AuthError> {
        let expected = self.incoming.signature(sequence, checksum);
        if signature.len() != expected.len() {
            self.is_broken = true;
            return Err(AuthError::malformed("NTLM signature", "it does not have 16 bytes"));
        }
        if !bool::from(expected.ct_eq(signature)) {
            self.is_broken = true;
            return Err(AuthError::PeerMisbehaved("the signature of a message does not match"));
        }
        Ok(())
    }
}

impl fmt::Debug for SecurityContext {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SecurityContext")
            .field("sent", &self.outgoing.sequence)
            .field("received", &self.incoming.sequence)
            .field("is_broken", &self.is_broken)
            .finish_non_exhaustive()
    }
}

/// The keys and the position of one direction.
struct Direction {
    signing_key: Key,
    sealing_key: Key,
    stream: KeyStream,
    sequence: u32,
}

impl Direction {
    /// SIGNKEY and SEALKEY (MS-NLMP 3.4.5.2 and 3.4.5.3) for one direction.
    fn new(exported_session_key: &Key, name: &str) -> Self {
        let derive = |purpose: &str| {
            let constant = format!("session key to {name} {purpose} key magic constant\0");
            Zeroizing::new(md5(&[exported_session_key.as_slice(), constant.as_bytes()]))
        };
        let sealing_key = derive("sealing");
        let stream = KeyStream::new(&sealing_key);
        Self { signing_key: derive("signing"), sealing_key, stream, sequence: 0 }
    }

    fn next_sequence(&mut self) -> Result<u32, AuthError> {
        let sequence = self.sequence;
        self.sequence = sequence.checked_add(1).ok_or(AuthError::LimitExceeded {
            what: "the number of messages of one security context",
            limit: u32::MAX as usize,
        })?;
        Ok(sequence)
    }

    fn restart_stream(&mut self) {
        self.stream = KeyStream::new(&self.sealing_key);
    }

    /// HMAC_MD5(SigningKey, SeqNum ∥ Message)\[0..7\], not yet encrypted.
    fn checksum(&self, sequence: u32, message: &[u8]) -> [u8; 8] {
        checksum(&hmac_md5(&self.signing_key, &[&sequence.to_le_bytes(), message]))
    }

    /// MAC with extended session security and key exchange (MS-NLMP 3.4.4.2).
    fn signature(&mut self, sequence: u32, mut checksum: [u8; 8]) -> [u8; SIGNATURE_LENGTH] {
        const VERSION: u32 = 1;
        self.stream.apply(&mut checksum);
        let mut signature = [0; SIGNATURE_LENGTH];
        let fields =
            VERSION.to_le_bytes().into_iter().chain(checksum).chain(sequence.to_le_bytes());
        signature.iter_mut().zip(fields).for_each(|(to, from)| *to = from);
        signature
    }
}

/// As much of a code as a signature holds.
fn checksum(code: &[u8; 16]) -> [u8; 8] {
    code.first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> (SecurityContext, SecurityContext) {
        let key = Zeroizing::new([0x55; 16]);
        (SecurityContext::new(Role::Initiator, &key), SecurityContext::new(Role::Acceptor, &key))
    }

    /// MS-NLMP 4.2.4.4 GSS_WrapEx Examples.
    #[test]
    fn the_sealed_message_of_the_specification() {
        let (mut client, _) = pair();
        assert_eq!(
            *client.outgoing.sealing_key,
            0x59f6_0097_3cc4_960a_2548_0a7c_196e_4c58_u128.to_be_bytes()
        );
        assert_eq!(
            *client.outgoing.signing_key,
            0x4788_dc86_1b47_82f3_5d43_fd98_fe1a_2d39_u128.to_be_bytes()
        );
        let mut message = crate::bytes::utf16("Plaintext");
        let signature = client.wrap(&mut message).unwrap();
        assert_eq!(
            message,
            [
                0x54, 0xe5, 0x01, 0x65, 0xbf, 0x19, 0x36, 0xdc, 0x99, 0x60, 0x20, 0xc1, 0x81, 0x1b,
                0x0f, 0x06, 0xfb, 0x5f
            ]
        );
        assert_eq!(
            signature,
            [1, 0, 0, 0, 0x7f, 0xb3, 0x8e, 0xc5, 0xc5, 0x5d, 0x49, 0x76, 0, 0, 0, 0]
        );
    }

    #[test]
    fn many_messages_pass_both_ways() {
        let (mut client, mut server) = pair();
        for round in 0..300_usize {
            let plain: Vec<u8> = (0..round * 7).map(|byte| (byte % 251) as u8).collect();
            let mut sealed = plain.clone();
            let signature = client.wrap(&mut sealed).unwrap();
            assert!(round < 2 || sealed != plain);
            server.unwrap(&signature, &mut sealed).unwrap();
            assert_eq!(sealed, plain);
            let signature = server.sign(&plain).unwrap();
            client.verify(&plain, &signature).unwrap();
            let mut sealed = plain.clone();
            let signature = server.wrap(&mut sealed).unwrap();
            client.unwrap(&signature, &mut sealed).unwrap();
            assert_eq!(sealed, plain);
        }
    }

    #[test]
    fn a_changed_repeated_or_reordered_message_breaks_the_context() {
        let seal = |client: &mut SecurityContext, text: &[u8]| {
            let mut message = text.to_vec();
            let signature = client.wrap(&mut message).unwrap();
            (signature, message)
        };
        let broken = AuthError::PeerMisbehaved("the signature of a message does not match");

        let (mut client, mut server) = pair();
        let (signature, mut message) = seal(&mut client, b"text");
        message[0] ^= 1;
        assert_eq!(server.unwrap(&signature, &mut message), Err(broken.clone()));
        assert_eq!(message, [0; 4], "nothing of a message that failed is left");
        assert!(matches!(server.unwrap(&signature, &mut message), Err(AuthError::ApiMisuse(_))));
        assert!(matches!(server.wrap(&mut message), Err(AuthError::ApiMisuse(_))));

        let (mut client, mut server) = pair();
        let (signature, message) = seal(&mut client, b"text");
        server.unwrap(&signature, &mut message.clone()).unwrap();
        assert_eq!(server.unwrap(&signature, &mut message.clone()), Err(broken.clone()));

        let (mut client, mut server) = pair();
        seal(&mut client, b"first");
        let (signature, mut message) = seal(&mut client, b"second");
        assert_eq!(server.unwrap(&signature, &mut message), Err(broken.clone()));

        let (mut client, _) = pair();
        let (signature, mut message) = seal(&mut client, b"reflected");
        assert_eq!(client.unwrap(&signature, &mut message), Err(broken));

        let (mut client, mut server) = pair();
        let (signature, mut message) = seal(&mut client, b"text");
        assert!(matches!(
            server.unwrap(&signature[..15], &mut message),
            Err(AuthError::Malformed { .. })
        ));
    }

    #[test]
    fn the_mechanism_list_does_not_consume_the_key_stream() {
        let (mut client, mut server) = pair();
        let signature = client.sign_mechanism_list(b"list").unwrap();
        server.verify_mechanism_list(b"list", &signature).unwrap();
        let mut message = crate::bytes::utf16("Plaintext");
        let signature = client.wrap(&mut message).unwrap();
        // The same bytes as without the list, but with the second sequence number.
        assert_eq!(message[..4], [0x54, 0xe5, 0x01, 0x65]);
        assert_eq!(signature[12..], [1, 0, 0, 0]);
        server.unwrap(&signature, &mut message).unwrap();
    }

    #[test]
    fn sequence_numbers_never_wrap() {
        let (mut client, _) = pair();
        client.outgoing.sequence = u32::MAX;
        assert!(matches!(client.sign(b""), Err(AuthError::LimitExceeded { .. })));
    }
}

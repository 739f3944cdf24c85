//! Binding an authentication to the TLS channel that carries it.

use std::fmt;

use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::{AuthError, crypto::md5, der};

/// The `tls-server-end-point` channel binding (RFC 5929 4): a hash of the server's certificate,
/// known to both ends of one TLS connection and different at the far end of a relay.
#[derive(Clone, PartialEq, Eq)]
pub struct ChannelBinding {
    application_data: Vec<u8>,
}

impl ChannelBinding {
    const PREFIX: &'static [u8] = b"tls-server-end-point:";

    /// The binding for a certificate in DER form. Its hash is the one of the certificate's own
    /// signature, with SHA-256 in place of MD5 and SHA-1 and for signatures without one hash.
    ///
    /// # Errors
    /// [`AuthError::Malformed`] when the bytes are not a certificate.
    pub fn from_certificate(certificate: &[u8]) -> Result<Self, AuthError> {
        const SHA384: [&[u8]; 2] = [
            // sha384WithRSAEncryption 1.2.840.113549.1.1.12, ecdsa-with-SHA384 1.2.840.10045.4.3.3
            &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0c],
            &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03],
        ];
        const SHA512: [&[u8]; 2] = [
            // sha512WithRSAEncryption 1.2.840.113549.1.1.13, ecdsa-with-SHA512 1.2.840.10045.4.3.4
            &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0d],
            &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x04],
        ];
        // id-RSASSA-PSS 1.2.840.113549.1.1.10 names its hash in the parameters.
        const PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];

        let mut fields = der::Reader::new(certificate, "certificate").enter(der::SEQUENCE)?;
        fields.element(der::SEQUENCE)?;
        let mut algorithm = fields.enter(der::SEQUENCE)?;
        let identifier = algorithm.element(der::OBJECT_IDENTIFIER)?;
        let hash = if SHA384.contains(&identifier) {
            HashAlgorithm::Sha384
        } else if SHA512.contains(&identifier) {
            HashAlgorithm::Sha512
        } else if identifier == PSS {
            pss_hash(algorithm).unwrap_or(HashAlgorithm::Sha256)
        } else {
            HashAlgorithm::Sha256
        };
        Ok(Self::from_certificate_hash(&hash.digest(certificate)))
    }

    /// The binding for a certificate whose hash is known already.
    #[must_use]
    pub fn from_certificate_hash(hash: &[u8]) -> Self {
        Self { application_data: [Self::PREFIX, hash].concat() }
    }

    /// The value of MsvAvChannelBindings (MS-NLMP 2.2.2.1): MD5 over the `gss_channel_bindings`
    /// structure as RFC 4121 4.1.1.2 lays it out, without addresses.
    #[must_use]
    pub fn md5_hash(&self) -> [u8; 16] {
        let length = u32::try_from(self.application_data.len()).unwrap_or(u32::MAX);
        md5(&[&[0; 16], &length.to_le_bytes(), &self.application_data])
    }
}

impl fmt::Debug for ChannelBinding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ChannelBinding(tls-server-end-point)")
    }
}

#[derive(Clone, Copy)]
enum HashAlgorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl HashAlgorithm {
    fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

/// The hash named in RSASSA-PSS-params (RFC 4055 3.1), which follow the algorithm's identifier.
fn pss_hash(mut algorithm: der::Reader<'_>) -> Option<HashAlgorithm> {
    const NIST_HASHES: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
    let mut parameters = algorithm.enter(der::SEQUENCE).ok()?;
    let mut hash = parameters.enter(der::context(0)).ok()?.enter(der::SEQUENCE).ok()?;
    let identifier = hash.element(der::OBJECT_IDENTIFIER).ok()?;
    match identifier.strip_prefix(NIST_HASHES)? {
        [2] => Some(HashAlgorithm::Sha384),
        [3] => Some(HashAlgorithm::Sha512),
        _ => Some(HashAlgorithm::Sha256),
    }
}

/// What a connection offers by itself, before any authentication.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ChannelSecurity {
    /// Bytes travel as they are.
    #[default]
    Plain,
    /// The connection is encrypted by TLS.
    Tls {
        /// The binding of this connection's server certificate. An acceptor that demands a
        /// binding cannot work without it.
        binding: Option<ChannelBinding>,
    },
}

impl ChannelSecurity {
    /// Whether the connection is encrypted.
    #[must_use]
    pub const fn is_tls(&self) -> bool {
        matches!(self, Self::Tls { .. })
    }

    /// The channel binding, when the connection has one.
    #[must_use]
    pub const fn binding(&self) -> Option<&ChannelBinding> {
        match self {
            Self::Tls { binding } => binding.as_ref(),
            Self::Plain => None,
        }
    }
}

/// How an acceptor treats channel bindings (`Service\Auth\CbtHardeningLevel` of WS-Man).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CbtHardeningLevel {
    /// Bindings are ignored.
    None,
    /// A binding that the client sent must be right; none is right, too.
    Relaxed,
    /// On TLS the client must send the right binding. On a plain connection it must send none: a
    /// binding there means that somebody relays what was meant for a TLS connection.
    #[default]
    Strict,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(algorithm: &[u8]) -> Vec<u8> {
        der::element(
            der::SEQUENCE,
            &[
                &der::element(der::SEQUENCE, &[b"to be signed"]),
                &der::element(der::SEQUENCE, &[algorithm]),
                &der::element(der::BIT_STRING, &[&[0, 1, 2, 3]]),
            ],
        )
    }

    #[test]
    fn the_hash_follows_the_signature_of_the_certificate() {
        let rsa = |last: u8| {
            der::element(
                der::OBJECT_IDENTIFIER,
                &[&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, last]],
            )
        };
        for (algorithm, length) in [
            (rsa(5), 32),  // SHA-1, replaced by SHA-256
            (rsa(11), 32), // SHA-256
            (rsa(12), 48),
            (rsa(13), 64),
            (rsa(10), 32), // PSS with its default parameters
        ] {
            let binding = ChannelBinding::from_certificate(&certificate(&algorithm)).unwrap();
            assert_eq!(binding.application_data.len(), 21 + length);
        }
        let sha512 = der::element(
            der::OBJECT_IDENTIFIER,
            &[&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03]],
        );
        let parameters = der::element(
            der::SEQUENCE,
            &[&der::element(der::context(0), &[&der::element(der::SEQUENCE, &[&sha512])])],
        );
        let pss = [rsa(10), parameters].concat();
        let binding = ChannelBinding::from_certificate(&certificate(&pss)).unwrap();
        assert_eq!(binding.application_data.len(), 21 + 64);
        assert!(ChannelBinding::from_certificate(b"not a certificate").is_err());
    }

    #[test]
    fn the_structure_is_hashed_with_empty_addresses() {
        let binding = ChannelBinding::from_certificate_hash(&[0xab; 32]);
        let mut structure = vec![0; 16];
        structure.extend(53_u32.to_le_bytes());
        structure.extend(b"tls-server-end-point:");
        structure.extend([0xab; 32]);
        assert_eq!(binding.md5_hash(), md5(&[&structure]));
    }
}

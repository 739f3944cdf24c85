//! TLS of both ends: which certificates are shown, and which are believed.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, ServerConfig, SignatureScheme};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};

use crate::error::{Layer, TransportError};

/// Which checks of a server's certificate are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CertificateChecks {
    /// Do not ask who issued it.
    pub skip_issuer: bool,
    /// Do not ask for which name it was issued.
    pub skip_name: bool,
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// The certificate chain and the private key of a server, read from PEM texts.
#[derive(Debug)]
pub struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    /// Reads a chain and a key. The names say in errors which text is meant.
    ///
    /// # Errors
    /// [`Layer::Tls`] where a text holds no certificate or no key.
    pub fn from_pem(chain: (&str, &str), key: (&str, &str)) -> Result<Self, TransportError> {
        let (chain_name, chain_text) = chain;
        let (key_name, key_text) = key;
        let bad = |name: &str, what: String| TransportError::new(Layer::Tls, name, what);
        let chain: Vec<_> = rustls_pemfile::certs(&mut chain_text.as_bytes())
            .collect::<Result<_, _>>()
            .map_err(|error| bad(chain_name, format!("it is no PEM file: {error}")))?;
        if chain.is_empty() {
            return Err(bad(chain_name, "it holds no certificate (\"BEGIN CERTIFICATE\")".into()));
        }
        let key = rustls_pemfile::private_key(&mut key_text.as_bytes())
            .map_err(|error| bad(key_name, format!("it is no PEM file: {error}")))?
            .ok_or_else(|| {
                bad(key_name, "it holds no private key (\"BEGIN PRIVATE KEY\")".into())
            })?;
        Ok(Self { chain, key })
    }

    /// The server's own certificate in DER form, for channel binding.
    pub fn certificate(&self) -> &[u8] {
        self.chain.first().map_or(&[], |certificate| certificate.as_ref())
    }

    /// A server's configuration with this identity.
    ///
    /// # Errors
    /// [`Layer::Tls`] where key and certificate do not belong together.
    pub fn into_server_config(self) -> Result<Arc<ServerConfig>, TransportError> {
        let failed = |error: rustls::Error| TransportError::new(Layer::Tls, "server", error);
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(failed)?
            .with_no_client_auth()
            .with_single_cert(self.chain, self.key)
            .map_err(failed)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

/// A client's configuration: the operating system's trusted issuers, those in `extra_roots` (PEM), and
/// the checks that remain.
///
/// # Errors
/// [`Layer::Tls`] where `extra_roots` is no PEM text.
pub fn client_config(
    checks: CertificateChecks,
    extra_roots: Option<&str>,
) -> Result<Arc<ClientConfig>, TransportError> {
    let failed = |error: String| TransportError::new(Layer::Tls, "client", error);
    let mut roots = RootCertStore::empty();
    if !checks.skip_issuer {
        // A machine without a trust store trusts nobody: the error then names the certificate.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    for root in rustls_pemfile::certs(&mut extra_roots.unwrap_or_default().as_bytes()) {
        let root = root.map_err(|error| failed(error.to_string()))?;
        roots.add(root).map_err(|error| failed(error.to_string()))?;
    }
    let provider = provider();
    let verifier = Verifier { checks, roots, provider: Arc::clone(&provider) };
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// Checks issuer and name apart, since a user may leave out either.
#[derive(Debug)]
struct Verifier {
    checks: CertificateChecks,
    roots: RootCertStore,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let certificate = ParsedCertificate::try_from(end_entity)?;
        if !self.checks.skip_issuer {
            verify_server_cert_signed_by_trust_anchor(
                &certificate,
                &self.roots,
                intermediates,
                now,
                self.provider.signature_verification_algorithms.all,
            )?;
        }
        if !self.checks.skip_name {
            verify_server_name(&certificate, server_name)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    // That the server owns the key is checked always: a channel binding is worth nothing without.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

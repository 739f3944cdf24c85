//! Both ends of HTTP and TLS over a socket on loopback.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed step of a test ends it"
)]

use std::time::Duration;

use bytes::Bytes;
use remora_transport::http::{
    ConnectionHandler, Endpoint, HttpConnection, HttpLimits, Peer, Request, Response,
    serve_connection,
};
use remora_transport::tls::{CertificateChecks, Identity, client_config};
use remora_transport::{Layer, TransportError};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

/// Gives the body back with its length in front.
struct Echo(u32);

impl ConnectionHandler for Echo {
    async fn handle(&mut self, request: Request) -> Response {
        self.0 += 1;
        let body = format!("{} {} {}", self.0, request.path, request.body.len());
        Response::status(200).with_body("text/plain", body)
    }
}

const SECOND: Duration = Duration::from_secs(5);

fn limits() -> HttpLimits {
    HttpLimits { body: 1000, ..HttpLimits::default() }
}

async fn serve(acceptor: Option<TlsAcceptor>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (_keep, shutdown) = watch::channel(false);
        while let Ok((stream, address)) = listener.accept().await {
            let (acceptor, shutdown) = (acceptor.clone(), shutdown.clone());
            tokio::spawn(async move {
                let peer = Peer { address, is_tls: acceptor.is_some() };
                match acceptor {
                    Some(acceptor) => {
                        if let Ok(stream) = acceptor.accept(stream).await {
                            let _ =
                                serve_connection(stream, peer, Echo(0), limits(), shutdown).await;
                        }
                    }
                    None => {
                        let _ = serve_connection(stream, peer, Echo(0), limits(), shutdown).await;
                    }
                }
            });
        }
    });
    port
}

async fn connect(
    host: &str,
    port: u16,
    checks: Option<(CertificateChecks, Option<&str>)>,
) -> Result<HttpConnection, TransportError> {
    let tls = checks.map(|(checks, roots)| client_config(checks, roots).unwrap());
    let endpoint = Endpoint { host: host.into(), port, tls, connect_timeout: SECOND };
    HttpConnection::connect(&endpoint, limits()).await
}

#[tokio::test]
async fn one_connection_has_one_handler() {
    let port = serve(None).await;
    let mut connection = connect("127.0.0.1", port, None).await.unwrap();
    for number in 1..=3 {
        let body = Bytes::from(vec![b'x'; 10]);
        let response = connection.post("/wsman?a=b", &[], body, SECOND).await.unwrap();
        assert_eq!(response.body, format!("{number} /wsman?a=b 10"));
    }
}

#[tokio::test]
async fn large_bodies_are_refused_on_both_sides() {
    let port = serve(None).await;
    let mut connection = connect("127.0.0.1", port, None).await.unwrap();
    let response = connection.post("/", &[], Bytes::from(vec![0; 1001]), SECOND).await.unwrap();
    assert_eq!((response.status, response.close), (413, true));
    let long_path = format!("/{}", "a".repeat(1200));
    let mut connection = connect("127.0.0.1", port, None).await.unwrap();
    let error = connection.post(&long_path, &[], Bytes::new(), SECOND).await.unwrap_err();
    assert_eq!(error.layer, Layer::Limit);
}

#[tokio::test]
async fn nobody_listening_is_an_error_of_connecting() {
    let error = connect("127.0.0.1", 9, None).await.err().unwrap();
    assert_eq!(error.layer, Layer::Connect);
    assert!(error.to_string().starts_with("127.0.0.1:9: no connection could be made"));
}

#[tokio::test]
async fn certificates_are_checked_unless_told_otherwise() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let pem = made.cert.pem();
    let key = made.signing_key.serialize_pem();
    let identity = Identity::from_pem(("cert", &pem), ("key", &key)).unwrap();
    let certificate = identity.certificate().to_vec();
    let port = serve(Some(TlsAcceptor::from(identity.into_server_config().unwrap()))).await;

    let strict = CertificateChecks::default();
    let no_issuer = CertificateChecks { skip_issuer: true, ..strict };
    let no_name = CertificateChecks { skip_name: true, ..strict };
    let error = connect("localhost", port, Some((strict, None))).await.err().unwrap();
    assert_eq!(error.layer, Layer::Tls);
    assert!(connect("localhost", port, Some((no_name, None))).await.is_err());
    assert!(connect("127.0.0.1", port, Some((no_issuer, None))).await.is_err());

    let mut connection = connect("localhost", port, Some((no_issuer, None))).await.unwrap();
    assert_eq!(connection.certificate(), Some(certificate.as_slice()));
    assert_eq!(connection.post("/", &[], Bytes::new(), SECOND).await.unwrap().status, 200);
    // Trusting the certificate itself needs no exception.
    assert!(connect("localhost", port, Some((strict, Some(&pem)))).await.is_ok());
}

#[tokio::test]
async fn bad_identities_name_their_text() {
    let error = Identity::from_pem(("cert.pem", "nothing"), ("key.pem", "nothing")).err().unwrap();
    assert!(error.to_string().contains("cert.pem"), "{error}");
}

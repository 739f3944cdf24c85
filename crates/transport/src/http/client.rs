//! The client's side of one connection.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::error::{Layer, TransportError};
use crate::http::message::{HttpLimits, Response};

/// Where a connection goes.
#[derive(Clone)]
pub struct Endpoint {
    /// Name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// TLS, where it is used.
    pub tls: Option<Arc<ClientConfig>>,
    /// How long connecting may take, TLS included.
    pub connect_timeout: Duration,
}

impl Endpoint {
    /// `host:port`, with brackets around an IPv6 address.
    pub fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

/// A connection. It ends when it is dropped.
pub struct HttpConnection {
    sender: SendRequest<Full<Bytes>>,
    authority: String,
    certificate: Option<Vec<u8>>,
    limits: HttpLimits,
}

impl HttpConnection {
    /// Connects.
    ///
    /// # Errors
    /// [`Layer::Resolve`], [`Layer::Connect`], [`Layer::Tls`] or [`Layer::TimeOut`].
    pub async fn connect(endpoint: &Endpoint, limits: HttpLimits) -> Result<Self, TransportError> {
        let authority = endpoint.authority();
        let connecting = Self::connect_now(endpoint, limits, authority.clone());
        match tokio::time::timeout(endpoint.connect_timeout, connecting).await {
            Ok(result) => result,
            Err(_) => {
                let seconds = endpoint.connect_timeout.as_secs_f64();
                let message = format!("connecting did not end within {seconds} s");
                Err(TransportError::new(Layer::TimeOut, authority, message))
            }
        }
    }

    async fn connect_now(
        endpoint: &Endpoint,
        limits: HttpLimits,
        authority: String,
    ) -> Result<Self, TransportError> {
        let addresses = tokio::net::lookup_host((endpoint.host.as_str(), endpoint.port))
            .await
            .map_err(|error| TransportError::new(Layer::Resolve, &authority, error))?;
        let addresses: Vec<_> = addresses.collect();
        let stream = TcpStream::connect(addresses.as_slice())
            .await
            .map_err(|error| TransportError::new(Layer::Connect, &authority, error))?;
        // Requests are small and answered before the next: waiting to fill a packet costs 40 ms each.
        let _ = stream.set_nodelay(true);
        let Some(config) = &endpoint.tls else {
            return Self::handshake(stream, authority, None, limits).await;
        };
        let name = ServerName::try_from(endpoint.host.clone())
            .map_err(|error| TransportError::new(Layer::Tls, &authority, error))?;
        let stream = TlsConnector::from(Arc::clone(config))
            .connect(name, stream)
            .await
            .map_err(|error| TransportError::new(Layer::Tls, &authority, error))?;
        let (_, session) = stream.get_ref();
        let certificate = session
            .peer_certificates()
            .and_then(<[_]>::first)
            .map(|certificate| certificate.as_ref().to_vec());
        Self::handshake(stream, authority, certificate, limits).await
    }

    async fn handshake<S>(
        stream: S,
        authority: String,
        certificate: Option<Vec<u8>>,
        limits: HttpLimits,
    ) -> Result<Self, TransportError>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|error| TransportError::new(Layer::Http, &authority, error))?;
        tokio::spawn(async move {
            // What goes wrong here is told to whoever waits for a response.
            let _ = connection.await;
        });
        Ok(Self { sender, authority, certificate, limits })
    }

    /// The server's certificate in DER form, on TLS.
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificate.as_deref()
    }

    /// Whether the other end closed the connection.
    pub fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }

    /// Sends a POST and waits for the response; for no longer than `timeout`.
    ///
    /// # Errors
    /// [`Layer::Http`], [`Layer::Limit`] or [`Layer::TimeOut`].
    pub async fn post(
        &mut self,
        path: &str,
        headers: &[(&'static str, &str)],
        body: Bytes,
        timeout: Duration,
    ) -> Result<Response, TransportError> {
        let mut request = hyper::Request::post(path).header("host", &self.authority);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .body(Full::new(body))
            .map_err(|error| TransportError::new(Layer::Http, &self.authority, error))?;
        let authority = self.authority.clone();
        match tokio::time::timeout(timeout, self.exchange(request)).await {
            Ok(result) => result,
            Err(_) => {
                let message = format!("no response came within {} s", timeout.as_secs_f64());
                Err(TransportError::new(Layer::TimeOut, authority, message))
            }
        }
    }

    async fn exchange(
        &mut self,
        request: hyper::Request<Full<Bytes>>,
    ) -> Result<Response, TransportError> {
        let failed = |error: hyper::Error| TransportError::new(Layer::Http, &self.authority, error);
        self.sender.ready().await.map_err(failed)?;
        let response = self.sender.send_request(request).await.map_err(failed)?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, self.limits.body).collect().await.map_err(|error| {
            let layer = if error.is::<http_body_util::LengthLimitError>() {
                Layer::Limit
            } else {
                Layer::Http
            };
            TransportError::new(layer, &self.authority, error)
        })?;
        let close = head
            .headers
            .get(hyper::header::CONNECTION)
            .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"close"));
        Ok(Response {
            status: head.status.as_u16(),
            headers: head.headers,
            body: body.to_bytes(),
            close,
        })
    }
}

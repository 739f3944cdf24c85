//! The server's side of one connection.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Mutex, watch};

use crate::error::{Layer, TransportError};
use crate::http::message::{HttpLimits, Request, Response};

/// Who is at the other end of a connection.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Its address.
    pub address: SocketAddr,
    /// Whether the connection is encrypted by TLS.
    pub is_tls: bool,
}

/// Answers the requests of one connection, one after the other.
pub trait ConnectionHandler: Send + 'static {
    /// Answers a request.
    fn handle(&mut self, request: Request) -> impl Future<Output = Response> + Send;
}

/// Serves a connection until it ends, or until `shutdown` says true: then the exchange under way is
/// finished and the connection closed.
///
/// # Errors
/// Where the other end does not speak HTTP, is too slow, or breaks off.
pub async fn serve_connection<S, H>(
    stream: S,
    peer: Peer,
    handler: H,
    limits: HttpLimits,
    mut shutdown: watch::Receiver<bool>,
) -> Result<(), TransportError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    H: ConnectionHandler,
{
    let handler = Arc::new(Mutex::new(handler));
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let handler = Arc::clone(&handler);
        async move { Ok::<_, Infallible>(answer(&handler, request, limits).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_timeout)
        .max_buf_size(64 * 1024)
        .keep_alive(true)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = stopped(&mut shutdown) => {
            connection.as_mut().graceful_shutdown();
            connection.as_mut().await
        }
    };
    result.map_err(|error| TransportError::new(Layer::Http, peer.address.to_string(), error))
}

/// Waits until `shutdown` says true, or nobody can say it any more.
async fn stopped(shutdown: &mut watch::Receiver<bool>) {
    // The guard that this gives must not live on: it would hold a lock.
    let _ = shutdown.wait_for(|stop| *stop).await;
}

async fn answer<H: ConnectionHandler>(
    handler: &Mutex<H>,
    request: hyper::Request<Incoming>,
    limits: HttpLimits,
) -> hyper::Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, limits.body).collect();
    let response = match tokio::time::timeout(limits.body_timeout, body).await {
        Ok(Ok(body)) => {
            let request = Request {
                method: head.method.to_string(),
                path: head.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
                headers: head.headers,
                body: body.to_bytes(),
            };
            handler.lock().await.handle(request).await
        }
        Ok(Err(_)) => Response { close: true, ..Response::status(413) },
        Err(_) => Response { close: true, ..Response::status(408) },
    };
    let mut out = hyper::Response::new(Full::new(response.body));
    *out.status_mut() = hyper::StatusCode::from_u16(response.status)
        .unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    *out.headers_mut() = response.headers;
    if response.close {
        out.headers_mut()
            .insert(hyper::header::CONNECTION, hyper::header::HeaderValue::from_static("close"));
    }
    out
}

//! One connection: who it is, what it sends, what it gets.

use std::net::SocketAddr;
use std::sync::Arc;

use remora_auth::{ChannelSecurity, sealing};
use remora_transport::http::{ConnectionHandler, Request, Response};

use tokio::sync::watch;

use super::Shared;
use super::exchange::{Answer, Exchanges};
use super::standing::{Admission, Body, Standing};
use crate::Verified;

const PATH: &str = "/wsman";
const SOAP: &str = "application/soap+xml;charset=UTF-8";
const AUTHENTICATE: &str = "www-authenticate";

/// Answers the requests of one connection.
pub(super) struct Connection {
    shared: Arc<Shared>,
    address: SocketAddr,
    standing: Standing,
    exchanges: Exchanges,
    /// Told when the other end has proved who it is for the first time.
    logged_on: watch::Sender<bool>,
    /// After a broken seal nothing more is answered.
    broken: bool,
}

impl Connection {
    pub(super) fn new(
        shared: Arc<Shared>,
        address: SocketAddr,
        channel: ChannelSecurity,
        logged_on: watch::Sender<bool>,
    ) -> Self {
        let standing = Standing::new(&shared, channel);
        let exchanges = Exchanges::new(shared.wsman.clone(), Arc::clone(&shared.service));
        Self { shared, address, standing, exchanges, logged_on, broken: false }
    }

    async fn answer(&mut self, request: Request) -> Response {
        if let Some(refusal) = refuse(&request) {
            return refusal;
        }
        let authorization = request.header("authorization");
        let identify = request
            .header("wsmanidentify")
            .is_some_and(|value| value.trim().eq_ignore_ascii_case("unauthenticated"));
        let mut authenticate = None;
        if identify && authorization.is_none() && self.standing.principal().is_nobody() {
            // Only Identify is answered to strangers; the machine sees to that.
        } else {
            match self.standing.admit(authorization, &self.shared) {
                Admission::Admitted(field) => authenticate = field,
                Admission::Challenge(fields) => return challenge(&fields),
                Admission::Rejected { challenges, error, close } => {
                    tracing::warn!(client = %self.address, %error, "logon refused");
                    tokio::time::sleep(self.shared.rejection_delay).await;
                    return Response { close, ..challenge(&challenges) };
                }
            }
            if authorization.is_some() {
                let principal = self.standing.principal();
                tracing::info!(client = %self.address, user = principal.name(), "logon");
                self.logged_on.send_replace(true);
            }
        }
        let response = self.exchange(request, identify).await;
        match authenticate {
            Some(field) => response.with_header(AUTHENTICATE, &field),
            None => response,
        }
    }

    /// Handles the body of a request.
    async fn exchange(&mut self, request: Request, identify: bool) -> Response {
        if request.body.is_empty() {
            // The last leg of an authentication has none.
            let is_nobody = self.standing.principal().is_nobody();
            return Response::status(if is_nobody { 400 } else { 200 });
        }
        let content_type = request.header("content-type").unwrap_or_default().to_owned();
        if !sealing::is_sealed(&content_type) && !is_soap(&content_type) {
            return Response::status(415);
        }
        let chunked = request.header_count("transfer-encoding") > 0;
        let limit = self.shared.wsman.limits.envelope_size.saturating_mul(2);
        let (content, sealed) =
            match self.standing.open(&content_type, request.body.to_vec(), limit) {
                Ok(Body::Envelope { content, sealed }) => (content, sealed),
                Ok(Body::Unprotected) => {
                    tracing::warn!(client = %self.address, "a message without a seal was refused");
                    return self.give_up(500);
                }
                Err(error) => {
                    tracing::warn!(client = %self.address, %error, "a seal is broken");
                    return self.give_up(400);
                }
            };
        let caller = Verified::new(self.standing.principal(), self.address);
        let Answer { status, soap } =
            self.exchanges.run(caller.as_ref(), identify, chunked, content).await;
        if soap.is_empty() {
            let response = Response::status(status);
            if status != 401 {
                return response;
            }
            let fields = self.standing.challenges();
            return fields
                .iter()
                .fold(response, |response, field| response.with_header(AUTHENTICATE, field));
        }
        if !sealed {
            return Response::status(status).with_body(SOAP, soap);
        }
        match self.standing.seal(soap.as_bytes()) {
            Ok(body) => Response::status(status).with_body(sealing::CONTENT_TYPE, body),
            Err(error) => {
                tracing::error!(client = %self.address, %error, "an answer cannot be sealed");
                self.give_up(500)
            }
        }
    }

    fn give_up(&mut self, status: u16) -> Response {
        self.broken = true;
        self.standing.forget();
        Response { close: true, ..Response::status(status) }
    }
}

impl ConnectionHandler for Connection {
    async fn handle(&mut self, request: Request) -> Response {
        if self.broken {
            return Response { close: true, ..Response::status(400) };
        }
        let response = self.answer(request).await;
        self.standing.end_request();
        response
    }
}

/// Refuses what cannot be a request for this service, whoever sends it.
fn refuse(request: &Request) -> Option<Response> {
    let path = request.path.split('?').next().unwrap_or_default();
    if path.strip_suffix('/').unwrap_or(path) != PATH {
        return Some(Response::status(404));
    }
    if request.method != "POST" {
        return Some(Response::status(405).with_header("allow", "POST"));
    }
    // Of two fields nobody knows which one counts.
    let doubled = ["authorization", "content-type", "wsmanidentify"]
        .iter()
        .any(|name| request.header_count(name) > 1);
    doubled.then(|| Response { close: true, ..Response::status(400) })
}

fn challenge(fields: &[String]) -> Response {
    fields
        .iter()
        .fold(Response::status(401), |response, field| response.with_header(AUTHENTICATE, field))
}

fn is_soap(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("application/soap+xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, path: &str) -> Request {
        let (method, path) = (method.to_owned(), path.to_owned());
        Request { method, path, headers: Default::default(), body: Default::default() }
    }

    #[test]
    fn one_path_and_one_method() {
        let status = |method, path| refuse(&request(method, path)).map(|response| response.status);
        for path in ["/wsman", "/wsman/", "/wsman?PSVersion=5.1.17763.771"] {
            assert_eq!(status("POST", path), None, "{path}");
            assert_eq!(status("GET", path), Some(405));
        }
        for path in ["", "/", "/wsmanx", "/wsman/x", "/x/wsman", "/wsman//"] {
            assert_eq!(status("POST", path), Some(404), "{path}");
        }
    }

    #[test]
    fn doubled_fields_are_refused() {
        let mut request = request("POST", "/wsman");
        for value in ["Basic YQ==", "Basic Yg=="] {
            request.headers.append("authorization", value.parse().unwrap());
        }
        let refusal = refuse(&request).unwrap();
        assert_eq!((refusal.status, refusal.close), (400, true));
    }
}

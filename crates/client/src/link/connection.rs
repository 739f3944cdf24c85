//! One HTTP connection with its authentication: SOAP in, SOAP out.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use remora_auth::{
    AuthError, AuthorizationHeader, ChannelBinding, ChannelSecurity, ClientAuthenticator,
    ClientOptions, ClientStep, Credential, Mechanism, RejectReason, SecurityContext, sealing,
};
use remora_transport::http::{Endpoint, HttpConnection, HttpLimits, Response};

use super::failure::{FailureKind, LinkFailure};
use crate::entropy::SystemEntropy;

const SOAP: &str = "application/soap+xml;charset=UTF-8";
const USER_AGENT: &str = "Remora";

/// What all connections of a session share.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) endpoint: Endpoint,
    /// Path with its first slash.
    pub(crate) path: String,
    /// Who connects; without anybody only a name that cannot be resolved and a host that cannot be reached
    /// are found out.
    pub(crate) credential: Option<Credential>,
    pub(crate) mechanism: Mechanism,
    /// Send SOAP as it is where nothing else protects it.
    pub(crate) allow_unencrypted: bool,
    pub(crate) limits: HttpLimits,
}

/// What came back: the HTTP status and the SOAP in the clear.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// A connection, made and authenticated when it is first needed.
pub(crate) struct Connection {
    service: Arc<Service>,
    open: Option<Open>,
}

struct Open {
    http: HttpConnection,
    context: Option<SecurityContext>,
    every_request: Option<AuthorizationHeader>,
}

impl Connection {
    pub(crate) fn new(service: Arc<Service>) -> Self {
        Self { service, open: None }
    }

    /// Sends an envelope and waits for the answer, no longer than `timeout`.
    pub(crate) async fn post(
        &mut self,
        soap: &str,
        timeout: Duration,
    ) -> Result<Answer, LinkFailure> {
        if self.open.as_ref().is_some_and(|open| open.http.is_closed()) {
            self.open = None;
        }
        let (open, answer) = match self.open.take() {
            Some(mut open) => {
                let answer = open.exchange(&self.service, soap, timeout).await?;
                (open, answer)
            }
            None => self.authenticate(soap, timeout).await?,
        };
        // A connection that failed is not used again: the next request makes a new one.
        self.open = Some(open);
        Ok(answer)
    }

    async fn authenticate(
        &self,
        soap: &str,
        timeout: Duration,
    ) -> Result<(Open, Answer), LinkFailure> {
        let service = &*self.service;
        let mut http = HttpConnection::connect(&service.endpoint, service.limits).await?;
        let credential = service.credential.clone().ok_or_else(|| nobody(service))?;
        let channel = match http.certificate() {
            Some(certificate) => {
                ChannelSecurity::Tls { binding: ChannelBinding::from_certificate(certificate).ok() }
            }
            None => ChannelSecurity::Plain,
        };
        let is_tls = channel.is_tls();
        let options = ClientOptions {
            mechanism: service.mechanism,
            channel,
            basic_without_tls: service.allow_unencrypted,
            target_name: format!("HTTP/{}", service.endpoint.host),
            workstation: String::new(),
        };
        let failed = |error: AuthError| rejected(service, &error);
        let mut authenticator = ClientAuthenticator::new(credential, options).map_err(failed)?;
        let mut authorization = authenticator.start().map_err(failed)?;
        loop {
            // What the proof travels with is sealed already, which saves a round trip.
            let (content_type, body) = match authenticator.context_mut() {
                Some(context) if !is_tls => {
                    let body = sealing::seal(context, soap.as_bytes()).map_err(failed)?;
                    (sealing::CONTENT_TYPE, Bytes::from(body))
                }
                Some(_) => (SOAP, Bytes::copy_from_slice(soap.as_bytes())),
                None if service.mechanism == Mechanism::Basic => {
                    (SOAP, Bytes::copy_from_slice(soap.as_bytes()))
                }
                None => (SOAP, Bytes::new()),
            };
            let was_empty = body.is_empty();
            let headers = [
                ("content-type", content_type),
                ("user-agent", USER_AGENT),
                ("authorization", authorization.as_str()),
            ];
            let response = http.post(&service.path, &headers, body, timeout).await?;
            let offers = response.header_values("www-authenticate");
            let step = authenticator.on_response(response.status, &offers, &mut SystemEntropy);
            match step.map_err(failed)? {
                ClientStep::Retry(next) => authorization = next,
                ClientStep::Done(done) => {
                    let context = done.context.filter(|_| !is_tls);
                    let mut open = Open { http, context, every_request: done.every_request };
                    let answer = if was_empty && (200..300).contains(&response.status) {
                        open.exchange(service, soap, timeout).await?
                    } else {
                        open.unsealed(response, service)?
                    };
                    return Ok((open, answer));
                }
            }
        }
    }
}

impl Open {
    async fn exchange(
        &mut self,
        service: &Service,
        soap: &str,
        timeout: Duration,
    ) -> Result<Answer, LinkFailure> {
        let (content_type, body) = match &mut self.context {
            Some(context) => {
                let body = sealing::seal(context, soap.as_bytes());
                (sealing::CONTENT_TYPE, body.map_err(|error| rejected(service, &error))?)
            }
            None => (SOAP, soap.as_bytes().to_vec()),
        };
        let mut headers = vec![("content-type", content_type), ("user-agent", USER_AGENT)];
        if let Some(authorization) = &self.every_request {
            headers.push(("authorization", authorization.as_str()));
        }
        let response = self.http.post(&service.path, &headers, body.into(), timeout).await?;
        self.unsealed(response, service)
    }

    /// The SOAP of a response. A body that should be sealed and is not is refused: somebody may have
    /// put it there.
    fn unsealed(&mut self, response: Response, service: &Service) -> Result<Answer, LinkFailure> {
        let status = response.status;
        let Some(context) = &mut self.context else {
            return Ok(Answer { status, body: response.body.into() });
        };
        if response.body.is_empty() {
            return Ok(Answer { status, body: Vec::new() });
        }
        let content_type = response.header("content-type").unwrap_or_default().to_owned();
        if !sealing::is_sealed(&content_type) {
            return Err(LinkFailure::new(
                FailureKind::Protocol,
                format!(
                    "{} answered in the clear (HTTP status {status}) where its messages must be encrypted.",
                    service.endpoint.authority()
                ),
            ));
        }
        let body = response.body.into();
        let message = sealing::unseal(context, &content_type, body, service.limits.body)
            .map_err(|error| rejected(service, &error))?;
        Ok(Answer { status, body: message.content })
    }
}

/// The host is there, and nobody is known who could authenticate to it.
fn nobody(service: &Service) -> LinkFailure {
    let authority = service.endpoint.authority();
    LinkFailure::new(
        FailureKind::AccessDenied,
        format!(
            "{authority} can be reached, but no user is known to authenticate there. Give one with -Credential, or \
             write user and password_file for this computer into the inventory."
        ),
    )
}

/// What an error of authentication means to a person.
fn rejected(service: &Service, error: &AuthError) -> LinkFailure {
    let authority = service.endpoint.authority();
    let user = service.credential.as_ref().map(Credential::name).unwrap_or_default();
    match error {
        AuthError::Rejected(RejectReason::InsecureTransport) => LinkFailure::new(
            FailureKind::Configuration,
            format!(
                "Basic authentication would send the password to {authority} in the clear. Use -UseSSL, or another \
                 -Authentication."
            ),
        ),
        AuthError::Rejected(_) => LinkFailure {
            kind: FailureKind::AccessDenied,
            message: format!(
                "Access is denied: {authority} does not accept the user \"{user}\". Check the name and the password \
                 (-Credential)."
            ),
            code: 5,
        },
        AuthError::NotAvailable(_) | AuthError::NotOffered { .. } => LinkFailure::new(
            FailureKind::AccessDenied,
            format!("No way to authenticate to {authority} that both ends know: {error}."),
        ),
        other => LinkFailure::new(
            FailureKind::Protocol,
            format!("Authentication to {authority} failed: {other}."),
        ),
    }
}

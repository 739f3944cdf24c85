//! The client's end of HTTP authentication on one connection.

use std::{fmt, mem};

use zeroize::Zeroizing;

use crate::{
    AuthError, ChannelSecurity, Credential, Entropy, Mechanism, RejectReason, SecurityContext,
    basic,
    header::{Credentials, challenges, with_token},
    ntlm::{self, InitiatorOptions},
    spnego,
};

const UNAUTHORIZED: u16 = 401;

/// How a client authenticates.
#[derive(Debug, Clone, Default)]
pub struct ClientOptions {
    /// The mechanism to use.
    pub mechanism: Mechanism,
    /// What the connection offers. The binding of a TLS connection is sent with NTLM.
    pub channel: ChannelSecurity,
    /// Whether Basic may be used without TLS. The password is readable on the way then.
    pub basic_without_tls: bool,
    /// The service principal name of the server, such as `HTTP/server01.example`; may be empty.
    pub target_name: String,
    /// The name of this computer; may be empty.
    pub workstation: String,
}

/// The value of an `Authorization` field. `Debug` does not show it; it is wiped when dropped.
#[derive(Clone)]
pub struct AuthorizationHeader(Zeroizing<String>);

impl AuthorizationHeader {
    /// The value itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn with_token(scheme: &str, token: &[u8]) -> Self {
        Self(Zeroizing::new(with_token(scheme, token)))
    }
}

impl fmt::Debug for AuthorizationHeader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AuthorizationHeader(redacted)")
    }
}

/// What to do after an answer was handled.
#[derive(Debug)]
pub enum ClientStep {
    /// Send the request again, on the same connection, with this `Authorization` field.
    Retry(AuthorizationHeader),
    /// The server has accepted; the answer that was handled is the answer to the request.
    Done(Box<EstablishedClient>),
}

/// A connection on which the server has accepted the client.
#[derive(Debug)]
pub struct EstablishedClient {
    /// What was used in the end: Basic or NTLM.
    pub mechanism: Mechanism,
    /// What seals the messages of this connection; `None` with Basic.
    pub context: Option<SecurityContext>,
    /// The `Authorization` field that every further request has to carry; `None` with NTLM, which
    /// authenticates the connection.
    pub every_request: Option<AuthorizationHeader>,
}

/// Authenticates to the server of one TCP connection.
///
/// Contract: [`start`](Self::start) gives the `Authorization` field of the first request; hand
/// the status and the `WWW-Authenticate` fields of every answer to [`on_response`](Self::on_response)
/// until it says `Done` or fails. Requests before the last one may have empty bodies. All of it
/// happens on one connection; a connection that breaks in between needs a new authenticator.
#[derive(Debug)]
pub struct ClientAuthenticator {
    credential: Credential,
    options: ClientOptions,
    state: State,
}

#[derive(Debug)]
enum State {
    Start,
    Basic { header: AuthorizationHeader },
    NtlmAwaitChallenge { scheme: &'static str, initiator: Box<ntlm::Initiator> },
    NtlmAwaitResult { context: Box<SecurityContext> },
    SpnegoAwaitChallenge { initiator: Box<spnego::Initiator> },
    SpnegoAwaitResult { initiator: Box<spnego::Initiator> },
    Finished,
}

impl ClientAuthenticator {
    /// An authenticator for a new connection.
    ///
    /// # Errors
    /// [`AuthError::NotAvailable`] for Kerberos and CredSSP, [`AuthError::Rejected`] with
    /// [`RejectReason::InsecureTransport`] for Basic without TLS that is not explicitly allowed,
    /// [`AuthError::ApiMisuse`] for an empty user name.
    pub fn new(credential: Credential, options: ClientOptions) -> Result<Self, AuthError> {
        if !options.mechanism.is_available() {
            return Err(AuthError::NotAvailable(options.mechanism));
        }
        let may_use_basic = options.channel.is_tls() || options.basic_without_tls;
        if options.mechanism == Mechanism::Basic && !may_use_basic {
            return Err(RejectReason::InsecureTransport.into());
        }
        if credential.user().is_empty() {
            return Err(AuthError::ApiMisuse("a credential has no user name"));
        }
        Ok(Self { credential, options, state: State::Start })
    }

    /// The `Authorization` field of the first request.
    ///
    /// # Errors
    /// [`AuthError::ApiMisuse`] when it has been called already, or for a user name that the
    /// mechanism cannot carry.
    pub fn start(&mut self) -> Result<AuthorizationHeader, AuthError> {
        let State::Start = self.state else {
            return Err(AuthError::ApiMisuse("a client authenticator is started twice"));
        };
        match self.options.mechanism {
            Mechanism::Basic => {
                let header = AuthorizationHeader(basic::authorization(&self.credential)?);
                self.state = State::Basic { header: header.clone() };
                Ok(header)
            }
            // Endpoints of Windows know the scheme Negotiate only, whatever is inside.
            Mechanism::Ntlm => self.start_ntlm("Negotiate"),
            _ => {
                let options = self.initiator_options();
                let mut initiator = Box::new(spnego::Initiator::new(&self.credential, options));
                let token = initiator.start()?;
                self.state = State::SpnegoAwaitChallenge { initiator };
                Ok(AuthorizationHeader::with_token("Negotiate", &token))
            }
        }
    }

    /// Handles an answer of the server: its status and the values of all of its
    /// `WWW-Authenticate` fields. Any status but 401 counts as acceptance once the proof was sent.
    ///
    /// # Errors
    /// Every error ends the attempt. [`AuthError::Rejected`] when the server does not accept the
    /// credential or offers too little security, [`AuthError::NotOffered`] when it does not offer
    /// the mechanism, [`AuthError::PeerMisbehaved`] when it accepts without having seen a proof,
    /// [`AuthError::Malformed`] and [`AuthError::LimitExceeded`] for fields that cannot be read.
    pub fn on_response(
        &mut self,
        status: u16,
        www_authenticate: &[&str],
        entropy: &mut dyn Entropy,
    ) -> Result<ClientStep, AuthError> {
        let state = mem::replace(&mut self.state, State::Finished);
        let offered = challenges(www_authenticate)?;
        if status == UNAUTHORIZED {
            self.on_challenge(state, &offered, entropy).map(ClientStep::Retry)
        } else {
            on_acceptance(state, &offered, entropy).map(|done| ClientStep::Done(Box::new(done)))
        }
    }

    /// The security context as soon as the proof has been made: the request that carries the
    /// proof may be sealed with it already, which saves a round trip.
    pub fn context_mut(&mut self) -> Option<&mut SecurityContext> {
        match &mut self.state {
            State::NtlmAwaitResult { context } => Some(context),
            State::SpnegoAwaitResult { initiator } => initiator.context_mut(),
            _ => None,
        }
    }

    fn on_challenge(
        &mut self,
        state: State,
        offered: &[Credentials<'_>],
        entropy: &mut dyn Entropy,
    ) -> Result<AuthorizationHeader, AuthError> {
        let find = |scheme: &str| offered.iter().find(|challenge| challenge.is(scheme));
        match state {
            State::Basic { .. } if find("Basic").is_some() => Err(RejectReason::ByServer.into()),
            State::Basic { .. } => Err(self.not_offered(offered)),
            State::SpnegoAwaitChallenge { mut initiator } => match find("Negotiate") {
                Some(challenge) => {
                    let token = token_of(challenge)?;
                    match initiator.step(&token, entropy)? {
                        spnego::InitiatorStep::Continue(token) => {
                            self.state = State::SpnegoAwaitResult { initiator };
                            Ok(AuthorizationHeader::with_token("Negotiate", &token))
                        }
                        spnego::InitiatorStep::Done => {
                            Err(AuthError::PeerMisbehaved("the server accepted with a challenge"))
                        }
                    }
                }
                None if self.options.mechanism == Mechanism::Default && find("NTLM").is_some() => {
                    self.start_ntlm("NTLM")
                }
                None => Err(self.not_offered(offered)),
            },
            State::NtlmAwaitChallenge { scheme, mut initiator } => match find(scheme) {
                Some(challenge) => {
                    let (token, context) =
                        initiator.authenticate(&token_of(challenge)?, entropy)?;
                    self.state = State::NtlmAwaitResult { context: Box::new(context) };
                    Ok(AuthorizationHeader::with_token(scheme, &token))
                }
                None if scheme == "Negotiate" && find("NTLM").is_some() => self.start_ntlm("NTLM"),
                None => Err(self.not_offered(offered)),
            },
            State::NtlmAwaitResult { .. } | State::SpnegoAwaitResult { .. } => {
                Err(RejectReason::ByServer.into())
            }
            State::Start | State::Finished => Err(AuthError::ApiMisuse("no answer is due")),
        }
    }

    fn start_ntlm(&mut self, scheme: &'static str) -> Result<AuthorizationHeader, AuthError> {
        let options = self.initiator_options();
        let mut initiator = Box::new(ntlm::Initiator::new(&self.credential, options));
        let token = initiator.start()?;
        self.state = State::NtlmAwaitChallenge { scheme, initiator };
        Ok(AuthorizationHeader::with_token(scheme, &token))
    }

    fn initiator_options(&self) -> InitiatorOptions {
        InitiatorOptions {
            target_name: self.options.target_name.clone(),
            workstation: self.options.workstation.clone(),
            binding: self.options.channel.binding().cloned(),
        }
    }

    fn not_offered(&self, offered: &[Credentials<'_>]) -> AuthError {
        let schemes: Vec<&str> = offered.iter().map(|challenge| challenge.scheme).collect();
        let offered = if schemes.is_empty() { "nothing".to_owned() } else { schemes.join(", ") };
        AuthError::NotOffered { wanted: self.options.mechanism, offered }
    }
}

/// The token of a challenge. A scheme without one answers our token with a refusal.
fn token_of(challenge: &Credentials<'_>) -> Result<Vec<u8>, AuthError> {
    let token = challenge.token()?;
    if token.is_empty() { Err(RejectReason::ByServer.into()) } else { Ok(token) }
}

fn on_acceptance(
    state: State,
    offered: &[Credentials<'_>],
    entropy: &mut dyn Entropy,
) -> Result<EstablishedClient, AuthError> {
    let by_ntlm = |context: SecurityContext| EstablishedClient {
        mechanism: Mechanism::Ntlm,
        context: Some(context),
        every_request: None,
    };
    match state {
        State::Basic { header } => Ok(EstablishedClient {
            mechanism: Mechanism::Basic,
            context: None,
            every_request: Some(header),
        }),
        State::NtlmAwaitResult { context } => Ok(by_ntlm(*context)),
        State::SpnegoAwaitResult { mut initiator } => {
            let token = match offered.iter().find(|challenge| challenge.is("Negotiate")) {
                Some(challenge) => challenge.token()?,
                None => Vec::new(),
            };
            if token.is_empty() {
                initiator.finish()?;
            } else {
                initiator.step(&token, entropy)?;
            }
            let context = initiator
                .take_context()
                .ok_or(AuthError::PeerMisbehaved("a SPNEGO exchange does not come to its end"))?;
            Ok(by_ntlm(context))
        }
        State::NtlmAwaitChallenge { .. } | State::SpnegoAwaitChallenge { .. } => {
            Err(AuthError::PeerMisbehaved("the server accepted without seeing a proof"))
        }
        State::Start | State::Finished => Err(AuthError::ApiMisuse("no answer is due")),
    }
}

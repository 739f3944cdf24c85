//! The server's end of HTTP authentication on one connection.

use std::mem;

use crate::{
    AccountStore, AuthError, ChannelSecurity, Entropy, Mechanism, Principal, RejectReason,
    SecurityContext, basic,
    header::{Credentials, with_token},
    ntlm::{self, AcceptorOptions, Authenticated},
    spnego,
};

/// What a server offers and demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerOptions {
    /// Whether `Negotiate` is offered: SPNEGO, and NTLM messages without SPNEGO around them.
    pub negotiate: bool,
    /// Whether the scheme `NTLM` is offered.
    pub ntlm: bool,
    /// Whether `Basic` is offered, on TLS.
    pub basic: bool,
    /// Whether `Basic` is offered without TLS too. The password is readable on the way then.
    pub basic_without_tls: bool,
    /// The realm that `Basic` names.
    pub realm: String,
    /// What NTLM demands.
    pub acceptor: AcceptorOptions,
    /// After so many rejections every further attempt on the connection is rejected unseen.
    pub max_rejections: u32,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            negotiate: true,
            ntlm: true,
            basic: false,
            basic_without_tls: false,
            realm: "WSMAN".to_owned(),
            acceptor: AcceptorOptions::default(),
            max_rejections: 5,
        }
    }
}

/// What to answer to a request.
#[derive(Debug)]
pub enum ServerStep {
    /// Answer 401 with each of these as a `WWW-Authenticate` field; nothing is wrong so far.
    Challenge(Vec<String>),
    /// Answer 401 with this one as the only `WWW-Authenticate` field: the exchange goes on.
    Continue(String),
    /// The client is authenticated: handle its request.
    Accepted(Box<Accepted>),
    /// The client is refused; what to answer is in the rejection.
    Rejected(Rejection),
}

/// A client that has been authenticated.
#[derive(Debug)]
pub struct Accepted {
    /// Who it is, until this connection ends or another exchange begins on it. With Basic it
    /// holds for this one request only: every request carries its own proof.
    pub principal: Principal,
    /// What seals the messages of this connection from now on, beginning with the body of this
    /// very request if that is sealed. `None` with Basic.
    pub context: Option<SecurityContext>,
    /// The `WWW-Authenticate` field that the answer to this request has to carry, if any.
    pub authenticate: Option<String>,
}

/// A client that has been refused.
#[derive(Debug)]
pub struct Rejection {
    /// Why, for the audit log. The peer must not see it.
    pub error: AuthError,
    /// Answer 401 with each of these as a `WWW-Authenticate` field.
    pub challenges: Vec<String>,
    /// Whether the connection should be closed after the answer: too many attempts have failed.
    pub close: bool,
}

/// Authenticates the client of one TCP connection. Authentication belongs to the connection, so
/// there is one of these for each, and it must not be shared or carried over.
///
/// Contract: call [`step`](Self::step) for every request that has an `Authorization` field, and
/// for every request without one as long as the connection has no principal. A request that came
/// on a connection whose exchange is under way, or has failed, has no principal.
#[derive(Debug)]
pub struct ServerAuthenticator {
    options: ServerOptions,
    channel: ChannelSecurity,
    exchange: Exchange,
    rejections: u32,
}

/// The exchange under way. It moves to `None` before every step, so that a failure leaves none.
#[derive(Debug)]
enum Exchange {
    None,
    Ntlm(ntlm::Acceptor),
    Spnego(spnego::Acceptor),
}

impl ServerAuthenticator {
    /// An authenticator for a new connection.
    #[must_use]
    pub const fn new(options: ServerOptions, channel: ChannelSecurity) -> Self {
        Self { options, channel, exchange: Exchange::None, rejections: 0 }
    }

    /// Handles the `Authorization` field of a request, or its absence.
    pub fn step(
        &mut self,
        authorization: Option<&str>,
        accounts: &dyn AccountStore,
        entropy: &mut dyn Entropy,
    ) -> ServerStep {
        let exchange = mem::replace(&mut self.exchange, Exchange::None);
        if self.rejections >= self.options.max_rejections {
            return self.reject(RejectReason::TooManyAttempts.into());
        }
        let Some(authorization) = authorization else {
            return ServerStep::Challenge(self.challenges());
        };
        match self.authenticate(exchange, authorization, accounts, entropy) {
            Ok(step) => step,
            Err(error) => self.reject(error),
        }
    }

    /// The `WWW-Authenticate` fields of a connection without a principal.
    #[must_use]
    pub fn challenges(&self) -> Vec<String> {
        let mut challenges = Vec::new();
        if self.options.negotiate {
            challenges.push("Negotiate".to_owned());
        }
        if self.options.ntlm {
            challenges.push("NTLM".to_owned());
        }
        if self.options.basic && self.may_use_basic() {
            let realm = self.options.realm.replace('\\', r"\\").replace('"', r#"\""#);
            challenges.push(format!(r#"Basic realm="{realm}""#));
        }
        challenges
    }

    const fn may_use_basic(&self) -> bool {
        self.channel.is_tls() || self.options.basic_without_tls
    }

    fn reject(&mut self, error: AuthError) -> ServerStep {
        self.rejections = self.rejections.saturating_add(1);
        let close = self.rejections >= self.options.max_rejections;
        ServerStep::Rejected(Rejection { error, challenges: self.challenges(), close })
    }

    fn authenticate(
        &mut self,
        exchange: Exchange,
        authorization: &str,
        accounts: &dyn AccountStore,
        entropy: &mut dyn Entropy,
    ) -> Result<ServerStep, AuthError> {
        let credentials = Credentials::parse(authorization)?;
        if credentials.is("Basic") && self.options.basic {
            if !self.may_use_basic() {
                return Err(RejectReason::InsecureTransport.into());
            }
            let principal = basic::verify(credentials.rest, accounts)?;
            let accepted = Accepted { principal, context: None, authenticate: None };
            return Ok(ServerStep::Accepted(Box::new(accepted)));
        }
        let scheme = match () {
            () if credentials.is("Negotiate") && self.options.negotiate => "Negotiate",
            () if credentials.is("NTLM") && self.options.ntlm => "NTLM",
            () if credentials.is("Kerberos") => {
                return Err(AuthError::NotAvailable(Mechanism::Kerberos));
            }
            () if credentials.is("CredSSP") => {
                return Err(AuthError::NotAvailable(Mechanism::CredSsp));
            }
            () => {
                return Err(AuthError::PeerMisbehaved("a scheme is used that is not offered"));
            }
        };
        let token = credentials.token()?;
        if token.is_empty() {
            return Ok(ServerStep::Challenge(self.challenges()));
        }
        if token.starts_with(ntlm::SIGNATURE) {
            self.ntlm(exchange, scheme, &token, accounts, entropy)
        } else if scheme == "Negotiate" && spnego::is_spnego(&token) {
            self.spnego(exchange, scheme, &token, accounts, entropy)
        } else if scheme == "Negotiate" && spnego::is_raw_kerberos(&token) {
            Err(AuthError::NotAvailable(Mechanism::Kerberos))
        } else {
            Err(AuthError::malformed("authentication token", "it belongs to no known mechanism"))
        }
    }

    fn ntlm(
        &mut self,
        exchange: Exchange,
        scheme: &str,
        token: &[u8],
        accounts: &dyn AccountStore,
        entropy: &mut dyn Entropy,
    ) -> Result<ServerStep, AuthError> {
        let mut acceptor = match exchange {
            Exchange::Ntlm(acceptor) if !ntlm::is_negotiate(token) => acceptor,
            // A first message starts anew; any other message then finds no exchange and fails.
            _ => ntlm::Acceptor::new(self.options.acceptor.clone(), self.channel.clone()),
        };
        match acceptor.step(token, accounts, entropy)? {
            ntlm::AcceptorStep::Continue(challenge) => {
                self.exchange = Exchange::Ntlm(acceptor);
                Ok(ServerStep::Continue(with_token(scheme, &challenge)))
            }
            ntlm::AcceptorStep::Done(authenticated) => Ok(accepted(authenticated, None)),
        }
    }

    fn spnego(
        &mut self,
        exchange: Exchange,
        scheme: &str,
        token: &[u8],
        accounts: &dyn AccountStore,
        entropy: &mut dyn Entropy,
    ) -> Result<ServerStep, AuthError> {
        let mut acceptor = match exchange {
            Exchange::Spnego(acceptor) if !spnego::is_init(token) => acceptor,
            _ => spnego::Acceptor::new(self.options.acceptor.clone(), self.channel.clone()),
        };
        match acceptor.step(token, accounts, entropy)? {
            spnego::AcceptorStep::Continue(token) => {
                self.exchange = Exchange::Spnego(acceptor);
                Ok(ServerStep::Continue(with_token(scheme, &token)))
            }
            spnego::AcceptorStep::Done(authenticated, token) => {
                Ok(accepted(authenticated, Some(with_token(scheme, &token))))
            }
        }
    }
}

fn accepted(authenticated: Box<Authenticated>, authenticate: Option<String>) -> ServerStep {
    let Authenticated { principal, context } = *authenticated;
    ServerStep::Accepted(Box::new(Accepted { principal, context, authenticate }))
}

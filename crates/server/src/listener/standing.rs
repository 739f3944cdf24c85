//! Who the other end of a connection is, as far as that is known.

use remora_auth::sealing::{self, is_sealed};
use remora_auth::{
    Accepted, AuthError, ChannelSecurity, Mechanism, Principal, SecurityContext,
    ServerAuthenticator, ServerStep,
};

use super::Shared;
use crate::system::System;

/// The authentication of one connection.
pub(super) struct Standing {
    authenticator: ServerAuthenticator,
    is_tls: bool,
    principal: Principal,
    context: Option<SecurityContext>,
}

/// What the authentication says about a request.
pub(super) enum Admission {
    /// Go on; the field belongs into the answer's `WWW-Authenticate`.
    Admitted(Option<String>),
    /// Answer 401 with these fields.
    Challenge(Vec<String>),
    /// Answer 401 with these fields: somebody was refused.
    Rejected {
        /// The fields.
        challenges: Vec<String>,
        /// For the log.
        error: AuthError,
        /// Whether the connection ends then.
        close: bool,
    },
}

/// A request's body.
pub(super) enum Body {
    /// The envelope, and whether it came sealed.
    Envelope {
        /// The envelope's text.
        content: Vec<u8>,
        /// Whether the answer has to be sealed, too.
        sealed: bool,
    },
    /// An envelope that anybody on the way could have read or changed.
    Unprotected,
}

impl Standing {
    /// Nobody.
    pub(super) fn new(shared: &Shared, channel: ChannelSecurity) -> Self {
        Self {
            is_tls: channel.is_tls(),
            authenticator: ServerAuthenticator::new(shared.authentication.clone(), channel),
            principal: Principal::nobody(),
            context: None,
        }
    }

    /// Who it is.
    pub(super) const fn principal(&self) -> &Principal {
        &self.principal
    }

    /// What a stranger is asked for.
    pub(super) fn challenges(&self) -> Vec<String> {
        self.authenticator.challenges()
    }

    /// Looks at a request's `Authorization` field, or at its absence.
    pub(super) fn admit(&mut self, authorization: Option<&str>, shared: &Shared) -> Admission {
        if authorization.is_none() && !self.principal.is_nobody() {
            return Admission::Admitted(None);
        }
        // Whoever begins anew is nobody until it has ended well.
        self.forget();
        match self.authenticator.step(authorization, &*shared.users, &mut System) {
            ServerStep::Challenge(fields) => Admission::Challenge(fields),
            ServerStep::Continue(field) => Admission::Challenge(vec![field]),
            ServerStep::Accepted(accepted) => {
                let Accepted { principal, context, authenticate } = *accepted;
                self.principal = principal;
                self.context = context;
                Admission::Admitted(authenticate)
            }
            ServerStep::Rejected(rejection) => Admission::Rejected {
                challenges: rejection.challenges,
                error: rejection.error,
                close: rejection.close,
            },
        }
    }

    /// From now on it is nobody again.
    pub(super) fn forget(&mut self) {
        self.principal = Principal::nobody();
        self.context = None;
    }

    /// To be called after each answer: a proof that holds for one request only is forgotten.
    pub(super) fn end_request(&mut self) {
        if self.is_basic() {
            self.forget();
        }
    }

    fn is_basic(&self) -> bool {
        self.principal.mechanism() == Some(Mechanism::Basic)
    }

    /// Takes the seal off a body.
    ///
    /// # Errors
    /// Every error ends the connection: the position in the key stream is lost.
    pub(super) fn open(
        &mut self,
        content_type: &str,
        body: Vec<u8>,
        max_length: usize,
    ) -> Result<Body, AuthError> {
        if is_sealed(content_type) {
            let context = self.context.as_mut();
            let context = context.ok_or(AuthError::PeerMisbehaved("a seal without a key"))?;
            let opened = sealing::unseal(context, content_type, body, max_length)?;
            return Ok(Body::Envelope { content: opened.content, sealed: true });
        }
        // Without TLS messages have to be sealed. Basic has no key to seal with: without TLS the
        // authenticator refuses it unless it was allowed expressly. A stranger gets no further than
        // Identify.
        if !self.is_tls && !self.principal.is_nobody() && !self.is_basic() {
            return Ok(Body::Unprotected);
        }
        Ok(Body::Envelope { content: body, sealed: false })
    }

    /// Seals an answer.
    ///
    /// # Errors
    /// Where there is no key, or it is used up.
    pub(super) fn seal(&mut self, soap: &[u8]) -> Result<Vec<u8>, AuthError> {
        let context = self.context.as_mut();
        sealing::seal(context.ok_or(AuthError::ApiMisuse("there is no key to seal with"))?, soap)
    }
}

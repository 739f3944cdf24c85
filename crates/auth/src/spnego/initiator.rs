//! The client's end of SPNEGO.

use std::mem;

use super::token::{NTLM, NegTokenInit, NegTokenResp, NegotiationState};
use crate::{AuthError, Credential, Entropy, RejectReason, SecurityContext, ntlm};

/// What to do after a token was handled.
#[derive(Debug)]
pub enum InitiatorStep {
    /// Send this token and wait for the next.
    Continue(Vec<u8>),
    /// The exchange is complete.
    Done,
}

/// The initiator (RFC 4178 5), offering NTLM.
///
/// The security context exists from the moment at which the proof has been made, see
/// [`context_mut`](Self::context_mut): a client may seal the message that travels with the proof.
#[derive(Debug)]
pub struct Initiator {
    ntlm: ntlm::Initiator,
    mechanism_list: Vec<u8>,
    /// The server asked for the integrity code over the mechanism list, so it owes one as well.
    mic_requested: bool,
    state: State,
}

#[derive(Debug)]
enum State {
    Start,
    AwaitChallenge,
    AwaitCompletion(SecurityContext),
    Finished(Option<SecurityContext>),
}

impl Initiator {
    /// An initiator for this credential.
    #[must_use]
    pub fn new(credential: &Credential, options: ntlm::InitiatorOptions) -> Self {
        Self {
            ntlm: ntlm::Initiator::new(credential, options),
            mechanism_list: Vec::new(),
            mic_requested: false,
            state: State::Start,
        }
    }

    /// The first token: the list of mechanisms and, ahead of the answer, the first NTLM message.
    ///
    /// # Errors
    /// [`AuthError::ApiMisuse`] when the exchange has started already.
    pub fn start(&mut self) -> Result<Vec<u8>, AuthError> {
        let State::Start = self.state else {
            return Err(AuthError::ApiMisuse("a SPNEGO exchange is started twice"));
        };
        let init = NegTokenInit::new(&[NTLM], Some(self.ntlm.start()?));
        let bytes = init.encode();
        self.mechanism_list = init.mechanism_list;
        self.state = State::AwaitChallenge;
        Ok(bytes)
    }

    /// Handles a token of the server.
    ///
    /// # Errors
    /// [`AuthError::Rejected`] when the server refuses, chose another mechanism or its integrity
    /// code does not match; otherwise as [`ntlm::Initiator::authenticate`]. Every error ends the
    /// exchange.
    pub fn step(
        &mut self,
        token: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<InitiatorStep, AuthError> {
        match mem::replace(&mut self.state, State::Finished(None)) {
            State::AwaitChallenge => self.on_challenge(NegTokenResp::parse(token)?, entropy),
            State::AwaitCompletion(context) => {
                let response = NegTokenResp::parse(token)?;
                self.on_completion(&response, context).map(|()| InitiatorStep::Done)
            }
            State::Start | State::Finished(_) => {
                Err(AuthError::ApiMisuse("no SPNEGO token is due"))
            }
        }
    }

    /// The server accepted without a last token. That is allowed when the exchange does not need
    /// the integrity code: NTLM is the only, so the preferred, mechanism on offer.
    ///
    /// # Errors
    /// [`AuthError::Rejected`] when the server owes an integrity code, [`AuthError::PeerMisbehaved`]
    /// when it has not seen a proof at all.
    pub fn finish(&mut self) -> Result<(), AuthError> {
        match mem::replace(&mut self.state, State::Finished(None)) {
            State::AwaitCompletion(_) if self.mic_requested => {
                Err(RejectReason::MissingMechanismListMic.into())
            }
            State::AwaitCompletion(context) => {
                self.state = State::Finished(Some(context));
                Ok(())
            }
            done @ State::Finished(Some(_)) => {
                self.state = done;
                Ok(())
            }
            _ => Err(AuthError::PeerMisbehaved("the server accepted without seeing a proof")),
        }
    }

    /// The security context, as soon as the proof has been made.
    pub fn context_mut(&mut self) -> Option<&mut SecurityContext> {
        match &mut self.state {
            State::AwaitCompletion(context) | State::Finished(Some(context)) => Some(context),
            _ => None,
        }
    }

    /// Takes the security context of an exchange that is complete.
    pub fn take_context(&mut self) -> Option<SecurityContext> {
        match &mut self.state {
            State::Finished(context) => context.take(),
            _ => None,
        }
    }

    fn on_challenge(
        &mut self,
        response: NegTokenResp,
        entropy: &mut dyn Entropy,
    ) -> Result<InitiatorStep, AuthError> {
        match response.state {
            Some(NegotiationState::Reject) => return Err(RejectReason::ByServer.into()),
            Some(NegotiationState::AcceptCompleted) => {
                return Err(AuthError::PeerMisbehaved(
                    "the server accepted without seeing a proof",
                ));
            }
            Some(NegotiationState::RequestMic) => self.mic_requested = true,
            Some(NegotiationState::AcceptIncomplete) | None => {}
        }
        if response.supported_mechanism.is_some_and(|mechanism| mechanism != NTLM) {
            return Err(RejectReason::NoCommonMechanism.into());
        }
        let challenge = response
            .token
            .ok_or(AuthError::PeerMisbehaved("a SPNEGO answer holds no NTLM challenge"))?;
        let (authenticate, mut context) = self.ntlm.authenticate(&challenge, entropy)?;
        let mic = context.sign_mechanism_list(&self.mechanism_list)?;
        let answer = NegTokenResp {
            state: Some(NegotiationState::AcceptIncomplete),
            supported_mechanism: None,
            token: Some(authenticate),
            mechanism_list_mic: Some(mic.to_vec()),
        };
        self.state = State::AwaitCompletion(context);
        Ok(InitiatorStep::Continue(answer.encode()))
    }

    fn on_completion(
        &mut self,
        response: &NegTokenResp,
        mut context: SecurityContext,
    ) -> Result<(), AuthError> {
        match response.state {
            Some(NegotiationState::AcceptCompleted) => {}
            Some(NegotiationState::Reject) => return Err(RejectReason::ByServer.into()),
            _ => {
                return Err(AuthError::PeerMisbehaved(
                    "a SPNEGO exchange does not come to its end",
                ));
            }
        }
        match &response.mechanism_list_mic {
            Some(mic) => context
                .verify_mechanism_list(&self.mechanism_list, mic)
                .map_err(|_| RejectReason::WrongMechanismListMic)?,
            None if self.mic_requested => {
                return Err(RejectReason::MissingMechanismListMic.into());
            }
            None => {}
        }
        self.state = State::Finished(Some(context));
        Ok(())
    }
}

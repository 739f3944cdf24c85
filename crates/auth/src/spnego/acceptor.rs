//! The server's end of SPNEGO.

use std::mem;

use super::token::{NTLM, NegTokenInit, NegTokenResp, NegotiationState};
use crate::{
    AccountStore, AuthError, ChannelSecurity, Entropy, RejectReason,
    ntlm::{self, AcceptorOptions, Authenticated},
};

/// What to do after a token was handled.
#[derive(Debug)]
pub enum AcceptorStep {
    /// Send this token and wait for the next.
    Continue(Vec<u8>),
    /// The client is authenticated; send this last token with the answer to its request.
    Done(Box<Authenticated>, Vec<u8>),
}

/// The acceptor (RFC 4178 5) for one exchange on one connection. It chooses NTLM, wherever that
/// stands in the client's list.
#[derive(Debug)]
pub struct Acceptor {
    ntlm: ntlm::Acceptor,
    state: State,
}

#[derive(Debug)]
enum State {
    AwaitInit,
    InProgress(Negotiation),
    Finished,
}

/// What has to be remembered of the first token.
#[derive(Debug)]
struct Negotiation {
    mechanism_list: Vec<u8>,
    /// NTLM was not the client's first choice, so the list has to be protected.
    mic_required: bool,
}

impl Acceptor {
    /// An acceptor for one exchange over this channel.
    #[must_use]
    pub const fn new(options: AcceptorOptions, channel: ChannelSecurity) -> Self {
        Self { ntlm: ntlm::Acceptor::new(options, channel), state: State::AwaitInit }
    }

    /// Handles the next token of the client.
    ///
    /// # Errors
    /// As [`ntlm::Acceptor::step`]; moreover [`AuthError::Rejected`] when NTLM is not among the
    /// client's mechanisms, or when the integrity code over them is missing or wrong.
    pub fn step(
        &mut self,
        token: &[u8],
        accounts: &dyn AccountStore,
        entropy: &mut dyn Entropy,
    ) -> Result<AcceptorStep, AuthError> {
        match mem::replace(&mut self.state, State::Finished) {
            State::AwaitInit => self.on_init(NegTokenInit::parse(token)?, accounts, entropy),
            State::InProgress(negotiation) => {
                self.on_response(NegTokenResp::parse(token)?, negotiation, accounts, entropy)
            }
            State::Finished => Err(AuthError::ApiMisuse("the SPNEGO exchange has ended")),
        }
    }

    fn on_init(
        &mut self,
        init: NegTokenInit,
        accounts: &dyn AccountStore,
        entropy: &mut dyn Entropy,
    ) -> Result<AcceptorStep, AuthError> {
        if !init.mechanisms.iter().any(|mechanism| mechanism == NTLM) {
            return Err(RejectReason::NoCommonMechanism.into());
        }
        let mic_required = init.mechanisms.first().is_none_or(|preferred| preferred != NTLM);
        // The token in the first message belongs to the client's first choice.
        let challenge = match init.token.filter(|_| !mic_required) {
            Some(token) => Some(self.challenge(&token, accounts, entropy)?),
            None => None,
        };
        let answer = NegTokenResp {
            state: Some(if mic_required {
                NegotiationState::RequestMic
            } else {
                NegotiationState::AcceptIncomplete
            }),
            supported_mechanism: Some(NTLM.to_vec()),
            token: challenge,
            mechanism_list_mic: None,
        };
        self.state =
            State::InProgress(Negotiation { mechanism_list: init.mechanism_list, mic_required });
        Ok(AcceptorStep::Continue(answer.encode()))
    }

    fn on_response(
        &mut self,
        response: NegTokenResp,
        negotiation: Negotiation,
        accounts: &dyn AccountStore,
        entropy: &mut dyn Entropy,
    ) -> Result<AcceptorStep, AuthError> {
        if response.state == Some(NegotiationState::Reject) {
            return Err(AuthError::PeerMisbehaved("the client gave up the SPNEGO exchange"));
        }
        let token = response
            .token
            .ok_or(AuthError::PeerMisbehaved("a SPNEGO answer holds no NTLM message"))?;
        match self.ntlm.step(&token, accounts, entropy)? {
            ntlm::AcceptorStep::Continue(challenge) => {
                let answer = NegTokenResp {
                    state: Some(NegotiationState::AcceptIncomplete),
                    token: Some(challenge),
                    ..NegTokenResp::default()
                };
                self.state = State::InProgress(negotiation);
                Ok(AcceptorStep::Continue(answer.encode()))
            }
            ntlm::AcceptorStep::Done(mut authenticated) => {
                let mic = protect_list(
                    &mut authenticated,
                    &negotiation,
                    response.mechanism_list_mic.as_deref(),
                )?;
                let answer = NegTokenResp {
                    state: Some(NegotiationState::AcceptCompleted),
                    mechanism_list_mic: mic,
                    ..NegTokenResp::default()
                };
                Ok(AcceptorStep::Done(authenticated, answer.encode()))
            }
        }
    }

    fn challenge(
        &mut self,
        token: &[u8],
        accounts: &dyn AccountStore,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, AuthError> {
        match self.ntlm.step(token, accounts, entropy)? {
            ntlm::AcceptorStep::Continue(challenge) => Ok(challenge),
            ntlm::AcceptorStep::Done(_) => {
                Err(AuthError::PeerMisbehaved("an NTLM exchange ended with its first message"))
            }
        }
    }
}

/// Verifies the client's integrity code over the mechanism list and answers it with our own
/// (RFC 4178 5, MS-SPNG 3.1.5.1).
fn protect_list(
    authenticated: &mut Authenticated,
    negotiation: &Negotiation,
    mic: Option<&[u8]>,
) -> Result<Option<Vec<u8>>, AuthError> {
    let list = &negotiation.mechanism_list;
    match (mic, &mut authenticated.context) {
        (Some(mic), Some(context)) => {
            context
                .verify_mechanism_list(list, mic)
                .map_err(|_| RejectReason::WrongMechanismListMic)?;
            Ok(Some(context.sign_mechanism_list(list)?.to_vec()))
        }
        (_, _) if negotiation.mic_required => Err(RejectReason::MissingMechanismListMic.into()),
        // A code that cannot be verified protects nothing; nothing was in need of protection.
        (_, _) => Ok(None),
    }
}

//! The client's end of NTLM.

use std::mem;

use zeroize::Zeroizing;

use super::{
    av_pairs::{AvPairs, FLAG_MIC_PROVIDED, id},
    flags::Flags,
    message::{Authenticate, Challenge, Negotiate},
    response::{ClientChallenge, message_integrity_code, prove, response_key},
};
use crate::{
    AuthError, ChannelBinding, Credential, Entropy, FileTime, NtHash, RejectReason,
    SecurityContext, bytes::utf16, crypto::KeyStream, security_context::Role,
};

/// What the initiator says about itself and its way to the server.
#[derive(Debug, Clone, Default)]
pub struct InitiatorOptions {
    /// The service principal name of the server, such as `HTTP/server01.example`; may be empty.
    pub target_name: String,
    /// The name of this computer; may be empty.
    pub workstation: String,
    /// The binding of the TLS connection, when there is one.
    pub binding: Option<ChannelBinding>,
}

/// The initiator (MS-NLMP 3.1). [`start`](Self::start) gives the first message,
/// [`authenticate`](Self::authenticate) answers the challenge; each can be called once, in this
/// order, and an error ends the exchange.
///
/// It offers and accepts nothing less than 128-bit sealing with key exchange, always sends a
/// message integrity code, and never an LM response.
#[derive(Debug)]
pub struct Initiator {
    user: String,
    domain: String,
    nt_hash: NtHash,
    options: InitiatorOptions,
    state: State,
}

#[derive(Debug)]
enum State {
    Start,
    AwaitChallenge { negotiate: Vec<u8> },
    Finished,
}

impl Initiator {
    const OFFERED: Flags = Flags(
        Flags::SEALING.0
            | Flags::REQUEST_TARGET.0
            | Flags::NTLM.0
            | Flags::ALWAYS_SIGN.0
            | Flags::TARGET_INFO.0
            | Flags::VERSION.0,
    );

    /// An initiator for this credential.
    #[must_use]
    pub fn new(credential: &Credential, options: InitiatorOptions) -> Self {
        Self {
            user: credential.user().to_owned(),
            domain: credential.domain().to_owned(),
            nt_hash: credential.nt_hash(),
            options,
            state: State::Start,
        }
    }

    /// The NEGOTIATE_MESSAGE (MS-NLMP 3.1.5.1.1).
    ///
    /// # Errors
    /// [`AuthError::ApiMisuse`] when the exchange has started already.
    pub fn start(&mut self) -> Result<Vec<u8>, AuthError> {
        let State::Start = self.state else {
            return Err(AuthError::ApiMisuse("an NTLM exchange is started twice"));
        };
        let negotiate = Negotiate { flags: Self::OFFERED }.encode()?;
        self.state = State::AwaitChallenge { negotiate: negotiate.clone() };
        Ok(negotiate)
    }

    /// Answers a CHALLENGE_MESSAGE with the AUTHENTICATE_MESSAGE (MS-NLMP 3.1.5.1.2). The context
    /// is ready at once, but only the server's next message shows that it accepted the proof.
    ///
    /// # Errors
    /// [`AuthError::Malformed`] or [`AuthError::LimitExceeded`] for a message that cannot be
    /// read, [`AuthError::Rejected`] with [`RejectReason::WeakSecurity`] when the server does not
    /// agree to 128-bit sealing, [`AuthError::ApiMisuse`] out of order.
    pub fn authenticate(
        &mut self,
        challenge: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<(Vec<u8>, SecurityContext), AuthError> {
        let State::AwaitChallenge { negotiate } = mem::replace(&mut self.state, State::Finished)
        else {
            return Err(AuthError::ApiMisuse("no NTLM challenge is due"));
        };
        let message = Challenge::parse(challenge)?;
        if !message.flags.has(Flags::SEALING | Flags::TARGET_INFO) {
            return Err(RejectReason::WeakSecurity.into());
        }
        if message.target_info.get(id::NB_COMPUTER_NAME).is_none()
            || message.target_info.get(id::NB_DOMAIN_NAME).is_none()
        {
            return Err(AuthError::PeerMisbehaved("an NTLM challenge does not name the server"));
        }

        let time = match message.target_info.timestamp()? {
            Some(ticks) => FileTime::from_ticks(ticks),
            None => entropy.now(),
        };
        let target_info = self.target_info(message.target_info)?;
        let client = ClientChallenge { time, challenge: entropy.array(), target_info };
        let temp = client.encode();
        let key = response_key(&self.nt_hash, &self.user, &self.domain);
        let (proof, key_exchange_key) = prove(&key, &message.server_challenge, &temp);

        let exported_session_key = Zeroizing::new(entropy.array::<16>());
        let mut encrypted_session_key = exported_session_key.to_vec();
        KeyStream::new(&key_exchange_key).apply(&mut encrypted_session_key);

        let target_type = Flags::TARGET_TYPE_SERVER | Flags::TARGET_TYPE_DOMAIN;
        let authenticate = Authenticate {
            lm_response: vec![0; 24],
            nt_response: [&proof[..], &temp].concat(),
            domain: self.domain.clone(),
            user: self.user.clone(),
            workstation: self.options.workstation.clone(),
            encrypted_session_key,
            flags: message.flags & (Self::OFFERED | target_type),
            mic: None,
        };
        let mut bytes = authenticate.encode()?;
        let mic = message_integrity_code(&exported_session_key, &negotiate, challenge, &bytes);
        Authenticate::put_mic(&mut bytes, mic);
        Ok((bytes, SecurityContext::new(Role::Initiator, &exported_session_key)))
    }

    /// The server's target information with what the client adds to it.
    fn target_info(&self, mut pairs: AvPairs) -> Result<AvPairs, AuthError> {
        let flags = pairs.flags()? | FLAG_MIC_PROVIDED;
        pairs.set(id::FLAGS, flags.to_le_bytes().to_vec());
        match &self.options.binding {
            Some(binding) => pairs.set(id::CHANNEL_BINDINGS, binding.md5_hash().to_vec()),
            // Absent rather than zero: some acceptors take a zero binding for a wrong one.
            None => pairs.remove(id::CHANNEL_BINDINGS),
        }
        pairs.set(id::TARGET_NAME, utf16(&self.options.target_name));
        Ok(pairs)
    }
}

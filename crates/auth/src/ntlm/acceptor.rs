//! The server's end of NTLM.

use std::{mem, time::Duration};

use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use super::{
    av_pairs::{AvPairs, FLAG_MIC_PROVIDED, id},
    flags::Flags,
    message::{Authenticate, Challenge, Negotiate},
    response::{Response, message_integrity_code, prove, response_key},
};
use crate::{
    Account, AccountStore, AuthError, CbtHardeningLevel, ChannelSecurity, Entropy, FileTime,
    Mechanism, NtHash, Principal, RejectReason, SecurityContext,
    bytes::utf16,
    crypto::{Key, KeyStream},
    security_context::Role,
};

/// The names under which an acceptor presents itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetNames {
    /// The NetBIOS name of the computer, upper case by convention.
    pub computer: String,
    /// The NetBIOS name of the domain, or of the computer when it is in none.
    pub domain: String,
    /// The fully qualified name of the computer; left out when empty.
    pub dns_computer: String,
    /// The DNS name of the domain; left out when empty.
    pub dns_domain: String,
}

impl TargetNames {
    /// The names of a computer that is in no domain.
    #[must_use]
    pub fn standalone(host_name: &str) -> Self {
        let short = host_name.split('.').next().unwrap_or_default();
        let computer: String = short.to_uppercase().chars().take(15).collect();
        Self {
            domain: computer.clone(),
            computer,
            dns_computer: host_name.to_owned(),
            dns_domain: String::new(),
        }
    }
}

impl Default for TargetNames {
    fn default() -> Self {
        Self::standalone("localhost")
    }
}

/// What the acceptor demands. The default demands everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptorOptions {
    /// The names in the challenge.
    pub names: TargetNames,
    /// Whether a client that sends no message integrity code is refused. Without this the code
    /// is still verified whenever the client's proof announces it, so it cannot be stripped; only
    /// clients that never send one (old Ruby libraries) get in in addition.
    pub require_mic: bool,
    /// Whether a client that does not agree to 128-bit sealing with key exchange is refused.
    /// Without this such a client is accepted and gets no [`SecurityContext`]: for TLS only.
    pub require_sealing: bool,
    /// How channel bindings are treated.
    pub channel_binding: CbtHardeningLevel,
    /// How far the time of the client's proof may lie from now (MaxLifetime, MS-NLMP 3.1.1.1).
    /// Current clients repeat the time of the challenge, so that this is the age of the challenge.
    pub max_lifetime: Duration,
}

impl Default for AcceptorOptions {
    fn default() -> Self {
        Self {
            names: TargetNames::default(),
            require_mic: true,
            require_sealing: true,
            channel_binding: CbtHardeningLevel::default(),
            max_lifetime: Duration::from_secs(36 * 60 * 60),
        }
    }
}

/// The outcome of a successful exchange.
#[derive(Debug)]
pub struct Authenticated {
    /// Who the client is.
    pub principal: Principal,
    /// What seals the messages; `None` only when sealing was neither negotiated nor required.
    pub context: Option<SecurityContext>,
}

/// What to do after a message was handled.
#[derive(Debug)]
pub enum AcceptorStep {
    /// Send this message and wait for the next.
    Continue(Vec<u8>),
    /// The client is authenticated.
    Done(Box<Authenticated>),
}

/// The acceptor (MS-NLMP 3.2) for one exchange on one connection.
///
/// Whatever is wrong with a proof, the same work is done and the same error is given for an
/// unknown user as for a wrong password. A proof is accepted once: it answers the challenge of
/// this machine, and the machine has finished when it has seen a proof, right or wrong.
#[derive(Debug)]
pub struct Acceptor {
    options: AcceptorOptions,
    channel: ChannelSecurity,
    state: State,
}

#[derive(Debug)]
enum State {
    AwaitNegotiate,
    AwaitAuthenticate(Challenged),
    Finished,
}

/// What has to be remembered between the challenge and its answer.
#[derive(Debug)]
struct Challenged {
    negotiate: Vec<u8>,
    challenge: Vec<u8>,
    server_challenge: [u8; 8],
    agreed: Flags,
}

impl Acceptor {
    const SUPPORTED: Flags = Flags(
        Flags::SEALING.0
            | Flags::REQUEST_TARGET.0
            | Flags::NTLM.0
            | Flags::ALWAYS_SIGN.0
            | Flags::VERSION.0,
    );

    /// An acceptor for one exchange over this channel.
    #[must_use]
    pub const fn new(options: AcceptorOptions, channel: ChannelSecurity) -> Self {
        Self { options, channel, state: State::AwaitNegotiate }
    }

    /// Handles the next message of the client.
    ///
    /// # Errors
    /// Every error ends the exchange. [`AuthError::Rejected`] says that the message was understood
    /// and the client is refused; [`AuthError::Malformed`], [`AuthError::LimitExceeded`] and
    /// [`AuthError::PeerMisbehaved`] that it was not; [`AuthError::ApiMisuse`] that the machine
    /// has finished, or that a binding is demanded on a TLS connection whose own binding the
    /// caller did not supply.
    pub fn step(
        &mut self,
        token: &[u8],
        accounts: &dyn AccountStore,
        entropy: &mut dyn Entropy,
    ) -> Result<AcceptorStep, AuthError> {
        match mem::replace(&mut self.state, State::Finished) {
            State::AwaitNegotiate => {
                let challenged = self.on_negotiate(token, entropy)?;
                let challenge = challenged.challenge.clone();
                self.state = State::AwaitAuthenticate(challenged);
                Ok(AcceptorStep::Continue(challenge))
            }
            State::AwaitAuthenticate(challenged) => self
                .on_authenticate(&challenged, token, accounts, entropy.now())
                .map(|authenticated| AcceptorStep::Done(Box::new(authenticated))),
            State::Finished => Err(AuthError::ApiMisuse("the NTLM exchange has ended")),
        }
    }

    /// MS-NLMP 3.2.5.1.1 Server Receives a NEGOTIATE_MESSAGE from the Client.
    fn on_negotiate(
        &self,
        token: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Challenged, AuthError> {
        let negotiate = Negotiate::parse(token)?;
        if !negotiate.flags.has(self.required()) {
            return Err(RejectReason::WeakSecurity.into());
        }
        let always = Flags::REQUEST_TARGET
            | Flags::NTLM
            | Flags::ALWAYS_SIGN
            | Flags::TARGET_INFO
            | Flags::TARGET_TYPE_SERVER;
        let agreed = negotiate.flags & Self::SUPPORTED | always;
        let server_challenge = entropy.array();
        let challenge = Challenge {
            target_name: self.options.names.computer.clone(),
            flags: agreed,
            server_challenge,
            target_info: self.target_info(entropy.now()),
        };
        let challenge = challenge.encode()?;
        Ok(Challenged { negotiate: token.to_vec(), challenge, server_challenge, agreed })
    }

    fn target_info(&self, now: FileTime) -> AvPairs {
        let names = &self.options.names;
        let mut pairs = AvPairs::default();
        pairs.set(id::NB_DOMAIN_NAME, utf16(&names.domain));
        pairs.set(id::NB_COMPUTER_NAME, utf16(&names.computer));
        if !names.dns_domain.is_empty() {
            pairs.set(id::DNS_DOMAIN_NAME, utf16(&names.dns_domain));
        }
        if !names.dns_computer.is_empty() {
            pairs.set(id::DNS_COMPUTER_NAME, utf16(&names.dns_computer));
        }
        // The time stamp makes clients send a message integrity code.
        pairs.set(id::TIMESTAMP, now.ticks().to_le_bytes().to_vec());
        pairs
    }

    /// The flags without which a client is refused.
    fn required(&self) -> Flags {
        if self.options.require_sealing {
            Flags::SEALING
        } else {
            Flags::UNICODE | Flags::EXTENDED_SESSION_SECURITY
        }
    }

    /// MS-NLMP 3.2.5.1.2 Server Receives an AUTHENTICATE_MESSAGE from the Client.
    fn on_authenticate(
        &self,
        challenged: &Challenged,
        token: &[u8],
        accounts: &dyn AccountStore,
        now: FileTime,
    ) -> Result<Authenticated, AuthError> {
        let message = Authenticate::parse(token)?;
        if message.user.is_empty() || message.flags.has(Flags::ANONYMOUS) {
            return Err(RejectReason::Anonymous.into());
        }
        // Flags that were not agreed on count for nothing.
        let flags = message.flags & challenged.agreed;
        if !flags.has(self.required()) || message.nt_response.len() <= 24 {
            return Err(RejectReason::WeakSecurity.into());
        }
        let response = Response::parse(&message.nt_response)?;
        let mic_announced = response.client.target_info.flags()? & FLAG_MIC_PROVIDED != 0;
        let client_binding = response.client.target_info.channel_bindings()?;

        // From here to the verdict the work does not depend on whether the user is known: a
        // stranger is measured against a hash that no password has.
        let account = accounts.find(&message.user, &message.domain);
        let is_known = Choice::from(u8::from(account.is_some()));
        let account = account.unwrap_or_else(|| Account::new("", NtHash::from_bytes([0; 16])));
        let key = response_key(&account.nt_hash, &message.user, &message.domain);
        let (proof, key_exchange_key) = prove(&key, &challenged.server_challenge, response.temp);
        let session_key = exported_session_key(flags, &key_exchange_key, &message)?;
        let expected_mic = message_integrity_code(
            &session_key,
            &challenged.negotiate,
            &challenged.challenge,
            &Authenticate::without_mic(token),
        );
        let is_proved = proof.ct_eq(&response.proof) & is_known;
        let is_untouched = expected_mic.ct_eq(&message.mic.unwrap_or_default());

        if !bool::from(is_proved) {
            return Err(RejectReason::BadCredentials.into());
        }
        match (message.mic.is_some(), mic_announced) {
            (true, true) if bool::from(is_untouched) => {}
            (true, true) => return Err(RejectReason::Tampered.into()),
            (false, false) | (true, false) if !self.options.require_mic => {}
            _ => return Err(RejectReason::MissingMessageIntegrityCode.into()),
        }
        self.check_binding(client_binding)?;
        if response.client.time.distance(now) > self.options.max_lifetime {
            return Err(RejectReason::Stale.into());
        }
        let context =
            flags.has(Flags::SEALING).then(|| SecurityContext::new(Role::Acceptor, &session_key));
        Ok(Authenticated { principal: Principal::verified(account, Mechanism::Ntlm), context })
    }

    fn check_binding(&self, client: Option<[u8; 16]>) -> Result<(), AuthError> {
        let level = self.options.channel_binding;
        if level == CbtHardeningLevel::None {
            return Ok(());
        }
        let ours = match (&self.channel, level) {
            (ChannelSecurity::Tls { binding: Some(binding) }, _) => binding.md5_hash(),
            (ChannelSecurity::Tls { binding: None }, CbtHardeningLevel::Strict) => {
                return Err(AuthError::ApiMisuse(
                    "a channel binding is demanded, but that of the connection is not known",
                ));
            }
            (ChannelSecurity::Plain, CbtHardeningLevel::Strict) if client.is_some() => {
                return Err(RejectReason::WrongChannelBinding.into());
            }
            _ => return Ok(()),
        };
        match client {
            Some(theirs) if bool::from(ours.ct_eq(&theirs)) => Ok(()),
            Some(_) => Err(RejectReason::WrongChannelBinding.into()),
            None if level == CbtHardeningLevel::Strict => {
                Err(RejectReason::MissingChannelBinding.into())
            }
            None => Ok(()),
        }
    }
}

/// The key under which the context works: chosen by the client when a key exchange was agreed on.
fn exported_session_key(
    flags: Flags,
    key_exchange_key: &Key,
    message: &Authenticate,
) -> Result<Key, AuthError> {
    let signs_or_seals = flags.has(Flags::SIGN) || flags.has(Flags::SEAL);
    if !flags.has(Flags::KEY_EXCHANGE) || !signs_or_seals {
        return Ok(key_exchange_key.clone());
    }
    let encrypted: [u8; 16] =
        message.encrypted_session_key.as_slice().try_into().map_err(|_| {
            AuthError::malformed(
                "NTLM AUTHENTICATE_MESSAGE",
                "its session key does not have 16 bytes",
            )
        })?;
    let mut key = Zeroizing::new(encrypted);
    KeyStream::new(key_exchange_key).apply(key.as_mut_slice());
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ntlm::response::ClientChallenge;

    struct Fixed;

    impl Entropy for Fixed {
        fn fill(&mut self, buffer: &mut [u8]) {
            buffer.fill(0x42);
        }

        fn now(&self) -> FileTime {
            FileTime::from_ticks(133_000_000_000_000_000)
        }
    }

    fn accounts(user: &str, _domain: &str) -> Option<NtHash> {
        (user == "User").then(|| NtHash::from_password("Password"))
    }

    /// A client that sends no message integrity code and agrees to these flags only, as older
    /// libraries do: with a clock of its own, and without a place for the code.
    fn plain_client(options: AcceptorOptions, flags: Flags) -> Result<Authenticated, AuthError> {
        let mut acceptor = Acceptor::new(options, ChannelSecurity::Plain);
        let negotiate = Negotiate { flags }.encode()?;
        let AcceptorStep::Continue(challenge) = acceptor.step(&negotiate, &accounts, &mut Fixed)?
        else {
            panic!("no challenge");
        };
        let challenge = Challenge::parse(&challenge)?;
        let client = ClientChallenge {
            time: Fixed.now(),
            challenge: [0xaa; 8],
            target_info: challenge.target_info,
        };
        let temp = client.encode();
        let key = response_key(&NtHash::from_password("Password"), "User", "Domain");
        let (proof, _) = prove(&key, &challenge.server_challenge, &temp);
        let message = Authenticate {
            lm_response: vec![0; 24],
            nt_response: [&proof[..], &temp].concat(),
            domain: "Domain".into(),
            user: "User".into(),
            workstation: String::new(),
            encrypted_session_key: vec![7; 16],
            flags: challenge.flags & (flags | Flags::TARGET_INFO),
            mic: None,
        };
        let mut bytes = message.encode()?;
        bytes.drain(72..88);
        for at in [12, 20, 28, 36, 44, 52] {
            let offset = u32::from_le_bytes(bytes[at + 4..at + 8].try_into().unwrap());
            bytes[at + 4..at + 8].copy_from_slice(&(offset - 16).to_le_bytes());
        }
        match acceptor.step(&bytes, &accounts, &mut Fixed)? {
            AcceptorStep::Done(authenticated) => Ok(*authenticated),
            AcceptorStep::Continue(_) => panic!("a second challenge"),
        }
    }

    #[test]
    fn a_client_without_integrity_code_gets_in_only_where_that_is_allowed() {
        let refused = plain_client(AcceptorOptions::default(), Flags::SEALING).unwrap_err();
        assert_eq!(refused, RejectReason::MissingMessageIntegrityCode.into());
        let options = AcceptorOptions { require_mic: false, ..AcceptorOptions::default() };
        let authenticated = plain_client(options, Flags::SEALING).unwrap();
        assert_eq!(authenticated.principal.name(), r"domain\user");
        assert!(authenticated.context.is_some());
    }

    #[test]
    fn a_client_without_sealing_gets_no_context() {
        let flags = Flags::UNICODE | Flags::EXTENDED_SESSION_SECURITY;
        let lenient = |require_sealing| AcceptorOptions {
            require_mic: false,
            require_sealing,
            ..AcceptorOptions::default()
        };
        let refused = plain_client(lenient(true), flags).unwrap_err();
        assert_eq!(refused, RejectReason::WeakSecurity.into());
        let authenticated = plain_client(lenient(false), flags).unwrap();
        assert!(authenticated.context.is_none() && !authenticated.principal.is_nobody());
        let refused = plain_client(lenient(false), Flags::UNICODE).unwrap_err();
        assert_eq!(refused, RejectReason::WeakSecurity.into(), "never below NTLMv2's own security");
    }

    /// The same is asked of the store, and the same comes out, for a stranger and for a known
    /// user whose hash is all zeros, which stands for the stranger in the computation.
    #[test]
    fn the_stand_in_for_strangers_is_no_account() {
        let zeros = |_: &str, _: &str| Some(NtHash::from_bytes([0; 16]));
        let nobody = |_: &str, _: &str| None::<NtHash>;
        let attempt = |accounts: &dyn AccountStore| {
            let options = AcceptorOptions { require_mic: false, ..AcceptorOptions::default() };
            let mut acceptor = Acceptor::new(options, ChannelSecurity::Plain);
            let negotiate = Negotiate { flags: Flags::SEALING }.encode().unwrap();
            let AcceptorStep::Continue(challenge) =
                acceptor.step(&negotiate, accounts, &mut Fixed).unwrap()
            else {
                panic!("no challenge");
            };
            let challenge = Challenge::parse(&challenge).unwrap();
            let client = ClientChallenge {
                time: Fixed.now(),
                challenge: [1; 8],
                target_info: challenge.target_info,
            };
            let temp = client.encode();
            let key = response_key(&NtHash::from_bytes([0; 16]), "ghost", "");
            let (proof, _) = prove(&key, &challenge.server_challenge, &temp);
            let message = Authenticate {
                lm_response: Vec::new(),
                nt_response: [&proof[..], &temp].concat(),
                domain: String::new(),
                user: "ghost".into(),
                workstation: String::new(),
                encrypted_session_key: vec![7; 16],
                flags: challenge.flags,
                mic: None,
            };
            acceptor.step(&message.encode().unwrap(), accounts, &mut Fixed)
        };
        assert!(attempt(&zeros).is_ok());
        assert_eq!(attempt(&nobody).unwrap_err(), RejectReason::BadCredentials.into());
    }

    #[test]
    fn names_of_a_standalone_computer() {
        let names = TargetNames::standalone("a-rather-long-name.example.org");
        assert_eq!(
            (names.computer.as_str(), names.domain.as_str()),
            ("A-RATHER-LONG-N", "A-RATHER-LONG-N")
        );
        assert_eq!(names.dns_computer, "a-rather-long-name.example.org");
    }
}

//! What waits, and the key exchange (MS-PSRP sections 3.2.5.4.3 to 3.2.5.4.5).

use super::{Event, RunspacePool, Verb};
use crate::channel::Target;
use crate::crypto::PublicKeyBlob;
use crate::error::{Error, Exceeded};
use crate::message::{EncryptedSessionKey, Message, PublicKey, RawMessage};
use crate::state::PoolState;

/// Something that arrived and waits.
#[derive(Debug)]
pub(super) enum Held {
    /// A message.
    Message(Target, RawMessage),
    /// The end of what arrived together.
    Processed(Target),
}

impl Held {
    fn target(&self) -> Target {
        match self {
            Self::Message(target, _) | Self::Processed(target) => *target,
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Message(_, raw) => raw.body.len(),
            Self::Processed(_) => 0,
        }
    }
}

impl RunspacePool {
    /// Whether what arrives for a target has to wait: all of it while the pool opens, and what comes
    /// behind a message that waits for a key.
    pub(super) fn must_wait(&self, target: Target) -> bool {
        self.state == PoolState::Opening || self.held.iter().any(|held| held.target() == target)
    }

    pub(super) fn hold(&mut self, held: Held) -> Result<(), Error> {
        let size = self.held.iter().map(Held::size).sum::<usize>() + held.size();
        if size > self.settings.limits.held {
            return Err(Exceeded::Held.into());
        }
        self.held.push_back(held);
        Ok(())
    }

    /// Works through what waited.
    pub(super) fn release_held(&mut self) {
        for held in std::mem::take(&mut self.held) {
            match held {
                Held::Message(target, raw) => self.message(target, raw),
                Held::Processed(target) => self.processed(target),
            }
        }
    }

    /// Drops what waits for a target that is closed.
    pub(super) fn drop_held(&mut self, target: Target) {
        self.held.retain(|held| held.target() != target);
    }

    pub(super) fn processed(&mut self, target: Target) {
        if self.must_wait(target) {
            self.held.push_back(Held::Processed(target));
        } else {
            self.verb(Verb::Processed { target });
        }
    }

    /// Whether a message that cannot be read for want of a key can be read later.
    pub(super) fn may_get_key(&self) -> bool {
        self.version.has_key_exchange() && !self.key_exchanged && self.state == PoolState::Opened
    }

    /// A message needs the key that the client does not have yet: asks for it, and waits.
    pub(super) fn wait_for_key(&mut self, target: Target, raw: RawMessage) -> Result<(), Error> {
        self.hold(Held::Message(target, raw))?;
        self.send(Target::Pool, &Message::PublicKeyRequest)
    }

    pub(super) fn public_key(&mut self, message: &PublicKey) -> Result<(), Error> {
        let blob = PublicKeyBlob::parse(&message.public_key)?;
        let key = self.session_key();
        let sealed = blob.seal(&key, &mut *self.random)?;
        let message = EncryptedSessionKey { encrypted_session_key: sealed.into() };
        self.send(Target::Pool, &Message::EncryptedSessionKey(message))?;
        self.key_exchanged = true;
        self.event(Event::KeyExchanged);
        self.release_held();
        Ok(())
    }
}

//! Bodies that are made away from the machine.

use std::sync::Arc;

use remora_psobject::ObjectView;

use crate::crypto::Secrets;
use crate::error::Error;
use crate::message::{Message, MessageType};
use crate::settings::Settings;

/// Makes bodies on any thread, so that the machine is not locked while objects are looked at, which
/// may run scripts.
#[derive(Clone)]
pub struct Encoder {
    pub(super) settings: Settings,
    pub(super) secrets: Secrets,
}

/// A body that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    pub(super) message_type: MessageType,
    pub(super) body: Vec<u8>,
}

impl Encoder {
    /// The same, with another answer for objects.
    #[must_use]
    pub fn with_view(mut self, view: Arc<dyn ObjectView + Send + Sync>) -> Self {
        self.settings.view = view;
        self
    }

    /// Makes the body of a message.
    ///
    /// # Errors
    /// [`crate::Misuse::Unserializable`]
    pub fn encode(&self, message: &Message) -> Result<Encoded, Error> {
        let body = message.encode_body(&self.settings.codec(&self.secrets))?;
        Ok(Encoded { message_type: message.message_type(), body })
    }
}

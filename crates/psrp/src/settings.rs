//! What both roles can be told.

use std::fmt;
use std::sync::Arc;

use remora_clixml::Rehydrator;
use remora_psobject::{ObjectView, PlainView};

use crate::fragment;
use crate::limits::Limits;
use crate::message::Codec;
use crate::version::ProtocolVersion;

/// What both roles can be told.
#[derive(Clone)]
pub struct Settings {
    /// The newest version that is spoken.
    pub version: ProtocolVersion,
    /// Bounds on what arrives.
    pub limits: Limits,
    /// Bytes of a fragment, header included.
    pub fragment_size: usize,
    /// Who answers for objects that are sent, and knows the local time.
    pub view: Arc<dyn ObjectView + Send + Sync>,
    /// Who makes objects of a closed list of types out of what arrives.
    pub rehydrator: Option<Arc<dyn Rehydrator + Send + Sync>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: ProtocolVersion::NEWEST,
            limits: Limits::default(),
            fragment_size: fragment::DEFAULT_SIZE,
            view: Arc::new(PlainView),
            rehydrator: None,
        }
    }
}

impl Settings {
    pub(crate) fn codec<'a>(&'a self, secrets: &'a crate::crypto::Secrets) -> Codec<'a> {
        Codec {
            secrets: Some(secrets),
            view: &*self.view,
            limits: self.limits.clixml,
            rehydrator: match &self.rehydrator {
                Some(rehydrator) => Some(&**rehydrator),
                None => None,
            },
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("version", &self.version)
            .field("limits", &self.limits)
            .field("fragment_size", &self.fragment_size)
            .finish_non_exhaustive()
    }
}

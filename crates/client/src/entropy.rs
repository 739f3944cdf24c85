//! Random numbers and the clock, for machines that take them as arguments.

use std::time::{SystemTime, UNIX_EPOCH};

use rand::RngCore;
use remora_auth::{Entropy, FileTime};
use remora_psobject::Guid;

/// The operating system's.
pub(crate) struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, buffer: &mut [u8]) {
        rand::rngs::OsRng.fill_bytes(buffer);
    }

    fn now(&self) -> FileTime {
        FileTime::from_unix(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
    }
}

/// A new random GUID.
pub(crate) fn new_guid() -> Guid {
    let mut bytes = [0; 16];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    Guid::from_random(bytes)
}

impl remora_psrp::Random for SystemEntropy {
    fn fill(&mut self, buffer: &mut [u8]) {
        rand::rngs::OsRng.fill_bytes(buffer);
    }
}

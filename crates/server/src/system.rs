//! The operating system's clock and random numbers, for the machines that have none.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rand::RngCore;
use remora_auth::{Entropy, FileTime};
use remora_wsman::{Guid, IdSource};

/// Randomness and time of the operating system.
pub(crate) struct System;

impl Entropy for System {
    fn fill(&mut self, buffer: &mut [u8]) {
        rand::rngs::OsRng.fill_bytes(buffer);
    }

    fn now(&self) -> FileTime {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        FileTime::from_unix(since)
    }
}

/// Fresh random identifiers.
pub(crate) struct RandomIds;

impl IdSource for RandomIds {
    fn next_id(&mut self) -> Guid {
        random_id()
    }
}

/// A fresh random identifier.
pub(crate) fn random_id() -> Guid {
    Guid(*uuid::Uuid::new_v4().as_bytes())
}

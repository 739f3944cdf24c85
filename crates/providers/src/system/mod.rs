//! [`NativeSystem`]: this machine.

mod clock;
mod environment;
mod files;
mod network;
mod process;
mod signals;
mod standard_streams;
mod tls;

use std::collections::BTreeMap;
use std::time::Instant;

use parking_lot::Mutex;
use rand::RngCore as _;
use remora_dotnet::System;

pub use files::owner_names;
pub use signals::{end_process, try_connect};

/// Clock, environment, files, network and programs of the machine that the process runs on.
///
/// The environment is a copy that was made at the start: changes are seen by scripts and by the
/// programs that they start, and leave the process itself alone.
pub struct NativeSystem {
    variables: Mutex<BTreeMap<String, String>>,
    start: Instant,
}

impl NativeSystem {
    /// The machine, with the environment as it is now.
    pub fn new() -> Self {
        let variables = std::env::vars_os()
            .map(|(name, value)| {
                (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned())
            })
            .collect();
        Self { variables: Mutex::new(variables), start: Instant::now() }
    }
}

impl Default for NativeSystem {
    fn default() -> Self {
        Self::new()
    }
}

impl System for NativeSystem {
    fn random_bytes(&self, buffer: &mut [u8]) {
        rand::rngs::OsRng.fill_bytes(buffer);
    }
}

#[cfg(test)]
mod tests {
    use remora_dotnet::system::{Clock as _, Environment as _, Files as _};

    use super::*;

    #[test]
    fn the_environment_is_a_copy() {
        let system = NativeSystem::new();
        system.set_variable("REMORA_TEST_VARIABLE", Some("1"));
        assert_eq!(system.variable("REMORA_TEST_VARIABLE").as_deref(), Some("1"));
        assert!(std::env::var("REMORA_TEST_VARIABLE").is_err());
        system.set_variable("REMORA_TEST_VARIABLE", None);
        assert_eq!(system.variable("REMORA_TEST_VARIABLE"), None);
    }

    #[test]
    fn clocks_go_forward() {
        let system = NativeSystem::new();
        let (first, second) = (system.monotonic_ticks(), system.monotonic_ticks());
        assert!(second >= first);
        assert!(system.now_utc().date().0 > 2020);
    }

    #[test]
    fn random_bytes_differ() {
        let system = NativeSystem::new();
        let (mut one, mut two) = ([0_u8; 16], [0_u8; 16]);
        system.random_bytes(&mut one);
        system.random_bytes(&mut two);
        assert_ne!(one, two);
    }

    #[test]
    fn files_have_times_and_rights() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file").to_string_lossy().into_owned();
        let system = NativeSystem::new();
        system.write(&path, b"abc").unwrap();
        system.set_times(&path, None, Some(639_029_952_000_000_000)).unwrap();
        system.set_read_only(&path, true).unwrap();
        let metadata = system.metadata(&path, true).unwrap();
        assert_eq!((metadata.length, metadata.modified), (3, 639_029_952_000_000_000));
        assert!(metadata.read_only);
        system.set_read_only(&path, false).unwrap();
        assert!(!system.metadata(&path, true).unwrap().read_only);
    }
}

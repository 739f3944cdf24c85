//! What the .NET types need of the machine. The binary supplies it; tests supply a fixed one.

mod clock;
pub(crate) mod clock_math;
mod environment;
mod files;
mod fixed;
mod network;
mod processes;
mod standard_streams;

pub use clock::Clock;
pub use environment::Environment;
pub use files::{FileHandle, FileKind, FileMetadata, Files, OpenMode};
pub use fixed::FixedSystem;
pub use network::{Connection, Network, Security};
pub use processes::{ChildProcess, ProcessStart, Processes};
pub use standard_streams::{StandardStream, StandardStreams};

/// Clock, environment, files, names and randomness in one.
pub trait System:
    Clock + Environment + Files + Network + Processes + StandardStreams + Send + Sync
{
    /// Fills the buffer with random bytes of cryptographic quality.
    fn random_bytes(&self, buffer: &mut [u8]);
}

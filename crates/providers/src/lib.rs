//! What the engine's drives stand on, and the machine itself.
//!
//! | module | what it is |
//! |---|---|
//! | [`system`] | [`NativeSystem`]: clock, environment, files, network and programs of this machine |
//! | [`filesystem`] | the FileSystem provider |
//! | [`session_state`] | the providers of values: Alias, Environment, Function, Variable |
//!
//! [`providers`] gives all of them, for the builder of a session.

pub mod filesystem;
pub mod session_state;
pub mod system;

use std::sync::Arc;

use remora_engine::providers::Provider;

pub use filesystem::FileSystemProvider;
pub use session_state::{AliasProvider, EnvironmentProvider, FunctionProvider, VariableProvider};
pub use system::NativeSystem;

/// All providers. The file system is the first: a session starts on the first drive.
pub fn providers() -> Vec<Arc<dyn Provider>> {
    vec![
        Arc::new(FileSystemProvider::default()),
        Arc::new(AliasProvider::default()),
        Arc::new(EnvironmentProvider::default()),
        Arc::new(FunctionProvider::default()),
        Arc::new(VariableProvider::default()),
    ]
}

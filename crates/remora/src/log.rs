//! What the endpoint tells about itself, on standard error.

use tracing_subscriber::EnvFilter;

/// Starts writing. `REMORA_LOG` chooses what, in the manner of `debug` or `remora_server=trace`.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("REMORA_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start, in a test, is no error.
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

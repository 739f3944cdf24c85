//! What the endpoint tells about itself, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts writing. `REMORA_LOG` chooses what, in the manner of `debug` or `remora_server=trace`.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("REMORA_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // A journal or a file keeps no colours.
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let is_colored = std::io::stderr().is_terminal() && !no_color;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(is_colored)
        .with_writer(std::io::stderr);
    // A second start, in a test, is no error.
    let _ = lines.try_init();
}

//! `-CustomPipeName`: this process as a session host behind a socket, for whoever may open it.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use remora_dotnet::system::Environment;
use remora_server::runspace_host::ErrorChannel;

use crate::session;
use crate::session_host::Services;

/// The socket of a named pipe. It goes when this is dropped.
pub(crate) struct NamedPipe {
    file: PathBuf,
}

impl NamedPipe {
    /// Listens under a name, in the folder for temporary files; only the user may connect.
    pub(crate) fn listen(name: &str) -> anyhow::Result<Self> {
        let folder = session::system().variable("TMPDIR").filter(|folder| !folder.is_empty());
        let folder = folder.unwrap_or_else(|| "/tmp".to_owned());
        let file = Path::new(&folder).join(format!("CoreFxPipe_{name}"));
        let failed = || format!("the pipe {} cannot be made", file.display());
        if UnixStream::connect(&file).is_err() {
            // What a process left that is gone. Nothing there is the usual case.
            let _ = std::fs::remove_file(&file);
        }
        let listener = UnixListener::bind(&file).with_context(failed)?;
        std::fs::set_permissions(&file, Permissions::from_mode(0o600)).with_context(failed)?;
        std::thread::Builder::new().name("pipe".into()).spawn(move || {
            for stream in listener.incoming().flatten() {
                if let (Ok(input), Ok(output)) = (stream.try_clone(), stream.try_clone()) {
                    let services = Arc::new(Services);
                    // One client at a time; the next one waits for its end.
                    remora_server::runspace_host::run(
                        services,
                        ErrorChannel::Output,
                        input,
                        output,
                        std::io::sink(),
                    );
                }
            }
        })?;
        Ok(Self { file })
    }
}

impl Drop for NamedPipe {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.file);
    }
}

//! The text shell (MS-WSMV 3.1.4.5.2 Remote Shells, the resource `…/windows/shell/cmd`): commands
//! with standard streams, as `winrs`, pywinrm and Ansible run them.
//!
//! A line is the operating system's shell's, except that PowerShell is the engine of the session
//! configuration. Every command is a process of its own; there is none while no command runs. The
//! store keeps their output as it keeps a pipeline's.

mod child;
mod command_line;
mod options;
mod process;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;
use remora_psobject::Guid;
use remora_wsman::fault::Known;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{Notify, mpsc, watch};

use crate::Verified;
use crate::configuration::SessionConfiguration;
use crate::session_host::{LaunchError, SessionLauncher};
use crate::store::Shell;

pub use command_line::CommandProgram;
pub use process::{CommandLife, CommandParts, CommandRequest, CommandSignal};

pub(crate) use child::start as start_child;
pub(crate) use command_line::line as command_line;
pub(crate) use options::{CommandOptions, ShellOptions};

/// The session configuration that says who may have text shells, where they start and with which
/// variables. Where there is none, that of PowerShell's sessions says it.
pub const TEXT_CONFIGURATION: &str = "winrs";

/// The streams of a text shell.
pub(crate) const STDIN: &str = "stdin";
pub(crate) const STDOUT: &str = "stdout";
pub(crate) const STDERR: &str = "stderr";

/// Bytes of output that are read at once.
const BLOCK: usize = 32 * 1024;

/// How long the streams of a command that has ended are read on without anything coming: what it
/// left running may hold them open.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// How commands of a shell are started.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) caller: Verified,
    pub(crate) configuration: SessionConfiguration,
    pub(crate) environment: Vec<(String, String)>,
    pub(crate) working_directory: Option<PathBuf>,
}

/// The commands of one text shell.
pub struct TextShell {
    launcher: Arc<dyn SessionLauncher>,
    settings: Settings,
    running: Mutex<Running>,
    changed: Notify,
}

#[derive(Default)]
struct Running {
    commands: HashMap<Guid, Arc<Handle>>,
    is_closed: bool,
}

/// The way to a running command.
struct Handle {
    input: tokio::sync::Mutex<Option<Box<dyn AsyncWrite + Send + Unpin>>>,
    signals: mpsc::UnboundedSender<CommandSignal>,
    ended: watch::Receiver<bool>,
    process_id: Option<u32>,
}

impl std::fmt::Debug for TextShell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextShell").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl TextShell {
    pub(crate) fn new(launcher: Arc<dyn SessionLauncher>, settings: Settings) -> Self {
        Self { launcher, settings, running: Mutex::default(), changed: Notify::new() }
    }

    /// Starts a command whose output goes to `shell`, where it has a place already.
    ///
    /// # Errors
    /// [`Known::FileNotFound`], [`Known::NoDirectory`], or [`Known::Internal`] with the reason.
    pub(crate) async fn start(
        self: &Arc<Self>,
        shell: &Arc<Shell>,
        command: Guid,
        program: CommandProgram,
    ) -> Result<(), Known> {
        let Settings { caller, configuration, environment, working_directory } =
            self.settings.clone();
        let request =
            CommandRequest { caller, configuration, program, environment, working_directory };
        let parts = self.launcher.start_command(request).await.map_err(|error| match error {
            LaunchError::NotFound(_) => Known::FileNotFound,
            LaunchError::NoDirectory(_) => Known::NoDirectory,
            other => Known::Internal(format!("{other}. ")),
        })?;
        let (signals, received) = mpsc::unbounded_channel();
        let (exited, ended) = watch::channel(false);
        let handle = Handle {
            input: tokio::sync::Mutex::new(Some(parts.input)),
            signals,
            ended: ended.clone(),
            process_id: parts.process_id,
        };
        {
            let mut running = self.running.lock();
            if running.is_closed {
                return Err(Known::Aborted);
            }
            running.commands.insert(command, Arc::new(handle));
        }
        let readers = [(STDOUT, parts.output), (STDERR, parts.errors)].map(|(name, stream)| {
            tokio::spawn(read(Arc::clone(shell), command, name, stream, ended.clone()))
        });
        let task = Task { commands: Arc::downgrade(self), shell: Arc::clone(shell), command };
        tokio::spawn(task.run(parts.life, received, exited, readers));
        Ok(())
    }

    /// Writes to the standard input of a command; waits while it does not read. What a command that
    /// has ended does not read any more is dropped.
    pub(crate) async fn send(&self, command: Guid, data: &[u8], end: bool) {
        let Some(handle) = self.running.lock().commands.get(&command).cloned() else { return };
        let write = async {
            let mut input = handle.input.lock().await;
            if let Some(stream) = input.as_mut() {
                let written = async {
                    stream.write_all(data).await?;
                    stream.flush().await
                };
                // A command may close its input before its end.
                if written.await.is_err() || end {
                    *input = None;
                }
            }
        };
        let mut ended = handle.ended.clone();
        tokio::select! {
            () = write => {}
            _ = ended.wait_for(|ended| *ended) => {}
        }
    }

    /// Signals a command, with everything that it started.
    pub(crate) fn signal(&self, command: Guid, signal: CommandSignal) {
        if let Some(handle) = self.running.lock().commands.get(&command) {
            // It may be about to end.
            let _ = handle.signals.send(signal);
        }
    }

    /// Ends all commands; from now on there are no new ones.
    pub(crate) async fn close(&self, timeout: Duration) {
        {
            let mut running = self.running.lock();
            running.is_closed = true;
            for handle in running.commands.values() {
                let _ = handle.signals.send(CommandSignal::Kill);
            }
        }
        let gone = async {
            loop {
                let changed = self.changed.notified();
                if self.running.lock().commands.is_empty() {
                    return;
                }
                changed.await;
            }
        };
        if tokio::time::timeout(timeout, gone).await.is_err() {
            tracing::warn!("a command did not end when it was killed");
        }
    }

    /// The numbers of the processes of running commands.
    pub(crate) fn process_ids(&self) -> Vec<u32> {
        self.running.lock().commands.values().filter_map(|handle| handle.process_id).collect()
    }

    fn forget(&self, command: Guid) {
        self.running.lock().commands.remove(&command);
        self.changed.notify_waiters();
    }
}

/// Accompanies a command to its end.
struct Task {
    commands: Weak<TextShell>,
    shell: Arc<Shell>,
    command: Guid,
}

impl Task {
    async fn run(
        self,
        mut life: Box<dyn CommandLife>,
        mut signals: mpsc::UnboundedReceiver<CommandSignal>,
        exited: watch::Sender<bool>,
        readers: [tokio::task::JoinHandle<()>; 2],
    ) {
        let code = loop {
            let signal = tokio::select! {
                code = life.wait() => break code,
                Some(signal) = signals.recv() => signal,
            };
            life.signal(signal);
        };
        exited.send_replace(true);
        if let Some(commands) = self.commands.upgrade() {
            commands.forget(self.command);
        }
        for reader in readers {
            // A reader has no reason to fail; without it the command has ended all the same.
            let _ = reader.await;
        }
        tracing::debug!(shell = %self.shell.id(), code, "command ended");
        self.shell.finish_command(self.command, Some(code));
    }
}

/// Brings a stream of a command to its shell, as fast as the client takes it.
async fn read(
    shell: Arc<Shell>,
    command: Guid,
    name: &'static str,
    mut stream: Box<dyn AsyncRead + Send + Unpin>,
    ended: watch::Receiver<bool>,
) {
    let mut block = vec![0; BLOCK];
    loop {
        // Who writes faster than the client reads has to wait.
        shell.room().await;
        let silence = async {
            let _ = ended.clone().wait_for(|ended| *ended).await;
            tokio::time::sleep(LAST_WORDS).await;
        };
        let count = tokio::select! {
            biased;
            read = stream.read(&mut block) => read.unwrap_or(0),
            () = silence => 0,
        };
        match block.get(..count) {
            Some(bytes) if count > 0 => shell.push(Some(command), name, bytes.to_vec()),
            _ => break,
        }
    }
    shell.end_stream(command, name);
}

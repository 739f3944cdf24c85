//! Between a shell and its session host: bytes in, bytes out, nothing looked at.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use remora_outofproc::{ERROR_PREFIX, Packet};
use remora_psobject::Guid;
use remora_psrp::Stream;
use remora_transport::Layer;
use tokio::sync::{Notify, Semaphore, mpsc, watch};

use super::fragments::{FragmentCutter, Welcome};
use super::lanes::{Arrival, Lanes, POOL};
use super::process::{HostLife, HostParts, HostProcess, LineSink, LineSource};
use crate::store::Shell;

/// How long the opening of a command may take.
const OPEN_TIMEOUT: Duration = Duration::from_secs(30);

/// The stream that PowerShell writes.
const STDOUT: &str = "stdout";

/// Lines that are no packets, before a session host counts as broken.
const MAX_STRAY_LINES: u32 = 1000;

/// Lines of one session host that go into the log: a user must not fill the disk with it.
const MAX_LOGGED_LINES: u32 = 200;

/// The session host is gone, or does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the session host is gone")]
pub struct HostGone;

/// The way to a session host. Clones are the same way.
#[derive(Clone)]
pub struct Relay(Arc<Inner>);

struct Inner {
    lanes: Mutex<Lanes>,
    /// Taken away when no more lines may be written.
    lines: Mutex<Option<mpsc::UnboundedSender<String>>>,
    /// One permit for each byte of input that still has room.
    room: Semaphore,
    room_size: usize,
    kill: Notify,
    exited: watch::Sender<bool>,
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay").field("exited", &*self.0.exited.borrow()).finish()
    }
}

/// What comes from a session host; [`pump`] brings it to the shell.
pub(crate) struct Incoming {
    output: Box<dyn LineSource>,
    errors: Option<Box<dyn LineSource>>,
    life: Box<dyn HostLife>,
    close_timeout: Duration,
}

impl Relay {
    /// Takes a session host over. `input_buffer` bounds the bytes that wait for it; it has
    /// `close_timeout` to end by itself.
    pub(crate) fn start(
        process: Box<dyn HostProcess>,
        input_buffer: usize,
        close_timeout: Duration,
    ) -> (Self, Incoming) {
        let HostParts { input, output, errors, life } = process.into_parts();
        let (lines, waiting) = mpsc::unbounded_channel();
        let room_size = input_buffer.clamp(1, Semaphore::MAX_PERMITS);
        let inner = Inner {
            lanes: Mutex::default(),
            lines: Mutex::new(Some(lines)),
            room: Semaphore::new(room_size),
            room_size,
            kill: Notify::new(),
            exited: watch::Sender::new(false),
        };
        let relay = Self(Arc::new(inner));
        tokio::spawn(write_lines(input, waiting, relay.clone()));
        (relay, Incoming { output, errors, life, close_timeout })
    }

    /// Brings fragments to the pool or to a command, after everything that was brought before.
    /// Waits while too much is on its way.
    ///
    /// # Errors
    /// [`HostGone`].
    pub(crate) async fn send(
        &self,
        target: Option<Guid>,
        stream: Stream,
        bytes: &[u8],
    ) -> Result<(), HostGone> {
        for piece in bytes.chunks(self.0.room_size) {
            let size = u32::try_from(piece.len()).map_err(|_| HostGone)?;
            let permit = self.0.room.acquire_many(size).await.map_err(|_| HostGone)?;
            permit.forget();
            self.with_lanes(|lanes| lanes.send(target.unwrap_or(POOL), stream, piece))?;
        }
        Ok(())
    }

    /// Opens a command with the fragments that create it.
    ///
    /// # Errors
    /// [`HostGone`], also where nothing is acknowledged for too long.
    pub(crate) async fn open_command(&self, id: Guid, fragments: &[u8]) -> Result<(), HostGone> {
        let opening = async {
            // A session host would take the new one for the old one that is about to end.
            let closed = {
                let mut lanes = self.0.lanes.lock();
                lanes.is_closing(id).then(|| lanes.on_arrival(Arrival::Closed(id)))
            };
            if let Some(closed) = closed {
                closed.await.map_err(|_| HostGone)?;
            }
            let opened = self.with_lanes(|lanes| {
                let opened = lanes.on_arrival(Arrival::Opened(id));
                lanes.open(id, fragments);
                opened
            })?;
            opened.await.map_err(|_| HostGone)
        };
        let mut exited = self.0.exited.subscribe();
        tokio::select! {
            result = opening => result,
            _ = exited.wait_for(|exited| *exited) => Err(HostGone),
            () = tokio::time::sleep(OPEN_TIMEOUT) => Err(HostGone),
        }
    }

    /// Stops a command; its state arrives as output.
    ///
    /// # Errors
    /// [`HostGone`].
    pub(crate) fn signal(&self, command: Guid) -> Result<(), HostGone> {
        self.with_lanes(|lanes| lanes.signal(command))
    }

    /// Ends a command, running or not.
    ///
    /// # Errors
    /// [`HostGone`].
    pub(crate) fn close_command(&self, command: Guid) -> Result<(), HostGone> {
        self.with_lanes(|lanes| lanes.close(command))
    }

    /// Ends the session and its host: asks first, and kills what has not ended `timeout` later.
    pub(crate) async fn close(&self, timeout: Duration) {
        let closed = self.with_lanes(|lanes| {
            let closed = lanes.on_arrival(Arrival::Closed(POOL));
            lanes.close_all();
            closed
        });
        let mut exited = self.0.exited.subscribe();
        if let Ok(closed) = closed {
            tokio::select! {
                _ = closed => {}
                _ = exited.wait_for(|exited| *exited) => {}
                () = tokio::time::sleep(timeout) => {}
            }
        }
        self.end_input();
        let gone = exited.wait_for(|exited| *exited);
        if tokio::time::timeout(timeout.min(Duration::from_secs(1)), gone).await.is_err() {
            self.kill();
            let _ = exited.wait_for(|exited| *exited).await;
        }
    }

    /// Ends the session host at once.
    pub(crate) fn kill(&self) {
        self.0.kill.notify_one();
    }

    fn end_input(&self) {
        self.0.lines.lock().take();
    }

    /// Changes the lanes, and writes what may be written then.
    fn with_lanes<T>(&self, change: impl FnOnce(&mut Lanes) -> T) -> Result<T, HostGone> {
        let mut lanes = self.0.lanes.lock();
        let result = change(&mut lanes);
        self.0.room.add_permits(lanes.take_returned());
        // Under the lock, so that lines of two threads keep the order of their packets.
        let lines = self.0.lines.lock();
        let sender = lines.as_ref().ok_or(HostGone)?;
        for line in lanes.take_lines() {
            sender.send(line).map_err(|_| HostGone)?;
        }
        Ok(result)
    }

    /// The process is gone: whoever waits for it is told.
    fn set_exited(&self) {
        self.end_input();
        self.0.room.close();
        self.0.exited.send_replace(true);
    }
}

async fn write_lines(
    mut input: Box<dyn LineSink>,
    mut waiting: mpsc::UnboundedReceiver<String>,
    relay: Relay,
) {
    while let Some(line) = waiting.recv().await {
        if let Err(error) = input.write(line.as_bytes()).await {
            // The reader finds the end of the output, and says what happened.
            tracing::debug!(%error, "a session host does not read any more");
            relay.end_input();
            return;
        }
    }
}

/// Brings what a session host writes to its shell, until it has ended.
pub(crate) async fn pump(incoming: Incoming, relay: Relay, shell: Arc<Shell>) {
    let Incoming { output, errors, mut life, close_timeout } = incoming;
    let id = shell.id().clone();
    let log = errors.map(|errors| tokio::spawn(log_errors(errors, id.to_string())));
    let mut reader = Reader {
        relay: relay.clone(),
        shell: Arc::clone(&shell),
        cutters: HashMap::new(),
        stray_lines: 0,
        reported_errors: 0,
    };
    let broken = tokio::select! {
        broken = reader.read(output) => broken,
        () = relay.0.kill.notified() => Some("it was ended".to_owned()),
    };
    relay.end_input();
    let patience = if broken.is_some() { Duration::ZERO } else { close_timeout };
    let end = match tokio::time::timeout(patience, life.wait()).await {
        Ok(end) => end,
        Err(_) => {
            life.kill();
            life.wait().await
        }
    };
    if let Some(log) = log {
        // What it said last belongs into the log, but grandchildren may hold the stream open.
        let _ = tokio::time::timeout(Duration::from_millis(200), log).await;
    }
    let why = broken.map_or_else(|| end.to_string(), |why| format!("{why}; {end}"));
    tracing::info!(shell = %id, user = shell.owner().name(), %end, "session host ended");
    shell.end(&format!("The session's process has ended ({why}). Open a new session. "));
    shell.release_seat();
    relay.set_exited();
}

/// Reads packets.
struct Reader {
    relay: Relay,
    shell: Arc<Shell>,
    cutters: HashMap<Guid, FragmentCutter>,
    stray_lines: u32,
    reported_errors: u32,
}

impl Reader {
    /// Reads to the end; what broke, if it did not end by itself.
    async fn read(&mut self, mut output: Box<dyn LineSource>) -> Option<String> {
        loop {
            // Whoever writes faster than the client reads has to wait.
            self.shell.room().await;
            let line = match output.next_line().await {
                Ok(Some(line)) => line,
                Ok(None) => return None,
                Err(error) => return Some(error.to_string()),
            };
            if let Err(broken) = self.on_line(&line) {
                return Some(broken);
            }
        }
    }

    fn on_line(&mut self, line: &[u8]) -> Result<(), String> {
        // Packets are plain text; only stray lines may be anything else.
        let text =
            str::from_utf8(line).map_or_else(|_| String::from_utf8_lossy(line), Cow::Borrowed);
        let text = text.trim_end_matches(['\r', '\n']);
        if let Some(error) = text.strip_prefix(ERROR_PREFIX) {
            self.reported_errors += 1;
            if self.reported_errors <= MAX_LOGGED_LINES {
                tracing::warn!(shell = %self.shell.id(), ?error, "session host");
            }
            return Ok(());
        }
        let (packets, error) = Packet::parse_line(text);
        for packet in packets {
            match packet {
                Packet::Data { id, data, .. } => self.on_data(id, &data)?,
                other => {
                    if let Packet::CloseAck(id) = other {
                        self.cutters.remove(&id);
                    }
                    // Where the host is gone the next read finds out.
                    let _ = self.relay.with_lanes(|lanes| lanes.acknowledged(&other));
                }
            }
        }
        if let Some(error) = error {
            // Engines that start slowly greet on standard output; it does no harm to go on.
            self.stray_lines += 1;
            if self.stray_lines <= MAX_LOGGED_LINES {
                tracing::warn!(shell = %self.shell.id(), %error, "a line is no packet");
            }
            if self.stray_lines > MAX_STRAY_LINES {
                return Err("it does not speak the line protocol".to_owned());
            }
        }
        Ok(())
    }

    fn on_data(&mut self, target: Guid, bytes: &[u8]) -> Result<(), String> {
        let command = (target != POOL).then_some(target);
        if let Some(command) = command
            && self.shell.command_status(command).is_none()
        {
            return Ok(());
        }
        let limit = self.shell.max_fragment();
        let cutter = match self.cutters.entry(target) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(FragmentCutter::new(limit)),
        };
        for piece in cutter.push(bytes).map_err(|error| error.to_string())? {
            let Some(bytes) = (match piece.welcome {
                Some(part) if command.is_none() => {
                    self.shell.push_welcome(piece.bytes, part == Welcome::End)
                }
                _ => Some(piece.bytes),
            }) else {
                continue;
            };
            self.shell.push(command, STDOUT, bytes);
            if let (true, Some(command)) = (piece.ends_pipeline, command) {
                self.shell.finish_command(command, None);
                let _ = self.relay.close_command(command);
            }
        }
        Ok(())
    }
}

/// What a session host says beside its packets goes into the log, as far as that is not too much.
async fn log_errors(mut errors: Box<dyn LineSource>, shell: String) {
    let mut count = 0_u32;
    loop {
        match errors.next_line().await {
            Ok(Some(line)) if count < MAX_LOGGED_LINES => {
                count += 1;
                let text = String::from_utf8_lossy(&line);
                tracing::warn!(shell, text = ?text.trim_end(), "session host");
            }
            // Read on all the same: who writes must not be held up.
            Ok(Some(_)) => {}
            Err(error) if error.layer == Layer::Limit => {}
            Ok(None) | Err(_) => return,
        }
    }
}

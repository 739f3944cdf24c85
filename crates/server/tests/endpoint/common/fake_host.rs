//! A session host in memory: it speaks the line protocol, and its pipelines echo.
//!
//! What a pipeline is sent comes back as output. `quit` ends it, `flood` makes it write much, `die`
//! ends the host.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use parking_lot::Mutex;
use remora_server::session_host::ProcessLauncher;
use remora_server::session_host::{
    BoxFuture, HostEnd, HostLife, HostParts, HostProcess, LaunchError, LaunchRequest,
    SessionLauncher, StreamSink,
};
use remora_server::text_shell::{CommandParts, CommandRequest};
use remora_transport::process::LineReader;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex};
use tokio::sync::watch;

const OUTPUT: u32 = 0x0004_1004;
const STATE: u32 = 0x0004_1006;
const POOL_STATE: u32 = 0x0002_1005;
const CAPABILITY: u32 = 0x0001_0002;
const INIT_DATA: u32 = 0x0002_100B;
const POOL: &str = "00000000-0000-0000-0000-000000000000";

/// A fragment that holds a whole message.
pub(crate) fn fragment(kind: u32, text: &[u8]) -> Vec<u8> {
    let message = [&1_u32.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 32], text].concat();
    let mut bytes = 1_u64.to_be_bytes().to_vec();
    bytes.extend(0_u64.to_be_bytes());
    bytes.push(3);
    bytes.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
    bytes.extend(message);
    bytes
}

/// The texts of fragments, each a whole message.
pub(crate) fn payloads(mut bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    while !bytes.is_empty() {
        let length = u32::from_be_bytes(bytes[17..21].try_into().unwrap()) as usize;
        let (this, rest) = bytes.split_at(21 + length);
        texts.push(String::from_utf8_lossy(&this[61..]).into_owned());
        bytes = rest;
    }
    texts
}

/// Starts fake hosts and counts them.
#[derive(Default)]
pub(crate) struct FakeLauncher {
    pub(crate) started: AtomicUsize,
    pub(crate) running: Arc<AtomicUsize>,
    /// Commands of text shells that were started.
    pub(crate) commands: AtomicUsize,
    /// Every line that any host has read, without its data.
    pub(crate) lines: Arc<Mutex<Vec<String>>>,
}

impl FakeLauncher {
    /// Session hosts and commands.
    pub(crate) fn started(&self) -> usize {
        self.started.load(Ordering::SeqCst) + self.commands.load(Ordering::SeqCst)
    }

    pub(crate) fn running(&self) -> usize {
        self.running.load(Ordering::SeqCst)
    }
}

impl SessionLauncher for FakeLauncher {
    fn launch(
        &self,
        request: LaunchRequest,
    ) -> BoxFuture<'_, Result<Box<dyn HostProcess>, LaunchError>> {
        assert!(!request.caller.name().is_empty());
        self.started.fetch_add(1, Ordering::SeqCst);
        self.running.fetch_add(1, Ordering::SeqCst);
        let (input, host_input) = duplex(64 * 1024);
        let (host_output, output) = duplex(64 * 1024);
        let (ended, end) = watch::channel(None);
        let (running, lines) = (Arc::clone(&self.running), Arc::clone(&self.lines));
        let task = tokio::spawn(async move {
            let host = Host { output: host_output, lines };
            let code = host.run(host_input).await;
            running.fetch_sub(1, Ordering::SeqCst);
            ended.send_replace(Some(code));
        });
        let running = Arc::clone(&self.running);
        let process = FakeProcess { input, output, life: FakeLife { task, end, running } };
        Box::pin(async move { Ok(Box::new(process) as Box<dyn HostProcess>) })
    }

    /// Commands of text shells are real ones, except that the engine is `echo`.
    fn start_command(
        &self,
        request: CommandRequest,
    ) -> BoxFuture<'_, Result<CommandParts, LaunchError>> {
        self.commands.fetch_add(1, Ordering::SeqCst);
        let launcher = ProcessLauncher::new("/bin/echo".into(), Vec::new());
        Box::pin(async move { launcher.start_command(request).await })
    }
}

struct FakeProcess {
    input: DuplexStream,
    output: DuplexStream,
    life: FakeLife,
}

impl HostProcess for FakeProcess {
    fn process_id(&self) -> Option<u32> {
        Some(4711)
    }

    fn into_parts(self: Box<Self>) -> HostParts {
        HostParts {
            input: Box::new(StreamSink(self.input)),
            output: Box::new(LineReader::new(self.output, 1_000_000, "fake host")),
            errors: None,
            life: Box::new(self.life),
        }
    }
}

struct FakeLife {
    task: tokio::task::JoinHandle<()>,
    end: watch::Receiver<Option<i32>>,
    running: Arc<AtomicUsize>,
}

impl HostLife for FakeLife {
    fn wait(&mut self) -> BoxFuture<'_, HostEnd> {
        Box::pin(async move {
            let code = self.end.wait_for(Option::is_some).await.ok().and_then(|code| *code);
            code.map_or(HostEnd::Killed, HostEnd::Code)
        })
    }

    fn kill(&mut self) {
        if !self.task.is_finished() {
            self.task.abort();
            self.running.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

struct Host {
    output: DuplexStream,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Host {
    async fn run(mut self, input: DuplexStream) -> i32 {
        let mut lines = BufReader::new(input).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let (head, data) = line.split_once('>').unwrap();
            self.lines.lock().push(format!("{head}>"));
            let name = head[1..].split(' ').next().unwrap().to_owned();
            let guid = head.split("PSGuid='").nth(1).unwrap()[..36].to_owned();
            match name.as_str() {
                "Data" => {
                    let bytes = BASE64_STANDARD.decode(data.trim_end_matches("</Data>")).unwrap();
                    for text in payloads(&bytes) {
                        if let Some(code) = self.on_text(&guid, &text).await {
                            return code;
                        }
                    }
                    self.control("DataAck", &guid).await;
                }
                "Signal" => {
                    self.write(&guid, STATE, b"stopped").await;
                    self.control("SignalAck", &guid).await;
                }
                other => self.control(&format!("{other}Ack"), &guid).await,
            }
        }
        0
    }

    async fn on_text(&mut self, guid: &str, text: &str) -> Option<i32> {
        match text {
            // A client that takes the session up.
            "connect" if guid == POOL => {
                self.write(guid, CAPABILITY, b"welcome").await;
                self.write(guid, INIT_DATA, b"size").await;
                self.write(guid, POOL_STATE, b"opened").await;
            }
            _ if guid == POOL => self.write(guid, POOL_STATE, text.as_bytes()).await,
            "die" => return Some(3),
            "hang" => std::future::pending().await,
            "quit" => self.write(guid, STATE, b"completed").await,
            "flood" => {
                for number in 0..200 {
                    let text = format!("{number} {}", "x".repeat(30_000));
                    self.write(guid, OUTPUT, text.as_bytes()).await;
                }
                self.write(guid, STATE, b"completed").await;
            }
            _ => self.write(guid, OUTPUT, text.as_bytes()).await,
        }
        None
    }

    /// Writes a message, cut in the middle of its fragment.
    async fn write(&mut self, guid: &str, kind: u32, text: &[u8]) {
        let bytes = fragment(kind, text);
        for half in bytes.chunks(bytes.len().div_ceil(2)) {
            let data = BASE64_STANDARD.encode(half);
            let line = format!("<Data Stream='Default' PSGuid='{guid}'>{data}</Data>\n");
            // The reader may have gone.
            let _ = self.output.write_all(line.as_bytes()).await;
        }
    }

    async fn control(&mut self, name: &str, guid: &str) {
        let line = format!("<{name} PSGuid='{guid}' />\n");
        let _ = self.output.write_all(line.as_bytes()).await;
    }
}

//! The session host's own side: what `-s` and the SSH subsystem run.
//!
//! ```text
//!  standard input ─ reader ─→ line protocol, PSRP machine ─ tasks ─→ dispatcher ─→ runspaces
//!  standard output ← writer ← lines ←─────────┴───────── records, host calls ── engine's threads
//! ```
//!
//! The reader never waits for a runspace, so that a stop always arrives; whoever writes output
//! waits where the other end does not read. One dispatcher handles events in their order.

mod channel;
mod command;
mod dispatch;
mod in_process;
mod metadata;
mod outlet;
mod pipeline;
mod pool;
mod services;

use std::io::{Read, Write};
use std::sync::{Arc, Weak, mpsc};
use std::time::Duration;

use parking_lot::Mutex;
use rand::RngCore;
use remora_hosting::Runspace;
use remora_outofproc::EXIT_CODE;
use remora_outofproc::server::{Session, SessionOutput};
use remora_psobject::{ErrorRecord, Guid};
use remora_psrp::Settings;
use remora_psrp::message::UserEvent;
use remora_psrp::server::Event;

pub use in_process::InProcessLauncher;
pub use remora_outofproc::server::ErrorChannel;
pub use services::SessionHostServices;

use outlet::{Outlet, Sink};
use pool::Pool;

/// Bytes that are read at once.
const READ_SIZE: usize = 64 * 1024;
/// How long runspaces have to close after the end of the input.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(10);

/// Something for the dispatcher.
enum Task {
    /// The client wants something.
    Event(Event),
    /// A runspace for a pipeline is there, or will not be.
    Ready { pipeline: Guid, runspace: Result<Arc<dyn Runspace>, Arc<ErrorRecord>> },
    /// The session host ends.
    End,
}

/// A session host at work.
struct SessionHost {
    services: Arc<dyn SessionHostServices>,
    session: Mutex<Session>,
    pool: Mutex<Pool>,
    outlet: Outlet,
    tasks: Mutex<mpsc::Sender<Task>>,
}

/// What an engine may tell the client beside the output of pipelines. It does nothing after the
/// session has ended.
#[derive(Clone)]
pub struct SessionControl(Weak<SessionHost>);

impl SessionControl {
    /// Forwards an event of the engine.
    pub fn forward_event(&self, event: UserEvent) {
        if let Some(host) = self.0.upgrade() {
            let sent = host.with_session(|session| session.pool_mut().send_event(event));
            if let Err(error) = sent {
                tracing::debug!(%error, "an event was not forwarded");
            }
        }
    }

    /// Says whether nested pipelines may run now, because the running one stands at a breakpoint.
    pub fn allow_nested(&self, allowed: bool) {
        if let Some(host) = self.0.upgrade() {
            host.with_session(|session| session.pool_mut().allow_nested(allowed));
        }
    }
}

/// Runs a session host until its client is gone or breaks the protocol; gives the exit code. It
/// is the one of PowerShell, whose end is an error even after an orderly close.
///
/// Blocks the calling thread; `output` and `error_output` are written by another one.
pub fn run(
    services: Arc<dyn SessionHostServices>,
    errors: ErrorChannel,
    mut input: impl Read,
    output: impl Write + Send + 'static,
    error_output: impl Write + Send + 'static,
) -> i32 {
    let settings = Settings {
        view: services.object_view(),
        rehydrator: services.rehydrator(),
        ..Settings::default()
    };
    let random = |buffer: &mut [u8]| rand::rngs::OsRng.fill_bytes(buffer);
    let (sender, tasks) = mpsc::channel();
    let (outlet, writer) = Outlet::start(Box::new(output), Box::new(error_output));
    let host = Arc::new(SessionHost {
        services,
        session: Mutex::new(Session::new(settings, Box::new(random), errors)),
        pool: Mutex::default(),
        outlet,
        tasks: Mutex::new(sender),
    });
    host.services.attached(SessionControl(Arc::downgrade(&host)));
    let dispatcher = {
        let host = Arc::clone(&host);
        std::thread::spawn(move || dispatch::run(&host, &tasks))
    };
    let mut buffer = vec![0; READ_SIZE];
    while host.outlet.exit_code().is_none() {
        match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => {
                let bytes = buffer.get(..count).unwrap_or_default();
                host.with_session(|session| session.handle_bytes(bytes));
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => {
                tracing::warn!(%error, "the input broke off");
                break;
            }
        }
    }
    if host.outlet.exit_code().is_none() {
        host.with_session(Session::handle_end);
    }
    let code = host.outlet.wait_for_exit(CLOSE_TIMEOUT).unwrap_or(EXIT_CODE);
    host.interrupt_all();
    host.task(Task::End);
    if dispatcher.join().is_err() {
        tracing::error!("the dispatcher failed");
    }
    host.close_runspaces(|| ());
    host.outlet.close();
    if writer.join().is_err() {
        tracing::error!("the writer failed");
    }
    code
}

impl SessionHost {
    /// Does something with the protocol, and brings on its way what comes of it. Lines and events
    /// keep the order in which the machine gives them.
    fn with_session<T>(&self, act: impl FnOnce(&mut Session) -> T) -> T {
        self.with_session_and(act, |outlet, line| outlet.push(Sink::Output, line))
    }

    /// [`SessionHost::with_session`] for a record, which nobody waits for.
    fn with_session_for_record<T>(&self, act: impl FnOnce(&mut Session) -> T) -> T {
        self.with_session_and(act, Outlet::push_record)
    }

    fn with_session_and<T>(
        &self,
        act: impl FnOnce(&mut Session) -> T,
        write: impl Fn(&Outlet, String),
    ) -> T {
        let mut session = self.session.lock();
        let result = act(&mut session);
        while let Some(output) = session.poll_output() {
            match output {
                SessionOutput::Write(line) => write(&self.outlet, line),
                SessionOutput::WriteError(line) => self.outlet.push(Sink::Error, line),
                SessionOutput::Event(event) => self.task(Task::Event(event)),
                SessionOutput::Exit(code) => self.outlet.set_exit_code(code),
            }
        }
        result
    }

    fn task(&self, task: Task) {
        // Without a dispatcher the session has ended, and nobody misses anything.
        let _ = self.tasks.lock().send(task);
    }
}

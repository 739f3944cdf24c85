//! The link through WS-Management: one task drives the machine of the shell, one task for each lane
//! posts its requests on a connection of its own.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use remora_psobject::Guid;
use remora_psrp::client::{Leaving, Verb};
use remora_psrp::{Stream, Target};
use remora_wsman::message::{BufferMode, Shell, SignalCode};
use remora_wsman::shell::ExchangeId;
use remora_wsman::shell::client::{
    Client, ClientConfig, Event, Failure, Input, Lane, Operation, Output,
};
use remora_wsman::{CommandId, ShellId};
use tokio::sync::mpsc;

use super::connection::{Answer, Connection, Service};
use super::failure::{FailureKind, LinkFailure};
use super::{Link, LinkEvent};
use crate::entropy::new_guid;

/// A request for a lane.
struct Job {
    exchange: ExchangeId,
    soap: String,
}

/// An answer of a lane, and the request it answers.
type Finished = (ExchangeId, Result<Answer, LinkFailure>);

/// How a shell is wanted.
pub(crate) struct Wanted {
    /// The name that lists show.
    pub(crate) name: String,
    /// How long it may be without a client; `None` leaves it to the service.
    pub(crate) idle_timeout: Option<Duration>,
}

/// Starts a link. The shell gets the id of the pool.
pub(crate) fn start(service: Service, config: ClientConfig, pool: Guid, wanted: Wanted) -> Link {
    let (verbs, verb_receiver) = mpsc::unbounded_channel();
    let (event_sender, events) = mpsc::unbounded_channel();
    let (finished_sender, finished) = mpsc::unbounded_channel();
    let timeout = config.endpoint.operation_timeout + config.network_delay;
    let ids = Box::new(|| remora_wsman::Guid(new_guid().0));
    let driver = Driver {
        machine: Client::new(config, ids),
        service: Arc::new(service),
        pool,
        wanted,
        timeout,
        lanes: HashMap::new(),
        idle: Vec::new(),
        finished_sender,
        events: event_sender,
        last_failure: None,
        is_over: false,
    };
    tokio::spawn(driver.run(verb_receiver, finished));
    Link { verbs, events }
}

struct Driver {
    machine: Client,
    service: Arc<Service>,
    pool: Guid,
    wanted: Wanted,
    timeout: Duration,
    lanes: HashMap<Lane, mpsc::UnboundedSender<Job>>,
    /// Connections that no lane uses now; a new lane takes one instead of making its own.
    idle: Vec<mpsc::UnboundedSender<Job>>,
    finished_sender: mpsc::UnboundedSender<Finished>,
    events: mpsc::UnboundedSender<LinkEvent>,
    /// What the transport said last; the machine keeps only its text.
    last_failure: Option<LinkFailure>,
    is_over: bool,
}

impl Driver {
    async fn run(
        mut self,
        mut verbs: mpsc::UnboundedReceiver<Verb>,
        mut finished: mpsc::UnboundedReceiver<Finished>,
    ) {
        while !self.is_over {
            let deadline = self.machine.deadline();
            tokio::select! {
                verb = verbs.recv() => match verb {
                    Some(verb) => self.verb(verb),
                    // Nobody holds the session any more: it is closed as far as that is possible.
                    None => {
                        self.input(Input::Close);
                        self.pump();
                        let patience = Duration::from_secs(5);
                        let _ = tokio::time::timeout(patience, self.drain(&mut finished)).await;
                        return;
                    }
                },
                Some(done) = finished.recv() => self.answer(done),
                () = sleep_until(deadline) => self.input(Input::Elapsed),
            }
            self.pump();
        }
    }

    async fn drain(&mut self, finished: &mut mpsc::UnboundedReceiver<Finished>) {
        while !self.is_over {
            let Some(done) = finished.recv().await else { return };
            self.answer(done);
            self.pump();
        }
    }

    fn verb(&mut self, verb: Verb) {
        match verb {
            Verb::OpenPool { fragments, .. } => {
                let shell = Shell {
                    id: ShellId::new(self.pool.to_string().to_uppercase()).ok(),
                    name: Some(self.wanted.name.clone()),
                    idle_timeout: self.wanted.idle_timeout,
                    creation_xml: Some(fragments.concat()),
                    ..Shell::default()
                };
                self.input(Input::Open(Box::new(shell)));
            }
            Verb::ConnectPool { id, fragments } => {
                if let Ok(shell) = ShellId::new(id.to_string().to_uppercase()) {
                    self.input(Input::Connect { shell, connect_xml: Some(fragments.concat()) });
                }
            }
            Verb::OpenPipeline { id, fragments } => {
                self.for_command(id, |command| Input::OpenPipeline { command, fragments });
            }
            Verb::ConnectPipeline { id } => self.for_command(id, Input::ConnectCommand),
            Verb::Send { target, stream, fragments } => {
                let stream = match stream {
                    Stream::Default => "stdin",
                    Stream::PromptResponse => "pr",
                };
                let command = match target {
                    Target::Pool => None,
                    Target::Pipeline(id) => command_id(id).ok(),
                };
                for data in fragments {
                    let (command, stream) = (command.clone(), stream.to_owned());
                    self.input(Input::Send { command, stream, data, end: false });
                }
            }
            Verb::Signal { id } => {
                let code = SignalCode::StopPipeline;
                self.for_command(id, |command| Input::Signal { command, code });
            }
            Verb::ClosePipeline { id } => self.for_command(id, Input::CloseCommand),
            Verb::ClosePool => self.input(Input::Close),
            Verb::Disconnect(Leaving { idle_timeout, drops_output }) => {
                let mode = |drops| if drops { BufferMode::Drop } else { BufferMode::Block };
                let buffer_mode = drops_output.map(mode);
                self.input(Input::Disconnect { idle_timeout, buffer_mode });
            }
            Verb::Reconnect => self.input(Input::Reconnect),
        }
    }

    fn for_command(&mut self, id: Guid, input: impl FnOnce(CommandId) -> Input) {
        match command_id(id) {
            Ok(command) => self.input(input(command)),
            Err(error) => tracing::debug!(%error, "a pipeline id is no command id"),
        }
    }

    fn input(&mut self, input: Input) {
        if let Err(error) = self.machine.handle_input(Instant::now(), input) {
            // The machine refuses what comes too late, such as a signal to a command that ended.
            tracing::debug!(%error, "the shell's machine did not take an input");
        }
    }

    fn answer(&mut self, (exchange, result): Finished) {
        match result {
            Ok(Answer { status, body }) => self.input(Input::Response { exchange, status, body }),
            Err(failure) => {
                let reason = failure.message.clone();
                self.last_failure = Some(failure);
                self.input(Input::ExchangeFailed { exchange, reason });
            }
        }
    }

    /// Does what the machine wants done.
    fn pump(&mut self) {
        // What one answer brings for one target is told at once: the session has to wake its listeners for
        // each event.
        let mut arrived: Option<(Target, Vec<u8>)> = None;
        while let Some(output) = self.machine.poll_output() {
            match output {
                // The next request for output goes out before anybody looks at what came.
                Output::Request { exchange, lane, soap } => self.send(exchange, lane, soap),
                Output::Abandon(_) => {}
                Output::Event(Event::Data { command, data, .. }) => {
                    let Some(target) = target_of(command.as_ref()) else { continue };
                    match &mut arrived {
                        Some((known, bytes)) if *known == target => bytes.extend_from_slice(&data),
                        _ => self.tell_data(arrived.replace((target, data))),
                    }
                }
                Output::Event(event) => {
                    self.tell_data(arrived.take());
                    self.event(event);
                }
            }
        }
        self.tell_data(arrived);
    }

    fn tell_data(&mut self, arrived: Option<(Target, Vec<u8>)>) {
        if let Some((target, bytes)) = arrived {
            self.tell(LinkEvent::Data(target, bytes));
        }
    }

    fn send(&mut self, exchange: ExchangeId, lane: Lane, soap: String) {
        let sender = self.lanes.remove(&lane).or_else(|| self.idle.pop()).unwrap_or_else(|| {
            let (sender, jobs) = mpsc::unbounded_channel();
            let connection = Connection::new(Arc::clone(&self.service));
            tokio::spawn(work(connection, jobs, self.finished_sender.clone(), self.timeout));
            sender
        });
        // The task lives as long as its sender.
        let _ = sender.send(Job { exchange, soap });
        self.lanes.insert(lane, sender);
    }

    /// The lane of a command that is gone gives its connection to the next.
    fn release(&mut self, command: &CommandId) {
        const KEPT: usize = 2;
        if let Some(sender) = self.lanes.remove(&Lane::Receive(Some(command.clone())))
            && self.idle.len() < KEPT
        {
            self.idle.push(sender);
        }
    }

    fn tell(&mut self, event: LinkEvent) {
        // The session may have gone; then nobody needs to be told.
        let _ = self.events.send(event);
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Data { command, data, .. } => {
                self.tell_data(target_of(command.as_ref()).map(|target| (target, data)));
            }
            Event::Done { command: Some(command), .. } => {
                self.input(Input::CloseCommand(command));
            }
            Event::CommandClosed(command) => {
                self.release(&command);
                if let Some(id) = pipeline_id(&command) {
                    self.tell(LinkEvent::PipelineClosed(id));
                }
            }
            Event::Done { command: None, .. } | Event::Closed => {
                self.is_over = true;
                self.tell(LinkEvent::PoolClosed);
            }
            Event::Failed { operation, failure } => self.failed(&operation, failure),
            Event::Connected { connect_response_xml } => {
                if let Some(data) = connect_response_xml {
                    self.tell(LinkEvent::Data(Target::Pool, data));
                }
            }
            Event::Disconnected => self.tell(LinkEvent::Disconnected),
            Event::Reconnected => self.tell(LinkEvent::Reconnected),
            Event::Opened { .. }
            | Event::CommandOpened { .. }
            | Event::CommandConnected(_)
            | Event::Sent { .. }
            | Event::Signalled(_) => {}
        }
    }

    fn failed(&mut self, operation: &Operation, failure: Failure) {
        let failure = self.describe(failure);
        if matches!(operation, Operation::Disconnect | Operation::Reconnect) {
            return self.tell(LinkEvent::NotMoved(failure));
        }
        let command = match operation {
            Operation::OpenCommand { command: Some(command), .. }
            | Operation::ConnectCommand(command)
            | Operation::Send { command: Some(command), .. }
            | Operation::Receive(Some(command)) => Some(command),
            // That a command cannot be stopped or forgotten shows when its output comes or not.
            Operation::Signal(_) | Operation::CloseCommand(_) => {
                tracing::debug!(?failure, "a command was not signalled or closed");
                return;
            }
            _ => None,
        };
        match command.and_then(pipeline_id) {
            Some(id) if failure.kind == FailureKind::Refused => {
                if let Some(command) = command.cloned() {
                    self.release(&command);
                }
                self.tell(LinkEvent::PipelineFailed(id, failure));
            }
            _ => {
                self.is_over = true;
                self.tell(LinkEvent::Failed(failure));
            }
        }
    }

    fn describe(&mut self, failure: Failure) -> LinkFailure {
        let timeout = self.timeout;
        let said = self.last_failure.take();
        describe(failure, timeout, said)
    }
}

/// What a failure of the machine means to a person. `said` is what the transport said last.
pub(super) fn describe(
    failure: Failure,
    timeout: Duration,
    said: Option<LinkFailure>,
) -> LinkFailure {
    match failure {
        Failure::Fault(fault) => {
            let code = fault.code().unwrap_or(0);
            let text = fault.wsman.as_ref().map(|wsman| wsman.message.trim()).unwrap_or_default();
            let text = if text.is_empty() { fault.reason.trim() } else { text };
            let kind = if code == 5 { FailureKind::AccessDenied } else { FailureKind::Refused };
            LinkFailure { kind, message: text.to_owned(), code: code.cast_signed() }
        }
        Failure::Http(401) => LinkFailure {
            code: 5,
            ..LinkFailure::new(FailureKind::AccessDenied, "Access is denied.")
        },
        Failure::Http(status) => LinkFailure::new(
            FailureKind::Protocol,
            format!("The endpoint answered with the HTTP status {status} and nothing else."),
        ),
        Failure::Transport(reason) => {
            said.unwrap_or_else(|| LinkFailure::new(FailureKind::Broken, reason))
        }
        Failure::TimedOut => {
            let seconds = timeout.as_secs();
            let message = format!("No answer came within {seconds} seconds.");
            LinkFailure::new(FailureKind::TimedOut, message)
        }
        Failure::Protocol(error) => LinkFailure::new(
            FailureKind::Protocol,
            format!("The endpoint sent what is no answer of WS-Management: {error}."),
        ),
    }
}

/// Posts the requests of a lane, one after the other.
async fn work(
    mut connection: Connection,
    mut jobs: mpsc::UnboundedReceiver<Job>,
    finished: mpsc::UnboundedSender<Finished>,
    timeout: Duration,
) {
    while let Some(Job { exchange, soap }) = jobs.recv().await {
        let result = connection.post(&soap, timeout).await;
        if finished.send((exchange, result)).is_err() {
            return;
        }
    }
}

async fn sleep_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}

fn command_id(id: Guid) -> Result<CommandId, remora_wsman::Error> {
    CommandId::new(id.to_string().to_uppercase())
}

/// Where output belongs; `None` for a command that is no pipeline.
fn target_of(command: Option<&CommandId>) -> Option<Target> {
    match command {
        None => Some(Target::Pool),
        Some(command) => pipeline_id(command).map(Target::Pipeline),
    }
}

fn pipeline_id(command: &CommandId) -> Option<Guid> {
    Guid::parse(command.as_str())
}

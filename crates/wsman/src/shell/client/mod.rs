//! The client of one shell.
//!
//! Contract: call [`Client::handle_input`] for every verb, answer and elapsed deadline, and after
//! each call [`Client::poll_output`] until it gives nothing. Each [`Output::Request`] is one HTTP
//! exchange; several are outstanding at once, one at most on each [`Lane`]. The machine keeps one
//! request for output waiting for the shell and for each running command, and renews it when the
//! service has nothing to report.
//!
//! An error from [`Client::handle_input`] means that the input was not taken; nothing changed.
//! What a peer does wrong is reported as [`Event::Failed`].

mod commands;
mod receive;
mod requests;
mod response;
mod sending;
mod state;
mod types;

pub use state::Phase;
pub use types::{ClientConfig, Event, Failure, Input, Lane, Operation, Output};

use std::collections::{BTreeMap, VecDeque};
use std::time::Instant;

use commands::Commands;
use receive::Delayed;
use requests::Pending;
use sending::Sending;
use state::Trigger;

use crate::identity::IdSource;
use crate::message::{
    Command, Connect, Create, Delete, Disconnect, Reconnect, Shell, Signal, SignalCode,
};
use crate::shell::ExchangeId;
use crate::soap::Options;
use crate::{CommandId, Error, ShellId};

/// A request whose answer is awaited.
struct InFlight {
    operation: Operation,
    message_id: String,
    sent: Instant,
    deadline: Instant,
}

/// The client machine.
pub struct Client {
    config: ClientConfig,
    ids: Box<dyn IdSource>,
    phase: Phase,
    shell: Option<ShellId>,
    /// The shell's own receive loop.
    pool_receive: Option<ExchangeId>,
    commands: Commands,
    sending: Sending,
    control: VecDeque<Pending>,
    control_busy: Option<ExchangeId>,
    delayed: Vec<Delayed>,
    in_flight: BTreeMap<ExchangeId, InFlight>,
    next_exchange: u64,
    outputs: VecDeque<Output>,
}

impl Client {
    /// A client that has not asked for anything yet.
    #[must_use]
    pub fn new(config: ClientConfig, ids: Box<dyn IdSource>) -> Self {
        Self {
            config,
            ids,
            phase: Phase::New,
            shell: None,
            pool_receive: None,
            commands: Commands::default(),
            sending: Sending::default(),
            control: VecDeque::new(),
            control_busy: None,
            delayed: Vec::new(),
            in_flight: BTreeMap::new(),
            next_exchange: 1,
            outputs: VecDeque::new(),
        }
    }

    /// Where the shell stands.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// The shell, once it is known.
    #[must_use]
    pub const fn shell_id(&self) -> Option<&ShellId> {
        self.shell.as_ref()
    }

    /// Bytes of input that wait for the service to take them.
    #[must_use]
    pub const fn queued_bytes(&self) -> usize {
        self.sending.queued_bytes()
    }

    /// Largest fragment, in bytes, that fits into one request.
    #[must_use]
    pub fn fragment_capacity(&self) -> usize {
        // What a request for input takes without its data, with room for the longest ids.
        const ENVELOPE: usize = 3072;
        let endpoint = &self.config.endpoint;
        let names = endpoint.to.len() + self.config.resource_uri.len() + endpoint.locale.len();
        self.config.request_size.saturating_sub(ENVELOPE + names * 6) / 4 * 3
    }

    /// Takes one input.
    ///
    /// # Errors
    /// [`Error::ApiMisuse`] when the input does not fit the present state,
    /// [`Error::LimitExceeded`] when it does not fit into one request.
    pub fn handle_input(&mut self, now: Instant, input: Input) -> Result<(), Error> {
        match input {
            Input::Open(shell) => self.open(*shell)?,
            Input::Connect { shell, connect_xml } => self.connect(shell, connect_xml)?,
            Input::OpenPipeline { command, fragments } => self.open_pipeline(command, fragments)?,
            Input::RunCommand { tag, command_line, arguments, options } => {
                self.run_command(tag, command_line, arguments, options)?;
            }
            Input::ConnectCommand(command) => self.connect_command(command)?,
            Input::Send { command, stream, data, end } => {
                self.send(command, stream, data, end)?;
            }
            Input::Signal { command, code } => self.signal(command, code)?,
            Input::CloseCommand(command) => self.close_command(command)?,
            Input::Disconnect { idle_timeout, buffer_mode } => {
                self.move_on(Trigger::Disconnect)?;
                self.enqueue(Operation::Disconnect, &Disconnect { idle_timeout, buffer_mode });
            }
            Input::Reconnect => {
                self.move_on(Trigger::Reconnect)?;
                self.enqueue(Operation::Reconnect, &Reconnect::default());
            }
            Input::ResumeReceive(command) => {
                self.require_open()?;
                self.start_receive(now, command.as_ref());
            }
            Input::Close => {
                self.move_on(Trigger::Close)?;
                self.sending.clear();
                self.delayed.clear();
                // Before the service has named a text shell there is nothing to address.
                if self.shell.is_some() {
                    self.enqueue(Operation::Close, &Delete);
                }
            }
            Input::Response { exchange, status, body } => {
                self.on_response(now, exchange, status, &body)?;
            }
            Input::ExchangeFailed { exchange, reason } => {
                let finished = self.take_in_flight(exchange)?;
                self.fail(now, finished.operation, Failure::Transport(reason));
            }
            Input::Elapsed => {}
        }
        self.expire(now);
        self.wake_delayed(now);
        self.pump(now);
        Ok(())
    }

    /// The next thing to do, if there is one.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Elapsed`] is due if nothing happens before.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let answers = self.in_flight.values().map(|request| request.deadline);
        answers.chain(self.delayed.iter().map(Delayed::due)).min()
    }

    fn open(&mut self, shell: Shell) -> Result<(), Error> {
        let shell = Shell {
            input_streams: self.config.input_streams.clone(),
            output_streams: self.config.output_streams.clone(),
            ..shell
        };
        self.check_size(shell.creation_xml.as_ref().map_or(0, Vec::len))?;
        self.move_on(Trigger::Open)?;
        self.shell = shell.id.clone();
        self.enqueue(Operation::Open, &Create { shell });
        Ok(())
    }

    fn connect(&mut self, shell: ShellId, connect_xml: Option<Vec<u8>>) -> Result<(), Error> {
        self.check_size(connect_xml.as_ref().map_or(0, Vec::len))?;
        self.move_on(Trigger::Connect)?;
        self.shell = Some(shell);
        self.enqueue(Operation::Connect, &Connect { command: None, connect_xml });
        Ok(())
    }

    fn open_pipeline(&mut self, id: CommandId, fragments: Vec<Vec<u8>>) -> Result<(), Error> {
        self.require_open()?;
        for fragment in &fragments {
            self.check_size(fragment.len())?;
        }
        self.commands.add(&id)?;
        let mut first = Vec::new();
        let mut rest = fragments.into_iter().peekable();
        while let Some(fragment) = rest.next_if(|next| {
            first.is_empty() || first.len() + next.len() <= self.fragment_capacity()
        }) {
            first.extend(fragment);
        }
        let operation = Operation::OpenCommand { command: Some(id.clone()), tag: None };
        self.enqueue(operation, &Command::pipeline(id.clone(), &first));
        for data in rest {
            self.sending.push(Some(id.clone()), "stdin".to_owned(), data, false);
        }
        Ok(())
    }

    fn run_command(
        &mut self,
        tag: u64,
        command: String,
        arguments: Vec<String>,
        options: Options,
    ) -> Result<(), Error> {
        self.require_open()?;
        let length = command.len() + arguments.iter().map(String::len).sum::<usize>();
        self.check_size(length)?;
        let operation = Operation::OpenCommand { command: None, tag: Some(tag) };
        let message = Command { id: None, command, arguments };
        self.enqueue_with(operation, options, &message);
        Ok(())
    }

    fn connect_command(&mut self, id: CommandId) -> Result<(), Error> {
        self.require_open()?;
        self.commands.add(&id)?;
        let message = Connect { command: Some(id.clone()), connect_xml: None };
        self.enqueue(Operation::ConnectCommand(id), &message);
        Ok(())
    }

    fn send(
        &mut self,
        command: Option<CommandId>,
        stream: String,
        data: Vec<u8>,
        end: bool,
    ) -> Result<(), Error> {
        self.require_open()?;
        if let Some(id) = &command {
            self.commands.require_alive(id)?;
        }
        self.check_size(data.len())?;
        self.sending.push(command, stream, data, end);
        Ok(())
    }

    fn signal(&mut self, command: CommandId, code: SignalCode) -> Result<(), Error> {
        self.require_open()?;
        self.commands.require_alive(&command)?;
        let message = Signal { command: Some(command.clone()), code };
        self.enqueue(Operation::Signal(command), &message);
        Ok(())
    }

    fn close_command(&mut self, command: CommandId) -> Result<(), Error> {
        self.require_open()?;
        self.commands.close(&command)?;
        self.sending.forget(&command);
        let message = Signal { command: Some(command.clone()), code: SignalCode::Terminate };
        self.enqueue(Operation::CloseCommand(command), &message);
        Ok(())
    }

    fn move_on(&mut self, trigger: Trigger) -> Result<(), Error> {
        self.phase = self.phase.on(trigger)?;
        Ok(())
    }

    fn require_open(&self) -> Result<(), Error> {
        if self.phase == Phase::Open {
            return Ok(());
        }
        Err(Error::misuse(format!("the shell is {:?}", self.phase)))
    }

    fn check_size(&self, size: usize) -> Result<(), Error> {
        let maximum = self.fragment_capacity();
        if size > maximum {
            return Err(Error::LimitExceeded { what: "payload of one request in bytes", maximum });
        }
        Ok(())
    }

    fn emit(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    fn take_in_flight(&mut self, exchange: ExchangeId) -> Result<InFlight, Error> {
        let finished = self
            .in_flight
            .remove(&exchange)
            .ok_or_else(|| Error::misuse("no such request is waiting for an answer"))?;
        self.release_lane(exchange);
        Ok(finished)
    }

    fn release_lane(&mut self, exchange: ExchangeId) {
        if self.control_busy == Some(exchange) {
            self.control_busy = None;
        }
        if self.pool_receive == Some(exchange) {
            self.pool_receive = None;
        }
        self.sending.release(exchange);
        self.commands.release(exchange);
    }

    /// Gives up on requests whose answer is overdue.
    fn expire(&mut self, now: Instant) {
        let overdue: Vec<ExchangeId> = self
            .in_flight
            .iter()
            .filter(|(_, request)| request.deadline <= now)
            .map(|(exchange, _)| *exchange)
            .collect();
        for exchange in overdue {
            if let Ok(finished) = self.take_in_flight(exchange) {
                self.outputs.push_back(Output::Abandon(exchange));
                self.fail(now, finished.operation, Failure::TimedOut);
            }
        }
    }

    /// The shell is gone: nothing that is still waiting matters.
    fn finish(&mut self) {
        self.phase = Phase::Closed;
        self.control.clear();
        self.sending.clear();
        self.delayed.clear();
        self.commands.clear();
        let waiting: Vec<ExchangeId> = self.in_flight.keys().copied().collect();
        self.in_flight.clear();
        self.control_busy = None;
        self.pool_receive = None;
        self.outputs.extend(waiting.into_iter().map(Output::Abandon));
        self.emit(Event::Closed);
    }
}

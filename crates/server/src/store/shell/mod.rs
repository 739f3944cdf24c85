//! One shell: who has it, what it has to say, whether somebody listens.

mod describe;
mod presence;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use remora_auth::Principal;
use remora_psobject::Guid;
use remora_wsman::fault::Known;
use remora_wsman::message::{BufferMode, CommandInstance, CommandStateKind};
use remora_wsman::shell::server::{Outbox, ReceiveBudget, ReceiveReply};
use remora_wsman::{CommandId, ShellId};
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use super::ShellSeat;
use super::command::{Command, CommandStatus, REMEMBERED};
use super::received::{Exceeded, Received, ReceivedLimits};
use crate::Verified;
use crate::configuration::Quotas;
use crate::session_host::Relay;
use crate::text_shell::TextShell;

/// What is behind a shell.
#[derive(Clone, Debug)]
pub enum Backend {
    /// The session host of PowerShell.
    Session(Relay),
    /// Commands of a text shell.
    Text(Arc<TextShell>),
}

/// What never changes about a shell.
#[derive(Clone, Debug)]
pub struct ShellFacts {
    /// The id.
    pub id: ShellId,
    /// Who made it, and from where.
    pub owner: Verified,
    /// The resource it was made from.
    pub resource_uri: String,
    /// The session configuration.
    pub configuration: String,
    /// A name that the client chose.
    pub name: Option<String>,
    /// Language of texts.
    pub locale: Option<String>,
    /// Language of numbers and dates.
    pub data_locale: Option<String>,
    /// Streams that the client writes.
    pub input_streams: Vec<String>,
    /// Streams that the client reads.
    pub output_streams: Vec<String>,
    /// The process behind it.
    pub process_id: Option<u32>,
    /// What its client may send.
    pub received: ReceivedLimits,
    /// Whether the user's profile was wanted.
    pub profile_loaded: bool,
    /// When it was made.
    pub created: Instant,
}

/// Whether a client is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// One is.
    Connected,
    /// None is; output is kept as the buffer mode says.
    Disconnected,
}

/// What there is for a request for output.
#[derive(Debug)]
pub enum Taken {
    /// This.
    Output(ReceiveReply),
    /// Nothing yet.
    Nothing,
    /// A refusal.
    Refused(Known),
}

/// A shell.
#[derive(Debug)]
pub struct Shell {
    facts: ShellFacts,
    backend: Backend,
    quotas: Quotas,
    state: Mutex<State>,
    /// Output arrived, or the state is another one.
    changed: Notify,
    /// Output was taken.
    drained: Notify,
}

#[derive(Debug)]
struct State {
    presence: Presence,
    buffer_mode: BufferMode,
    idle_timeout: Duration,
    last_used: Instant,
    uses: u32,
    outbox: Outbox,
    /// What the shell itself was sent.
    received: Received,
    commands: HashMap<Guid, Command>,
    next_number: u64,
    /// A client that takes the shell up: what was answered so far, and who waits for it.
    newcomer: Option<Newcomer>,
    /// Why there is no process any more, and since when.
    ended: Option<(String, Instant)>,
    seat: Option<ShellSeat>,
}

impl State {
    fn waiting_bytes(&self) -> usize {
        let commands = self.commands.values().map(|command| command.outbox.bytes());
        commands.chain([self.outbox.bytes()]).sum()
    }

    /// Throws the oldest output of commands away where nobody is there to fetch it, too much waits, and
    /// the client wanted it so. Half of the buffer is freed, so that it does not happen at every turn.
    fn drop_surplus(&mut self, limit: usize) {
        let drops = self.presence == Presence::Disconnected && self.buffer_mode == BufferMode::Drop;
        if !drops || self.waiting_bytes() < limit {
            return;
        }
        let share = limit / 2 / self.commands.len().max(1);
        for command in self.commands.values_mut() {
            command.outbox.drop_oldest_messages(share);
        }
    }
}

/// A client that takes a shell up.
#[derive(Debug)]
struct Newcomer {
    welcome: Vec<u8>,
    waiter: oneshot::Sender<Vec<u8>>,
}

/// A request that concerns a shell: while there is one, the shell is not idle.
#[derive(Debug)]
pub struct Use(Arc<Shell>);

impl Drop for Use {
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        state.uses = state.uses.saturating_sub(1);
        state.last_used = Instant::now();
    }
}

impl Shell {
    /// A shell with a client. The seat is given back when its process is gone.
    #[must_use]
    pub fn new(
        facts: ShellFacts,
        backend: Backend,
        quotas: Quotas,
        idle_timeout: Duration,
        seat: ShellSeat,
    ) -> Arc<Self> {
        let state = State {
            presence: Presence::Connected,
            buffer_mode: BufferMode::Block,
            idle_timeout,
            last_used: facts.created,
            uses: 0,
            outbox: Outbox::new(),
            received: Received::default(),
            commands: HashMap::new(),
            next_number: 0,
            newcomer: None,
            ended: None,
            seat: Some(seat),
        };
        Arc::new(Self {
            facts,
            backend,
            quotas,
            state: Mutex::new(state),
            changed: Notify::new(),
            drained: Notify::new(),
        })
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> &ShellId {
        &self.facts.id
    }

    /// Who made it.
    #[must_use]
    pub const fn owner(&self) -> &Verified {
        &self.facts.owner
    }

    /// What never changes about it.
    #[must_use]
    pub const fn facts(&self) -> &ShellFacts {
        &self.facts
    }

    /// What is behind it.
    #[must_use]
    pub const fn backend(&self) -> &Backend {
        &self.backend
    }

    /// Whether it is a text shell.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self.backend, Backend::Text(_))
    }

    /// Whether it is this principal's own.
    #[must_use]
    pub fn is_owned_by(&self, principal: &Principal) -> bool {
        self.facts.owner.principal().is_same_account(principal)
    }

    /// Marks it as used until the value is dropped.
    pub fn begin_use(self: &Arc<Self>) -> Use {
        self.state.lock().uses += 1;
        Use(Arc::clone(self))
    }

    /// Refuses what only a connected shell with a process can do.
    ///
    /// # Errors
    /// [`Known::ShellDisconnected`], or [`Known::Internal`] with the reason of the process's end.
    pub fn require_connected(&self) -> Result<(), Known> {
        let state = self.state.lock();
        match (&state.ended, state.presence) {
            (Some((reason, _)), _) => Err(Known::Internal(reason.clone())),
            (None, Presence::Disconnected) => Err(Known::ShellDisconnected),
            (None, Presence::Connected) => Ok(()),
        }
    }

    /// Adds a command; text shells say what it runs.
    ///
    /// # Errors
    /// [`Known::Internal`] where one of this id runs or its end was not told yet, a quota where
    /// there are too many.
    pub fn add_command(
        &self,
        guid: Guid,
        id: CommandId,
        line: Option<String>,
    ) -> Result<(), Known> {
        let mut state = self.state.lock();
        if state.commands.get(&guid).is_some_and(|command| !command.is_over()) {
            return Err(Known::Internal(format!("The command {id} exists already. ")));
        }
        let running = state.commands.values().filter(|one| one.status == CommandStatus::Running);
        if running.count() >= self.quotas.max_commands_per_shell as usize {
            return Err(Known::MaxCommandsPerShell(self.quotas.max_commands_per_shell));
        }
        let mut over: Vec<(u64, Guid)> = state
            .commands
            .iter()
            .filter(|(_, command)| command.is_over())
            .map(|(guid, command)| (command.number, *guid))
            .collect();
        over.sort_unstable();
        for (_, guid) in over.iter().rev().skip(REMEMBERED) {
            state.commands.remove(guid);
        }
        state.next_number += 1;
        let outbox = if line.is_some() { Outbox::text() } else { Outbox::new() };
        let (line, status) = (line.unwrap_or_default(), CommandStatus::Running);
        let (number, received) = (state.next_number, Received::default());
        let command = Command { id, line, outbox, received, status, number };
        state.commands.insert(guid, command);
        Ok(())
    }

    /// Where a command stands; `None` where there is none.
    #[must_use]
    pub fn command_status(&self, guid: Guid) -> Option<CommandStatus> {
        self.state.lock().commands.get(&guid).map(|command| command.status)
    }

    /// Counts what a command, or the shell itself, is sent: input, or answers to host calls.
    ///
    /// # Errors
    /// [`Exceeded`]; the bytes must not be passed on then.
    pub(crate) fn count_received(
        &self,
        command: Option<Guid>,
        bytes: &[u8],
        is_answer: bool,
    ) -> Result<(), Exceeded> {
        let limits = self.facts.received;
        let mut state = self.state.lock();
        match command {
            None => state.received.count(bytes, is_answer, limits, false),
            Some(guid) => match state.commands.get_mut(&guid) {
                Some(command) => command.received.count(bytes, is_answer, limits, true),
                None => Ok(()),
            },
        }
    }

    /// The groups of processes behind it.
    pub(crate) fn process_groups(&self) -> Vec<u32> {
        match &self.backend {
            Backend::Session(_) => self.facts.process_id.into_iter().collect(),
            Backend::Text(text) => text.process_ids(),
        }
    }

    /// Forgets a command with its output; whether there was one.
    pub fn remove_command(&self, guid: Guid) -> bool {
        let removed = self.state.lock().commands.remove(&guid).is_some();
        self.changed.notify_waiters();
        self.drained.notify_waiters();
        removed
    }

    /// The commands that run or whose end was not told yet.
    #[must_use]
    pub fn commands(&self) -> Vec<CommandInstance> {
        let state = self.state.lock();
        let mut commands: Vec<_> =
            state.commands.values().filter(|command| !command.is_over()).collect();
        commands.sort_by_key(|command| command.number);
        commands
            .into_iter()
            .map(|command| CommandInstance {
                id: command.id.clone(),
                command_line: command.line.clone(),
                state: match command.status {
                    CommandStatus::Running => CommandStateKind::Running,
                    CommandStatus::Ended => CommandStateKind::Done,
                },
            })
            .collect()
    }

    /// Whether a command runs, or its client does not know yet that it has ended.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let state = self.state.lock();
        state.ended.is_none() && state.commands.values().any(|command| !command.is_over())
    }

    /// Appends to a stream of the shell or of a command; for PowerShell exactly one fragment. What
    /// belongs to a command that is not there any more is dropped.
    pub fn push(&self, command: Option<Guid>, stream: &str, data: Vec<u8>) {
        let mut state = self.state.lock();
        match command {
            None => state.outbox.push(stream, data),
            Some(guid) => {
                if let Some(command) = state.commands.get_mut(&guid) {
                    command.outbox.push(stream, data);
                }
            }
        }
        state.drop_surplus(self.quotas.output_buffer);
        drop(state);
        self.changed.notify_waiters();
    }

    /// Nothing more follows on a stream of a command.
    pub(crate) fn end_stream(&self, guid: Guid, stream: &str) {
        if let Some(command) = self.state.lock().commands.get_mut(&guid) {
            command.outbox.end_stream(stream);
        }
        self.changed.notify_waiters();
    }

    /// A command has ended; everything it wrote was pushed before.
    pub fn finish_command(&self, guid: Guid, exit_code: Option<i32>) {
        if let Some(command) = self.state.lock().commands.get_mut(&guid) {
            command.status = CommandStatus::Ended;
            command.outbox.finish(exit_code);
        }
        self.changed.notify_waiters();
    }

    /// It has ended, or is about to. What was written can still be read; then the reason is told.
    /// Only the first reason counts.
    pub fn end(&self, reason: &str) {
        let mut state = self.state.lock();
        if state.ended.is_none() {
            state.ended = Some((reason.to_owned(), Instant::now()));
        }
        drop(state);
        self.changed.notify_waiters();
        self.drained.notify_waiters();
    }

    /// Its process is gone: it does not count against the quotas any more.
    pub(crate) fn release_seat(&self) {
        let seat = self.state.lock().seat.take();
        // Outside of the lock: the seat takes the store's.
        drop(seat);
    }

    /// Largest data of a fragment that is relayed, in bytes.
    pub(crate) const fn max_fragment(&self) -> usize {
        self.quotas.max_line
    }

    /// Why the process is gone, if it is.
    #[must_use]
    pub fn end_reason(&self) -> Option<String> {
        self.state.lock().ended.as_ref().map(|(reason, _)| reason.clone())
    }

    /// Waits until the output that nobody has fetched is small enough for more.
    pub async fn room(&self) {
        loop {
            let drained = self.drained.notified();
            {
                let state = self.state.lock();
                // A client that takes the shell up waits for an answer behind that output.
                let share = if state.newcomer.is_some() { 2 } else { 1 };
                let limit = self.quotas.output_buffer.saturating_mul(share);
                if state.ended.is_some() || state.waiting_bytes() < limit {
                    return;
                }
            }
            drained.await;
        }
    }

    /// What there is for a request for output now.
    fn take(
        &self,
        command: Option<Guid>,
        streams: &[String],
        budget: &mut ReceiveBudget,
        waited: bool,
    ) -> Taken {
        let mut guard = self.state.lock();
        let state = &mut *guard;
        if state.presence == Presence::Disconnected {
            let known = if waited { Known::StreamDisconnected } else { Known::ShellDisconnected };
            return Taken::Refused(known);
        }
        let outbox = match command {
            None => &mut state.outbox,
            Some(guid) => match state.commands.get_mut(&guid) {
                Some(command) if !command.is_over() => &mut command.outbox,
                _ if waited => return Taken::Refused(Known::CommandTerminated),
                _ => return Taken::Refused(Known::CommandNotFound),
            },
        };
        if let Some(reply) = outbox.take(streams, budget) {
            drop(guard);
            self.drained.notify_waiters();
            return Taken::Output(reply);
        }
        match &state.ended {
            Some((reason, _)) => Taken::Refused(Known::Internal(reason.clone())),
            None => Taken::Nothing,
        }
    }

    /// Waits for output. Nothing is lost when the future is dropped.
    ///
    /// # Errors
    /// Where the command is not there or goes, the shell is disconnected, or its process is gone.
    pub async fn receive(
        &self,
        command: Option<Guid>,
        streams: &[String],
        mut budget: ReceiveBudget,
    ) -> Result<ReceiveReply, Known> {
        let mut waited = false;
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            match self.take(command, streams, &mut budget, waited) {
                Taken::Output(reply) => return Ok(reply),
                Taken::Refused(known) => return Err(known),
                Taken::Nothing => waited = true,
            }
            changed.await;
        }
    }

    /// Takes back what could not be delivered.
    pub fn put_back(&self, command: Option<Guid>, reply: ReceiveReply) {
        let mut state = self.state.lock();
        match command {
            None => state.outbox.put_back(reply),
            Some(guid) => {
                if let Some(command) = state.commands.get_mut(&guid) {
                    command.outbox.put_back(reply);
                }
            }
        }
        drop(state);
        self.changed.notify_waiters();
    }

    /// Whether nobody has used it for too long, or its process has been gone for `keep_ended`.
    #[must_use]
    pub fn is_expired(&self, now: Instant, keep_ended: Duration) -> bool {
        let state = self.state.lock();
        match &state.ended {
            Some((_, since)) => now.saturating_duration_since(*since) >= keep_ended,
            None => {
                let idle = now.saturating_duration_since(state.last_used);
                state.uses == 0 && idle >= state.idle_timeout
            }
        }
    }
}

//! One shell: who has it, what it has to say, whether somebody listens.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use remora_auth::Principal;
use remora_psobject::Guid;
use remora_wsman::fault::Known;
use remora_wsman::message::{
    BufferMode, CommandInstance, CommandStateKind, ConnectionState, Shell as ShellDescription,
};
use remora_wsman::shell::server::{Outbox, ReceiveBudget, ReceiveReply};
use remora_wsman::{CommandId, ShellId};
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use super::ShellSeat;
use super::command::{Command, CommandStatus, REMEMBERED};
use crate::Verified;
use crate::configuration::Quotas;
use crate::session_host::Relay;

/// A client that is there asks for output at least this often: its next request follows the answer.
const CLIENT_PAUSE: Duration = Duration::from_secs(10);

/// The stream that PowerShell writes.
const STDOUT: &str = "stdout";

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
    relay: Relay,
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
        relay: Relay,
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
            commands: HashMap::new(),
            next_number: 0,
            newcomer: None,
            ended: None,
            seat: Some(seat),
        };
        Arc::new(Self {
            facts,
            relay,
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

    /// The way to its process.
    #[must_use]
    pub const fn relay(&self) -> &Relay {
        &self.relay
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

    /// Adds a command.
    ///
    /// # Errors
    /// [`Known::Internal`] where one of this id runs or its end was not told yet, a quota where
    /// there are too many.
    pub fn add_command(&self, guid: Guid, id: CommandId) -> Result<(), Known> {
        let mut state = self.state.lock();
        if state.commands.get(&guid).is_some_and(|command| !command.is_over()) {
            return Err(Known::Internal(format!("The command {id} exists already. ")));
        }
        let running = state.commands.values().filter(|one| one.status == CommandStatus::Running);
        if running.count() >= self.quotas.max_commands_per_shell as usize {
            return Err(Known::MaxOperationsPerUser(self.quotas.max_commands_per_shell));
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
        let (outbox, status) = (Outbox::new(), CommandStatus::Running);
        let command = Command { id, outbox, status, number: state.next_number };
        state.commands.insert(guid, command);
        Ok(())
    }

    /// Where a command stands; `None` where there is none.
    #[must_use]
    pub fn command_status(&self, guid: Guid) -> Option<CommandStatus> {
        self.state.lock().commands.get(&guid).map(|command| command.status)
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
                command_line: String::new(),
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

    /// Appends a fragment to the output of the shell or of a command. What belongs to a command
    /// that is not there any more is dropped.
    pub fn push(&self, command: Option<Guid>, fragment: Vec<u8>) {
        let mut state = self.state.lock();
        match command {
            None => state.outbox.push(STDOUT, fragment),
            Some(guid) => {
                if let Some(command) = state.commands.get_mut(&guid) {
                    command.outbox.push(STDOUT, fragment);
                }
            }
        }
        state.drop_surplus(self.quotas.output_buffer);
        drop(state);
        self.changed.notify_waiters();
    }

    /// A command has ended; everything it wrote was pushed before.
    pub fn finish_command(&self, guid: Guid) {
        if let Some(command) = self.state.lock().commands.get_mut(&guid) {
            command.status = CommandStatus::Ended;
            command.outbox.finish(None);
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
                let is_full = state.waiting_bytes() >= self.quotas.output_buffer;
                if state.ended.is_some() || !is_full {
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

    /// The client leaves; output is kept from now on.
    ///
    /// # Errors
    /// As [`Shell::require_connected`]; [`Known::IdleTimeoutTooLong`].
    pub fn disconnect(
        &self,
        idle_timeout: Option<Duration>,
        buffer_mode: Option<BufferMode>,
    ) -> Result<(), Known> {
        self.require_connected()?;
        let idle_timeout = idle_timeout.map(|asked| self.quotas.check_idle(asked)).transpose()?;
        let mut state = self.state.lock();
        state.presence = Presence::Disconnected;
        state.idle_timeout = idle_timeout.unwrap_or(state.idle_timeout);
        state.buffer_mode = buffer_mode.unwrap_or(state.buffer_mode);
        drop(state);
        self.changed.notify_waiters();
        Ok(())
    }

    /// The client is back.
    ///
    /// # Errors
    /// [`Known::Internal`] where the process is gone.
    pub fn reconnect(&self) -> Result<(), Known> {
        let mut state = self.state.lock();
        if let Some((reason, _)) = &state.ended {
            return Err(Known::Internal(reason.clone()));
        }
        state.presence = Presence::Connected;
        Ok(())
    }

    /// A client that does not have the shell takes it up: what the session host answers comes to the
    /// receiver.
    ///
    /// # Errors
    /// [`Known::ShellConnected`] where another client has it, [`Known::Internal`] where the process is
    /// gone.
    pub fn begin_connect(&self) -> Result<oneshot::Receiver<Vec<u8>>, Known> {
        let mut state = self.state.lock();
        if let Some((reason, _)) = &state.ended {
            return Err(Known::Internal(reason.clone()));
        }
        // A client that vanished without a word asks for nothing any more.
        let is_used = state.uses > 0 || state.last_used.elapsed() < CLIENT_PAUSE;
        if state.presence == Presence::Connected && is_used {
            return Err(Known::ShellConnected);
        }
        let (waiter, receiver) = oneshot::channel();
        state.newcomer = Some(Newcomer { welcome: Vec::new(), waiter });
        Ok(receiver)
    }

    /// Takes a fragment of the answer to a client that takes the shell up; gives it back where there
    /// is no such client.
    pub(crate) fn push_welcome(&self, fragment: Vec<u8>, is_last: bool) -> Option<Vec<u8>> {
        let mut state = self.state.lock();
        let Some(newcomer) = &mut state.newcomer else { return Some(fragment) };
        newcomer.welcome.extend(fragment);
        if is_last && let Some(newcomer) = state.newcomer.take() {
            state.presence = Presence::Connected;
            // Who waited may have gone; then the shell is idle until somebody comes.
            let _ = newcomer.waiter.send(newcomer.welcome);
        }
        None
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

    /// What a client is told about it.
    #[must_use]
    pub fn describe(&self, now: Instant) -> ShellDescription {
        let state = self.state.lock();
        let facts = &self.facts;
        ShellDescription {
            id: Some(facts.id.clone()),
            name: facts.name.clone(),
            resource_uri: Some(facts.resource_uri.clone()),
            owner: Some(facts.owner.name().to_owned()),
            client_ip: Some(facts.owner.address().ip().to_string()),
            process_id: facts.process_id,
            idle_timeout: Some(state.idle_timeout),
            input_streams: facts.input_streams.clone(),
            output_streams: facts.output_streams.clone(),
            max_idle_timeout: Some(self.quotas.max_idle_timeout),
            locale: facts.locale.clone(),
            data_locale: facts.data_locale.clone(),
            compression_mode: Some("NoCompression".to_owned()),
            profile_loaded: Some(true),
            encoding: Some("UTF8".to_owned()),
            buffer_mode: Some(state.buffer_mode),
            state: Some(match state.presence {
                Presence::Connected => ConnectionState::Connected,
                Presence::Disconnected => ConnectionState::Disconnected,
            }),
            run_time: Some(now.saturating_duration_since(facts.created)),
            inactivity: Some(if state.uses > 0 {
                Duration::ZERO
            } else {
                now.saturating_duration_since(state.last_used)
            }),
            ..ShellDescription::default()
        }
    }
}

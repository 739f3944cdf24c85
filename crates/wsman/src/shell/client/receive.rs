//! The receive loops: one for the shell, one for each running command.

use std::time::{Duration, Instant};

use super::{Client, Event, Phase};
use crate::CommandId;
use crate::message::{CommandStateKind, ReceiveResponse};
use crate::names::resource;

/// A service that has nothing to say answers no sooner than this; one that does is asked more
/// slowly, so that it cannot keep the client busy.
const SHORTEST_WAIT: Duration = Duration::from_millis(500);

/// A receive loop that pauses.
pub(super) struct Delayed {
    due: Instant,
    command: Option<CommandId>,
}

impl Delayed {
    pub(super) const fn due(&self) -> Instant {
        self.due
    }

    pub(super) const fn command(&self) -> Option<&CommandId> {
        self.command.as_ref()
    }
}

impl Client {
    /// Asks for output of a command, or of the shell, unless that is being done.
    pub(super) fn start_receive(&mut self, now: Instant, command: Option<&CommandId>) {
        if self.phase != Phase::Open {
            return;
        }
        match command {
            // Text shells have no streams of their own.
            None if self.config.resource_uri == resource::SHELL_CMD => {}
            None if self.pool_receive.is_some() => {}
            None => self.pool_receive = Some(self.dispatch_receive(now, None)),
            Some(id) if self.commands.wants_receive(id) => {
                let exchange = self.dispatch_receive(now, command);
                self.commands.set_receive(id, exchange);
            }
            Some(_) => {}
        }
    }

    /// Asks for output of everything that may have some.
    pub(super) fn start_all_receives(&mut self, now: Instant) {
        self.start_receive(now, None);
        for command in self.commands.running() {
            self.start_receive(now, Some(&command));
        }
    }

    /// Nothing came: asks again, later when the answer came too fast.
    pub(super) fn receive_again(
        &mut self,
        now: Instant,
        sent: Instant,
        command: Option<CommandId>,
    ) {
        if now.saturating_duration_since(sent) >= SHORTEST_WAIT {
            self.start_receive(now, command.as_ref());
        } else {
            self.delayed.push(Delayed { due: sent + SHORTEST_WAIT, command });
        }
    }

    pub(super) fn wake_delayed(&mut self, now: Instant) {
        let (due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.delayed).into_iter().partition(|delayed| delayed.due <= now);
        self.delayed = later;
        for Delayed { command, .. } in due {
            self.start_receive(now, command.as_ref());
        }
    }

    /// Output came.
    pub(super) fn on_output(
        &mut self,
        now: Instant,
        sent: Instant,
        command: Option<CommandId>,
        response: ReceiveResponse,
    ) {
        let empty = response.streams.is_empty();
        for stream in response.streams {
            // A stream without an id belongs to whatever was asked for.
            let command = stream.command.or_else(|| command.clone());
            let (stream, data, end) = (stream.name, stream.data, stream.end);
            self.emit(Event::Data { command, stream, data, end });
        }
        match response.state {
            Some(state) if state.kind == CommandStateKind::Done => {
                let command = state.command.or(command);
                if let Some(id) = &command {
                    self.commands.done(id);
                    self.sending.forget(id);
                }
                self.emit(Event::Done { command, exit_code: state.exit_code });
            }
            _ if empty => self.receive_again(now, sent, command),
            _ => self.start_receive(now, command.as_ref()),
        }
    }
}

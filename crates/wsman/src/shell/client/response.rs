//! Answers.

use std::time::Instant;

use super::state::Trigger;
use super::{Client, Event, Failure, InFlight, Operation, Output, Phase};
use crate::exchange::{Answer, read_answer};
use crate::fault::Known;
use crate::message::{
    CommandResponse, ConnectResponse, CreateResponse, Delete, DeleteResponse, DisconnectResponse,
    Message, ReceiveResponse, ReconnectResponse, SendResponse, SignalResponse,
};
use crate::shell::ExchangeId;
use crate::{CommandId, Error};

impl Client {
    pub(super) fn on_response(
        &mut self,
        now: Instant,
        exchange: ExchangeId,
        status: u16,
        body: &[u8],
    ) -> Result<(), Error> {
        let finished = self.take_in_flight(exchange)?;
        let outcome = self.apply(now, &finished, status, body);
        if let Err(failure) = outcome {
            self.on_failure(now, finished, failure);
        }
        Ok(())
    }

    /// Reads an answer and acts on it.
    fn apply(
        &mut self,
        now: Instant,
        finished: &InFlight,
        status: u16,
        body: &[u8],
    ) -> Result<(), Failure> {
        match &finished.operation {
            Operation::Open => {
                let response: CreateResponse = self.expect(finished, status, body)?;
                self.on_opened(now, response)?;
            }
            Operation::Connect => {
                let response: ConnectResponse = self.expect(finished, status, body)?;
                if self.phase == Phase::Connecting {
                    self.phase = self.phase.on(Trigger::Done).map_err(Failure::Protocol)?;
                    let connect_response_xml = response.connect_response_xml;
                    self.emit(Event::Connected { connect_response_xml });
                    self.start_receive(now, None);
                }
            }
            Operation::OpenCommand { command, tag } => {
                let response: CommandResponse = self.expect(finished, status, body)?;
                // A service that renames the command would leave the client asking for another.
                if command.as_ref().is_some_and(|asked| *asked != response.id) {
                    return Err(Failure::Protocol(Error::peer("the service renamed the command")));
                }
                self.commands.opened(&response.id);
                self.emit(Event::CommandOpened { command: response.id.clone(), tag: *tag });
                self.start_receive(now, Some(&response.id));
            }
            Operation::ConnectCommand(command) => {
                let _: ConnectResponse = self.expect(finished, status, body)?;
                self.commands.opened(command);
                self.emit(Event::CommandConnected(command.clone()));
                self.start_receive(now, Some(command));
            }
            Operation::Send { command, bytes } => {
                let _: SendResponse = self.expect(finished, status, body)?;
                self.emit(Event::Sent { command: command.clone(), bytes: *bytes });
            }
            Operation::Receive(command) => {
                let response: ReceiveResponse = self.expect(finished, status, body)?;
                self.on_output(now, finished.sent, command.clone(), response);
            }
            Operation::Signal(command) => {
                let _: SignalResponse = self.expect(finished, status, body)?;
                self.emit(Event::Signalled(command.clone()));
            }
            Operation::CloseCommand(command) => {
                let _: SignalResponse = self.expect(finished, status, body)?;
                self.on_command_closed(command);
            }
            Operation::Disconnect => {
                let _: DisconnectResponse = self.expect(finished, status, body)?;
                if self.phase == Phase::Disconnecting {
                    self.phase = Phase::Disconnected;
                    self.delayed.clear();
                    self.emit(Event::Disconnected);
                }
            }
            Operation::Reconnect => {
                let _: ReconnectResponse = self.expect(finished, status, body)?;
                if self.phase == Phase::Reconnecting {
                    self.phase = Phase::Open;
                    self.emit(Event::Reconnected);
                    self.start_all_receives(now);
                }
            }
            Operation::Close => {
                let _: DeleteResponse = self.expect(finished, status, body)?;
                self.finish();
            }
        }
        Ok(())
    }

    fn expect<M: Message>(
        &self,
        finished: &InFlight,
        status: u16,
        body: &[u8],
    ) -> Result<M, Failure> {
        match read_answer(status, body, Some(&finished.message_id), &self.config.limits) {
            Ok(Answer::Message(_, message)) => Ok(message),
            Ok(Answer::Fault(fault)) => Err(Failure::Fault(fault)),
            Ok(Answer::Http(status)) => Err(Failure::Http(status)),
            Err(error) => Err(Failure::Protocol(error)),
        }
    }

    fn on_opened(&mut self, now: Instant, response: CreateResponse) -> Result<(), Failure> {
        let id = response.shell_id().map_err(Failure::Protocol)?;
        let unnamed = self.shell.replace(id.clone()).is_none();
        if self.phase == Phase::Closing && unnamed {
            self.enqueue(Operation::Close, &Delete);
        }
        if self.phase == Phase::Opening {
            self.phase = self.phase.on(Trigger::Done).map_err(Failure::Protocol)?;
            self.emit(Event::Opened { id, shell: Box::new(response.shell.unwrap_or_default()) });
            self.start_receive(now, None);
        }
        Ok(())
    }

    fn on_command_closed(&mut self, command: &CommandId) {
        if let Some(exchange) = self.commands.remove(command) {
            self.in_flight.remove(&exchange);
            self.outputs.push_back(Output::Abandon(exchange));
        }
        self.delayed.retain(|delayed| delayed.command() != Some(command));
        self.emit(Event::CommandClosed(command.clone()));
    }

    fn on_failure(&mut self, now: Instant, finished: InFlight, failure: Failure) {
        if let (Operation::Receive(command), Failure::Fault(fault)) =
            (&finished.operation, &failure)
            && fault.is(&Known::TimedOut)
        {
            return self.receive_again(now, finished.sent, command.clone());
        }
        self.fail(now, finished.operation, failure);
    }

    /// Acts on something that did not work, and reports it unless nobody cares any more.
    pub(super) fn fail(&mut self, now: Instant, operation: Operation, failure: Failure) {
        let gone = matches!(&failure, Failure::Fault(fault) if fault.is(&Known::InvalidSelectors));
        match &operation {
            // The shell may not exist, or may: whoever asked for its end gets it either way.
            Operation::Close => {
                if !gone {
                    self.emit(Event::Failed { operation, failure });
                }
                return self.finish();
            }
            Operation::Open | Operation::Connect
                if self.phase != Phase::Closing || self.shell.is_none() =>
            {
                self.emit(Event::Failed { operation, failure });
                return self.finish();
            }
            Operation::OpenCommand { command: Some(id), .. } | Operation::ConnectCommand(id) => {
                self.sending.forget(id);
                self.commands.remove(id);
            }
            // Forgotten either way; that the service had forgotten it first is no failure.
            Operation::CloseCommand(id) => {
                let id = id.clone();
                self.on_command_closed(&id);
                if gone {
                    return;
                }
            }
            Operation::Send { command: Some(id), .. } => self.sending.forget(id),
            Operation::Receive(Some(id)) if self.commands.is_closing(id) => return,
            // Left alone on purpose: the service ends what was waiting.
            Operation::Receive(_) if self.phase != Phase::Open => return,
            Operation::Receive(None) if gone => {
                self.emit(Event::Failed { operation, failure });
                return self.finish();
            }
            Operation::Disconnect if self.phase == Phase::Disconnecting => {
                self.phase = if gone { Phase::Closed } else { Phase::Open };
                self.emit(Event::Failed { operation, failure });
                return if gone { self.finish() } else { self.start_all_receives(now) };
            }
            Operation::Reconnect if self.phase == Phase::Reconnecting => {
                self.phase = if gone { Phase::Closed } else { Phase::Disconnected };
                self.emit(Event::Failed { operation, failure });
                if gone {
                    self.finish();
                }
                return;
            }
            _ => {}
        }
        self.emit(Event::Failed { operation, failure });
    }
}

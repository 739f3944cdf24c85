//! Requests: writing them, and sending them one after the other on their lanes.

use std::time::Instant;

use super::{Client, InFlight, Lane, Operation, Output, Phase};
use crate::message::{Message, Receive, Send};
use crate::shell::ExchangeId;
use crate::soap::{Header, Options, Selectors, write_message};

/// A request that waits for the control lane.
pub(super) struct Pending {
    operation: Operation,
    message_id: String,
    soap: String,
}

impl Client {
    /// Queues a request on the control lane.
    pub(super) fn enqueue<M: Message>(&mut self, operation: Operation, message: &M) {
        let options = match operation {
            Operation::Open | Operation::Connect => self.config.options.clone(),
            _ => Options::none(),
        };
        self.enqueue_with(operation, options, message);
    }

    /// Queues a request with options of its own on the control lane.
    pub(super) fn enqueue_with<M: Message>(
        &mut self,
        operation: Operation,
        options: Options,
        message: &M,
    ) {
        let addressed = operation != Operation::Open;
        let (message_id, soap) = self.write(addressed, options, message);
        self.control.push_back(Pending { operation, message_id, soap });
    }

    fn write<M: Message>(
        &mut self,
        addressed: bool,
        options: Options,
        message: &M,
    ) -> (String, String) {
        let id = self.ids.next_id();
        let selectors = match &self.shell {
            Some(shell) if addressed => Selectors::shell(shell),
            _ => Selectors::none(),
        };
        let header = self.config.endpoint.header(id, &self.config.resource_uri);
        let header = Header { selectors, options, ..header };
        (id.to_message_id(), write_message(&header, message))
    }

    fn dispatch(
        &mut self,
        now: Instant,
        lane: Lane,
        operation: Operation,
        message_id: String,
        soap: String,
    ) -> ExchangeId {
        let exchange = ExchangeId(self.next_exchange);
        self.next_exchange += 1;
        let patience = self.config.endpoint.operation_timeout + self.config.network_delay;
        let deadline = now + patience;
        self.in_flight.insert(exchange, InFlight { operation, message_id, sent: now, deadline });
        self.outputs.push_back(Output::Request { exchange, lane, soap });
        exchange
    }

    /// Sends what can be sent.
    pub(super) fn pump(&mut self, now: Instant) {
        if self.control_busy.is_none()
            && let Some(Pending { operation, message_id, soap }) = self.control.pop_front()
        {
            let exchange = self.dispatch(now, Lane::Control, operation, message_id, soap);
            self.control_busy = Some(exchange);
        }
        if self.phase != Phase::Open {
            return;
        }
        let capacity = self.fragment_capacity();
        let commands = &self.commands;
        let ready = |command: Option<&_>| command.is_none_or(|id| commands.takes_input(id));
        if let Some(block) = self.sending.next(capacity, ready) {
            let operation =
                Operation::Send { command: block.command.clone(), bytes: block.data.len() };
            let message = Send { streams: vec![block] };
            let (message_id, soap) = self.write(true, Options::none(), &message);
            let exchange = self.dispatch(now, Lane::Send, operation, message_id, soap);
            self.sending.set_busy(exchange);
        }
    }

    /// Sends a request for output.
    pub(super) fn dispatch_receive(
        &mut self,
        now: Instant,
        command: Option<&crate::CommandId>,
    ) -> ExchangeId {
        let message =
            Receive { command: command.cloned(), streams: self.config.output_streams.clone() };
        let options = Options::none().with("WSMAN_CMDSHELL_OPTION_KEEPALIVE", "TRUE");
        let (message_id, soap) = self.write(true, options, &message);
        let lane = Lane::Receive(command.cloned());
        self.dispatch(now, lane, Operation::Receive(command.cloned()), message_id, soap)
    }
}

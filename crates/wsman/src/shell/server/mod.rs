//! The service's side of the protocol, for one listener or one connection.
//!
//! Contract: give every request, reply, lost client and elapsed deadline to
//! [`Server::handle_input`], and after each call take [`Server::poll_output`] until it gives
//! nothing. Every request leads to exactly one [`Output::Response`]; most lead to one
//! [`Output::Verb`] before, which the caller carries out and answers with [`Input::Reply`]. A
//! request that is not answered within its time-out gets the fault that clients expect, and the
//! caller an [`Output::Withdrawn`].
//!
//! The machine holds no shells: who owns one, what it has to say and whether it is connected is
//! the caller's business. [`Outbox`] keeps output until somebody asks for it.

mod budget;
mod check;
mod dispatch;
mod enumeration;
mod outbox;
mod reply;
mod types;

pub use budget::ReceiveBudget;
pub use outbox::{Outbox, OutputBlock, ReceiveReply, ReplyState};
pub use types::{
    Caller, CreateShell, Input, OpenCommand, OtherOperation, OtherVerb, Output, Reply,
    ServerConfig, Verb,
};

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use enumeration::Enumerations;
use reply::Awaited;

use crate::Error;
use crate::fault::{Fault, HTTP_STATUS, Known};
use crate::identity::IdSource;
use crate::message::{
    Enumerate, Identify, IdentifyResponse, Message, Pull, Release, ReleaseResponse,
};
use crate::names::{action, resource};
use crate::shell::ExchangeId;
use crate::soap::{Envelope, Header, is_other_soap_version, write_message};
use crate::xml::{Document, Outline, decode_text};

/// What Windows tells strangers instead of its version.
const HIDDEN_VERSION: &str = "OS: 0.0.0 SP: 0.0 Stack: 3.0";

/// Shortest time-out that is kept: with less, a verb would be withdrawn before it is carried out.
const SHORTEST_TIMEOUT: Duration = Duration::from_millis(500);

/// A request that waits for its reply.
struct Waiting {
    header: Header,
    awaited: Awaited,
    answer_size: u32,
    /// Whether the first answer of an enumeration may hold items, and how many.
    enumerate: (bool, Option<u32>),
    deadline: Instant,
}

/// The server machine.
pub struct Server {
    config: ServerConfig,
    ids: Box<dyn IdSource>,
    waiting: BTreeMap<ExchangeId, Waiting>,
    enumerations: Enumerations,
    outputs: VecDeque<Output>,
}

impl Server {
    /// A machine without requests.
    #[must_use]
    pub fn new(config: ServerConfig, ids: Box<dyn IdSource>) -> Self {
        Self {
            config,
            ids,
            waiting: BTreeMap::new(),
            enumerations: Enumerations::default(),
            outputs: VecDeque::new(),
        }
    }

    /// Takes one input.
    ///
    /// # Errors
    /// [`Error::ApiMisuse`] for an exchange that is used twice, and for a reply that does not fit
    /// the verb; the request goes on waiting. A reply that comes too late is no error.
    pub fn handle_input(&mut self, now: Instant, input: Input) -> Result<(), Error> {
        match input {
            Input::Request { exchange, caller, body } => {
                if self.waiting.contains_key(&exchange) {
                    return Err(Error::misuse("the exchange is in use"));
                }
                self.on_request(now, exchange, caller, &body);
            }
            Input::Reply { exchange, reply } => self.on_reply(now, exchange, reply)?,
            Input::Gone(exchange) => {
                if self.waiting.remove(&exchange).is_some() {
                    self.outputs.push_back(Output::Withdrawn(exchange));
                }
            }
            Input::Elapsed => {}
        }
        self.expire(now);
        Ok(())
    }

    /// The next thing to do, if there is one.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Elapsed`] is due if nothing happens before.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let requests = self.waiting.values().map(|waiting| waiting.deadline);
        requests.chain(self.enumerations.deadline()).min()
    }

    fn on_request(&mut self, now: Instant, exchange: ExchangeId, caller: Caller, body: &[u8]) {
        if !caller.authenticated && !caller.identify_header {
            return self.respond(exchange, 401, String::new());
        }
        // UTF-16 takes two bytes for what counts as one.
        if body.len() > self.config.limits.envelope_size.saturating_mul(2) {
            return self.respond(exchange, 413, String::new());
        }
        let outcome = decode_text(body).and_then(|text| {
            let outline = Outline::new(&text, &self.config.limits)?;
            let document = Document::of(&outline)?;
            self.on_document(now, exchange, caller, &document)
        });
        match outcome {
            Ok(()) => {}
            Err(Error::LimitExceeded { what: "envelope size in bytes", .. }) => {
                self.respond(exchange, 413, String::new());
            }
            // Nobody knows whether this was meant to be SOAP.
            Err(error) => {
                let fault = dispatch::schema_fault(error).fault();
                self.refuse(exchange, 400, &Header::default(), fault);
            }
        }
    }

    fn on_document(
        &mut self,
        now: Instant,
        exchange: ExchangeId,
        caller: Caller,
        document: &Document<'_>,
    ) -> Result<(), Error> {
        if is_other_soap_version(document) {
            let fault = Known::VersionMismatch.fault();
            self.refuse(exchange, HTTP_STATUS, &Header::default(), fault);
            return Ok(());
        }
        let envelope = Envelope::read(document)?;
        if Identify::is_in(envelope.body) {
            self.identify(exchange, caller, &envelope.header);
        } else if !caller.authenticated {
            self.respond(exchange, 401, String::new());
        } else if let Err(fault) = self.on_envelope(now, exchange, caller, &envelope) {
            self.refuse(exchange, HTTP_STATUS, &envelope.header, *fault);
        }
        Ok(())
    }

    fn identify(&mut self, exchange: ExchangeId, caller: Caller, header: &Header) {
        let version =
            if caller.authenticated { &self.config.product_version } else { HIDDEN_VERSION };
        let mut response = IdentifyResponse::new(&self.config.product_vendor, version);
        if caller.authenticated {
            response.security_profiles.clone_from(&self.config.security_profiles);
        }
        let header = Header { relates_to: header.message_id.clone(), ..Header::default() };
        self.respond(exchange, 200, write_message(&header, &response));
    }

    fn on_envelope(
        &mut self,
        now: Instant,
        exchange: ExchangeId,
        caller: Caller,
        envelope: &Envelope<'_, '_>,
    ) -> Result<(), Box<Fault>> {
        let header = &envelope.header;
        check::header(header)?;
        let about_shells =
            header.action.as_deref().is_some_and(|action| action.starts_with(resource::SHELL));
        if caller.chunked && about_shells {
            return Err(Known::NotSupported.into());
        }
        let mut waiting = Waiting {
            header: header.clone(),
            awaited: Awaited::Deleted,
            answer_size: check::answer_size(header, &self.config),
            enumerate: (false, None),
            deadline: now + self.patience(header),
        };
        match header.action.as_deref() {
            Some(action::PULL) => {
                let pull: Pull = envelope.message().map_err(dispatch::schema_fault)?;
                let text = self.pull(now, &waiting, &pull.context, pull.max_elements)?;
                self.respond(exchange, 200, text);
                return Ok(());
            }
            Some(action::RELEASE) => {
                let release: Release = envelope.message().map_err(dispatch::schema_fault)?;
                let known = self.enumerations.take(&release.context).is_some();
                if !known {
                    return Err(Known::InvalidEnumerationContext.into());
                }
                let text = self.write(&waiting, &ReleaseResponse);
                self.respond(exchange, 200, text);
                return Ok(());
            }
            Some(action::ENUMERATE) => {
                let message = Enumerate::read(envelope.body).map_err(dispatch::schema_fault)?;
                waiting.enumerate = (message.optimize, message.max_elements);
            }
            _ => {}
        }
        let verb = dispatch::verb(envelope, &self.config)?;
        if self.waiting.len() >= self.config.max_waiting {
            return Err(Known::SystemQuota.into());
        }
        waiting.awaited = Awaited::by(&verb);
        self.waiting.insert(exchange, waiting);
        self.outputs.push_back(Output::Verb { exchange, verb });
        Ok(())
    }

    /// How long a request may wait (MS-WSMV 3.1.4.1.6 wsman:OperationTimeout).
    fn patience(&self, header: &Header) -> Duration {
        let asked = header.operation_timeout.unwrap_or(self.config.max_timeout);
        asked.min(self.config.max_timeout).max(SHORTEST_TIMEOUT)
    }

    fn on_reply(&mut self, now: Instant, exchange: ExchangeId, reply: Reply) -> Result<(), Error> {
        // The time-out or the client's departure was faster.
        let Some(waiting) = self.waiting.remove(&exchange) else {
            if let Reply::Received(reply) = reply {
                self.outputs.push_back(Output::Undelivered { exchange, reply });
            }
            return Ok(());
        };
        match self.answer(now, &waiting, reply) {
            Ok(Ok(text)) => self.respond(exchange, 200, text),
            Ok(Err(fault)) => self.refuse(exchange, HTTP_STATUS, &waiting.header, *fault),
            Err(error) => {
                self.waiting.insert(exchange, waiting);
                return Err(error);
            }
        }
        Ok(())
    }

    fn expire(&mut self, now: Instant) {
        self.enumerations.expire(now);
        let overdue: Vec<ExchangeId> = self
            .waiting
            .iter()
            .filter(|(_, waiting)| waiting.deadline <= now)
            .map(|(exchange, _)| *exchange)
            .collect();
        for exchange in overdue {
            if let Some(waiting) = self.waiting.remove(&exchange) {
                self.outputs.push_back(Output::Withdrawn(exchange));
                let fault = Known::TimedOut.fault();
                self.refuse(exchange, HTTP_STATUS, &waiting.header, fault);
            }
        }
    }

    fn respond(&mut self, exchange: ExchangeId, status: u16, soap: String) {
        self.outputs.push_back(Output::Response { exchange, status, soap });
    }

    fn refuse(&mut self, exchange: ExchangeId, status: u16, request: &Header, fault: Fault) {
        let id = self.ids.next_id().to_message_id();
        let soap = fault.from_machine(&self.config.machine).to_envelope(request, id);
        self.respond(exchange, status, soap);
    }
}

//! What the tests of the machines share.

#![allow(dead_code, reason = "each test program uses a part")]

pub(crate) mod world;

use std::time::{Duration, Instant};

use remora_wsman::fault::Fault;
use remora_wsman::shell::ExchangeId;
use remora_wsman::shell::server::{Caller, Input, Output, Server, ServerConfig, Verb};
use remora_wsman::soap::{Envelope, Header};
use remora_wsman::xml::Document;
use remora_wsman::{Guid, IdSource, Limits};

/// Ids that count up, with `kind` in front.
pub(crate) fn ids(kind: u8) -> Box<dyn IdSource> {
    let mut next = 0_u32;
    Box::new(move || {
        next += 1;
        let mut bytes = [kind; 16];
        bytes[12..].copy_from_slice(&next.to_be_bytes());
        Guid(bytes)
    })
}

pub(crate) fn server_config() -> ServerConfig {
    ServerConfig {
        machine: "Server01".into(),
        product_vendor: "Remora".into(),
        product_version: "OS: 1.0 SP: 0.0 Stack: 3.0".into(),
        security_profiles: vec!["urn:profile".into()],
        ..ServerConfig::default()
    }
}

/// A clock that only moves when it is told to.
#[derive(Clone, Copy)]
pub(crate) struct Clock(pub(crate) Instant);

impl Clock {
    pub(crate) fn new() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn advance(&mut self, time: Duration) {
        self.0 += time;
    }
}

/// A server that is asked one thing at a time.
pub(crate) struct Asked {
    pub(crate) server: Server,
    pub(crate) clock: Clock,
    next: u64,
}

impl Asked {
    pub(crate) fn new() -> Self {
        Self { server: Server::new(server_config(), ids(0xEE)), clock: Clock::new(), next: 1 }
    }

    pub(crate) fn ask_as(&mut self, caller: Caller, body: &[u8]) -> (ExchangeId, Output) {
        let exchange = ExchangeId(self.next);
        self.next += 1;
        let input = Input::Request { exchange, caller, body: body.to_vec() };
        self.server.handle_input(self.clock.0, input).unwrap();
        let output = self.server.poll_output().expect("every request leads to something");
        assert_eq!(self.server.poll_output(), None);
        (exchange, output)
    }

    pub(crate) fn ask(&mut self, body: &str) -> (ExchangeId, Output) {
        self.ask_as(Caller::VERIFIED, body.as_bytes())
    }

    /// The verb that a request leads to.
    pub(crate) fn verb(&mut self, body: &str) -> (ExchangeId, Verb) {
        match self.ask(body) {
            (exchange, Output::Verb { verb, .. }) => (exchange, verb),
            (_, other) => panic!("{other:?}"),
        }
    }

    /// The fault that a request leads to.
    pub(crate) fn fault(&mut self, body: &str) -> Fault {
        match self.ask(body) {
            (_, Output::Response { status: 500, soap, .. }) => fault_in(&soap),
            (_, other) => panic!("{other:?}"),
        }
    }

    /// The answer after the reply.
    pub(crate) fn reply(
        &mut self,
        exchange: ExchangeId,
        reply: remora_wsman::shell::server::Reply,
    ) -> (u16, String) {
        self.server.handle_input(self.clock.0, Input::Reply { exchange, reply }).unwrap();
        self.answer(exchange)
    }

    pub(crate) fn answer(&mut self, exchange: ExchangeId) -> (u16, String) {
        match self.server.poll_output() {
            Some(Output::Response { exchange: found, status, soap }) => {
                assert_eq!(found, exchange);
                (status, soap)
            }
            other => panic!("{other:?}"),
        }
    }
}

pub(crate) fn header_of(soap: &str) -> Header {
    let document = Document::parse(soap, &Limits::default()).unwrap();
    Envelope::read(&document).unwrap().header
}

pub(crate) fn fault_in(soap: &str) -> Fault {
    let document = Document::parse(soap, &Limits::default()).unwrap();
    Envelope::read(&document).unwrap().fault().unwrap().expect("a fault")
}

pub(crate) fn body_of(soap: &str) -> &str {
    let start = soap.find("<s:Body").unwrap();
    &soap[start..]
}

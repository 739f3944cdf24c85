//! Client and server joined in memory, with a service behind the server that echoes.

use std::collections::HashMap;
use std::time::Duration;

use super::{Clock, ids, server_config};
use remora_wsman::exchange::Endpoint;
use remora_wsman::fault::Known;
use remora_wsman::message::{BufferMode, ConnectResponse, ConnectionState, Shell};
use remora_wsman::shell::ExchangeId;
use remora_wsman::shell::client::{self, Client, ClientConfig, Event, Lane};
use remora_wsman::shell::server::{self, Caller, Outbox, ReceiveBudget, Reply, Server, Verb};
use remora_wsman::{CommandId, Error, Guid, ShellId};

pub(crate) struct Parked {
    pub(crate) exchange: ExchangeId,
    pub(crate) command: Option<CommandId>,
    pub(crate) streams: Vec<String>,
    pub(crate) budget: ReceiveBudget,
}

/// A session store with one shell. Input comes back as output; `quit` ends a command.
#[derive(Default)]
pub(crate) struct Service {
    pub(crate) shell: Option<ShellId>,
    pub(crate) connected: bool,
    pub(crate) boxes: HashMap<Option<CommandId>, Outbox>,
    pub(crate) parked: Vec<Parked>,
    pub(crate) refuse: Option<Known>,
    pub(crate) log: Vec<&'static str>,
    pub(crate) text: bool,
}

impl Service {
    pub(crate) fn carry_out(&mut self, exchange: ExchangeId, verb: Verb) -> Option<Reply> {
        if let Some(known) = self.refuse.take() {
            return Some(Reply::fault(known));
        }
        Some(match verb {
            Verb::CreateShell(create) => {
                self.log.push("create");
                let id = create.shell.id.clone().unwrap_or_else(|| Guid([0xCC; 16]).into());
                self.shell = Some(id.clone());
                self.connected = true;
                let mut pool = Outbox::new();
                pool.push("stdout", create.shell.creation_xml.clone().unwrap_or_default());
                self.boxes.insert(None, pool);
                Reply::Shell(Box::new(Shell {
                    id: Some(id),
                    state: Some(ConnectionState::Connected),
                    creation_xml: None,
                    ..create.shell
                }))
            }
            _ if self.shell.is_none() => Reply::fault(Known::ShellNotFound(Guid([0; 16]).into())),
            Verb::OpenCommand(open) => {
                self.log.push("command");
                let id = open.command.clone().unwrap_or_else(|| Guid([0xDD; 16]).into());
                let mut outbox = if self.text { Outbox::text() } else { Outbox::new() };
                if self.text {
                    let line = [&[open.command_line], open.arguments.as_slice()].concat().join(" ");
                    outbox.push("stdout", line.into_bytes());
                    outbox.end_stream("stdout");
                    outbox.end_stream("stderr");
                    outbox.finish(Some(7));
                } else {
                    outbox.push("stdout", open.fragments);
                }
                self.boxes.insert(Some(id.clone()), outbox);
                Reply::CommandOpened(id)
            }
            Verb::Send { streams, .. } => {
                self.log.push("send");
                for stream in streams {
                    let Some(outbox) = self.boxes.get_mut(&stream.command) else {
                        return Some(Reply::fault(Known::CommandNotFound));
                    };
                    let quit = stream.data.ends_with(b"quit");
                    outbox.push("stdout", stream.data);
                    if quit {
                        outbox.finish(Some(0));
                    }
                }
                Reply::Done
            }
            Verb::Receive { command, streams, budget, .. } => {
                if !self.boxes.contains_key(&command) {
                    return Some(Reply::fault(Known::CommandNotFound));
                }
                self.parked.push(Parked { exchange, command, streams, budget });
                return None;
            }
            Verb::Signal { command, code, .. } => {
                if code.is_interrupt() {
                    self.log.push("interrupt");
                    if let Some(outbox) = self.boxes.get_mut(&command) {
                        outbox.finish(None);
                    }
                } else {
                    self.log.push("terminate");
                    self.boxes.remove(&command);
                }
                Reply::Done
            }
            Verb::DeleteShell { .. } => {
                self.log.push("delete");
                self.shell = None;
                self.boxes.clear();
                Reply::Done
            }
            Verb::Disconnect { idle_timeout, buffer_mode, .. } => {
                self.log.push("disconnect");
                assert_eq!(idle_timeout, Some(Duration::from_secs(90)));
                assert_eq!(buffer_mode, Some(BufferMode::Drop));
                self.connected = false;
                Reply::Done
            }
            Verb::Reconnect { .. } => {
                self.log.push("reconnect");
                self.connected = true;
                Reply::Done
            }
            Verb::ConnectShell { connect_xml, .. } => {
                self.connected = true;
                Reply::Connected(Box::new(ConnectResponse {
                    connect_response_xml: connect_xml,
                    ..ConnectResponse::default()
                }))
            }
            Verb::ConnectCommand { .. } => Reply::Done,
            other => panic!("{other:?}"),
        })
    }

    /// Replies for requests that can be answered now.
    pub(crate) fn due(&mut self) -> Vec<(ExchangeId, Reply)> {
        let mut due = Vec::new();
        let parked = std::mem::take(&mut self.parked);
        for mut wait in parked {
            if !self.connected {
                due.push((wait.exchange, Reply::fault(Known::StreamDisconnected)));
                continue;
            }
            match self.boxes.get_mut(&wait.command) {
                None => due.push((wait.exchange, Reply::fault(Known::CommandTerminated))),
                Some(outbox) => match outbox.take(&wait.streams, &mut wait.budget) {
                    Some(reply) => due.push((wait.exchange, Reply::Received(reply))),
                    None => self.parked.push(wait),
                },
            }
        }
        due
    }
}

pub(crate) struct World {
    pub(crate) client: Client,
    pub(crate) server: Server,
    pub(crate) service: Service,
    pub(crate) clock: Clock,
    pub(crate) events: Vec<Event>,
    pub(crate) lanes: HashMap<ExchangeId, Lane>,
    pub(crate) requests: Vec<String>,
    /// Answers are lost while this is set.
    pub(crate) deaf: bool,
}

impl World {
    pub(crate) fn powershell() -> Self {
        let endpoint = Endpoint::new("http://h:5985/wsman", Guid([9; 16]));
        Self::new(ClientConfig::powershell(endpoint, "Microsoft.PowerShell"), false)
    }

    pub(crate) fn text() -> Self {
        let endpoint = Endpoint::new("http://h:5985/wsman", Guid([9; 16]));
        Self::new(ClientConfig::text(endpoint), true)
    }

    pub(crate) fn new(config: ClientConfig, text: bool) -> Self {
        Self {
            client: Client::new(config, ids(0xAA)),
            server: Server::new(server_config(), ids(0xBB)),
            service: Service { text, ..Service::default() },
            clock: Clock::new(),
            events: Vec::new(),
            lanes: HashMap::new(),
            requests: Vec::new(),
            deaf: false,
        }
    }

    pub(crate) fn tell(&mut self, input: client::Input) -> Vec<Event> {
        self.client.handle_input(self.clock.0, input).unwrap();
        self.run()
    }

    pub(crate) fn refused(&mut self, input: client::Input) -> Error {
        self.client.handle_input(self.clock.0, input).unwrap_err()
    }

    /// Lets everything happen that can happen now.
    pub(crate) fn run(&mut self) -> Vec<Event> {
        loop {
            let mut moved = false;
            while let Some(output) = self.client.poll_output() {
                moved = true;
                match output {
                    client::Output::Event(event) => self.events.push(event),
                    client::Output::Abandon(exchange) => {
                        self.lanes.remove(&exchange);
                        self.server
                            .handle_input(self.clock.0, server::Input::Gone(exchange))
                            .unwrap();
                    }
                    client::Output::Request { exchange, lane, soap } => {
                        assert!(
                            !self.lanes.values().any(|busy| *busy == lane),
                            "{lane:?} overlaps"
                        );
                        self.lanes.insert(exchange, lane);
                        self.requests.push(soap.clone());
                        let body = soap.into_bytes();
                        let input =
                            server::Input::Request { exchange, caller: Caller::VERIFIED, body };
                        self.server.handle_input(self.clock.0, input).unwrap();
                    }
                }
            }
            while let Some(output) = self.server.poll_output() {
                moved = true;
                match output {
                    server::Output::Verb { exchange, verb } => {
                        if let Some(reply) = self.service.carry_out(exchange, verb) {
                            self.reply(exchange, reply);
                        }
                    }
                    server::Output::Withdrawn(exchange) => {
                        self.service.parked.retain(|parked| parked.exchange != exchange);
                    }
                    server::Output::Undelivered { .. } => panic!("output was lost"),
                    server::Output::Response { exchange, status, soap } => {
                        if self.deaf || self.lanes.remove(&exchange).is_none() {
                            continue;
                        }
                        let body = soap.into_bytes();
                        let input = client::Input::Response { exchange, status, body };
                        self.client.handle_input(self.clock.0, input).unwrap();
                    }
                }
            }
            for (exchange, reply) in self.service.due() {
                moved = true;
                self.reply(exchange, reply);
            }
            if !moved {
                return std::mem::take(&mut self.events);
            }
        }
    }

    pub(crate) fn reply(&mut self, exchange: ExchangeId, reply: Reply) {
        self.server.handle_input(self.clock.0, server::Input::Reply { exchange, reply }).unwrap();
    }

    pub(crate) fn advance(&mut self, time: Duration) -> Vec<Event> {
        self.clock.advance(time);
        self.server.handle_input(self.clock.0, server::Input::Elapsed).unwrap();
        // What the server says at the same instant arrives before the client's patience ends.
        let mut events = self.run();
        events.extend(self.tell(client::Input::Elapsed));
        events
    }

    pub(crate) fn open(&mut self) -> Vec<Event> {
        let shell = Shell {
            id: Some(ShellId::new("6F1903CA-E06A-4A8B-BDFC-B44203149D55").unwrap()),
            creation_xml: Some(b"hello".to_vec()),
            ..Shell::default()
        };
        self.tell(client::Input::Open(Box::new(shell)))
    }
}

pub(crate) fn id(text: &str) -> CommandId {
    CommandId::new(text).unwrap()
}

pub(crate) fn data(events: &[Event], wanted: Option<&CommandId>) -> Vec<u8> {
    let mut all = Vec::new();
    for event in events {
        if let Event::Data { command, data, .. } = event
            && command.as_ref() == wanted
        {
            all.extend(data);
        }
    }
    all
}

pub(crate) fn send(command: &CommandId, data: &[u8]) -> client::Input {
    client::Input::Send {
        command: Some(command.clone()),
        stream: "stdin".into(),
        data: data.to_vec(),
        end: false,
    }
}

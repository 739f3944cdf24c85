//! The client machine of WS-Management, driven over sockets: one connection for each lane.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use remora_wsman::exchange::Endpoint;
use remora_wsman::message::Shell;
use remora_wsman::shell::ExchangeId;
use remora_wsman::shell::client::{Client, ClientConfig, Event, Input, Lane, Output};
use remora_wsman::{CommandId, Guid, ShellId};
use tokio::sync::{Mutex, mpsc};
use tokio::time::Instant;

use super::{Connection, World, fragment};

/// The id that [`TestClient::open`] chooses.
pub(crate) fn pool_id(number: u8) -> ShellId {
    ShellId::from(Guid([number; 16]))
}

pub(crate) struct TestClient {
    machine: Client,
    world: Arc<World>,
    user: (&'static str, &'static str, bool),
    lanes: HashMap<Lane, Arc<Mutex<Connection>>>,
    answers: mpsc::UnboundedSender<(ExchangeId, u16, Vec<u8>)>,
    arrived: mpsc::UnboundedReceiver<(ExchangeId, u16, Vec<u8>)>,
    events: VecDeque<Event>,
}

impl TestClient {
    pub(crate) fn new(world: &Arc<World>, user: &'static str, tls: bool) -> Self {
        let password = if user == "alice" { "Password1" } else { "hunter2" };
        Self::of(world, "Microsoft.PowerShell", (user, password, tls))
    }

    pub(crate) fn of(
        world: &Arc<World>,
        configuration: &str,
        user: (&'static str, &'static str, bool),
    ) -> Self {
        let mut endpoint = Endpoint::new("http://server01:5985/wsman", Guid([9; 16]));
        endpoint.operation_timeout = Duration::from_secs(10);
        let config = ClientConfig::powershell(endpoint, configuration);
        let ids = Box::new(|| Guid(*uuid::Uuid::new_v4().as_bytes()));
        let (answers, arrived) = mpsc::unbounded_channel();
        Self {
            machine: Client::new(config, ids),
            world: Arc::clone(world),
            user,
            lanes: HashMap::new(),
            answers,
            arrived,
            events: VecDeque::new(),
        }
    }

    pub(crate) async fn tell(&mut self, input: Input) {
        self.machine.handle_input(Instant::now().into_std(), input).unwrap();
        self.pump().await;
    }

    async fn pump(&mut self) {
        while let Some(output) = self.machine.poll_output() {
            match output {
                Output::Event(event) => self.events.push_back(event),
                Output::Abandon(_) => {}
                Output::Request { exchange, lane, soap } => {
                    if !self.lanes.contains_key(&lane) {
                        let (user, password, tls) = self.user;
                        let connection = self.world.logged_on(user, password, tls).await;
                        self.lanes.insert(lane.clone(), Arc::new(Mutex::new(connection)));
                    }
                    let connection = Arc::clone(&self.lanes[&lane]);
                    let answers = self.answers.clone();
                    tokio::spawn(async move {
                        let (status, body) = connection.lock().await.soap(&soap).await;
                        let _ = answers.send((exchange, status, body));
                    });
                }
            }
        }
    }

    /// The next event.
    pub(crate) async fn next(&mut self) -> Event {
        loop {
            if let Some(event) = self.events.pop_front() {
                return event;
            }
            let waiting = tokio::time::timeout(Duration::from_secs(15), self.arrived.recv());
            let (exchange, status, body) = waiting.await.expect("an answer").unwrap();
            self.tell(Input::Response { exchange, status, body }).await;
        }
    }

    /// Skips events until one is wanted; data is collected by its source.
    pub(crate) async fn until(
        &mut self,
        mut wanted: impl FnMut(&Event) -> bool,
    ) -> (Event, HashMap<Option<CommandId>, Vec<u8>>) {
        let mut data: HashMap<Option<CommandId>, Vec<u8>> = HashMap::new();
        loop {
            let event = self.next().await;
            if wanted(&event) {
                return (event, data);
            }
            if let Event::Data { command, data: bytes, .. } = event {
                data.entry(command).or_default().extend(bytes);
            }
        }
    }

    /// Opens a shell and waits for what the pool says first.
    pub(crate) async fn open(&mut self, number: u8) -> Event {
        let creation_xml = Some(fragment(0x0001_0004, b"hello"));
        let shell = Shell { id: Some(pool_id(number)), creation_xml, ..Shell::default() };
        self.tell(Input::Open(Box::new(shell))).await;
        let opened = |event: &Event| matches!(event, Event::Opened { .. } | Event::Failed { .. });
        self.until(opened).await.0
    }

    /// Opens a pipeline whose first message is `text`.
    pub(crate) async fn pipeline(&mut self, number: u8, text: &str) -> CommandId {
        let command = CommandId::from(Guid([number; 16]));
        let fragments = vec![fragment(0x0002_1006, text.as_bytes())];
        self.tell(Input::OpenPipeline { command: command.clone(), fragments }).await;
        command
    }

    pub(crate) async fn send(&mut self, command: &CommandId, text: &str) {
        self.tell(Input::Send {
            command: Some(command.clone()),
            stream: "stdin".to_owned(),
            data: fragment(0x0004_1002, text.as_bytes()),
            end: false,
        })
        .await;
    }
}

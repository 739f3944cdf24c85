//! The whole way: a lab, WS-Management over HTTP with NTLM, the relay, a session host on threads,
//! an engine.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use remora_auth::{
    ClientAuthenticator, ClientOptions, ClientStep, Credential, Entropy, FileTime, SecurityContext,
    sealing,
};
use remora_psobject::Guid;
use remora_psrp::client::{Event, Input, Options, Output, PipelineEvent, RunspacePool, Verb};
use remora_psrp::message::{Command, CreatePipeline};
use remora_psrp::{PipelineState, Target};
use remora_server::configuration::SessionConfigurations;
use remora_server::lab::{Lab, LabServer, server_names};
use remora_server::runspace_host::InProcessLauncher;
use remora_server::session_host::SessionLauncher;
use remora_transport::http::{Endpoint as Place, HttpConnection, HttpLimits};
use remora_wsman::exchange::{Answer, Endpoint, read_answer};
use remora_wsman::message::{
    Command as OpenCommand, CommandResponse, Create, CreateResponse, Delete, DeleteResponse,
    Message, Receive, ReceiveResponse, Shell,
};
use remora_wsman::soap::{Options as SoapOptions, Selectors};
use remora_wsman::{CommandId, Limits, ShellId};

use crate::engine::{Engine, Services};

struct System;

impl Entropy for System {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(16) {
            chunk.copy_from_slice(&uuid::Uuid::new_v4().as_bytes()[..chunk.len()]);
        }
    }

    fn now(&self) -> FileTime {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        FileTime::from_unix(since.unwrap())
    }
}

/// One request after the other on one sealed connection.
pub(crate) struct Wire {
    http: HttpConnection,
    context: SecurityContext,
    shell: ShellId,
}

const SECONDS: Duration = Duration::from_secs(20);
const POWERSHELL: &str = "http://schemas.microsoft.com/powershell/Microsoft.PowerShell";

impl Wire {
    pub(crate) async fn connect(server: &LabServer, shell: ShellId) -> Self {
        let (host, port) = (server.http.ip().to_string(), server.http.port());
        let place = Place { host, port, tls: None, connect_timeout: SECONDS };
        let mut http = HttpConnection::connect(&place, HttpLimits::default()).await.unwrap();
        let credential = Credential::new(&server.user, server.password.clone());
        let mut client = ClientAuthenticator::new(credential, ClientOptions::default()).unwrap();
        let mut header = client.start().unwrap();
        loop {
            let headers = [("authorization", header.as_str())];
            let response = http.post("/wsman", &headers, Vec::new().into(), SECONDS).await.unwrap();
            let fields = response.header_values("www-authenticate");
            match client.on_response(response.status, &fields, &mut System).unwrap() {
                ClientStep::Retry(next) => header = next,
                ClientStep::Done(done) => {
                    return Self { http, context: done.context.unwrap(), shell };
                }
            }
        }
    }

    async fn answer<M: Message, A: Message>(&mut self, message: &M) -> Answer<A> {
        let endpoint = Endpoint::new("http://lab:5985/wsman", remora_wsman::Guid([9; 16]));
        let id = remora_wsman::Guid(*uuid::Uuid::new_v4().as_bytes());
        let selectors = Selectors::shell(&self.shell);
        let text = endpoint.request(id, POWERSHELL, selectors, SoapOptions::none(), message);
        let body = sealing::seal(&mut self.context, text.as_bytes()).unwrap();
        let headers = [("content-type", sealing::CONTENT_TYPE)];
        let response = self.http.post("/wsman", &headers, body.into(), SECONDS).await.unwrap();
        let kind = response.header("content-type").unwrap().to_owned();
        let body = response.body.to_vec();
        let opened = sealing::unseal(&mut self.context, &kind, body, 1_000_000).unwrap();
        read_answer(response.status, &opened.content, None, &Limits::default()).unwrap()
    }

    /// Sends a request that is answered.
    pub(crate) async fn ask<M: Message, A: Message + std::fmt::Debug>(&mut self, message: &M) -> A {
        match self.answer(message).await {
            Answer::Message(_, message) => message,
            other => panic!("{other:?}"),
        }
    }

    /// Sends a request that is refused; the text of the refusal.
    pub(crate) async fn refused<M: Message>(&mut self, message: &M) -> String {
        match self.answer::<M, ReceiveResponse>(message).await {
            Answer::Fault(fault) => fault.text().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    /// Asks for output until the pool says something that is wanted.
    async fn receive(
        &mut self,
        pool: &mut RunspacePool,
        pipeline: Option<Guid>,
        mut wanted: impl FnMut(&Event) -> bool,
    ) -> Vec<Event> {
        let command = pipeline.map(|id| CommandId::from(remora_wsman::Guid(id.0)));
        let mut events = Vec::new();
        loop {
            let streams = vec!["stdout".to_owned()];
            let receive = Receive { command: command.clone(), streams };
            let response: ReceiveResponse = self.ask(&receive).await;
            for stream in response.streams {
                let target = pipeline.map_or(Target::Pool, Target::Pipeline);
                pool.handle_input(Input::Received { target, bytes: &stream.data });
            }
            while let Some(output) = pool.poll_output() {
                let Output::Event(event) = output else { continue };
                let last = wanted(&event);
                events.push(event);
                if last {
                    return events;
                }
            }
        }
    }
}

fn verb(pool: &mut RunspacePool) -> Verb {
    loop {
        match pool.poll_output().expect("a verb") {
            Output::Channel(verb) => return verb,
            Output::Event(_) => {}
        }
    }
}

#[tokio::test]
async fn a_command_runs_on_every_server_of_a_lab() {
    let engine = Arc::new(Engine::default());
    let services = Arc::clone(&engine);
    let launcher: Arc<dyn SessionLauncher> =
        Arc::new(InProcessLauncher::new(move |_| Arc::new(Services(Arc::clone(&services)))));
    let sessions = Arc::new(SessionConfigurations::default());
    let lab = Lab::start(&server_names(2), sessions, |_| Arc::clone(&launcher)).await.unwrap();
    for (number, server) in (1..).zip(lab.servers()) {
        let id = Guid([number; 16]);
        let shell = ShellId::from(remora_wsman::Guid(id.0));
        let mut wire = Wire::connect(server, shell.clone()).await;
        let mut pool = RunspacePool::new(Options::new(id));
        pool.open().unwrap();
        let Verb::OpenPool { fragments, .. } = verb(&mut pool) else { panic!() };
        let creation_xml = Some(fragments.concat());
        let shell = Shell { id: Some(shell), creation_xml, ..Shell::default() };
        let created: CreateResponse = wire.ask(&Create { shell }).await;
        assert_eq!(created.shell.unwrap().owner.as_deref(), Some(server.user.as_str()));
        let opened = |event: &Event| format!("{event:?}").starts_with("PoolState { state: Opened");
        wire.receive(&mut pool, None, opened).await;

        let pipeline = Guid([100 + number; 16]);
        let text = format!("echo {}", server.name);
        let commands = CreatePipeline::new(vec![Command::script(text.as_str())]);
        pool.create_pipeline(pipeline, commands).unwrap();
        let Verb::OpenPipeline { fragments, .. } = verb(&mut pool) else { panic!() };
        let command = CommandId::from(remora_wsman::Guid(pipeline.0));
        let open = OpenCommand::pipeline(command.clone(), &fragments.concat());
        let opened: CommandResponse = wire.ask(&open).await;
        assert_eq!(opened.id, command);
        let ended = |event: &Event| {
            matches!(
                event,
                Event::Pipeline {
                    event: PipelineEvent::State { state: PipelineState::Completed, .. },
                    ..
                }
            )
        };
        let events = wire.receive(&mut pool, Some(pipeline), ended).await;
        let output = events.iter().find_map(|event| match event {
            Event::Pipeline { event: PipelineEvent::Output(value), .. } => value.as_string(),
            _ => None,
        });
        assert_eq!(output.map(|text| text.to_string()), Some(server.name.clone()));
        let _: DeleteResponse = wire.ask(&Delete).await;
    }
    assert_eq!(engine.open.load(Ordering::SeqCst), 0);
    lab.stop().await;
}

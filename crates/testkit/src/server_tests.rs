//! What a server answers to messages that a well-behaved client does not send.

use remora_psobject::{Guid, SecureString, Value};
use remora_psrp::crypto::Secrets;
use remora_psrp::fragment::Fragmenter;
use remora_psrp::message::{
    Codec, Command, CreatePipeline, Destination, GetAvailableRunspaces, InitRunspacePool, Message,
    MessageType, PipelineInput, RawMessage, SessionCapability,
};
use remora_psrp::server::{Event, Input, Output, RunspacePool, Verb};
use remora_psrp::{
    Error, Exceeded, Limits, Malformation, Misbehaviour, PipelineState, PoolState, ProtocolVersion,
    Settings, Stream, Target,
};

use crate::pair::id;

const POOL: Guid = Guid([0xAA; 16]);

struct Server {
    pool: RunspacePool,
    fragmenter: Fragmenter,
}

impl Server {
    fn new(settings: Settings) -> Self {
        let random = Box::new(|buffer: &mut [u8]| buffer.fill(7));
        Self { pool: RunspacePool::new(settings, random), fragmenter: Fragmenter::default() }
    }

    fn opened() -> Self {
        Self::opened_with(Settings::default())
    }

    fn opened_with(settings: Settings) -> Self {
        let mut server = Self::new(settings);
        server.say(Target::Pool, &capability());
        server.say(Target::Pool, &Message::InitRunspacePool(Box::default()));
        server.pool.opened(Value::Null).unwrap();
        server.answers();
        server
    }

    fn say(&mut self, target: Target, message: &Message) {
        self.say_as(POOL, target.id(), target, message);
    }

    fn say_as(&mut self, pool: Guid, pipeline: Guid, target: Target, message: &Message) {
        let codec = Codec::default();
        let raw = message.encode(Destination::Server, pool, pipeline, &codec).unwrap();
        self.send(target, &raw);
    }

    fn send(&mut self, target: Target, raw: &RawMessage) {
        let bytes = self.fragmenter.fragment(&raw.to_bytes()).concat();
        let input = Input::Received { target, stream: Stream::Default, bytes: &bytes };
        self.pool.handle_input(input).unwrap();
    }

    /// What it answers, in words: names of messages and verbs, and faults. What whoever runs the
    /// commands would do for a close is done.
    fn answers(&mut self) -> Vec<String> {
        let mut answers = Vec::new();
        while let Some(output) = self.pool.poll_output() {
            answers.push(match output {
                Output::Event(Event::Close) => {
                    self.pool.closed().unwrap();
                    continue;
                }
                Output::Event(_) => continue,
                Output::Channel(Verb::Send { fragments, .. }) => {
                    let bytes: Vec<u8> = fragments.concat().split_off(21);
                    let raw = RawMessage::parse(bytes).unwrap();
                    match raw.decode(&Codec::default()).unwrap().unwrap() {
                        Message::RunspacePoolState(state) => state.state.name().to_owned(),
                        Message::PipelineState(state) => format!("pipeline {}", state.state.name()),
                        other => other.message_type().name().to_owned(),
                    }
                }
                Output::Channel(Verb::Fault { error, .. }) => format!("fault: {error}"),
                Output::Channel(Verb::Processed { .. }) => "processed".to_owned(),
                Output::Channel(Verb::PipelineOpened { .. }) => "opened".to_owned(),
                Output::Channel(Verb::PipelineClosed { .. }) => "closed".to_owned(),
                Output::Channel(Verb::Signaled { .. }) => "signaled".to_owned(),
                Output::Channel(Verb::PoolClosed) => "pool closed".to_owned(),
                Output::Channel(Verb::Connected { .. }) => "connected".to_owned(),
            });
        }
        answers
    }
}

fn capability() -> Message {
    Message::SessionCapability(SessionCapability::new(ProtocolVersion::NEWEST))
}

fn pipeline() -> Message {
    Message::CreatePipeline(Box::new(CreatePipeline::new(vec![Command::script("1")])))
}

fn fault(error: impl Into<Error>) -> String {
    format!("fault: {}", error.into())
}

#[test]
fn a_second_capability_closes_the_pool() {
    let mut server = Server::opened();
    server.say(Target::Pool, &capability());
    assert_eq!(server.answers(), ["Closing", "processed", "Closed"]);
    assert_eq!(server.pool.state(), PoolState::Closed);
    // The same end takes a new pool.
    server.say(Target::Pool, &capability());
    assert_eq!(server.answers(), ["SESSION_CAPABILITY", "processed"]);
}

#[test]
fn a_second_pool_is_refused() {
    let mut server = Server::opened();
    server.say(Target::Pool, &Message::InitRunspacePool(Box::default()));
    let refused = fault(Misbehaviour::DuplicatePool(POOL));
    assert_eq!(server.answers(), [refused, "processed".into()]);
    server.say(Target::Pool, &Message::GetAvailableRunspaces(GetAvailableRunspaces { call_id: 1 }));
    assert_eq!(server.answers(), ["RUNSPACE_AVAILABILITY", "processed"]);
}

#[test]
fn bounds_of_the_pool_are_checked() {
    let cases = [
        ((0, 1), Misbehaviour::PoolMinimum),
        ((1, -1), Misbehaviour::PoolMaximum),
        ((5, 2), Misbehaviour::PoolBounds),
    ];
    for ((min_runspaces, max_runspaces), error) in cases {
        let mut server = Server::new(Settings::default());
        server.say(Target::Pool, &capability());
        server.answers();
        let init = InitRunspacePool { min_runspaces, max_runspaces, ..InitRunspacePool::default() };
        server.say(Target::Pool, &Message::InitRunspacePool(Box::new(init)));
        assert_eq!(server.answers(), [fault(error), "processed".into()]);
    }
}

#[test]
fn messages_for_others_are_refused() {
    let mut server = Server::opened();
    server.pool.handle_input(Input::OpenPipeline(id(1))).unwrap();
    server.answers();
    server.say_as(POOL, id(2), Target::Pipeline(id(1)), &pipeline());
    let refused = fault(Misbehaviour::OtherPipeline(id(2)));
    assert_eq!(server.answers(), [refused, "processed".into()]);
    server.say_as(id(9), id(1), Target::Pipeline(id(1)), &pipeline());
    assert_eq!(server.answers(), ["Closing", "processed", "Closed"]);
}

#[test]
fn what_means_nothing_is_ignored() {
    let mut server = Server::opened();
    server.pool.handle_input(Input::OpenPipeline(id(1))).unwrap();
    server.answers();
    let target = Target::Pipeline(id(1));
    let raw = |destination, code| RawMessage {
        destination,
        code,
        pool: POOL,
        pipeline: id(1),
        body: b"<S>x</S>".to_vec(),
    };
    server.send(target, &raw(2, 0x0004_1999));
    server.send(target, &raw(2, MessageType::PipelineOutput.code()));
    // There is no such pipeline.
    server.say(Target::Pipeline(id(3)), &pipeline());
    // Input before the request.
    let input = PipelineInput { value: Value::I32(1) };
    server.say(target, &Message::PipelineInput(input));
    assert_eq!(server.answers(), ["processed"; 4]);
    server.send(target, &raw(1, MessageType::PipelineInput.code()));
    assert_eq!(server.answers(), [fault(Misbehaviour::Destination), "processed".into()]);
}

#[test]
fn a_pipeline_that_cannot_be_read_fails() {
    let mut server = Server::opened();
    server.pool.handle_input(Input::OpenPipeline(id(1))).unwrap();
    server.answers();
    let empty = Message::CreatePipeline(Box::new(CreatePipeline::new(Vec::new())));
    server.say(Target::Pipeline(id(1)), &empty);
    let refused = fault(Malformation::NoCommands);
    assert_eq!(server.answers(), ["pipeline Failed".into(), refused, "processed".to_owned()]);
}

#[test]
fn a_secret_that_no_key_will_open_is_refused() {
    let secret = Value::live(SecureString::new("pw"));
    let command = Command::named("x").parameter("Secret", secret);
    let message = Message::CreatePipeline(Box::new(CreatePipeline::new(vec![command])));
    let codec = Codec { secrets: Some(&Secrets::Clear), ..Codec::default() };
    let mut raw = message.encode(Destination::Server, POOL, id(1), &codec).unwrap();
    let text = String::from_utf8(raw.body).unwrap().replace("cAB3AA==", "no base64");
    raw.body = text.into_bytes();
    // The newest version has no key that could be waited for.
    let mut server = Server::opened();
    server.pool.handle_input(Input::OpenPipeline(id(1))).unwrap();
    server.answers();
    server.send(Target::Pipeline(id(1)), &raw);
    let [state, fault, processed] = server.answers().try_into().unwrap();
    assert_eq!((state.as_str(), processed.as_str()), ("pipeline Failed", "processed"));
    assert!(fault.starts_with("fault: a secure string"), "{fault}");
}

#[test]
fn waiting_pipelines_stop_at_once() {
    let mut server = Server::opened();
    for number in 1..=3 {
        server.pool.handle_input(Input::OpenPipeline(id(number))).unwrap();
        server.say(Target::Pipeline(id(number)), &pipeline());
    }
    server.answers();
    server.pool.handle_input(Input::Signal(id(2))).unwrap();
    assert_eq!(server.answers(), ["pipeline Stopped", "signaled"]);
    server.pool.handle_input(Input::ClosePipeline(id(3))).unwrap();
    assert_eq!(server.answers(), ["pipeline Stopped", "closed"]);
    // The one that runs is stopped by whoever runs it; a second signal is not kept waiting.
    server.pool.handle_input(Input::Signal(id(1))).unwrap();
    server.pool.handle_input(Input::Signal(id(1))).unwrap();
    assert_eq!(server.answers(), ["signaled"]);
    server.pool.finish_pipeline(id(1), PipelineState::Stopped, None).unwrap();
    assert_eq!(server.answers(), ["pipeline Stopped", "signaled"]);
    server.pool.handle_input(Input::Signal(id(1))).unwrap();
    assert_eq!(server.answers(), ["signaled"]);
}

#[test]
fn messages_wait_while_the_pool_opens() {
    let mut server = Server::new(Settings::default());
    server.say(Target::Pool, &capability());
    server.say(Target::Pool, &Message::InitRunspacePool(Box::default()));
    server.pool.handle_input(Input::OpenPipeline(id(1))).unwrap();
    server.say(Target::Pipeline(id(1)), &pipeline());
    assert_eq!(server.answers(), ["SESSION_CAPABILITY", "processed", "opened"]);
    server.pool.opened(Value::Null).unwrap();
    let answers = server.answers();
    assert_eq!(answers, ["APPLICATION_PRIVATE_DATA", "Opened", "processed", "processed"]);
    assert_eq!(server.pool.pipeline_state(id(1)), Some(PipelineState::Running));
}

#[test]
fn limits_hold() {
    let limits = Limits { pipelines: 2, message_size: 10_000, ..Limits::default() };
    let mut server = Server::opened_with(Settings { limits, ..Settings::default() });
    for number in 1..=2 {
        server.pool.handle_input(Input::OpenPipeline(id(number))).unwrap();
    }
    let third = server.pool.handle_input(Input::OpenPipeline(id(3))).unwrap_err();
    assert_eq!(third, Exceeded::Pipelines.into());
    let twice = server.pool.handle_input(Input::OpenPipeline(id(1))).unwrap_err();
    assert_eq!(twice, Misbehaviour::DuplicateCommand(id(1)).into());
    server.answers();
    let value = Value::from("x".repeat(20_000));
    server.say(Target::Pipeline(id(1)), &Message::PipelineInput(PipelineInput { value }));
    assert_eq!(server.answers(), [fault(Exceeded::MessageSize), "processed".into()]);
}

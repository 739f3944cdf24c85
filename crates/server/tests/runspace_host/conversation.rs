//! Conversations from the opening to the end.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use remora_hosting::{HostDefaults, HostMethod};
use remora_psobject::Value;
use remora_psrp::client::{Event, Options, PipelineEvent};
use remora_psrp::message::{
    Availability, Command, CreatePipeline, GetCommandMetadata, HostInfo, HostResponse,
};
use remora_psrp::{PipelineState, PoolState, Target};

use crate::client::{TestClient, id};
use crate::engine::Engine;

fn options() -> Options {
    Options::new(id(1))
}

fn with_host() -> Options {
    let mut options = options();
    options.pool.host_info = HostInfo::full(HostDefaults::default());
    options
}

fn opened(options: Options) -> TestClient {
    let mut client = TestClient::new(options);
    client.open();
    client
}

fn is_output(event: &Event) -> bool {
    matches!(event, Event::Pipeline { event: PipelineEvent::Output(_), .. })
}

#[test]
fn opening_running_closing() {
    let mut client = TestClient::new(options());
    let data = client.open();
    let Value::Dictionary(data) = data else { panic!() };
    let Some(Value::Dictionary(table)) = data.get_str("PSVersionTable") else { panic!() };
    assert!(table.get_str("PSEdition").is_some());
    assert!(matches!(table.get_str("PSRemotingProtocolVersion"), Some(Value::Version(_))));
    assert!(data.get_str("DebugMode").is_none());

    let outcome = client.script(2, "echo hello");
    assert_eq!((outcome.output(), outcome.state), (vec!["hello".into()], PipelineState::Completed));
    client.session.pool_mut().close();
    client.until(|event| matches!(event, Event::PoolState { state: PoolState::Closed, .. }));
    let engine = Arc::clone(&client.engine);
    assert_eq!(client.end(), 4000);
    assert_eq!(engine.open.load(Ordering::SeqCst), 0);
}

#[test]
fn every_stream_keeps_its_order() {
    let mut client = opened(options());
    let outcome = client.script(2, "streams");
    let names: Vec<&str> = outcome
        .events
        .iter()
        .filter_map(|event| match event {
            PipelineEvent::Error(_) => Some("error"),
            PipelineEvent::Warning(_) => Some("warning"),
            PipelineEvent::Verbose(_) => Some("verbose"),
            PipelineEvent::Debug(_) => Some("debug"),
            PipelineEvent::Information(_) => Some("information"),
            PipelineEvent::Progress(_) => Some("progress"),
            PipelineEvent::Output(_) => Some("output"),
            _ => None,
        })
        .collect();
    let all = ["error", "warning", "verbose", "debug", "information", "progress", "output"];
    assert_eq!(names, all);
}

#[test]
fn failures_are_told_and_the_pool_goes_on() {
    let mut client = opened(options());
    let cases =
        [(2, "fail", "it failed"), (3, "refused", "no such command"), (4, "what", "unknown: what")];
    for (number, text, reason) in cases {
        let outcome = client.script(number, text);
        assert_eq!(
            (outcome.state, outcome.reason.as_deref()),
            (PipelineState::Failed, Some(reason))
        );
    }
    assert_eq!(client.script(5, "echo on").output(), ["on"]);
}

#[test]
fn input_is_taken_before_and_while_it_runs() {
    let mut client = opened(options());
    // The pool has one runspace: the second pipeline waits, its input too.
    let waiting = client.start(2, "wait");
    let mut pipeline = CreatePipeline::new(vec![Command::script("input")]);
    pipeline.no_input = false;
    let second = client.start_with(3, pipeline);
    for number in 1..=3 {
        client.session.pool_mut().send_input(second, Value::I32(number)).unwrap();
    }
    client.until(is_output);
    client.session.pool_mut().stop_pipeline(waiting).unwrap();
    assert_eq!(client.finish(waiting).state, PipelineState::Stopped);
    client.session.pool_mut().send_input(second, Value::string("x")).unwrap();
    client.session.pool_mut().end_input(second).unwrap();
    let outcome = client.finish(second);
    assert_eq!(outcome.output(), ["I32(2)", "I32(4)", "I32(6)", "x"]);
}

#[test]
fn the_host_is_asked_told_and_answers() {
    let mut client = opened(with_host());
    let pipeline = client.start(2, "ask");
    let asked = |event: &Event| matches!(event, Event::HostCall { .. });
    let Some(Event::HostCall { target, call }) = client.until(asked).pop() else { panic!() };
    assert_eq!(target, Target::Pipeline(pipeline));
    assert_eq!((call.method, call.call_id), (HostMethod::ReadLine.number(), 1));
    let result = Ok(Value::string("typed"));
    let response = HostResponse { call_id: call.call_id, method: call.method, result };
    client.session.pool_mut().respond(target, response).unwrap();
    assert_eq!(client.finish(pipeline).output(), ["typed"]);

    client.start(3, "exit");
    let Some(Event::HostCall { call, .. }) = client.until(asked).pop() else { panic!() };
    assert_eq!(call.method, HostMethod::SetShouldExit.number());
    assert!(!call.wants_answer());
}

#[test]
fn a_stop_ends_a_question() {
    let mut client = opened(with_host());
    let pipeline = client.start(2, "ask");
    client.until(|event| matches!(event, Event::HostCall { .. }));
    client.session.pool_mut().stop_pipeline(pipeline).unwrap();
    let outcome = client.finish(pipeline);
    assert_eq!(outcome.state, PipelineState::Stopped);
    assert_eq!(outcome.reason.as_deref(), Some("The pipeline has been stopped."));
}

#[test]
fn the_screen_is_remembered_from_pipeline_to_pipeline() {
    let mut client = opened(with_host());
    client.script(2, "title new");
    assert_eq!(client.script(3, "get-title").output(), ["new"]);
    // A pipeline may have a host of its own, or none.
    let mut pipeline = CreatePipeline::new(vec![Command::script("get-title")]);
    let data = HostDefaults { window_title: "own".into(), ..HostDefaults::default() };
    pipeline.host_info = HostInfo::full(data);
    let own = client.start_with(4, pipeline);
    assert_eq!(client.finish(own).output(), ["own"]);
    let mut pipeline = CreatePipeline::new(vec![Command::script("host")]);
    pipeline.host_info = HostInfo::none();
    let none = client.start_with(5, pipeline);
    assert_eq!(client.finish(none).output(), ["Bool(false)"]);
}

#[test]
fn a_client_without_a_host_cannot_be_asked() {
    let mut client = opened(options());
    let outcome = client.script(2, "ask");
    assert_eq!(outcome.reason.as_deref(), Some("no user interface"));
    assert_eq!(client.script(3, "exit").state, PipelineState::Completed);
}

#[test]
fn pools_of_several_runspaces() {
    let mut options = options();
    options.pool.max_runspaces = 2;
    let mut client = opened(options);
    let (one, two) = (client.start(2, "wait"), client.start(3, "wait"));
    client.until(is_output);
    client.until(is_output);
    assert_eq!(client.engine.open.load(Ordering::SeqCst), 2);
    let call = client.session.pool_mut().get_available_runspaces().unwrap();
    let answered = |event: &Event| matches!(event, Event::Availability { .. });
    let Some(Event::Availability { call_id, response }) = client.until(answered).pop() else {
        panic!()
    };
    assert_eq!((call_id, response), (call, Availability::Free(0)));
    for pipeline in [one, two] {
        client.session.pool_mut().stop_pipeline(pipeline).unwrap();
        assert_eq!(client.finish(pipeline).state, PipelineState::Stopped);
    }
    client.session.pool_mut().set_max_runspaces(1).unwrap();
    client.until(answered);
    client.script(4, "echo x");
    assert_eq!(client.engine.open.load(Ordering::SeqCst), 1, "the second one is closed");
}

#[test]
fn a_reset_takes_the_runspace_back() {
    let mut client = opened(options());
    client.script(2, "set kept");
    assert_eq!(client.script(3, "get").output(), ["kept"]);
    client.session.pool_mut().reset_runspace_state().unwrap();
    let answered = |event: &Event| matches!(event, Event::Availability { .. });
    let Some(Event::Availability { response, .. }) = client.until(answered).pop() else { panic!() };
    assert_eq!(response, Availability::Done(true));
    assert_eq!(client.script(4, "get").output(), [""]);
}

#[test]
fn metadata_is_counted_first() {
    let mut client = opened(options());
    let query = GetCommandMetadata {
        name: Some(vec!["Get-A".into(), "Get-B".into()]),
        ..GetCommandMetadata::default()
    };
    client.session.pool_mut().get_command_metadata(id(2), query).unwrap();
    let outcome = client.finish(id(2));
    let Some(PipelineEvent::Output(Value::Object(count))) =
        outcome.events.iter().find(|event| matches!(event, PipelineEvent::Output(_)))
    else {
        panic!("{outcome:?}")
    };
    assert_eq!(count.get("Count").and_then(|count| count.as_i32()), Some(2));
    assert_eq!(outcome.output()[1..], ["Get-A", "Get-B"]);
}

#[test]
fn a_runspace_that_does_not_open_is_an_error_line() {
    let engine = Arc::new(Engine::default());
    *engine.refuse.lock() = Some("no memory".to_owned());
    let mut client = TestClient::with(engine, options());
    client.session.pool_mut().open().unwrap();
    client.until(|event| matches!(event, Event::PoolState { state: PoolState::Broken, .. }));
    assert_eq!(client.errors, ["Remote transport error: no memory"]);
    assert_eq!(client.end(), 4000);
}

#[test]
fn much_output_arrives_whole() {
    let mut client = opened(options());
    let outcome = client.script(2, "many");
    assert_eq!(outcome.output().len(), 2000);
    assert!(outcome.output()[1999].starts_with("1999 x"));
}

#[test]
fn the_end_of_input_stops_everything() {
    let mut client = opened(with_host());
    client.start(2, "wait");
    client.until(is_output);
    client.start(3, "ask");
    let engine = Arc::clone(&client.engine);
    assert_eq!(client.end(), 4000);
    assert_eq!(engine.open.load(Ordering::SeqCst), 0);
}

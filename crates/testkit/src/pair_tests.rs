//! What both machines do together.

use proptest::prelude::*;
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, Guid, SecureString, TypeId, Value};
use remora_psrp::client::{Event as C, Options, PipelineEvent as P};
use remora_psrp::crypto::KeyPair;
use remora_psrp::message::{
    Availability, Command, CreatePipeline, ErrorRecordMessage, HostResponse, InitRunspacePool,
    Message, primitive_dictionary,
};
use remora_psrp::server::Event as S;
use remora_psrp::{
    Error, Misbehaviour, Misuse, PipelineState, PoolState, ProtocolVersion, Settings, Target,
};

use crate::pair::{Pair, id};

/// A series of bytes that never repeats soon; good enough for primes that guard nothing.
fn random() -> impl FnMut(&mut [u8]) + Send {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move |buffer: &mut [u8]| {
        for byte in buffer {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            *byte = (state >> 32).to_le_bytes()[0];
        }
    }
}

fn pair_of(version: ProtocolVersion, max_runspaces: i32) -> Pair {
    let mut options = Options::new(id(0xAA));
    options.settings.version = version;
    options.pool = InitRunspacePool { max_runspaces, ..InitRunspacePool::default() };
    Pair::new(options, Settings::default(), Box::new(random()))
}

fn opened_with(mut pair: Pair) -> Pair {
    pair.client.open().unwrap();
    loop {
        match pair.next_server_event().expect("the pool opens") {
            S::Open { id: pool, .. } => {
                assert_eq!(pool, pair.client.id());
                pair.server.opened(primitive_dictionary([("a", Value::I32(1))])).unwrap();
                break;
            }
            S::Negotiated(_) => {}
            other => panic!("{other:?}"),
        }
    }
    pair.drive();
    assert_eq!(pair.client.state(), PoolState::Opened);
    assert_eq!(pair.faults, []);
    pair.client_events.clear();
    pair
}

fn opened() -> Pair {
    opened_with(pair_of(ProtocolVersion::NEWEST, 1))
}

fn script(text: &str) -> CreatePipeline {
    CreatePipeline::new(vec![Command::script(text)])
}

/// Names of what whoever runs the commands is told, with the pipeline.
fn server_events(pair: &mut Pair) -> Vec<(&'static str, u8)> {
    let first = |id: &Guid| id.0.first().copied().unwrap_or_default();
    std::iter::from_fn(|| pair.next_server_event())
        .map(|event| match &event {
            S::PipelineCreated { id, .. } => ("created", first(id)),
            S::Start { id } => ("start", first(id)),
            S::Input { id, .. } => ("input", first(id)),
            S::InputEnded { id } => ("end", first(id)),
            S::Stop { id } => ("stop", first(id)),
            S::PipelineClosed { id } => ("closed", first(id)),
            S::HostResponse { .. } => ("answer", 0),
            S::Resized { .. } => ("resized", 0),
            S::Reset { .. } => ("reset", 0),
            S::KeyExchanged => ("key", 0),
            S::Close => ("close", 0),
            S::Connected => ("connected", 0),
            S::Negotiated(_) | S::Open { .. } => ("open", 0),
        })
        .collect()
}

/// What the client was told of a pipeline.
fn pipeline_events(pair: &mut Pair, wanted: Guid) -> Vec<String> {
    pair.take_client_events()
        .into_iter()
        .filter_map(|event| match event {
            C::Pipeline { id, event } if id == wanted => Some(event),
            _ => None,
        })
        .map(|event| match event {
            P::Output(value) => match value.as_i32() {
                Some(number) => number.to_string(),
                None => value.as_str().unwrap_or("?").to_owned(),
            },
            P::Error(record) => format!("error {}", record.message()),
            P::State { state, reason } => match reason {
                Some(reason) => format!("{} {}", state.name(), reason.fully_qualified_error_id),
                None => state.name().to_owned(),
            },
            P::Closed => "closed".to_owned(),
            other => format!("{other:?}"),
        })
        .collect()
}

#[test]
fn a_pipeline_from_start_to_end() {
    let mut pair = opened();
    let mut pipeline = script("$input");
    pipeline.no_input = false;
    pair.client.create_pipeline(id(1), pipeline).unwrap();
    pair.client.send_input(id(1), Value::I32(7)).unwrap();
    pair.client.end_input(id(1)).unwrap();
    let events = server_events(&mut pair);
    assert_eq!(events, [("created", 1), ("start", 1), ("input", 1), ("end", 1)]);
    pair.server.send_output(id(1), Value::I32(7)).unwrap();
    pair.server.send_output(id(1), Value::Null).unwrap();
    let exception = Exception::new(TypeId::RUNTIME_EXCEPTION, "no");
    let record = ErrorRecord::new(exception, "Id", ErrorCategory::NotSpecified, Value::Null);
    let error = ErrorRecordMessage { record: record.into(), extended: false };
    pair.server.send_record(id(1), &Message::ErrorRecord(error)).unwrap();
    pair.server.finish_pipeline(id(1), PipelineState::Completed, None).unwrap();
    let events = pipeline_events(&mut pair, id(1));
    assert_eq!(events, ["Running", "7", "?", "error no", "Completed", "closed"]);
    assert_eq!(server_events(&mut pair), [("closed", 1)]);
    // The id is free again.
    pair.client.create_pipeline(id(1), script("1")).unwrap();
    assert_eq!(server_events(&mut pair), [("created", 1), ("start", 1)]);
}

#[test]
fn pipelines_wait_for_a_runspace_in_order() {
    let mut pair = opened_with(pair_of(ProtocolVersion::NEWEST, 2));
    for number in 1..=4 {
        pair.client.create_pipeline(id(number), script("x")).unwrap();
    }
    let starts: Vec<_> =
        server_events(&mut pair).into_iter().filter(|(name, _)| *name == "start").collect();
    assert_eq!(starts, [("start", 1), ("start", 2)]);
    pair.server.finish_pipeline(id(2), PipelineState::Completed, None).unwrap();
    assert!(server_events(&mut pair).contains(&("start", 3)));
    // One that waits is stopped at once, and nobody hears of it.
    pair.client.stop_pipeline(id(4)).unwrap();
    let events = pipeline_events(&mut pair, id(4));
    assert_eq!(events, ["Running", "Stopping", "Stopped", "closed"]);
    let call = pair.client.get_available_runspaces().unwrap();
    let answers = pair.take_client_events();
    assert!(answers.iter().any(|event| matches!(event,
        C::Availability { call_id, response: Availability::Free(0) } if *call_id == call)));
}

#[test]
fn a_stop_is_told_to_both_sides() {
    let mut pair = opened();
    pair.client.create_pipeline(id(1), script("x")).unwrap();
    pair.drive();
    let call = pair.server.call_host(Target::Pipeline(id(1)), 11, Vec::new()).unwrap();
    assert_eq!(call, 1);
    pair.drive();
    pair.client.stop_pipeline(id(1)).unwrap();
    assert!(server_events(&mut pair).contains(&("stop", 1)));
    // The answer comes too late on both sides.
    let response = HostResponse { call_id: call, method: 11, result: Ok("late".into()) };
    let refused = pair.client.respond(Target::Pipeline(id(1)), response).unwrap_err();
    assert_eq!(refused, Misuse::UnknownCall(1).into());
    pair.server.finish_pipeline(id(1), PipelineState::Stopped, None).unwrap();
    let events = pipeline_events(&mut pair, id(1));
    assert_eq!(events, ["Running", "Stopping", "Stopped PipelineStopped", "closed"]);
    let unknown = pair.server.send_output(id(1), Value::Null).unwrap_err();
    assert_eq!(unknown, Misuse::UnknownPipeline(id(1)).into());
}

#[test]
fn host_calls_are_answered() {
    let mut pair = opened();
    pair.client.create_pipeline(id(1), script("x")).unwrap();
    pair.drive();
    let target = Target::Pipeline(id(1));
    pair.server.tell_host(target, 16, vec!["line".into()]).unwrap();
    let call_id = pair.server.call_host(target, 11, Vec::new()).unwrap();
    let calls: Vec<_> = pair
        .take_client_events()
        .into_iter()
        .filter_map(|event| match event {
            C::HostCall { call, .. } => Some((call.call_id, call.method)),
            _ => None,
        })
        .collect();
    assert_eq!(calls, [(-100, 16), (1, 11)]);
    let response = HostResponse { call_id, method: 11, result: Ok("typed".into()) };
    pair.client.respond(target, response.clone()).unwrap();
    assert!(server_events(&mut pair).contains(&("answer", 0)));
    assert_eq!(pair.client.respond(target, response).unwrap_err(), Misuse::UnknownCall(1).into());
}

#[test]
fn the_pool_is_resized_and_reset() {
    let mut pair = opened();
    let ask =
        |pair: &mut Pair, ask: fn(&mut remora_psrp::client::RunspacePool) -> Result<i64, Error>| {
            let call = ask(&mut pair.client).unwrap();
            let events = pair.take_client_events();
            events.into_iter().find_map(|event| match event {
                C::Availability { call_id, response } if call_id == call => Some(response),
                _ => None,
            })
        };
    let free = ask(&mut pair, |pool| pool.get_available_runspaces());
    assert_eq!(free, Some(Availability::Free(1)));
    let reset = ask(&mut pair, |pool| pool.reset_runspace_state());
    assert_eq!(reset, None);
    assert_eq!(server_events(&mut pair), [("reset", 0)]);
    pair.server.reset_done(2, true).unwrap();
    let done = pair.take_client_events();
    assert!(matches!(
        done.as_slice(),
        [C::Availability { call_id: 2, response: Availability::Done(true) }]
    ));
    assert_eq!(ask(&mut pair, |pool| pool.set_max_runspaces(3)), Some(Availability::Done(true)));
    assert_eq!(pair.client.set_min_runspaces(4).unwrap_err(), Misuse::Bounds.into());
    assert_eq!(ask(&mut pair, |pool| pool.set_min_runspaces(2)), Some(Availability::Done(true)));
    assert_eq!(pair.client.set_max_runspaces(1).unwrap_err(), Misuse::Bounds.into());
    assert_eq!(ask(&mut pair, |pool| pool.reset_runspace_state()), Some(Availability::Done(false)));
}

#[test]
fn the_pool_closes_when_its_pipelines_are_closed() {
    let mut pair = opened();
    pair.client.create_pipeline(id(1), script("x")).unwrap();
    pair.drive();
    pair.client.close();
    assert!(!server_events(&mut pair).contains(&("close", 0)));
    pair.client.close_pipeline(id(1)).unwrap();
    assert!(server_events(&mut pair).contains(&("stop", 1)));
    pair.server.finish_pipeline(id(1), PipelineState::Stopped, None).unwrap();
    assert!(server_events(&mut pair).contains(&("close", 0)));
    pair.server.closed().unwrap();
    pair.drive();
    assert_eq!(pair.client.state(), PoolState::Closed);
    // The server takes another pool.
    let mut again = pair_of(ProtocolVersion::V2_3, 1);
    again.server = pair.server;
    let again = opened_with(again);
    assert_eq!(again.client.version(), Some(ProtocolVersion::V2_3));
}

fn secret() -> Value {
    Value::live(SecureString::new("geheim"))
}

#[test]
fn a_secret_waits_for_a_key() {
    let mut pair = opened_with(pair_of(ProtocolVersion::V2_3, 1));
    let pipeline = CreatePipeline {
        no_input: false,
        ..CreatePipeline::new(vec![Command::named("x").parameter("Secret", secret())])
    };
    pair.client.create_pipeline(id(1), pipeline).unwrap();
    pair.client.send_input(id(1), Value::I32(1)).unwrap();
    assert_eq!(server_events(&mut pair), []);
    assert!(pair.take_client_events().iter().any(|event| matches!(event, C::KeyNeeded)));
    pair.client.exchange_keys(KeyPair::generate(&mut random()).unwrap()).unwrap();
    let events = server_events(&mut pair);
    assert_eq!(events, [("key", 0), ("created", 1), ("start", 1), ("input", 1)]);
    pair.server.send_output(id(1), secret()).unwrap();
    let text = pair.take_client_events().into_iter().find_map(|event| match event {
        C::Pipeline { event: P::Output(value), .. } => {
            Some(value.downcast::<SecureString>()?.reveal_string())
        }
        _ => None,
    });
    assert_eq!(text.as_deref(), Some("geheim"));
}

#[test]
fn the_newest_version_needs_no_key() {
    let mut pair = opened();
    let pipeline = CreatePipeline::new(vec![Command::named("x").parameter("Secret", secret())]);
    pair.client.create_pipeline(id(1), pipeline).unwrap();
    assert_eq!(server_events(&mut pair), [("created", 1), ("start", 1)]);
}

#[test]
fn a_session_is_left_and_taken_up_again() {
    let mut pair = opened();
    pair.client.create_pipeline(id(1), script("x")).unwrap();
    pair.drive();
    pair.client.disconnect(Default::default()).unwrap();
    pair.drive();
    assert_eq!(pair.client.state(), PoolState::Disconnected);
    assert_eq!(pair.client.pipeline_state(id(1)), Some(PipelineState::Disconnected));
    pair.client.reconnect().unwrap();
    pair.drive();
    assert_eq!(pair.client.state(), PoolState::Opened);
    // Another client takes up the same pool and its pipeline.
    let mut other = pair_of(ProtocolVersion::NEWEST, 1);
    other.server = pair.server;
    other.client.connect().unwrap();
    other.drive();
    assert_eq!(other.client.state(), PoolState::Opened, "{:?}", other.faults);
    assert!(other.client_events.iter().any(|event| matches!(event, C::PrivateData(_))));
    other.client.connect_pipeline(id(1)).unwrap();
    other.server.send_output(id(1), Value::I32(5)).unwrap();
    other.server.finish_pipeline(id(1), PipelineState::Completed, None).unwrap();
    assert_eq!(pipeline_events(&mut other, id(1)), ["5", "Completed", "closed"]);
}

#[test]
fn versions_that_do_not_fit_are_said() {
    let mut pair = pair_of(ProtocolVersion { major: 3, minor: 0 }, 1);
    pair.client.open().unwrap();
    pair.drive();
    assert!(pair.faults.iter().any(|fault| matches!(
        fault,
        Error::PeerMisbehaved(Misbehaviour::IncompatibleVersion { .. })
    )));
    assert_eq!(pair.client.state(), PoolState::Broken);
}

#[test]
fn misuse_is_said() {
    let mut pair = pair_of(ProtocolVersion::V2_0, 1);
    let early = pair.client.create_pipeline(id(1), script("1")).unwrap_err();
    assert_eq!(early, Misuse::PoolState(PoolState::BeforeOpen).into());
    let mut pair = opened_with(pair);
    assert_eq!(pair.client.open().unwrap_err(), Misuse::PoolState(PoolState::Opened).into());
    let old = Misuse::Version(ProtocolVersion::V2_0);
    assert_eq!(pair.client.reset_runspace_state().unwrap_err(), old.clone().into());
    assert_eq!(pair.client.disconnect(Default::default()).unwrap_err(), old.into());
    assert_eq!(pair.client.end_input(id(9)).unwrap_err(), Misuse::UnknownPipeline(id(9)).into());
    pair.client.create_pipeline(id(1), script("1")).unwrap();
    let twice = pair.client.create_pipeline(id(1), script("1")).unwrap_err();
    assert_eq!(twice, Misuse::PipelineExists(id(1)).into());
    let after_end = pair.client.send_input(id(1), Value::Null).unwrap_err();
    assert_eq!(after_end, Misuse::PipelineState(PipelineState::Running).into());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// However bytes are cut and pipelines alternate, each keeps its order.
    #[test]
    fn cuts_and_interleaving_change_nothing(
        cuts in proptest::collection::vec(1_usize..5000, 1..20),
        fragment_size in prop_oneof![Just(22_usize), 60_usize..40_000],
        writes in proptest::collection::vec((1_u8..4, 0_usize..600), 0..25),
    ) {
        let mut pair = pair_of(ProtocolVersion::NEWEST, 3);
        pair.client.set_fragment_size(fragment_size);
        pair.server.set_fragment_size(fragment_size);
        let mut at = 0;
        pair.set_cut(move |_| {
            at += 1;
            cuts[at % cuts.len()]
        });
        let mut pair = opened_with(pair);
        for number in 1..4 {
            let pipeline = CreatePipeline { no_input: false, ..script("$input") };
            pair.client.create_pipeline(id(number), pipeline).unwrap();
        }
        for (index, (number, length)) in writes.iter().enumerate() {
            let text = format!("{index} {}", "x".repeat(*length));
            pair.client.send_input(id(*number), text.as_str().into()).unwrap();
        }
        // The server writes back what it gets.
        while let Some(event) = pair.next_server_event() {
            if let S::Input { id, value } = event {
                pair.server.send_output(id, value).unwrap();
            }
        }
        for number in 1..4 {
            pair.server.finish_pipeline(id(number), PipelineState::Completed, None).unwrap();
        }
        pair.drive();
        prop_assert_eq!(&pair.faults, &[]);
        let mut got: Vec<(u8, String)> = Vec::new();
        for event in pair.take_client_events() {
            if let C::Pipeline { id, event: P::Output(value) } = event {
                got.push((id.0[0], value.as_str().unwrap().to_owned()));
            }
        }
        for number in 1..4_u8 {
            let want: Vec<String> = writes
                .iter()
                .enumerate()
                .filter(|(_, (own, _))| *own == number)
                .map(|(index, (_, length))| format!("{index} {}", "x".repeat(*length)))
                .collect();
            let own: Vec<String> =
                got.iter().filter(|(own, _)| *own == number).map(|(_, text)| text.clone()).collect();
            prop_assert_eq!(want, own);
        }
    }

    /// Whatever bytes arrive, neither machine panics.
    #[test]
    fn noise_is_survived(
        pool in proptest::collection::vec(any::<u8>(), 0..200),
        object in 1_u64..5,
        code in prop_oneof![Just(0x0004_1002_u32), Just(0x0002_1006), Just(0x0001_0005), any::<u32>()],
        body in "(<Obj RefId=\"0\"><MS>)?(<I32 N=\"[a-zA-Z]{1,8}\">[0-9]{1,3}</I32>)*(</MS></Obj>)?",
    ) {
        use remora_psrp::{client, fragment::Fragmenter, server, Stream};
        let mut pair = opened();
        pair.client.create_pipeline(id(1), script("x")).unwrap();
        pair.drive();
        let raw = remora_psrp::message::RawMessage {
            destination: 2,
            code,
            pool: id(0xAA),
            pipeline: id(1),
            body: body.into_bytes(),
        };
        let mut fragmenter = Fragmenter::default();
        for _ in 0..object {
            for bytes in fragmenter.fragment(&raw.to_bytes()).into_iter().chain([pool.clone()]) {
                for target in [Target::Pool, Target::Pipeline(id(1))] {
                    let stream = Stream::Default;
                    let input = server::Input::Received { target, stream, bytes: &bytes };
                    let _ = pair.server.handle_input(input);
                    pair.client.handle_input(client::Input::Received { target, bytes: &bytes });
                }
                pair.drive();
            }
        }
        prop_assert!(pair.faults.len() < 1000);
    }
}

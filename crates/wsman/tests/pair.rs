//! Client and server joined in memory: sessions, time-outs, refusals, broken networks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use std::time::Duration;

use common::world::{World, data, id, send};
use remora_wsman::fault::Known;
use remora_wsman::message::{BufferMode, ConnectionState, SignalCode};
use remora_wsman::shell::client::{self, Event, Failure, Lane, Operation, Phase};
use remora_wsman::soap::Options;
use remora_wsman::{CommandId, Error, Guid};

#[test]
fn a_session_from_create_to_delete() {
    let mut world = World::powershell();
    let events = world.open();
    assert!(matches!(&events[0], Event::Opened { id, shell }
        if id.as_str().starts_with("6F19") && shell.state == Some(ConnectionState::Connected)));
    assert_eq!(data(&events, None), b"hello");
    let pipe = id("D1BF48DA-B26C-4F4A-BE52-B382AC20DD1F");
    let fragments = vec![b"first".to_vec(), b"second".to_vec()];
    let events = world.tell(client::Input::OpenPipeline { command: pipe.clone(), fragments });
    assert!(events.contains(&Event::CommandOpened { command: pipe.clone(), tag: None }));
    assert_eq!(data(&events, Some(&pipe)), b"firstsecond");
    let events = world.tell(send(&pipe, b"abc"));
    assert!(events.contains(&Event::Sent { command: Some(pipe.clone()), bytes: 3 }));
    assert_eq!(data(&events, Some(&pipe)), b"abc");
    let events = world.tell(send(&pipe, b"quit"));
    assert!(events.contains(&Event::Done { command: Some(pipe.clone()), exit_code: Some(0) }));
    let events = world.tell(client::Input::CloseCommand(pipe.clone()));
    assert_eq!(events, [Event::CommandClosed(pipe.clone())]);
    assert!(matches!(world.refused(send(&pipe, b"x")), Error::ApiMisuse(_)));
    let events = world.tell(client::Input::Close);
    assert_eq!(events, [Event::Closed]);
    assert_eq!(world.client.phase(), Phase::Closed);
    assert_eq!(world.client.deadline(), None);
    assert_eq!(world.service.log, ["create", "command", "send", "send", "terminate", "delete"]);
}

#[test]
fn many_pipelines_at_once_keep_their_output_apart() {
    let mut world = World::powershell();
    world.open();
    let pipes: Vec<CommandId> = (0..20).map(|n| id(&format!("pipe-{n}"))).collect();
    let mut events = Vec::new();
    for pipe in &pipes {
        let fragments = vec![pipe.as_str().as_bytes().to_vec()];
        let input = client::Input::OpenPipeline { command: pipe.clone(), fragments };
        world.client.handle_input(world.clock.0, input).unwrap();
        for piece in [&b"-a"[..], b"-b", b"-quit"] {
            world.client.handle_input(world.clock.0, send(pipe, piece)).unwrap();
        }
    }
    events.extend(world.run());
    for pipe in &pipes {
        let expected = format!("{pipe}-a-b-quit");
        assert_eq!(String::from_utf8(data(&events, Some(pipe))).unwrap(), expected);
        let ends = events.iter().filter(
            |event| matches!(event, Event::Done { command: Some(done), .. } if done == pipe),
        );
        assert_eq!(ends.count(), 1);
    }
}

#[test]
fn what_does_not_fit_into_the_first_request_follows() {
    let mut world = World::powershell();
    world.open();
    let capacity = world.client.fragment_capacity();
    assert!(capacity > 100_000, "{capacity}");
    let fragment = |byte| vec![byte; capacity];
    let pipe = id("big");
    let fragments = vec![fragment(1), fragment(2), vec![3; 10], b"quit".to_vec()];
    let events = world.tell(client::Input::OpenPipeline { command: pipe.clone(), fragments });
    let expected = [fragment(1), fragment(2), vec![3; 10], b"quit".to_vec()].concat();
    assert!(data(&events, Some(&pipe)) == expected);
    assert!(events.contains(&Event::Done { command: Some(pipe), exit_code: Some(0) }));
    let longest = world.requests.iter().map(String::len).max().unwrap();
    assert!(longest <= 153_600, "{longest}");
    let error = world.refused(client::Input::OpenPipeline {
        command: id("too big"),
        fragments: vec![vec![0; capacity + 1]],
    });
    assert!(matches!(error, Error::LimitExceeded { .. }));
}

#[test]
fn a_text_shell_runs_a_program() {
    let mut world = World::text();
    let events = world.tell(client::Input::Open(Box::default()));
    assert!(matches!(&events[..], [Event::Opened { .. }]));
    let events = world.tell(client::Input::RunCommand {
        tag: 42,
        command_line: "ipconfig".into(),
        arguments: vec!["/all".into()],
        options: Options::none().with("WINRS_SKIP_CMD_SHELL", "TRUE"),
    });
    let command: CommandId = Guid([0xDD; 16]).into();
    assert_eq!(events[0], Event::CommandOpened { command: command.clone(), tag: Some(42) });
    assert_eq!(data(&events, Some(&command)), b"ipconfig /all");
    let ends = events.iter().filter(|event| matches!(event, Event::Data { end: true, .. }));
    assert_eq!(ends.count(), 2);
    assert_eq!(events.last(), Some(&Event::Done { command: Some(command), exit_code: Some(7) }));
    assert_eq!(world.tell(client::Input::Close), [Event::Closed]);
}

#[test]
fn waiting_for_output_goes_on_for_ever() {
    let mut world = World::powershell();
    world.open();
    let pipe = id("slow");
    world.tell(client::Input::OpenPipeline { command: pipe.clone(), fragments: vec![vec![1]] });
    let before = world.requests.len();
    for _ in 0..10 {
        assert_eq!(world.advance(Duration::from_secs(60)), []);
    }
    assert_eq!(
        world.requests.len() - before,
        20,
        "one for the shell and one for the pipeline each"
    );
    let events = world.tell(send(&pipe, b"quit"));
    assert_eq!(data(&events, Some(&pipe)), b"quit");
}

#[test]
fn a_hasty_service_is_asked_slowly() {
    let mut world = World::powershell();
    world.open();
    let exchange = *world.lanes.iter().find(|(_, lane)| **lane == Lane::Receive(None)).unwrap().0;
    let request = common::header_of(world.requests.last().unwrap());
    let body = Known::TimedOut.fault().to_envelope(&request, "uuid:1".into()).into_bytes();
    world.lanes.remove(&exchange);
    let before = world.requests.len();
    world.tell(client::Input::Response { exchange, status: 500, body });
    assert_eq!(world.requests.len(), before);
    let due = world.client.deadline().unwrap();
    assert!(due > world.clock.0);
    let wait = due - world.clock.0;
    assert_eq!(world.advance(wait), []);
    assert_eq!(world.requests.len(), before + 1);
}

#[test]
fn leaving_and_coming_back() {
    let mut world = World::powershell();
    world.open();
    let pipe = id("p");
    world.tell(client::Input::OpenPipeline { command: pipe.clone(), fragments: vec![vec![1]] });
    let leave = client::Input::Disconnect {
        idle_timeout: Some(Duration::from_secs(90)),
        buffer_mode: Some(BufferMode::Drop),
    };
    assert_eq!(world.tell(leave.clone()), [Event::Disconnected]);
    assert_eq!(world.client.phase(), Phase::Disconnected);
    assert!(matches!(world.refused(send(&pipe, b"x")), Error::ApiMisuse(_)));
    assert!(matches!(world.refused(leave), Error::ApiMisuse(_)));
    world.service.boxes.get_mut(&Some(pipe.clone())).unwrap().push("stdout", b"meanwhile".to_vec());
    let events = world.tell(client::Input::Reconnect);
    assert_eq!(events[0], Event::Reconnected);
    assert_eq!(data(&events, Some(&pipe)), b"meanwhile");
    let stop = client::Input::Signal { command: pipe.clone(), code: SignalCode::StopPipeline };
    let events = world.tell(stop);
    assert!(events.contains(&Event::Signalled(pipe.clone())));
    assert!(events.contains(&Event::Done { command: Some(pipe), exit_code: None }));
}

#[test]
fn taking_over_from_another_client() {
    let mut first = World::powershell();
    first.open();
    let pipe = id("p");
    first.tell(client::Input::OpenPipeline { command: pipe.clone(), fragments: vec![vec![1]] });
    first.tell(client::Input::Disconnect {
        idle_timeout: Some(Duration::from_secs(90)),
        buffer_mode: Some(BufferMode::Drop),
    });
    let mut second = World::powershell();
    second.service = std::mem::take(&mut first.service);
    let shell = second.service.shell.clone().unwrap();
    let events = second.tell(client::Input::Connect { shell, connect_xml: Some(vec![4, 5]) });
    assert_eq!(events, [Event::Connected { connect_response_xml: Some(vec![4, 5]) }]);
    assert_eq!(
        second.tell(client::Input::ConnectCommand(pipe.clone())),
        [Event::CommandConnected(pipe.clone())]
    );
    let events = second.tell(send(&pipe, b"quit"));
    assert_eq!(data(&events, Some(&pipe)), b"quit");
}

#[test]
fn a_refused_shell_is_closed() {
    let mut world = World::powershell();
    world.service.refuse = Some(Known::MaxShellsPerUser(5));
    let events = world.open();
    let [
        Event::Failed { operation: Operation::Open, failure: Failure::Fault(fault) },
        Event::Closed,
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!(fault.code(), Some(2_150_859_173));
    assert_eq!(fault.wsman.as_ref().unwrap().machine, "Server01");
    assert_eq!(world.client.phase(), Phase::Closed);
    assert!(matches!(world.refused(client::Input::Close), Error::ApiMisuse(_)));
}

#[test]
fn refused_commands_leave_the_shell_usable() {
    let mut world = World::powershell();
    world.open();
    world.service.refuse = Some(Known::MaxOperationsPerUser(15));
    let pipe = id("p");
    let open =
        || client::Input::OpenPipeline { command: id("p"), fragments: vec![b"quit".to_vec()] };
    let events = world.tell(open());
    assert!(matches!(
        &events[..],
        [Event::Failed { operation: Operation::OpenCommand { .. }, .. }]
    ));
    let events = world.tell(open());
    assert_eq!(data(&events, Some(&pipe)), b"quit");
    world.service.refuse = Some(Known::CommandNotFound);
    let events = world.tell(client::Input::CloseCommand(pipe.clone()));
    assert_eq!(events, [Event::CommandClosed(pipe)]);
}

#[test]
fn a_shell_that_the_service_lost_is_closed() {
    let mut world = World::powershell();
    world.open();
    world.service.shell = None;
    let events = world.advance(Duration::from_secs(60));
    assert!(
        matches!(
            &events[..],
            [Event::Failed { operation: Operation::Receive(None), .. }, Event::Closed]
        ),
        "{events:?}"
    );
    assert_eq!(world.client.deadline(), None);
}

#[test]
fn closing_works_when_the_service_is_silent() {
    let mut world = World::powershell();
    world.open();
    world.deaf = true;
    assert_eq!(world.tell(client::Input::Close), []);
    let events = world.advance(Duration::from_secs(210));
    assert!(events.contains(&Event::Closed), "{events:?}");
    assert_eq!(world.client.phase(), Phase::Closed);
}

#[test]
fn lost_answers_are_reported_and_receiving_can_be_resumed() {
    let mut world = World::powershell();
    world.open();
    let exchange = *world.lanes.keys().next().unwrap();
    world.lanes.clear();
    let events = world.tell(client::Input::ExchangeFailed { exchange, reason: "reset".into() });
    let failure = Failure::Transport("reset".into());
    assert_eq!(events, [Event::Failed { operation: Operation::Receive(None), failure }]);
    let again = client::Input::ExchangeFailed { exchange, reason: String::new() };
    assert!(matches!(world.refused(again), Error::ApiMisuse(_)));
    let before = world.requests.len();
    world.tell(client::Input::ResumeReceive(None));
    world.tell(client::Input::ResumeReceive(None));
    assert_eq!(world.requests.len(), before + 1);
}

#[test]
fn answers_that_make_no_sense_are_reported() {
    for (status, body) in
        [(200, "<x/>"), (200, ""), (200, "no xml"), (503, "<html/>"), (200, "<!DOCTYPE a>")]
    {
        let mut world = World::powershell();
        world.open();
        let exchange = *world.lanes.keys().next().unwrap();
        let input = client::Input::Response { exchange, status, body: body.into() };
        let events = world.tell(input);
        assert!(
            matches!(
                &events[..],
                [Event::Failed {
                    operation: Operation::Receive(None),
                    failure: Failure::Protocol(_) | Failure::Http(503)
                }]
            ),
            "{body}: {events:?}"
        );
    }
}

#[test]
fn verbs_out_of_turn_are_refused() {
    let mut world = World::powershell();
    for input in [
        client::Input::Close,
        client::Input::Reconnect,
        client::Input::CloseCommand(id("p")),
        client::Input::ResumeReceive(None),
        client::Input::OpenPipeline { command: id("p"), fragments: Vec::new() },
    ] {
        assert!(matches!(world.refused(input), Error::ApiMisuse(_)));
    }
    world.open();
    let again = client::Input::Open(Box::default());
    assert!(matches!(world.refused(again), Error::ApiMisuse(_)));
    world.tell(client::Input::OpenPipeline { command: id("P"), fragments: vec![vec![1]] });
    let twice = client::Input::OpenPipeline { command: id("p"), fragments: vec![vec![1]] };
    assert!(matches!(world.refused(twice), Error::ApiMisuse(_)));
}

#[test]
fn closing_before_a_text_shell_has_a_name() {
    let mut world = World::text();
    world.client.handle_input(world.clock.0, client::Input::Open(Box::default())).unwrap();
    world.client.handle_input(world.clock.0, client::Input::Close).unwrap();
    assert_eq!(world.run(), [Event::Closed]);
    assert_eq!(world.service.log, ["create", "delete"]);
}

//! Sessions that are left, and taken up again by the same client or by another one.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use remora_wsman::exchange::{Answer, Endpoint};
use remora_wsman::fault::Known;
use remora_wsman::message::{
    BufferMode, Command, CommandResponse, Enumerate, EnumerateResponse, Receive, ReceiveResponse,
    Reconnect, ReconnectResponse, Shell, Signal, SignalCode, SignalResponse,
};
use remora_wsman::names::resource;
use remora_wsman::shell::client::{Event, Failure, Input};
use remora_wsman::soap::{Options, Selectors};
use remora_wsman::{CommandId, Guid};

use crate::authentication::{assert_fault, envelope, read};
use crate::common::{TestClient, World, fragment, payloads, pool_id};

async fn leave(client: &mut TestClient) {
    leave_with(client, None, None).await;
}

async fn leave_with(
    client: &mut TestClient,
    idle_timeout: Option<Duration>,
    buffer_mode: Option<BufferMode>,
) {
    client.tell(Input::Disconnect { idle_timeout, buffer_mode }).await;
    client.until(|event| *event == Event::Disconnected).await;
}

async fn take_up(client: &mut TestClient, number: u8) -> Event {
    let connect_xml = Some(fragment(0x0001_0008, b"connect"));
    client.tell(Input::Connect { shell: pool_id(number), connect_xml }).await;
    let over = |event: &Event| matches!(event, Event::Connected { .. } | Event::Failed { .. });
    client.until(over).await.0
}

fn texts(data: &HashMap<Option<CommandId>, Vec<u8>>, command: &CommandId) -> Vec<String> {
    data.get(&Some(command.clone())).map(|bytes| payloads(bytes)).unwrap_or_default()
}

#[tokio::test]
async fn another_client_gets_what_was_not_fetched() {
    let world = Arc::new(World::new().await);
    let mut first = TestClient::new(&world, "alice", false);
    first.open(1).await;
    let command = first.pipeline(5, "one").await;
    let is_one = |event: &Event| matches!(event, Event::Data { command: Some(_), .. });
    first.until(is_one).await;
    leave(&mut first).await;

    let mut second = TestClient::new(&world, "alice", false);
    let Event::Connected { connect_response_xml } = take_up(&mut second, 1).await else {
        panic!("not connected");
    };
    assert_eq!(payloads(&connect_response_xml.unwrap()), ["welcome", "size"]);
    second.tell(Input::ConnectCommand(command.clone())).await;
    second.until(|event| matches!(event, Event::CommandConnected(_))).await;
    second.send(&command, "two").await;
    second.send(&command, "quit").await;
    let (_, data) =
        second.until(|event| matches!(event, Event::Done { command: Some(_), .. })).await;
    assert_eq!(texts(&data, &command), ["two", "completed"]);
}

#[tokio::test]
async fn a_session_that_has_a_client_is_not_taken_away() {
    let world = Arc::new(World::new().await);
    let mut first = TestClient::new(&world, "alice", false);
    first.open(1).await;
    let mut second = TestClient::new(&world, "alice", false);
    match take_up(&mut second, 1).await {
        Event::Failed { failure: Failure::Fault(fault), .. } => {
            assert!(fault.is(&Known::ShellConnected), "{fault:?}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nobody_takes_up_the_session_of_another_user() {
    let world = Arc::new(World::new().await);
    let mut first = TestClient::new(&world, "alice", false);
    first.open(1).await;
    leave(&mut first).await;
    let mut stranger = TestClient::new(&world, "bob", false);
    match take_up(&mut stranger, 1).await {
        Event::Failed { failure: Failure::Fault(fault), .. } => {
            assert!(!fault.is(&Known::ShellConnected), "that it exists is told to nobody");
        }
        other => panic!("{other:?}"),
    }
    let Event::Connected { .. } = take_up(&mut TestClient::new(&world, "alice", false), 1).await
    else {
        panic!("its owner gets it");
    };
}

#[tokio::test]
async fn lists_say_who_is_without_a_client() {
    let world = Arc::new(World::new().await);
    let mut client = TestClient::new(&world, "alice", false);
    client.open(1).await;
    leave(&mut client).await;
    let mut connection = world.alice().await;
    let request = Enumerate { optimize: true, max_elements: Some(10), ..Enumerate::default() };
    let endpoint = Endpoint::new("http://server01:5985/wsman", Guid([9; 16]));
    let (none, id) = (Selectors::none(), Guid([8; 16]));
    let text = endpoint.request(id, resource::SHELL, none, Options::none(), &request);
    let answer = connection.soap(&text).await;
    let Answer::Message(_, list) = read::<EnumerateResponse>(answer) else {
        panic!("no list");
    };
    let shells: Vec<Shell> =
        list.items.unwrap().iter().map(|item| Shell::from_element(item).unwrap()).collect();
    let [shell] = shells.as_slice() else { panic!("{} shells", shells.len()) };
    assert_eq!(shell.state, Some(remora_wsman::message::ConnectionState::Disconnected));
}

/// What a client gets that takes up a pipeline which flooded its buffer while nobody was there.
async fn after_a_flood(mode: BufferMode) -> Vec<String> {
    let world = World::with(|options| options.quotas.output_buffer = 4_000_000).await;
    let world = Arc::new(world);
    let mut first = TestClient::new(&world, "alice", false);
    first.open(1).await;
    let command = first.pipeline(5, "one").await;
    first.until(|event| matches!(event, Event::Data { command: Some(_), .. })).await;
    first.send(&command, "flood").await;
    leave_with(&mut first, None, Some(mode)).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    let mut second = TestClient::new(&world, "alice", false);
    assert!(matches!(take_up(&mut second, 1).await, Event::Connected { .. }));
    second.tell(Input::ConnectCommand(command.clone())).await;
    let done = |event: &Event| matches!(event, Event::Done { command: Some(_), .. });
    let (_, data) = second.until(done).await;
    texts(&data, &command)
}

#[tokio::test]
async fn output_that_blocks_is_whole_and_output_that_is_dropped_ends_well() {
    let whole = after_a_flood(BufferMode::Block).await;
    // 200 blocks and the end; what the first client fetched before it left is not there again.
    let numbers: Vec<usize> =
        whole.iter().filter_map(|text| text.split(' ').next()?.parse().ok()).collect();
    let first = *numbers.first().unwrap();
    assert_eq!(numbers, (first..200).collect::<Vec<_>>());
    assert_eq!(whole.last().map(String::as_str), Some("completed"));

    let dropped = after_a_flood(BufferMode::Drop).await;
    assert!(dropped.len() < whole.len() * 3 / 4, "{}", dropped.len());
    assert_eq!(dropped.last().map(String::as_str), Some("completed"));
}

#[tokio::test]
async fn a_session_without_a_client_ends_after_its_idle_time() {
    let world = Arc::new(World::new().await);
    let mut client = TestClient::new(&world, "alice", false);
    client.open(1).await;
    client.pipeline(5, "one").await;
    client.until(|event| matches!(event, Event::Data { command: Some(_), .. })).await;
    leave_with(&mut client, Some(Duration::from_millis(300)), None).await;
    drop(client);
    crate::relay::eventually(|| world.launcher.running() == 0).await;
    crate::relay::eventually(|| world.service.store().seats_taken() == 0).await;
    let answer = take_up(&mut TestClient::new(&world, "alice", false), 1).await;
    let fault = crate::relay::fault_of(answer);
    assert!(fault.is(&Known::ShellNotFound(pool_id(1))), "{fault:?}");
}

#[tokio::test]
async fn a_session_without_a_client_does_nothing_but_be_taken_up_or_ended() {
    let world = Arc::new(World::new().await);
    let mut client = TestClient::new(&world, "alice", false);
    client.open(1).await;
    let command = client.pipeline(5, "one").await;
    client.until(|event| matches!(event, Event::Data { command: Some(_), .. })).await;
    leave(&mut client).await;
    let mut connection = world.alice().await;
    let (id, gone) = (pool_id(1), Known::ShellDisconnected);
    let receive = Receive { command: Some(command.clone()), streams: vec!["stdout".to_owned()] };
    let answer = connection.soap(&envelope(Some(&id), &receive)).await;
    assert_fault::<ReceiveResponse>(answer, &gone);
    let signal = Signal { command: Some(command), code: SignalCode::StopPipeline };
    assert_fault::<SignalResponse>(connection.soap(&envelope(Some(&id), &signal)).await, &gone);
    let other = CommandId::from(Guid([6; 16]));
    let open = Command::pipeline(other.clone(), &fragment(0x0002_1006, b"two"));
    assert_fault::<CommandResponse>(connection.soap(&envelope(Some(&id), &open)).await, &gone);
    let lost = Reconnect { command: Some(other) };
    let answer = connection.soap(&envelope(Some(&id), &lost)).await;
    assert_fault::<ReconnectResponse>(answer, &Known::CommandNotFound);
    let answer = connection.soap(&envelope(Some(&id), &Reconnect { command: None })).await;
    assert!(matches!(read::<ReconnectResponse>(answer), Answer::Message(..)));
    let answer = connection.soap(&envelope(Some(&id), &open)).await;
    assert!(matches!(read::<CommandResponse>(answer), Answer::Message(..)));
}

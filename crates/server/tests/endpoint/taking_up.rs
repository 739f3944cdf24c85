//! Sessions that are left, and taken up again by the same client or by another one.

use std::collections::HashMap;
use std::sync::Arc;

use remora_wsman::exchange::{Answer, Endpoint};
use remora_wsman::fault::Known;
use remora_wsman::message::{Enumerate, EnumerateResponse, Shell};
use remora_wsman::names::resource;
use remora_wsman::shell::client::{Event, Failure, Input};
use remora_wsman::soap::{Options, Selectors};
use remora_wsman::{CommandId, Guid};

use crate::common::{TestClient, World, fragment, payloads, pool_id};

async fn leave(client: &mut TestClient) {
    client.tell(Input::Disconnect { idle_timeout: None, buffer_mode: None }).await;
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
    let Answer::Message(_, list) = crate::authentication::read::<EnumerateResponse>(answer) else {
        panic!("no list");
    };
    let shells: Vec<Shell> =
        list.items.unwrap().iter().map(|item| Shell::from_element(item).unwrap()).collect();
    let [shell] = shells.as_slice() else { panic!("{} shells", shells.len()) };
    assert_eq!(shell.state, Some(remora_wsman::message::ConnectionState::Disconnected));
}

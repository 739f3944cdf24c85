//! Requests for output that nobody waits for any more, that are too early, or too many.

use std::time::Duration;

use remora_wsman::exchange::Answer;
use remora_wsman::fault::Known;
use remora_wsman::message::{
    Command, CommandResponse, Receive, ReceiveResponse, Send, SendResponse, Signal, SignalCode,
    SignalResponse, Stream,
};
use remora_wsman::{CommandId, Guid};

use crate::authentication::{assert_fault, create, envelope, envelope_with, read};
use crate::common::{Connection, World, fragment, payloads, pool_id};

fn command() -> CommandId {
    CommandId::from(Guid([5; 16]))
}

fn receive() -> Receive {
    Receive { command: Some(command()), streams: vec!["stdout".to_owned()] }
}

async fn open(connection: &mut Connection, text: &str) {
    let open = Command::pipeline(command(), &fragment(0x0002_1006, text.as_bytes()));
    let answer = connection.soap(&envelope(Some(&pool_id(1)), &open)).await;
    assert!(matches!(read::<CommandResponse>(answer), Answer::Message(..)));
}

async fn send(connection: &mut Connection, text: &str) {
    let data = fragment(0x0004_1002, text.as_bytes());
    let name = "stdin".to_owned();
    let stream = Stream { name, command: Some(command()), end: false, data };
    let answer =
        connection.soap(&envelope(Some(&pool_id(1)), &Send { streams: vec![stream] })).await;
    assert!(matches!(read::<SendResponse>(answer), Answer::Message(..)));
}

async fn texts(connection: &mut Connection) -> Vec<String> {
    let answer = connection.soap(&envelope(Some(&pool_id(1)), &receive())).await;
    let Answer::Message(_, response) = read::<ReceiveResponse>(answer) else { panic!() };
    response.streams.iter().flat_map(|stream| payloads(&stream.data)).collect()
}

#[tokio::test]
async fn output_is_not_lost_with_the_connection_that_asked_for_it() {
    let world = World::new().await;
    let mut first = create(&world, 1).await;
    open(&mut first, "one").await;
    assert_eq!(texts(&mut first).await, ["one"]);
    let mut second = world.alice().await;
    let waiting = tokio::spawn(async move { texts(&mut first).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    waiting.abort();
    assert!(waiting.await.is_err(), "the connection is closed with its request");
    tokio::time::sleep(Duration::from_millis(200)).await;
    send(&mut second, "two").await;
    assert_eq!(texts(&mut second).await, ["two"]);
}

#[tokio::test]
async fn a_time_out_is_a_fault_and_nothing_is_lost() {
    let world = World::new().await;
    let mut connection = create(&world, 1).await;
    open(&mut connection, "one").await;
    assert_eq!(texts(&mut connection).await, ["one"]);
    let patience = Duration::from_millis(600);
    let early = envelope_with(patience, Some(&pool_id(1)), &receive());
    assert_fault::<ReceiveResponse>(connection.soap(&early).await, &Known::TimedOut);
    send(&mut connection, "two").await;
    assert_eq!(texts(&mut connection).await, ["two"]);
}

#[tokio::test]
async fn a_terminated_command_is_gone_for_those_who_wait_and_those_who_come() {
    let world = World::new().await;
    let mut first = create(&world, 1).await;
    open(&mut first, "one").await;
    assert_eq!(texts(&mut first).await, ["one"]);
    let mut second = world.alice().await;
    let waiting =
        tokio::spawn(async move { first.soap(&envelope(Some(&pool_id(1)), &receive())).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let signal = Signal { command: Some(command()), code: SignalCode::Terminate };
    for _ in 0..2 {
        // Clients terminate what has ended by itself, too.
        let answer = second.soap(&envelope(Some(&pool_id(1)), &signal)).await;
        assert!(matches!(read::<SignalResponse>(answer), Answer::Message(..)));
    }
    assert_fault::<ReceiveResponse>(waiting.await.unwrap(), &Known::CommandTerminated);
    let late = second.soap(&envelope(Some(&pool_id(1)), &receive())).await;
    assert_fault::<ReceiveResponse>(late, &Known::CommandNotFound);
    // The id is free again.
    open(&mut second, "again").await;
    assert_eq!(texts(&mut second).await, ["again"]);
}

#[tokio::test]
async fn operations_of_a_user_are_counted() {
    let world = World::with(|options| options.quotas.max_operations_per_user = 1).await;
    let mut first = create(&world, 1).await;
    open(&mut first, "one").await;
    assert_eq!(texts(&mut first).await, ["one"]);
    let mut second = world.alice().await;
    let waiting = tokio::spawn(async move { texts(&mut first).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let refused = second.soap(&envelope(Some(&pool_id(1)), &receive())).await;
    assert_fault::<ReceiveResponse>(refused, &Known::MaxOperationsPerUser(1));
    waiting.abort();
    assert!(waiting.await.is_err());
    tokio::time::sleep(Duration::from_millis(200)).await;
    send(&mut second, "two").await;
    assert_eq!(texts(&mut second).await, ["two"]);
}

#[tokio::test]
async fn one_id_is_one_command() {
    let world = World::new().await;
    let mut connection = create(&world, 1).await;
    open(&mut connection, "one").await;
    let again = Command::pipeline(command(), &fragment(0x0002_1006, b"two"));
    let answer = connection.soap(&envelope(Some(&pool_id(1)), &again)).await;
    let Answer::Fault(fault) = read::<CommandResponse>(answer) else { panic!() };
    assert!(fault.text().contains("exists already"), "{fault:?}");
    assert_eq!(texts(&mut connection).await, ["one"]);
}

//! Limits, the faults that tell about them, and that what was taken comes back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use remora_server::SessionConfiguration;
use remora_server::configuration::SessionConfigurations;
use remora_server::store::ReceivedLimits;
use remora_wsman::exchange::{Answer, Endpoint};
use remora_wsman::fault::Known;
use remora_wsman::message::{
    Command, CommandResponse, Config, Disconnect, DisconnectResponse, Get, GetResponse, Receive,
    ReceiveResponse, Send, SendResponse, Shell, SignalCode, Stream,
};
use remora_wsman::names::resource;
use remora_wsman::shell::client::Event;
use remora_wsman::soap::{Options, Selectors};
use remora_wsman::{CommandId, Guid};

use crate::authentication::{assert_fault, create, envelope, read};
use crate::common::{Connection, TestClient, World, fragment, pool_id};
use crate::relay::{eventually, fault_of};
use crate::text_shell::Client;

fn command(number: u8) -> CommandId {
    CommandId::from(Guid([number; 16]))
}

async fn open(connection: &mut Connection, number: u8, text: &str) -> (u16, Vec<u8>) {
    let open = Command::pipeline(command(number), &fragment(0x0002_1006, text.as_bytes()));
    connection.soap(&envelope(Some(&pool_id(1)), &open)).await
}

async fn send(connection: &mut Connection, number: u8, data: Vec<u8>) -> (u16, Vec<u8>) {
    let (name, command) = ("stdin".to_owned(), Some(command(number)));
    let stream = Stream { name, command, end: false, data };
    connection.soap(&envelope(Some(&pool_id(1)), &Send { streams: vec![stream] })).await
}

async fn receive(connection: &mut Connection, number: u8) -> (u16, Vec<u8>) {
    let receive = Receive { command: Some(command(number)), streams: vec!["stdout".to_owned()] };
    connection.soap(&envelope(Some(&pool_id(1)), &receive)).await
}

#[tokio::test]
async fn the_place_of_a_shell_comes_back_when_its_process_is_killed() {
    let world = World::with(|options| options.quotas.max_shells_per_user = 1).await;
    let world = Arc::new(world);
    let mut first = TestClient::new(&world, "alice", false);
    first.open(1).await;
    let refused = TestClient::new(&world, "alice", false).open(2).await;
    assert!(fault_of(refused).is(&Known::MaxShellsPerUser(1)));
    // Text shells count like all others.
    let refused = Client::open_with(&world, Shell::default(), Options::none()).await.err().unwrap();
    assert!(refused.is(&Known::MaxShellsPerUser(1)), "{refused:?}");
    let pipeline = first.pipeline(5, "one").await;
    first.send(&pipeline, "die").await;
    first.until(|event| matches!(event, Event::Failed { .. })).await;
    eventually(|| world.service.store().seats_taken() == 0).await;
    assert!(matches!(TestClient::new(&world, "alice", false).open(2).await, Event::Opened { .. }));
}

#[tokio::test]
async fn the_place_of_a_text_shell_comes_back_after_its_idle_time() {
    let world = World::with(|options| {
        options.quotas.max_shells_per_user = 1;
        options.quotas.max_concurrent_users = 1;
        options.quotas.idle_timeout = Duration::from_millis(300);
    });
    let world = world.await;
    let mut client = Client::open(&world).await;
    assert!(Client::open_with(&world, Shell::default(), Options::none()).await.is_err());
    client.start("exec sleep 60").await;
    drop(client);
    eventually(|| world.service.store().seats_taken() == 0).await;
    Client::open(&world).await;
}

#[tokio::test]
async fn commands_of_a_shell_are_counted() {
    let world = World::with(|options| options.quotas.max_commands_per_shell = 1).await;
    let mut connection = create(&world, 1).await;
    assert!(matches!(
        read::<CommandResponse>(open(&mut connection, 5, "one").await),
        Answer::Message(..)
    ));
    let refused = open(&mut connection, 6, "two").await;
    assert_fault::<CommandResponse>(refused, &Known::MaxCommandsPerShell(1));
    send(&mut connection, 5, fragment(0x0004_1002, b"quit")).await;
    receive(&mut connection, 5).await;
    let mut opened = false;
    for _ in 0..100 {
        opened = matches!(
            read::<CommandResponse>(open(&mut connection, 6, "two").await),
            Answer::Message(..)
        );
        if opened {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(opened, "the place comes back with the end of the command");

    let mut client = Client::open(&world).await;
    for end in ["terminate", "kill"] {
        let id = client.start("echo $$; exec sleep 60").await;
        let refused = client.start_with(Options::none(), "true", &[]).await.unwrap_err();
        assert!(refused.is(&Known::MaxCommandsPerShell(1)), "{refused:?}");
        if end == "terminate" {
            client.signal(Some(&id), SignalCode::Terminate).await;
        } else {
            let Answer::Message(_, first) = client.receive(&id).await else { panic!() };
            let process = String::from_utf8(first.streams[0].data.clone()).unwrap();
            let killed = std::process::Command::new("kill").args(["-9", process.trim()]).status();
            assert!(killed.unwrap().success());
            assert_eq!(client.outcome(&id).await.code, Some(137));
        }
        assert_eq!(client.run("echo free").await.stdout, "free\n");
    }
}

#[tokio::test]
async fn a_request_that_is_being_carried_out_counts_although_nobody_waits() {
    let world = World::with(|options| {
        options.quotas.max_operations_per_user = 1;
        options.quotas.max_operation_timeout = Duration::from_millis(500);
    });
    let world = world.await;
    let mut client = Client::open(&world).await;
    let id = client.start("exec sleep 2").await;
    let stream = Stream {
        name: "stdin".to_owned(),
        command: Some(id.clone()),
        end: false,
        data: vec![b'x'; 200_000],
    };
    // The command does not read, so that its input waits longer than the request.
    let message = Send { streams: vec![stream] };
    let text = Endpoint::new("http://h/wsman", Guid([9; 16])).request(
        Guid([7; 16]),
        resource::SHELL_CMD,
        Selectors::shell(&client.shell),
        Options::none(),
        &message,
    );
    assert_fault::<SendResponse>(client.connection.soap(&text).await, &Known::TimedOut);
    let Answer::Fault(refused) = client.receive(&id).await else { panic!() };
    assert!(refused.is(&Known::MaxOperationsPerUser(1)), "{refused:?}");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(client.outcome(&id).await.code, Some(0));
}

#[tokio::test]
async fn memory_of_a_shell_is_limited() {
    let world = World::with(|options| options.quotas.max_memory_per_shell_mb = 60).await;
    let mut modest = Client::open(&world).await;
    let sleeping = modest.start("sleep 4; echo fine").await;
    let mut greedy = Client::open(&world).await;
    let id = greedy.start("x=$(head -c 90000000 /dev/zero | tr '\\0' x); sleep 60; echo $x").await;
    let Answer::Fault(fault) = greedy.receive(&id).await else { panic!("it was not ended") };
    assert_eq!(fault.text(), "The session used more than 60 megabytes of memory.");
    eventually(|| world.service.store().seats_taken() == 1).await;
    let refused = greedy.start_with(Options::none(), "true", &[]).await.unwrap_err();
    assert_eq!(refused.text(), "The session used more than 60 megabytes of memory.");
    assert_eq!(modest.outcome(&sleeping).await.stdout, "fine\n");
}

#[tokio::test]
async fn envelopes_are_limited_both_ways() {
    let world = World::with(|options| options.quotas.max_envelope_size = 20 * 1024).await;
    let mut connection = create(&world, 1).await;
    open(&mut connection, 5, "one").await;
    let small = send(&mut connection, 5, fragment(0x0004_1002, &vec![b'x'; 10_000])).await;
    assert!(matches!(read::<SendResponse>(small), Answer::Message(..)));
    send(&mut connection, 5, fragment(0x0004_1002, b"flood")).await;
    for _ in 0..5 {
        let (status, body) = receive(&mut connection, 5).await;
        assert!(status == 200 && body.len() <= 20 * 1024, "{status}, {} bytes", body.len());
        assert!(matches!(read::<ReceiveResponse>((status, body)), Answer::Message(..)));
    }
    let endpoint = Endpoint::new("http://h/wsman", Guid([9; 16]));
    let (none, options) = (Selectors::none(), Options::none());
    let text = endpoint.request(Guid([8; 16]), resource::CONFIG, none, options, &Get);
    let Answer::Message(_, found) = read::<GetResponse>(connection.soap(&text).await) else {
        panic!()
    };
    let config = Config::from_element(found.body).unwrap();
    assert_eq!(config.number("MaxEnvelopeSizekb"), Some(20));
    assert_eq!(config.number("Winrs/MaxMemoryPerShellMB"), Some(2_147_483_647));
    let (status, _) = send(&mut connection, 5, fragment(0x0004_1002, &vec![b'x'; 40_000])).await;
    assert_eq!(status, 413);
}

#[tokio::test]
async fn no_request_waits_longer_than_the_service_allows() {
    let world = World::with(|options| {
        options.quotas.max_operation_timeout = Duration::from_millis(700);
    });
    let world = world.await;
    let mut connection = create(&world, 1).await;
    open(&mut connection, 5, "one").await;
    receive(&mut connection, 5).await;
    let begin = Instant::now();
    assert_fault::<ReceiveResponse>(receive(&mut connection, 5).await, &Known::TimedOut);
    assert!(
        begin.elapsed() >= Duration::from_millis(700) && begin.elapsed() < Duration::from_secs(10)
    );
}

#[tokio::test]
async fn idle_times_have_a_maximum() {
    let world =
        World::with(|options| options.quotas.max_idle_timeout = Duration::from_secs(100)).await;
    let too_long = Known::IdleTimeoutTooLong(101_000, 100_000);
    let shell =
        |seconds| Shell { idle_timeout: Some(Duration::from_secs(seconds)), ..Shell::default() };
    let refused = Client::open_with(&world, shell(101), Options::none()).await.err().unwrap();
    assert!(refused.is(&too_long), "{refused:?}");
    assert!(refused.text().contains("101000") && refused.text().contains("100000"), "{refused:?}");
    assert_eq!(world.service.store().seats_taken(), 0);
    assert!(Client::open_with(&world, shell(100), Options::none()).await.is_ok());
    let mut connection = create(&world, 1).await;
    let idle_timeout = Some(Duration::from_secs(101));
    let leave = Disconnect { idle_timeout, buffer_mode: None };
    let answer = connection.soap(&envelope(Some(&pool_id(1)), &leave)).await;
    assert_fault::<DisconnectResponse>(answer, &too_long);
    // It was not left.
    assert!(matches!(
        read::<CommandResponse>(open(&mut connection, 5, "x").await),
        Answer::Message(..)
    ));
}

async fn limited(object: u64, per_command: u64) -> World {
    World::with(|options| {
        let mut configuration = SessionConfiguration::new("Microsoft.PowerShell");
        configuration.received = ReceivedLimits { object, per_command };
        options.sessions = Arc::new(SessionConfigurations::fixed(vec![configuration]));
    })
    .await
}

#[tokio::test]
async fn objects_and_the_data_of_commands_are_limited() {
    for (object, per_command, wanted) in [
        (20_000, 1_000_000, "maximum object size is 20000"),
        (1_000_000, 20_000, "allowed maximum is 20000"),
    ] {
        let world = limited(object, per_command).await;
        let mut connection = create(&world, 1).await;
        open(&mut connection, 5, "one").await;
        let fine = send(&mut connection, 5, fragment(0x0004_1002, &vec![b'x'; 15_000])).await;
        assert!(matches!(read::<SendResponse>(fine), Answer::Message(..)));
        let refused = send(&mut connection, 5, fragment(0x0004_1002, &vec![b'x'; 25_000])).await;
        let Answer::Fault(fault) = read::<SendResponse>(refused) else { panic!() };
        assert!(fault.text().contains(wanted), "{fault:?}");
        // The command is over, the shell is not.
        let late = send(&mut connection, 5, fragment(0x0004_1002, b"x")).await;
        assert_fault::<SendResponse>(late, &Known::CommandNotFound);
        assert!(matches!(
            read::<CommandResponse>(open(&mut connection, 6, "two").await),
            Answer::Message(..)
        ));
        let huge = "x".repeat(30_000);
        let Answer::Fault(fault) = read::<CommandResponse>(open(&mut connection, 7, &huge).await)
        else {
            panic!()
        };
        assert!(fault.text().contains(wanted), "{fault:?}");
    }
}

#[tokio::test]
async fn an_object_that_is_too_large_for_the_session_ends_it() {
    let world = limited(20_000, 1_000_000).await;
    let mut connection = create(&world, 1).await;
    let data = fragment(0x0002_1004, &vec![b'x'; 25_000]);
    let stream = Stream { name: "stdin".to_owned(), data, ..Stream::default() };
    let answer =
        connection.soap(&envelope(Some(&pool_id(1)), &Send { streams: vec![stream] })).await;
    let Answer::Fault(fault) = read::<SendResponse>(answer) else { panic!() };
    assert!(fault.text().contains("maximum object size is 20000"), "{fault:?}");
    eventually(|| world.launcher.running() == 0).await;
    eventually(|| world.service.store().seats_taken() == 0).await;
}

//! Shells, pipelines and their bytes.

use std::sync::Arc;
use std::time::Duration;

use remora_server::Quotas;
use remora_wsman::fault::Known;
use remora_wsman::message::{ConnectionState, SignalCode};
use remora_wsman::shell::client::{Event, Failure, Input};

use crate::common::{TestClient, World, payloads, pool_id};

fn is_done(event: &Event) -> bool {
    matches!(event, Event::Done { .. })
}

pub(crate) fn fault_of(event: Event) -> remora_wsman::fault::Fault {
    match event {
        Event::Failed { failure: Failure::Fault(fault), .. } => *fault,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn eventually(mut condition: impl FnMut() -> bool) {
    for _ in 0..200 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never came true");
}

#[tokio::test]
async fn a_session_from_its_opening_to_its_end() {
    for tls in [false, true] {
        let world = Arc::new(World::new().await);
        let mut client = TestClient::new(&world, "alice", tls);
        let Event::Opened { id, shell } = client.open(1).await else { panic!() };
        assert_eq!(id, pool_id(1));
        assert_eq!(shell.owner.as_deref(), Some("alice"));
        assert_eq!(shell.process_id, Some(4711));
        assert_eq!(shell.state, Some(ConnectionState::Connected));
        assert_eq!(shell.idle_timeout, Some(Duration::from_secs(7200)));
        let (first, _) = client.until(|event| matches!(event, Event::Data { .. })).await;
        let Event::Data { command: None, data, .. } = first else { panic!("{first:?}") };
        assert_eq!(payloads(&data), ["hello"]);

        let command = client.pipeline(2, "one").await;
        client.send(&command, "two").await;
        client.send(&command, "three").await;
        client.send(&command, "quit").await;
        let (_, data) = client.until(is_done).await;
        let texts = payloads(&data[&Some(command.clone())]);
        assert_eq!(texts, ["one", "two", "three", "completed"]);
        client.tell(Input::CloseCommand(command.clone())).await;
        client.until(|event| *event == Event::CommandClosed(command.clone())).await;

        client.tell(Input::Close).await;
        client.until(|event| *event == Event::Closed).await;
        eventually(|| world.launcher.running() == 0).await;
        eventually(|| world.service.store().seats_taken() == 0).await;
        let lines = world.launcher.lines.lock().clone();
        let mut order: Vec<_> = lines.iter().filter_map(|line| line.split(' ').next()).collect();
        // How many packets the input takes is the client's business.
        order.dedup();
        assert_eq!(order, ["<Data", "<Command", "<Data", "<Close"], "{lines:#?}");
        let closes = lines.iter().filter(|line| line.starts_with("<Close")).count();
        assert_eq!(closes, 2, "{lines:#?}");
    }
}

#[tokio::test]
async fn two_pipelines_do_not_mix_and_one_is_stopped() {
    let world = Arc::new(World::new().await);
    let mut client = TestClient::new(&world, "alice", false);
    client.open(1).await;
    let (one, two) = (client.pipeline(2, "one").await, client.pipeline(3, "two").await);
    client.send(&two, "quit").await;
    let (done, mut all) = client.until(is_done).await;
    assert!(matches!(done, Event::Done { command: Some(command), .. } if command == two));
    let code = SignalCode::StopPipeline;
    client.tell(Input::Signal { command: one.clone(), code }).await;
    let (_, more) = client.until(is_done).await;
    for (command, bytes) in more {
        all.entry(command).or_default().extend(bytes);
    }
    assert_eq!(payloads(&all[&Some(one)]), ["one", "stopped"]);
    assert_eq!(payloads(&all[&Some(two.clone())]), ["two", "completed"]);
    // A pipeline id may be used again after its end.
    client.tell(Input::CloseCommand(two.clone())).await;
    client.until(|event| *event == Event::CommandClosed(two.clone())).await;
    let again = client.pipeline(3, "quit").await;
    let (_, data) = client.until(is_done).await;
    assert_eq!(payloads(&data[&Some(again)]), ["completed"]);
}

#[tokio::test]
async fn output_waits_for_a_slow_client_and_nothing_is_lost() {
    let world = World::with(|options| options.quotas.output_buffer = 100_000).await;
    let world = Arc::new(world);
    let mut client = TestClient::new(&world, "alice", false);
    client.open(1).await;
    let command = client.pipeline(2, "flood").await;
    let (_, data) = client.until(is_done).await;
    let texts = payloads(&data[&Some(command)]);
    assert_eq!(texts.len(), 201);
    for (number, text) in texts.iter().take(200).enumerate() {
        assert!(text.starts_with(&format!("{number} x")) && text.len() > 30_000);
    }
}

#[tokio::test]
async fn the_death_of_a_host_is_told_and_its_place_comes_back() {
    let world = Arc::new(World::new().await);
    let mut client = TestClient::new(&world, "alice", false);
    client.open(1).await;
    let command = client.pipeline(2, "last words").await;
    client.send(&command, "die").await;
    let (failed, _) = client.until(|event| matches!(event, Event::Failed { .. })).await;
    let text = fault_of(failed).text().to_owned();
    assert_eq!(text, "The session's process has ended (exit code 3). Open a new session.");
    eventually(|| world.service.store().seats_taken() == 0).await;
}

#[tokio::test]
async fn quotas_are_kept_and_come_back() {
    let world = World::with(|options| {
        let quotas =
            Quotas { max_shells_per_user: 1, max_concurrent_users: 1, ..Quotas::default() };
        options.quotas = quotas;
    });
    let world = Arc::new(world.await);
    let mut first = TestClient::new(&world, "alice", false);
    assert!(matches!(first.open(1).await, Event::Opened { .. }));
    let refused = TestClient::new(&world, "alice", false).open(2).await;
    assert!(fault_of(refused).is(&Known::MaxShellsPerUser(1)));
    let refused = TestClient::new(&world, "bob", false).open(2).await;
    assert!(fault_of(refused).is(&Known::MaxShellUsers));
    assert_eq!(world.launcher.started(), 1);
    first.tell(Input::Close).await;
    first.until(|event| *event == Event::Closed).await;
    eventually(|| world.service.store().seats_taken() == 0).await;
    assert!(matches!(TestClient::new(&world, "bob", false).open(2).await, Event::Opened { .. }));
}

#[tokio::test]
async fn unknown_configurations_are_refused() {
    let world = Arc::new(World::new().await);
    let user = ("alice", "Password1", false);
    let refused = TestClient::of(&world, "Other", user).open(1).await;
    assert!(fault_of(refused).text().contains("Cannot find the Other session configuration"));
    assert_eq!(world.launcher.started(), 0);
}

#[tokio::test]
async fn a_shell_can_be_left_and_found_again() {
    let world = Arc::new(World::new().await);
    let mut client = TestClient::new(&world, "alice", false);
    client.open(1).await;
    let command = client.pipeline(2, "one").await;
    client.until(|event| matches!(event, Event::Data { command: Some(_), .. })).await;
    client.tell(Input::Disconnect { idle_timeout: None, buffer_mode: None }).await;
    client.until(|event| *event == Event::Disconnected).await;
    client.tell(Input::Reconnect).await;
    client.until(|event| *event == Event::Reconnected).await;
    client.send(&command, "quit").await;
    let (_, data) = client.until(is_done).await;
    assert_eq!(payloads(&data[&Some(command)]), ["completed"]);
}

#[tokio::test]
async fn idle_shells_end() {
    let world = World::with(|options| options.quotas.idle_timeout = Duration::from_millis(200));
    let world = Arc::new(world.await);
    let connection = crate::authentication::create(&world, 1).await;
    assert_eq!(world.launcher.running(), 1);
    drop(connection);
    eventually(|| world.launcher.running() == 0).await;
    assert!(world.service.store().all().is_empty());
}

//! The signal to stop, and labs.

use std::sync::Arc;
use std::time::Duration;

use remora_server::configuration::SessionConfigurations;
use remora_server::lab::{Lab, server_names};
use remora_server::session_host::SessionLauncher;
use remora_wsman::shell::client::{Event, Input};

use crate::common::{FakeLauncher, TestClient, World, payloads};

#[tokio::test]
async fn running_commands_may_end_and_nothing_new_begins() {
    let world = World::with(|options| options.drain_timeout = Duration::from_secs(20)).await;
    let world = Arc::new(world);
    let mut client = TestClient::new(&world, "alice", false);
    client.open(1).await;
    let command = client.pipeline(2, "one").await;
    client.until(|event| matches!(event, Event::Data { command: Some(_), .. })).await;
    world.shutdown.send_replace(true);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let refused = TestClient::new(&world, "bob", false).open(2).await;
    assert!(matches!(refused, Event::Failed { .. }));
    assert!(!world.running.is_finished());
    client.send(&command, "quit").await;
    let (_, data) = client.until(|event| matches!(event, Event::Done { .. })).await;
    assert_eq!(payloads(&data[&Some(command)]), ["completed"]);
    while !world.running.is_finished() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(world.launcher.running(), 0);
    assert!(tokio::net::TcpStream::connect(world.http).await.is_err());
}

#[tokio::test]
async fn what_does_not_end_is_ended() {
    let world = Arc::new(World::new().await);
    let mut client = TestClient::new(&world, "alice", false);
    client.open(1).await;
    client.pipeline(2, "hang").await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    world.shutdown.send_replace(true);
    let (failed, _) = client.until(|event| matches!(event, Event::Failed { .. })).await;
    assert!(format!("{failed:?}").contains("The endpoint was stopped"), "{failed:?}");
    tokio::time::timeout(Duration::from_secs(10), async {
        while !world.running.is_finished() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .unwrap();
    assert_eq!(world.launcher.running(), 0);
}

#[tokio::test]
async fn a_lab_has_servers_that_answer() {
    let launcher = Arc::new(FakeLauncher::default());
    let sessions = Arc::new(SessionConfigurations::default());
    let names = server_names(3);
    let lab = Lab::start(&names, sessions, |_| launcher.clone() as Arc<dyn SessionLauncher>);
    let lab = lab.await.unwrap();
    assert_eq!(lab.servers().len(), 3);
    for server in lab.servers() {
        let world = World::new().await;
        let world = World { http: server.http, https: server.https, ..world };
        let mut plain = world.connect(false).await;
        let mechanism = remora_auth::Mechanism::Negotiate;
        let password = server.password.expose();
        plain.log_on(&server.user, password, mechanism, false).await.unwrap();
        let mut secure = world.connect(true).await;
        secure.log_on(&server.user, password, mechanism, true).await.unwrap();
        assert!(!format!("{server:?}").contains(password));
    }
    assert_eq!(launcher.started(), 0);
    lab.stop().await;
}

#[tokio::test]
async fn closing_waits_for_the_acknowledgement() {
    let world = Arc::new(World::new().await);
    let mut client = TestClient::new(&world, "alice", false);
    client.open(1).await;
    client.pipeline(2, "one").await;
    client.tell(Input::Close).await;
    client.until(|event| *event == Event::Closed).await;
    let lines = world.launcher.lines.lock().clone();
    let closes = lines.iter().filter(|line| line.starts_with("<Close ")).count();
    assert_eq!(closes, 2, "{lines:#?}");
}

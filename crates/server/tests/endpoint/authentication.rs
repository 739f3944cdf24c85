//! Who gets in, and what strangers get.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use remora_auth::{Mechanism, sealing};
use remora_server::SessionConfiguration;
use remora_server::configuration::SessionConfigurations;
use remora_wsman::Limits;
use remora_wsman::exchange::{Answer, Endpoint, identify_request, read_answer};
use remora_wsman::fault::Known;
use remora_wsman::message::{
    Create, CreateResponse, Delete, DeleteResponse, Enumerate, EnumerateResponse, Get, GetResponse,
    IdentifyResponse, Receive, ReceiveResponse, Send, SendResponse, Shell, Signal, SignalCode,
    SignalResponse, Stream,
};
use remora_wsman::names::resource;
use remora_wsman::soap::{Options, Selectors};
use remora_wsman::{Guid, ShellId};

use crate::common::{Connection, SOAP, World, fragment, pool_id};

const POWERSHELL: &str = "http://schemas.microsoft.com/powershell/Microsoft.PowerShell";

pub(crate) fn envelope<M: remora_wsman::message::Message>(
    shell: Option<&ShellId>,
    message: &M,
) -> String {
    envelope_with(Duration::from_secs(60), shell, message)
}

pub(crate) fn envelope_with<M: remora_wsman::message::Message>(
    timeout: Duration,
    shell: Option<&ShellId>,
    message: &M,
) -> String {
    let mut endpoint = Endpoint::new("http://server01:5985/wsman", Guid([9; 16]));
    endpoint.operation_timeout = timeout;
    let selectors = shell.map_or_else(Selectors::none, Selectors::shell);
    let id = Guid(*uuid::Uuid::new_v4().as_bytes());
    endpoint.request(id, POWERSHELL, selectors, Options::none(), message)
}

fn create_envelope(number: u8) -> String {
    let shell = Shell {
        id: Some(pool_id(number)),
        input_streams: vec!["stdin".to_owned(), "pr".to_owned()],
        output_streams: vec!["stdout".to_owned()],
        creation_xml: Some(fragment(0x0001_0004, b"hello")),
        ..Shell::default()
    };
    envelope(None, &Create { shell })
}

pub(crate) fn read<M: remora_wsman::message::Message>((status, body): (u16, Vec<u8>)) -> Answer<M> {
    read_answer(status, &body, None, &Limits::default()).unwrap()
}

pub(crate) fn assert_fault<M: remora_wsman::message::Message + std::fmt::Debug>(
    answer: (u16, Vec<u8>),
    known: &Known,
) {
    match read::<M>(answer) {
        Answer::Fault(fault) => assert!(fault.is(known), "{fault:?}"),
        other => panic!("{other:?}"),
    }
}

/// Opens a shell of alice's.
pub(crate) async fn create(world: &World, number: u8) -> Connection {
    let mut connection = world.alice().await;
    let answer = connection.soap(&create_envelope(number)).await;
    assert!(matches!(read::<CreateResponse>(answer), Answer::Message(..)));
    connection
}

#[tokio::test]
async fn everybody_with_a_password_gets_in() {
    let world = World::new().await;
    for tls in [false, true] {
        for mechanism in [Mechanism::Negotiate, Mechanism::Ntlm] {
            let mut connection = world.connect(tls).await;
            connection.log_on("ALICE", "Password1", mechanism, tls).await.unwrap();
            let answer = connection.soap(&identify_request()).await;
            let Answer::Message(_, identity) = read::<IdentifyResponse>(answer) else { panic!() };
            assert!(identity.product_version.contains(env!("CARGO_PKG_VERSION")));
        }
    }
    assert_eq!(world.launcher.started(), 0);
}

#[tokio::test]
async fn wrong_passwords_and_unknown_users_do_not() {
    let world = World::new().await;
    for (user, password) in [("alice", "password1"), ("alice", ""), ("mallory", "Password1")] {
        let mut connection = world.connect(false).await;
        assert!(connection.log_on(user, password, Mechanism::Negotiate, false).await.is_err());
        let body = create_envelope(1);
        let response = connection.post(&[("content-type", SOAP)], body.as_bytes()).await;
        assert_eq!(response.status, 401, "{user}");
    }
    assert_eq!(world.launcher.started(), 0);
}

#[tokio::test]
async fn strangers_get_a_challenge_whatever_they_send() {
    let world = World::new().await;
    let create = create_envelope(1);
    let bodies: [&[u8]; 4] = [b"", create.as_bytes(), b"<x/>", &[0; 100]];
    for body in bodies {
        let mut connection = world.connect(false).await;
        let response = connection.post(&[("content-type", SOAP)], body).await;
        assert_eq!(response.status, 401);
        assert_eq!(response.header_values("www-authenticate"), ["Negotiate", "NTLM"]);
        assert!(response.body.is_empty());
    }
    let mut connection = world.connect(false).await;
    for field in ["Negotiate", "Negotiate !!!", "Basic YWxpY2U6UGFzc3dvcmQx", "Kerberos YWJj", ""] {
        let headers = [("authorization", field), ("content-type", SOAP)];
        let response = connection.post(&headers, create.as_bytes()).await;
        assert_eq!(response.status, 401, "{field}");
        if response.close {
            connection = world.connect(false).await;
        }
    }
    assert_eq!(world.launcher.started(), 0);
}

#[tokio::test]
async fn identify_needs_no_password_but_its_own_header() {
    let world = World::new().await;
    let headers = [("content-type", SOAP), ("wsmanidentify", "unauthenticated")];
    let mut connection = world.connect(false).await;
    let response = connection.post(&headers, identify_request().as_bytes()).await;
    let answer = (response.status, response.body.to_vec());
    let Answer::Message(_, identity) = read::<IdentifyResponse>(answer) else { panic!() };
    assert_eq!(identity.product_version, "OS: 0.0.0 SP: 0.0 Stack: 3.0");
    assert!(identity.security_profiles.is_empty());

    let response = connection.post(&headers, create_envelope(1).as_bytes()).await;
    assert_eq!(response.status, 401);
    assert_eq!(response.header_values("www-authenticate"), ["Negotiate", "NTLM"]);
    let response = connection.post(&[("content-type", SOAP)], identify_request().as_bytes()).await;
    assert_eq!(response.status, 401);
    assert_eq!(world.launcher.started(), 0);
}

#[tokio::test]
async fn after_ntlm_on_plain_http_everything_has_to_be_sealed() {
    let world = World::new().await;
    let mut connection = world.alice().await;
    let response = connection.post(&[("content-type", SOAP)], create_envelope(1).as_bytes()).await;
    assert_eq!((response.status, response.close), (500, true));
    assert!(response.body.is_empty());
    assert_eq!(world.launcher.started(), 0);

    // On TLS the connection itself is sealed.
    let mut connection = world.logged_on("alice", "Password1", true).await;
    connection.context = None;
    let answer = connection.soap(&create_envelope(1)).await;
    assert!(matches!(read::<CreateResponse>(answer), Answer::Message(..)));
    assert_eq!(world.launcher.started(), 1);
}

#[tokio::test]
async fn a_broken_seal_ends_the_connection() {
    let world = World::new().await;
    let headers = [("content-type", sealing::CONTENT_TYPE)];
    let mut connection = world.alice().await;
    let context = connection.context.as_mut().unwrap();
    let mut body = sealing::seal(context, create_envelope(1).as_bytes()).unwrap();
    let middle = body.len() / 2;
    body[middle] ^= 1;
    let response = connection.post(&headers, &body).await;
    assert_eq!((response.status, response.close), (400, true));

    // A message that was sealed for another connection, and one that comes twice.
    let (mut one, mut two) = (world.alice().await, world.alice().await);
    let context = one.context.as_mut().unwrap();
    let body = sealing::seal(context, identify_request().as_bytes()).unwrap();
    assert_eq!(two.post(&headers, &body).await.status, 400);
    assert_eq!(one.post(&headers, &body).await.status, 200);
    assert_eq!(one.post(&headers, &body).await.status, 400);

    // A seal without any logon is a stranger's.
    let mut stranger = world.connect(false).await;
    assert_eq!(stranger.post(&headers, &body).await.status, 401);
    assert_eq!(world.launcher.started(), 0);
}

#[tokio::test]
async fn a_failed_second_logon_leaves_nobody() {
    let world = World::new().await;
    let mut connection = world.alice().await;
    let context = connection.context.take();
    assert!(connection.log_on("bob", "wrong", Mechanism::Negotiate, false).await.is_err());
    connection.context = context;
    let (status, body) = connection.soap(&create_envelope(1)).await;
    assert_eq!((status, body.len()), (401, 0));
    assert_eq!(world.launcher.started(), 0);
}

#[tokio::test]
async fn a_foreign_shell_looks_like_none() {
    let world = World::new().await;
    let mut alice = create(&world, 1).await;
    let mut bob = world.logged_on("bob", "hunter2", false).await;
    for (number, id) in [("foreign", pool_id(1)), ("unknown", pool_id(77))] {
        let shell = Some(&id);
        let not_found = Known::ShellNotFound(id.clone());
        let receive = Receive { command: None, streams: vec!["stdout".to_owned()] };
        assert_fault::<ReceiveResponse>(bob.soap(&envelope(shell, &receive)).await, &not_found);
        let streams = vec![Stream { name: "stdin".to_owned(), ..Stream::default() }];
        let send = Send { streams };
        assert_fault::<SendResponse>(bob.soap(&envelope(shell, &send)).await, &not_found);
        let signal = Signal { command: None, code: SignalCode::CtrlC };
        assert_fault::<SignalResponse>(bob.soap(&envelope(shell, &signal)).await, &not_found);
        assert_fault::<DeleteResponse>(bob.soap(&envelope(shell, &Delete)).await, &not_found);
        let get = bob.soap(&envelope(shell, &Get)).await;
        assert_fault::<GetResponse>(get, &Known::InvalidSelectors);
        assert!(!number.is_empty());
    }
    // Bob may use the same id for a shell of his own.
    let answer = bob.soap(&create_envelope(1)).await;
    assert!(matches!(read::<CreateResponse>(answer), Answer::Message(..)));
    assert!(matches!(
        read::<DeleteResponse>(bob.soap(&envelope(Some(&pool_id(1)), &Delete)).await),
        Answer::Message(..)
    ));
    assert_eq!(world.launcher.running(), 1);
    let answer = alice.soap(&envelope(Some(&pool_id(1)), &Get)).await;
    assert!(matches!(read::<GetResponse>(answer), Answer::Message(..)));

    let endpoint = Endpoint::new("http://server01:5985/wsman", Guid([9; 16]));
    let enumerate = Enumerate { optimize: true, max_elements: Some(99), ..Enumerate::default() };
    for (connection, count) in [(&mut alice, 1), (&mut bob, 0)] {
        let id = Guid(*uuid::Uuid::new_v4().as_bytes());
        let (none, options) = (Selectors::none(), Options::none());
        let text = endpoint.request(id, resource::SHELL, none, options, &enumerate);
        let Answer::Message(_, found) = read::<EnumerateResponse>(connection.soap(&text).await)
        else {
            panic!()
        };
        assert_eq!(found.items.unwrap_or_default().len(), count);
    }
}

#[tokio::test]
async fn other_paths_methods_and_types_lead_nowhere() {
    let world = World::new().await;
    let mut connection = world.alice().await;
    let seconds = Duration::from_secs(5);
    let response = connection.http.post("/", &[], Vec::new().into(), seconds).await.unwrap();
    assert_eq!(response.status, 404);
    let response = connection.post(&[("content-type", "text/plain")], b"x").await;
    assert_eq!(response.status, 415);
    let large = vec![b' '; 2_000_000];
    let response = connection.post(&[("content-type", SOAP)], &large).await;
    assert_eq!((response.status, response.close), (413, true));
    assert_eq!(world.launcher.started.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn guessing_ends_the_connection() {
    let world = Arc::new(World::new().await);
    let mut connection = world.connect(false).await;
    let mut closed = false;
    for _ in 0..20 {
        let headers = [("authorization", "NTLM AAAA")];
        let response = connection.post(&headers, b"").await;
        assert_eq!(response.status, 401);
        closed = response.close;
        if closed {
            break;
        }
    }
    assert!(closed);
}

#[tokio::test]
async fn ntlm_on_tls_is_bound_to_the_channel() {
    let world = World::new().await;
    let mut connection = world.connect(true).await;
    // Without TLS in its options the client sends no channel binding.
    let refused = connection.log_on("alice", "Password1", Mechanism::Negotiate, false).await;
    assert!(refused.is_err());
    // The other way round: a proof for a TLS channel is worth nothing on a plain one.
    let mut secure = world.connect(true).await;
    let mut plain = world.connect(false).await;
    std::mem::swap(&mut secure.http, &mut plain.http);
    let binding = plain.http.certificate().unwrap().to_vec();
    let refused = secure.log_on_bound_to(&binding, "alice", "Password1").await;
    assert!(refused.is_err());
    assert_eq!(world.launcher.started(), 0);
}

#[tokio::test]
async fn basic_needs_tls_and_proves_every_request() {
    let header = "Basic YWxpY2U6UGFzc3dvcmQx";
    let world = World::with(|options| options.authentication.basic = true).await;
    let mut plain = world.connect(false).await;
    let headers = [("authorization", header), ("content-type", SOAP)];
    let response = plain.post(&headers, create_envelope(1).as_bytes()).await;
    assert_eq!(response.status, 401);
    assert_eq!(response.header_values("www-authenticate"), ["Negotiate", "NTLM"]);

    let mut secure = world.connect(true).await;
    let response = secure.post(&headers, identify_request().as_bytes()).await;
    assert_eq!(response.status, 200);
    let response = secure.post(&headers[1..], create_envelope(1).as_bytes()).await;
    assert_eq!(response.status, 401);
    assert_eq!(response.header_values("www-authenticate").len(), 3);
    assert_eq!(world.launcher.started(), 0);
    let response = secure.post(&headers, create_envelope(1).as_bytes()).await;
    assert_eq!((response.status, world.launcher.started()), (200, 1));
}

#[tokio::test]
async fn configurations_say_who_may_enter() {
    let world = World::with(|options| {
        let mut closed = SessionConfiguration::new("Microsoft.PowerShell");
        closed.allowed_users = vec!["Bob".to_owned()];
        options.sessions = Arc::new(SessionConfigurations::fixed(vec![closed]));
    });
    let world = world.await;
    let mut alice = world.alice().await;
    assert_fault::<CreateResponse>(alice.soap(&create_envelope(1)).await, &Known::AccessDenied);
    assert_eq!(world.launcher.started(), 0);
    let mut bob = world.logged_on("bob", "hunter2", false).await;
    let answer = bob.soap(&create_envelope(1)).await;
    assert!(matches!(read::<CreateResponse>(answer), Answer::Message(..)));
}

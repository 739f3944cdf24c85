//! Attacks on the logon.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use remora_auth::{
    ChannelSecurity, ClientAuthenticator, ClientOptions, ClientStep, Credential, Mechanism, Secret,
    sealing,
};
use remora_wsman::names::resource;

use crate::common::{Connection, SOAP, System, World, pool_id};
use crate::{assert_untouched, create, every_action};

/// Places in the third message of NTLM (MS-NLMP 2.2.1.3 AUTHENTICATE_MESSAGE).
const NT_RESPONSE: usize = 20;
const USER: usize = 36;
const INTEGRITY: std::ops::Range<usize> = 72..88;

/// Sends the first message and gives the third one, which answers the challenge.
async fn third_message(connection: &mut Connection, user: &str, password: &str) -> Vec<u8> {
    let options = ClientOptions {
        mechanism: Mechanism::Ntlm,
        channel: ChannelSecurity::Plain,
        ..ClientOptions::default()
    };
    let credential = Credential::new(user, Secret::new(password));
    let mut authenticator = ClientAuthenticator::new(credential, options).unwrap();
    let first = authenticator.start().unwrap();
    let response = connection.post(&[("authorization", first.as_str())], b"").await;
    let fields = response.header_values("www-authenticate");
    match authenticator.on_response(response.status, &fields, &mut System).unwrap() {
        ClientStep::Retry(header) => decode(header.as_str()),
        ClientStep::Done(_) => panic!("a logon without a proof"),
    }
}

fn decode(field: &str) -> Vec<u8> {
    BASE64_STANDARD.decode(field.split_once(' ').unwrap().1).unwrap()
}

fn encode(token: &[u8]) -> String {
    format!("NTLM {}", BASE64_STANDARD.encode(token))
}

/// Sends a token together with a request, and then the request alone.
async fn assert_refused(connection: &mut Connection, token: &[u8], what: &str) {
    let field = encode(token);
    let body = create(resource::POWERSHELL);
    let headers = [("authorization", field.as_str()), ("content-type", SOAP)];
    let response = connection.post(&headers, body.as_bytes()).await;
    assert_eq!(response.status, 401, "{what}");
    assert!(response.body.is_empty(), "{what}");
    if !response.close {
        let response = connection.post(&headers[1..], body.as_bytes()).await;
        assert_eq!(response.status, 401, "{what}");
    }
}

/// Sends a request with this field; the status.
async fn status(world: &World, fields: &[&str]) -> (u16, bool) {
    let mut connection = world.connect(false).await;
    let mut headers = vec![("content-type", SOAP)];
    headers.extend(fields.iter().map(|&field| ("authorization", field)));
    let response = connection.post(&headers, create(resource::POWERSHELL).as_bytes()).await;
    (response.status, response.close)
}

#[tokio::test]
async fn no_authorization() {
    let world = World::new().await;
    assert_eq!(status(&world, &[]).await.0, 401);
    assert_untouched(&world);
}

#[tokio::test]
async fn empty_authorization() {
    let world = World::new().await;
    for field in ["", " ", "Negotiate", "Negotiate ", "NTLM", "NTLM =", "Basic", "Basic Og=="] {
        assert_eq!(status(&world, &[field]).await.0, 401, "{field:?}");
    }
    assert_untouched(&world);
}

#[tokio::test]
async fn repeated_authorization() {
    let world = World::with(|options| options.authentication.basic = true).await;
    let basic = "Basic YWxpY2U6UGFzc3dvcmQx";
    for fields in [[basic, basic], ["Basic Ym9iOng=", basic], ["", basic], ["NTLM AAAA", basic]] {
        assert_eq!(status(&world, &fields).await, (400, true), "{fields:?}");
    }
    assert_untouched(&world);
}

#[tokio::test]
async fn foreign_authorization() {
    let world = World::new().await;
    for field in [
        "Basic YWxpY2U6UGFzc3dvcmQx",
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.",
        "Kerberos YII=",
        "CredSSP FgMB",
        "Digest username=\"alice\"",
        "alice",
        "Negotiate YWxpY2U=",
    ] {
        assert_eq!(status(&world, &[field]).await.0, 401, "{field}");
    }
    assert_untouched(&world);
}

#[tokio::test]
async fn a_third_message_without_a_first() {
    let world = World::new().await;
    let token = third_message(&mut world.connect(false).await, "alice", "Password1").await;
    assert_refused(&mut world.connect(false).await, &token, "no first message").await;
    assert_untouched(&world);
}

#[tokio::test]
async fn a_wrong_password_with_its_integrity_code_and_without() {
    let world = World::new().await;
    for (user, password) in
        [("alice", "wrong"), ("alice", ""), ("alice", "hunter2"), ("mallory", "x")]
    {
        let mut connection = world.connect(false).await;
        let token = third_message(&mut connection, user, password).await;
        assert_refused(&mut connection, &token, user).await;
        let mut connection = world.connect(false).await;
        let mut token = third_message(&mut connection, user, password).await;
        token[INTEGRITY].fill(0);
        assert_refused(&mut connection, &token, user).await;
    }
    assert_untouched(&world);
}

#[tokio::test]
async fn the_right_password_without_its_integrity_code() {
    let world = World::new().await;
    let mut connection = world.connect(false).await;
    let mut token = third_message(&mut connection, "alice", "Password1").await;
    token[INTEGRITY].fill(0);
    assert_refused(&mut connection, &token, "no code").await;
    assert_untouched(&world);
}

#[tokio::test]
async fn guests() {
    let world = World::new().await;
    for user in [
        "guest",
        "GUEST",
        "/GUEST",
        "alice/GUEST",
        "WORKGROUP\\guest",
        ".\\Guest",
        "guest@server01",
    ] {
        for password in ["", "guest", "Password1"] {
            let mut connection = world.connect(false).await;
            let token = third_message(&mut connection, user, password).await;
            assert_refused(&mut connection, &token, user).await;
        }
    }
    assert_untouched(&world);
}

#[tokio::test]
async fn anonymous_logons() {
    let world = World::new().await;
    // Without name and response, and with the flag that says so (MS-NLMP 3.2.5.1.2).
    let mut connection = world.connect(false).await;
    let mut token = third_message(&mut connection, "alice", "Password1").await;
    for field in [NT_RESPONSE, USER] {
        token[field..field + 4].fill(0);
    }
    token[61] |= 0x08;
    assert_refused(&mut connection, &token, "anonymous").await;
    // Somebody else's name under alice's proof.
    let mut connection = world.connect(false).await;
    let mut token = third_message(&mut connection, "alice", "Password1").await;
    let at = u32::from_le_bytes(token[USER + 4..USER + 8].try_into().unwrap()) as usize;
    token[at] = b'b';
    assert_refused(&mut connection, &token, "another name").await;
    assert_untouched(&world);
}

#[tokio::test]
async fn a_replayed_third_message() {
    let world = World::new().await;
    let mut connection = world.connect(false).await;
    let token = third_message(&mut connection, "alice", "Password1").await;
    let field = encode(&token);
    let response = connection.post(&[("authorization", field.as_str())], b"").await;
    assert_eq!(response.status, 200, "the first time it is right");
    assert_refused(&mut connection, &token, "the same connection").await;
    assert_refused(&mut world.connect(false).await, &token, "another connection").await;
    let mut connection = world.connect(false).await;
    third_message(&mut connection, "alice", "Password1").await;
    assert_refused(&mut connection, &token, "another challenge").await;
    assert_untouched(&world);
}

#[tokio::test]
async fn the_third_message_of_another_connection() {
    let world = World::new().await;
    let (mut one, mut two) = (world.connect(false).await, world.connect(false).await);
    let of_one = third_message(&mut one, "alice", "Password1").await;
    let of_two = third_message(&mut two, "alice", "Password1").await;
    assert_refused(&mut one, &of_two, "of two").await;
    assert_refused(&mut two, &of_one, "of one").await;
    assert_untouched(&world);
}

#[tokio::test]
async fn a_stripped_channel_binding() {
    let world = World::new().await;
    for mechanism in [Mechanism::Negotiate, Mechanism::Ntlm] {
        let mut connection = world.connect(true).await;
        assert!(connection.log_on("alice", "Password1", mechanism, false).await.is_err());
        let body = create(resource::POWERSHELL);
        let response = connection.post(&[("content-type", SOAP)], body.as_bytes()).await;
        assert_eq!(response.status, 401);
    }
    assert_untouched(&world);
}

#[tokio::test]
async fn a_wrong_channel_binding() {
    let world = World::new().await;
    let other = World::new().await;
    let certificate = other.connect(true).await.http.certificate().unwrap().to_vec();
    for tls in [true, false] {
        let mut connection = world.connect(tls).await;
        let refused = connection.log_on_bound_to(&certificate, "alice", "Password1").await;
        assert!(refused.is_err(), "TLS: {tls}");
    }
    assert_untouched(&world);
}

#[tokio::test]
async fn plain_messages_after_ntlm() {
    let world = World::new().await;
    let command = remora_wsman::CommandId::from(remora_wsman::Guid([5; 16]));
    let mut requests = every_action(resource::POWERSHELL, &pool_id(1), &command);
    requests.push(("create", create(resource::POWERSHELL)));
    requests.push(("create a text shell", create(resource::SHELL_CMD)));
    for (what, text) in requests {
        let mut connection = world.alice().await;
        let response = connection.post(&[("content-type", SOAP)], text.as_bytes()).await;
        assert_eq!((response.status, response.close), (500, true), "{what}");
        assert!(response.body.is_empty(), "{what}");
    }
    assert_untouched(&world);
}

#[tokio::test]
async fn every_action_before_a_logon() {
    let world = World::new().await;
    let command = remora_wsman::CommandId::from(remora_wsman::Guid([5; 16]));
    for uri in [resource::POWERSHELL, resource::SHELL_CMD] {
        let mut requests = every_action(uri, &pool_id(1), &command);
        requests.push(("create", create(uri)));
        for (what, text) in requests {
            for identify in [false, true] {
                let mut connection = world.connect(false).await;
                let mut headers = vec![("content-type", SOAP)];
                if identify {
                    headers.push(("wsmanidentify", "unauthenticated"));
                }
                let response = connection.post(&headers, text.as_bytes()).await;
                assert_eq!(response.status, 401, "{what}");
                assert!(response.body.is_empty(), "{what}");
            }
        }
    }
    assert_untouched(&world);
}

#[tokio::test]
async fn seals_of_others() {
    let world = World::new().await;
    let (mut alice, mut bob) =
        (world.alice().await, world.logged_on("bob", "hunter2", false).await);
    let headers = [("content-type", sealing::CONTENT_TYPE)];
    let context = alice.context.as_mut().unwrap();
    let body = sealing::seal(context, create(resource::POWERSHELL).as_bytes()).unwrap();
    assert_eq!(bob.post(&headers, &body).await.status, 400);
    assert_eq!(world.connect(false).await.post(&headers, &body).await.status, 401);
    assert_untouched(&world);
}

//! Attacks on HTTP itself.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use remora_wsman::names::resource;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::common::World;
use crate::{assert_untouched, create};

const PATIENCE: Duration = Duration::from_secs(15);

/// What a client gets that sends these bytes and closes its side.
async fn answers(address: SocketAddr, request: &[u8]) -> String {
    answers_with(address, request, true).await
}

/// As [`answers`]; a client that does not close its side has to ask the endpoint to do it.
async fn answers_with(address: SocketAddr, request: &[u8], closes: bool) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The endpoint may close before it has read everything.
    let _ = stream.write_all(request).await;
    if closes {
        let _ = stream.shutdown().await;
    }
    let mut answer = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
    // A reset ends the answer, too.
    let _ = read.expect("the connection stays open");
    String::from_utf8_lossy(&answer).into_owned()
}

/// The statuses of all answers.
fn statuses(answer: &str) -> Vec<&str> {
    answer.split("HTTP/1.1 ").skip(1).map(|part| &part[..3]).collect()
}

fn post(fields: &str, body: &str) -> Vec<u8> {
    let head = "POST /wsman HTTP/1.1\r\nHost: server01\r\nContent-Type: application/soap+xml\r\n";
    format!("{head}{fields}\r\n{body}").into_bytes()
}

#[tokio::test]
async fn smuggled_requests() {
    // Basic on plain HTTP is never accepted; with it a smuggled request would be one that counts.
    let world = World::new().await;
    let inner = create(resource::POWERSHELL);
    let hidden = format!(
        "POST /wsman HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YWxpY2U6UGFzc3dvcmQx\r\n\
         Content-Type: application/soap+xml\r\nContent-Length: {}\r\n\r\n{inner}",
        inner.len()
    );
    let chunked = format!("0\r\n\r\n{hidden}");
    let length = chunked.len();
    for fields in [
        format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n"),
        format!("Transfer-Encoding: chunked\r\nContent-Length: {length}\r\n"),
        format!("Content-Length: 0\r\nContent-Length: {length}\r\n"),
        format!("Content-Length: {length}, 0\r\n"),
        format!("Content-Length: +{length}\r\n"),
        format!("Content-Length: {length} 0\r\n"),
        "Content-Length: 0x10\r\n".to_owned(),
        "Content-Length: -1\r\n".to_owned(),
        "Transfer-Encoding: xchunked\r\n".to_owned(),
        "Transfer-Encoding: chunked, identity\r\n".to_owned(),
        "Transfer-Encoding : chunked\r\n".to_owned(),
        "X: y\r\n Content-Length: 0\r\n".to_owned(),
    ] {
        let answer = answers(world.http, &post(&fields, &chunked)).await;
        let found = statuses(&answer);
        assert!(!found.contains(&"200"), "{fields:?}: {answer}");
        assert!(
            found.iter().all(|status| ["400", "401", "413"].contains(status)),
            "{fields:?}: {found:?}"
        );
    }
    assert_untouched(&world);
}

#[tokio::test]
async fn a_second_request_has_no_share_in_the_logon_of_the_first() {
    let world = World::with(|options| options.authentication.basic = true).await;
    // Over plain HTTP Basic does not count even where it is offered.
    let body = create(resource::POWERSHELL);
    let basic = "Authorization: Basic YWxpY2U6UGFzc3dvcmQx\r\n";
    let length = format!("Content-Length: {}\r\n", body.len());
    let first = post(&format!("{basic}{length}"), &body);
    let second = post(&length, &body);
    let answer = answers(world.http, &[first, second].concat()).await;
    assert!(statuses(&answer).iter().all(|status| *status == "401"), "{answer}");
    assert_untouched(&world);
}

#[tokio::test]
async fn slow_heads() {
    let world = World::with(|options| options.logon_timeout = Duration::from_millis(600)).await;
    let mut stream = TcpStream::connect(world.http).await.unwrap();
    stream.write_all(b"POST /wsman HTTP/1.1\r\n").await.unwrap();
    let begin = Instant::now();
    // A field now and then, for ever.
    let mut closed = false;
    while begin.elapsed() < PATIENCE && !closed {
        closed = stream.write_all(b"X-Slow: 1\r\n").await.is_err();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(closed, "the connection was held open");
    assert!(begin.elapsed() >= Duration::from_millis(500));
    assert_untouched(&world);
}

#[tokio::test]
async fn slow_bodies() {
    let world = World::with(|options| options.body_timeout = Duration::from_millis(400)).await;
    let mut stream = TcpStream::connect(world.http).await.unwrap();
    stream.write_all(&post("Content-Length: 100000\r\n", "<")).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    assert_eq!(statuses(&String::from_utf8_lossy(&answer)), ["408"]);
    assert_untouched(&world);
}

#[tokio::test]
async fn connections_without_a_word() {
    let world = World::with(|options| options.logon_timeout = Duration::from_millis(300)).await;
    for address in [world.http, world.https] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let begin = Instant::now();
        let mut answer = Vec::new();
        if address == world.http {
            let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
            assert!(read.is_ok() && answer.is_empty());
            assert!(begin.elapsed() >= Duration::from_millis(250));
        }
    }
    // Who has logged on stays.
    let mut alice = world.alice().await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    let (status, _) = alice.soap(&remora_wsman::exchange::identify_request()).await;
    assert_eq!(status, 200);
    assert_untouched(&world);
}

#[tokio::test]
async fn huge_lengths() {
    let world = World::new().await;
    for (fields, body) in [
        ("Content-Length: 18446744073709551615\r\n", "x".to_owned()),
        ("Content-Length: 99999999999999999999999\r\n", "x".to_owned()),
        ("Content-Length: 4000000000\r\n", "x".repeat(2_000_000)),
        ("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\nx".to_owned()),
        ("Transfer-Encoding: chunked\r\n", format!("1e8480\r\n{}", "x".repeat(2_000_000))),
    ] {
        let answer = answers(world.http, &post(fields, &body)).await;
        let found = statuses(&answer);
        assert!(
            found.iter().all(|status| ["400", "413", "431"].contains(status)),
            "{fields}: {answer}"
        );
    }
    let long = format!("X-Long: {}\r\nContent-Length: 0\r\n", "x".repeat(1_000_000));
    let answer = answers(world.http, &post(&long, "")).await;
    assert!(statuses(&answer).iter().all(|status| ["400", "431"].contains(status)), "{answer}");
    assert_untouched(&world);
}

#[tokio::test]
async fn huge_lengths_in_tokens() {
    use base64::Engine as _;
    let world = World::new().await;
    let mut third = [&b"NTLMSSP\0\x03\0\0\0"[..], &[0xFF; 100]].concat();
    let der = [0x60, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x06, 0x06, 0x2B];
    for token in [third.clone(), der.to_vec(), vec![0xA1; 20_000], {
        third.truncate(13);
        third
    }] {
        let token = base64::prelude::BASE64_STANDARD.encode(token);
        for scheme in ["NTLM", "Negotiate"] {
            let fields = format!(
                "Authorization: {scheme} {token}\r\nConnection: close\r\nContent-Length: 0\r\n"
            );
            let answer = answers_with(world.http, &post(&fields, ""), false).await;
            let found = statuses(&answer);
            assert!(!found.is_empty() && found.iter().all(|status| *status == "401"), "{answer}");
        }
    }
    assert_untouched(&world);
}

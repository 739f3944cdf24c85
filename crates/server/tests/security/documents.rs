//! Documents that are meant to exhaust or to mislead.

use remora_auth::sealing;
use remora_wsman::names::resource;

use crate::common::{SOAP, World};
use crate::{assert_untouched, create};

/// Sends a text as alice and as a stranger: she gets a refusal, strangers get a challenge.
async fn assert_refused(world: &World, text: &str) {
    let mut connection = world.alice().await;
    let (status, _) = connection.soap(text).await;
    assert!([400, 413, 500].contains(&status), "{status}, {} bytes", text.len());
    for header in ["wsmanidentify", "x-nothing"] {
        let mut stranger = world.connect(false).await;
        let headers = [("content-type", SOAP), (header, "unauthenticated")];
        let response = stranger.post(&headers, text.as_bytes()).await;
        assert!([400, 401, 413].contains(&response.status), "{}", response.status);
    }
    assert_untouched(world);
}

#[tokio::test]
async fn document_types_and_entities() {
    let world = World::new().await;
    let good = create(resource::POWERSHELL);
    let head = good.find("<s:Envelope").or_else(|| good.find('<')).unwrap();
    let with_type = |declaration: &str, text: &str| {
        [&good[..head], declaration, &text.replace("http://server01:5985/wsman", "&x;")].concat()
    };
    for declaration in [
        "<!DOCTYPE s:Envelope>",
        "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
        "<!DOCTYPE x [<!ENTITY x \"y\">]>",
        "<!DOCTYPE x [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE x [<!ENTITY % x SYSTEM \"http://127.0.0.1:9/x\"> %x;]>",
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY x \"&b;&b;&b;\">]>",
        "",
    ] {
        assert_refused(&world, &with_type(declaration, &good[head..])).await;
    }
}

#[tokio::test]
async fn deep_and_wide_documents() {
    let world = World::new().await;
    let good = create(resource::POWERSHELL);
    let (start, end) = good.rsplit_once("</").unwrap();
    for filling in [
        ["<d>".repeat(10_000), "</d>".repeat(10_000)].concat(),
        "<d>".repeat(100_000),
        "<d/>".repeat(100_000),
        format!("<d {}/>", (0..10_000).map(|n| format!("a{n}='' ")).collect::<String>()),
        format!("<d {}/>", (0..10_000).map(|n| format!("xmlns:a{n}='x' ")).collect::<String>()),
    ] {
        assert_refused(&world, &[start, &filling, "</", end].concat()).await;
    }
}

#[tokio::test]
async fn documents_that_are_none() {
    let world = World::new().await;
    for text in ["<", "x", "<s:Envelope", "<x/>", "\u{feff}", "<?xml version='1.0' encoding='x'?>"]
    {
        assert_refused(&world, text).await;
    }
}

#[tokio::test]
async fn lengths_of_seals_that_are_too_large() {
    let world = World::new().await;
    let headers = [("content-type", sealing::CONTENT_TYPE)];
    for (from, to) in [
        ("Length=", "Length=9999999999999999999"),
        ("Length=", "Length=-1;x="),
        (
            "Content-Type: application/octet-stream\r\n\u{10}",
            "Content-Type: application/octet-stream\r\n\u{7f}",
        ),
    ] {
        let mut alice = world.alice().await;
        let context = alice.context.as_mut().unwrap();
        let body = sealing::seal(context, create(resource::POWERSHELL).as_bytes()).unwrap();
        let at = body.windows(from.len()).position(|part| part == from.as_bytes()).unwrap();
        let body = [&body[..at], to.as_bytes(), &body[at + from.len()..]].concat();
        assert_eq!(alice.post(&headers, &body).await.status, 400, "{from} {to}");
    }
    assert_untouched(&world);
}

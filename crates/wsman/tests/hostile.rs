//! Whatever arrives, nothing panics, and what is refused costs little.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use common::{Asked, ids};
use proptest::prelude::*;
use remora_wsman::exchange::{Answer, Endpoint, read_answer};
use remora_wsman::message::{Command, CreateResponse, ReceiveResponse};
use remora_wsman::names::{action, resource};
use remora_wsman::shell::client::{Client, ClientConfig, Input, Output};
use remora_wsman::shell::server::{self, Caller};
use remora_wsman::soap::{Envelope, Header, Options, write_message};
use remora_wsman::xml::Document;
use remora_wsman::{Guid, Limits};

const REQUEST: &str = r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"><s:Header><a:To>http://h/wsman</a:To><w:ResourceURI s:mustUnderstand="true">http://schemas.microsoft.com/powershell/Microsoft.PowerShell</w:ResourceURI><a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo><a:Action>http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Send</a:Action><a:MessageID>uuid:1</a:MessageID><w:SelectorSet><w:Selector Name="ShellId">X</w:Selector></w:SelectorSet><w:OptionSet><w:Option Name="a">b</w:Option></w:OptionSet><w:OperationTimeout>PT20S</w:OperationTimeout></s:Header><s:Body><rsp:Send><rsp:Stream Name="stdin" CommandId="c">AAECAwQ=</rsp:Stream></rsp:Send></s:Body></s:Envelope>"#;

/// The status of the immediate answer; none when the request became a verb.
fn status(asked: &mut Asked, body: &[u8]) -> Option<u16> {
    match asked.ask_as(Caller::VERIFIED, body).1 {
        server::Output::Response { status, .. } => Some(status),
        server::Output::Verb { .. } => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn cut_requests_are_refused() {
    for end in 0..REQUEST.len() {
        let mut asked = Asked::new();
        let status = status(&mut asked, &REQUEST.as_bytes()[..end]);
        assert_eq!(status, Some(400), "{end}");
    }
    assert_eq!(status(&mut Asked::new(), REQUEST.as_bytes()), None);
}

#[test]
fn attacks_are_refused() {
    let deep = ["<a>".repeat(50_000), "</a>".repeat(50_000)].concat();
    let wide = ["<a>", &"<b/>".repeat(100_000), "</a>"].concat();
    let attributes: String = (0..10_000).map(|n| format!(" a{n}='x'")).collect();
    let attributes = format!("<a{attributes}/>");
    let prefixes: String = (0..10_000).map(|n| format!(" xmlns:a{n}='x'")).collect();
    let prefixes = format!("<a{prefixes}/>");
    let laughs = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><l>&b;</l>";
    let external = "<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><l>&a;</l>";
    let declared = ["<!DOCTYPE s:Envelope>", REQUEST].concat();
    let late = REQUEST.replace("<s:Body>", "<s:Body><!DOCTYPE x>");
    for body in [&deep, &wide, &attributes, &prefixes, laughs, external, &declared, &late] {
        assert_eq!(status(&mut Asked::new(), body.as_bytes()), Some(400));
    }
    let huge = vec![b' '; 3_000_000];
    assert_eq!(status(&mut Asked::new(), &huge), Some(413));
    let padded = REQUEST.replace("AAECAwQ=", &"A".repeat(600_000));
    assert_eq!(status(&mut Asked::new(), padded.as_bytes()), Some(413));
}

#[test]
fn bad_values_lead_to_faults() {
    for (from, to) in [
        ("AAECAwQ=", "A*"),
        ("Name=\"stdin\"", ""),
        ("Name=\"a\"", "Name=\"\""),
        ("Name=\"ShellId\"", "Name=\"Other\""),
        (">X<", "><"),
        ("CommandId=\"c\"", "CommandId=\"&#1;\""),
        ("<rsp:Send>", "<Send>"),
    ] {
        assert!(REQUEST.contains(from));
        let status = status(&mut Asked::new(), REQUEST.replace(from, to).as_bytes());
        assert!(matches!(status, Some(400 | 500)), "{to}: {status:?}");
    }
    let long = "x".repeat(5000);
    let status = status(&mut Asked::new(), REQUEST.replace("uuid:1", &long).as_bytes());
    assert_eq!(status, Some(400));
}

#[test]
fn waiting_requests_are_bounded() {
    let mut asked = Asked::new();
    let mut refused = 0;
    for _ in 0..100 {
        if status(&mut asked, REQUEST.as_bytes()) == Some(500) {
            refused += 1;
        }
    }
    assert_eq!(refused, 36);
}

#[test]
fn a_service_cannot_make_the_client_decode_too_much() {
    let text = format!(
        "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' \
         xmlns:rsp='http://schemas.microsoft.com/wbem/wsman/1/windows/shell'><s:Body>\
         <rsp:ReceiveResponse><rsp:Stream Name='stdout'>{}</rsp:Stream></rsp:ReceiveResponse>\
         </s:Body></s:Envelope>",
        "A".repeat(4000)
    );
    let limits = Limits { payload_size: 2999, ..Limits::default() };
    assert!(read_answer::<ReceiveResponse>(200, text.as_bytes(), None, &limits).is_err());
    let limits = Limits { payload_size: 3000, ..limits };
    let answer = read_answer::<ReceiveResponse>(200, text.as_bytes(), None, &limits);
    assert!(matches!(answer, Ok(Answer::Message(..))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A few bytes of a good request changed, dropped or doubled.
    #[test]
    fn damaged_requests_never_panic(
        damage in prop::collection::vec((0..REQUEST.len(), any::<u8>(), 0_u8..3), 1..6),
    ) {
        let mut body = REQUEST.as_bytes().to_vec();
        for (at, byte, how) in damage {
            let at = at % body.len();
            match how {
                0 => body[at] = byte,
                1 => { body.remove(at); }
                _ => body.insert(at, byte),
            }
        }
        status(&mut Asked::new(), &body);
    }

    #[test]
    fn any_octets_never_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        status(&mut Asked::new(), &body);
        let _ = read_answer::<CreateResponse>(200, &body, None, &Limits::default());
    }

    /// Pieces of the vocabulary in any order.
    #[test]
    fn any_vocabulary_never_panics(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<", ">", "/", "</", "/>", "<!", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "\"",
            "'", "=", " ", "&", "&lt;", "&#0;", "&x;", "xmlns", "xmlns:s", ":", "s:Envelope",
            "s:Body", "http://www.w3.org/2003/05/soap-envelope", "rsp:Shell", "\u{0}", "é",
        ]), 0..60),
    ) {
        status(&mut Asked::new(), pieces.concat().as_bytes());
    }

    /// Text of any kind arrives as it was sent, apart from what XML cannot carry.
    #[test]
    fn any_text_survives(
        command in any::<String>(),
        arguments in prop::collection::vec(any::<String>(), 0..4),
        option in "[a-zA-Z<>&\"' é]{1,20}",
    ) {
        let printable = |text: &str| text.replace(
            |c: char| matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}'),
            "\u{FFFD}",
        );
        let message = Command { id: None, command, arguments };
        let header = Header { options: Options::none().with("o", option.clone()), ..Header::default() };
        let text = write_message(&header, &message);
        let document = Document::parse(&text, &Limits::default()).unwrap();
        let envelope = Envelope::read(&document).unwrap();
        let read: Command = envelope.message().unwrap();
        prop_assert_eq!(read.command, printable(&message.command));
        let expected: Vec<String> = message.arguments.iter().map(|text| printable(text)).collect();
        prop_assert_eq!(read.arguments, expected);
        prop_assert_eq!(envelope.header.options.get("o"), Some(option.trim()));
    }

    /// Octets as the answer to any request of the client.
    #[test]
    fn any_answer_never_panics(
        answers in prop::collection::vec((100_u16..600, prop::collection::vec(any::<u8>(), 0..60)), 1..8),
    ) {
        let clock = common::Clock::new();
        let endpoint = Endpoint::new("http://h/wsman", Guid([1; 16]));
        let mut client = Client::new(ClientConfig::text(endpoint), ids(2));
        client.handle_input(clock.0, Input::Open(Box::default())).unwrap();
        let mut answers = answers.into_iter();
        while let Some(output) = client.poll_output() {
            if let Output::Request { exchange, .. } = output
                && let Some((status, body)) = answers.next()
            {
                client.handle_input(clock.0, Input::Response { exchange, status, body }).unwrap();
            }
        }
    }
}

#[test]
fn the_actions_of_shells_start_with_the_resource_of_shells() {
    for action in [action::SEND, action::RECEIVE, action::COMMAND, action::CONNECT] {
        assert!(action.starts_with(resource::SHELL));
    }
}

//! Attacks over the network: all of them fail, and none of them starts a process.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test itself"
)]

#[path = "../endpoint/common/mod.rs"]
#[allow(dead_code, unused_imports, reason = "what the tests of the endpoint need, too")]
mod common;
mod documents;
mod logon;
mod others;
mod wire;

use std::time::Duration;

use remora_wsman::exchange::Endpoint;
use remora_wsman::message::{
    Command, Connect, Create, Delete, Disconnect, Enumerate, Get, Message, Receive, Reconnect,
    Send, Shell, Signal, SignalCode, Stream,
};
use remora_wsman::names::resource;
use remora_wsman::soap::{Options, Selectors};
use remora_wsman::{CommandId, Guid, ShellId};

use common::{World, fragment, pool_id};

/// An envelope about a resource.
fn envelope<M: Message>(uri: &str, shell: Option<&ShellId>, message: &M) -> String {
    let mut endpoint = Endpoint::new("http://server01:5985/wsman", Guid([9; 16]));
    endpoint.operation_timeout = Duration::from_secs(10);
    let selectors = shell.map_or_else(Selectors::none, Selectors::shell);
    let id = Guid(*uuid::Uuid::new_v4().as_bytes());
    endpoint.request(id, uri, selectors, Options::none(), message)
}

fn create(uri: &str) -> String {
    let shell = Shell {
        id: Some(pool_id(1)),
        creation_xml: Some(fragment(0x0001_0004, b"hello")),
        ..Shell::default()
    };
    envelope(uri, None, &Create { shell })
}

/// One request of every kind about a shell and a command in it.
fn every_action(uri: &str, shell: &ShellId, command: &CommandId) -> Vec<(&'static str, String)> {
    let of = Some(shell);
    let streams = vec!["stdout".to_owned()];
    let stream =
        Stream { name: "stdin".to_owned(), command: Some(command.clone()), ..Stream::default() };
    let signal = |code| Signal { command: Some(command.clone()), code };
    let connect_xml = Some(fragment(0x0001_0008, b"connect"));
    let enumerate = Enumerate { optimize: true, max_elements: Some(9), ..Enumerate::default() };
    vec![
        ("command", envelope(uri, of, &Command::pipeline(command.clone(), b"x"))),
        ("send", envelope(uri, of, &Send { streams: vec![stream] })),
        ("receive", envelope(uri, of, &Receive { command: None, streams: streams.clone() })),
        (
            "receive of a command",
            envelope(uri, of, &Receive { command: Some(command.clone()), streams }),
        ),
        ("interrupt", envelope(uri, of, &signal(SignalCode::CtrlC))),
        ("stop", envelope(uri, of, &signal(SignalCode::StopPipeline))),
        ("terminate", envelope(uri, of, &signal(SignalCode::Terminate))),
        ("disconnect", envelope(uri, of, &Disconnect { idle_timeout: None, buffer_mode: None })),
        ("reconnect", envelope(uri, of, &Reconnect { command: None })),
        ("reconnect a command", envelope(uri, of, &Reconnect { command: Some(command.clone()) })),
        ("connect", envelope(uri, of, &Connect { command: None, connect_xml })),
        (
            "connect a command",
            envelope(uri, of, &Connect { command: Some(command.clone()), connect_xml: None }),
        ),
        ("list commands", envelope(resource::SHELL_COMMAND, of, &enumerate)),
        ("get", envelope(resource::SHELL, of, &Get)),
        ("delete", envelope(uri, of, &Delete)),
    ]
}

/// Nothing was started, and nothing is left of what was tried.
#[track_caller]
fn assert_untouched(world: &World) {
    assert_eq!(world.launcher.started(), 0, "a process was started");
    assert_eq!(world.service.store().seats_taken(), 0);
    assert!(world.service.store().all().is_empty());
}

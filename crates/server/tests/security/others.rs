//! What belongs to somebody else.

use remora_wsman::fault::{Fault, Known};
use remora_wsman::names::resource;
use remora_wsman::soap::Envelope;
use remora_wsman::xml::Document;
use remora_wsman::{CommandId, Guid, Limits};

use crate::common::{World, fragment, pool_id};
use crate::{create, envelope, every_action};

/// The fault in an answer, whatever the question was.
fn fault(what: &str, (status, body): (u16, Vec<u8>)) -> Fault {
    assert_eq!(status, 500, "{what}");
    let text = String::from_utf8(body).unwrap();
    let document = Document::parse(&text, &Limits::default()).unwrap();
    Envelope::read(&document).unwrap().fault().unwrap().expect(what)
}

#[tokio::test]
async fn every_action_on_the_shell_of_somebody_else() {
    let world = World::new().await;
    let command = CommandId::from(Guid([5; 16]));
    let mut alice = world.alice().await;
    assert_eq!(alice.soap(&create(resource::POWERSHELL)).await.0, 200);
    let first = fragment(0x0002_1006, b"one");
    let open = remora_wsman::message::Command::pipeline(command.clone(), &first);
    let open = envelope(resource::POWERSHELL, Some(&pool_id(1)), &open);
    assert_eq!(alice.soap(&open).await.0, 200);
    let lines = world.launcher.lines.lock().len();
    let mut bob = world.logged_on("bob", "hunter2", false).await;
    for uri in [resource::POWERSHELL, resource::SHELL_CMD] {
        for (what, text) in every_action(uri, &pool_id(1), &command) {
            let theirs = fault(what, bob.soap(&text).await);
            // A shell that never was looks exactly the same.
            let unknown = text.replace(pool_id(1).as_str(), pool_id(77).as_str());
            let none = fault(what, bob.soap(&unknown).await);
            assert_eq!(theirs.code(), Some(Known::InvalidSelectors.code()), "{what}: {theirs:?}");
            assert_eq!((theirs.code(), theirs.subcode), (none.code(), none.subcode), "{what}");
        }
    }
    assert_eq!(world.launcher.started(), 1, "only alice's own");
    assert_eq!(world.launcher.running(), 1);
    assert_eq!(world.launcher.lines.lock().len(), lines, "nothing reached alice's session host");
}

#[tokio::test]
async fn a_command_of_somebody_else_in_a_shell_of_ones_own() {
    let world = World::new().await;
    let (theirs, unknown) = (CommandId::from(Guid([5; 16])), CommandId::from(Guid([6; 16])));
    let mut alice = world.alice().await;
    assert_eq!(alice.soap(&create(resource::POWERSHELL)).await.0, 200);
    let open =
        remora_wsman::message::Command::pipeline(theirs.clone(), &fragment(0x0002_1006, b"one"));
    let open = envelope(resource::POWERSHELL, Some(&pool_id(1)), &open);
    assert_eq!(alice.soap(&open).await.0, 200);
    // Bob's shell has the same id as alice's.
    let mut bob = world.logged_on("bob", "hunter2", false).await;
    assert_eq!(bob.soap(&create(resource::POWERSHELL)).await.0, 200);
    for what in ["send", "receive of a command", "interrupt", "stop", "connect a command"] {
        let ask = |command| {
            let all = every_action(resource::POWERSHELL, &pool_id(1), command);
            all.into_iter().find(|(name, _)| *name == what).unwrap().1
        };
        let (of_theirs, of_none) = (ask(&theirs), ask(&unknown));
        let theirs = fault(what, bob.soap(&of_theirs).await);
        assert!(theirs.is(&Known::CommandNotFound), "{what}: {theirs:?}");
        assert_eq!(theirs, fault(what, bob.soap(&of_none).await), "{what}");
    }
    let receive = every_action(resource::POWERSHELL, &pool_id(1), &theirs).swap_remove(3).1;
    assert_eq!(alice.soap(&receive).await.0, 200, "alice still has hers");
}

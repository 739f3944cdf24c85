//! Whatever a peer sends, the machines answer with a value.

use crate::common::{TestEntropy, accounts, client, decode, exchange, negotiate, server};
use proptest::prelude::*;
use remora_auth::{
    AuthError, ChannelSecurity, ClientStep, Mechanism, NtHash, SecurityContext, ServerStep,
    UsersFile, sealing,
};

fn plain() -> ChannelSecurity {
    ChannelSecurity::Plain
}

fn contexts() -> (SecurityContext, SecurityContext) {
    let mut client = client("alice", "Password1", Mechanism::Ntlm, plain());
    let outcome = exchange(&mut client, &mut server(plain()), |_, _| {});
    (outcome.client.unwrap().context.unwrap(), outcome.server.unwrap().context.unwrap())
}

/// Every token of each exchange, cut at every length: refused, and never accepted.
#[test]
fn every_truncation_of_every_token_is_refused() {
    for mechanism in [Mechanism::Ntlm, Mechanism::Negotiate] {
        let mut lengths = Vec::new();
        exchange(
            &mut client("alice", "Password1", mechanism, plain()),
            &mut server(plain()),
            |_, token| {
                lengths.push(token.len());
            },
        );
        assert!(lengths.len() >= 3);
        for (number, length) in lengths.into_iter().enumerate() {
            for cut in 0..length {
                let mut client = client("alice", "Password1", mechanism, plain());
                let mut count = 0;
                let outcome = exchange(&mut client, &mut server(plain()), |_, token| {
                    if count == number {
                        token.truncate(cut);
                    }
                    count += 1;
                });
                // A NEGOTIATE_MESSAGE is usable from its 16th byte on, but then the integrity
                // code does not fit; the server's last token is optional.
                assert!(
                    outcome.server.is_err() || number == 3,
                    "{mechanism}: token {number} cut to {cut}"
                );
                assert!(outcome.client.is_err() || (number, cut) == (3, 0));
            }
        }
    }
}

fn good_body() -> Vec<u8> {
    sealing::seal(&mut contexts().0, b"<s:Envelope/>").unwrap()
}

fn unseal(content_type: &str, body: &[u8]) -> Result<sealing::Unsealed, AuthError> {
    sealing::unseal(&mut contexts().1, content_type, body.to_vec(), 1000)
}

#[test]
fn the_frame_is_written_to_the_letter() {
    let body = good_body();
    let head = b"--Encrypted Boundary\r\n\
        \tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n\
        \tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=13\r\n\
        --Encrypted Boundary\r\n\
        \tContent-Type: application/octet-stream\r\n\
        \x10\0\0\0\x01\0\0\0";
    assert!(body.starts_with(head));
    assert!(body.ends_with(b"--Encrypted Boundary--\r\n"));
    assert_eq!(body.len(), head.len() + 12 + 13 + 24);
}

#[test]
fn the_frames_of_existing_clients_are_read() {
    let body = good_body();
    let replace = |from: &str, to: &str| {
        let (from, to) = (from.as_bytes(), to.as_bytes());
        let mut out = Vec::new();
        let mut rest = body.as_slice();
        while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
            out.extend(&rest[..at]);
            out.extend(to);
            rest = &rest[at + from.len()..];
        }
        out.extend(rest);
        out
    };
    let quoted = sealing::CONTENT_TYPE;
    let unquoted = "multipart/encrypted;protocol=application/HTTP-SPNEGO-session-encrypted; boundary=Encrypted Boundary";
    let other = r#"Multipart/Encrypted; boundary="-x""#;
    for (content_type, body) in [
        (quoted, body.clone()),
        (unquoted, body.clone()),
        (quoted, replace("\t", "")),
        (quoted, replace("--Encrypted", "-- Encrypted")),
        (quoted, replace("charset=UTF-8", "charset=UTF-16")),
        (quoted, replace("Length=", "length=")),
        (quoted, replace("Content-Type", "content-type")),
        (quoted, replace("octet-stream\r\n", "octet-stream\r\n\r\n")),
        (quoted, replace("Boundary--\r\n", "Boundary--")),
        (other, replace("--Encrypted Boundary", "---x")),
        (quoted, [b"\r\n", &body[..]].concat()),
        (quoted, [&body[..body.len() - 24], b"\r\n--Encrypted Boundary--\r\n"].concat()),
    ] {
        let unsealed = unseal(content_type, &body);
        assert_eq!(
            unsealed.as_ref().map(|unsealed| unsealed.content.as_slice()),
            Ok(&b"<s:Envelope/>"[..]),
            "{content_type}\n{}",
            String::from_utf8_lossy(&body)
        );
    }
}

#[test]
fn wrong_lengths_types_and_limits_are_refused() {
    let body = good_body();
    let text = |from: &str, to: &str| {
        let at = body.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
        [&body[..at], to.as_bytes(), &body[at + from.len()..]].concat()
    };
    for (what, content_type, body) in [
        ("longer", sealing::CONTENT_TYPE, text("Length=13", "Length=14")),
        ("shorter", sealing::CONTENT_TYPE, text("Length=13", "Length=12")),
        ("huge", sealing::CONTENT_TYPE, text("Length=13", "Length=99999999999999999999")),
        ("signed", sealing::CONTENT_TYPE, text("Length=13", "Length=+13")),
        ("none", sealing::CONTENT_TYPE, text(";Length=13", "")),
        ("header length", sealing::CONTENT_TYPE, text("\u{10}\0\0\0", "\u{11}\0\0\0")),
        ("plain", "application/soap+xml", body.clone()),
        ("multi", "multipart/x-multi-encrypted", body.clone()),
        ("boundary", r#"multipart/encrypted;boundary="x""#, body.clone()),
    ] {
        assert!(
            matches!(unseal(content_type, &body), Err(AuthError::Malformed { .. })),
            "{what}: {:?}",
            unseal(content_type, &body)
        );
    }
    let credssp = r#"multipart/encrypted;protocol="application/HTTP-CredSSP-session-encrypted";boundary="Encrypted Boundary""#;
    assert!(matches!(unseal(credssp, &body), Err(AuthError::PeerMisbehaved(_))));
    let mut context = contexts().1;
    assert_eq!(
        sealing::unseal(&mut context, sealing::CONTENT_TYPE, body.clone(), 12),
        Err(AuthError::LimitExceeded { what: "sealed message", limit: 12 })
    );
    for length in 0..body.len() - 2 {
        assert!(unseal(sealing::CONTENT_TYPE, &body[..length]).is_err(), "{length}");
    }
    for at in 0..body.len() - 24 {
        let mut changed = body.clone();
        changed[at] ^= 0x80;
        let payload = body.len() - 24 - 13 - 16;
        assert!(unseal(sealing::CONTENT_TYPE, &changed).is_err() || at < payload, "{at}");
    }
}

#[test]
fn only_sealed_types_are_sealed() {
    assert!(sealing::is_sealed(sealing::CONTENT_TYPE));
    assert!(sealing::is_sealed("Multipart/X-Multi-Encrypted; x=y"));
    assert!(!sealing::is_sealed("application/soap+xml;charset=UTF-8"));
    assert!(!sealing::is_sealed(""));
}

proptest! {
    #[test]
    fn any_authorization_value_is_answered(value in "\\PC*") {
        let step = server(plain()).step(Some(&value), &accounts(), &mut TestEntropy::new(1));
        prop_assert!(!matches!(step, ServerStep::Accepted(_)));
    }

    #[test]
    fn any_token_is_answered_in_any_state(
        token in proptest::collection::vec(any::<u8>(), 0..400),
        kind in 0_u8..4,
        spnego in any::<bool>(),
    ) {
        let ntlm = [&b"NTLMSSP\0"[..], &[kind, 0, 0, 0], &token].concat();
        let token = match kind {
            0 => token,
            _ => ntlm,
        };
        let (accounts, mut entropy) = (accounts(), TestEntropy::new(1));
        let mut server = server(plain());
        let mechanism = if spnego { Mechanism::Negotiate } else { Mechanism::Ntlm };
        let first = client("alice", "Password1", mechanism, plain()).start().unwrap();
        server.step(Some(first.as_str()), &accounts, &mut entropy);
        let step = server.step(Some(&negotiate(&token)), &accounts, &mut entropy);
        prop_assert!(!matches!(step, ServerStep::Accepted(_)));

        let mut client = client("alice", "Password1", mechanism, plain());
        client.start().unwrap();
        let step = client.on_response(401, &[&negotiate(&token)], &mut entropy);
        prop_assert!(!matches!(step, Ok(ClientStep::Done(_))));
    }

    #[test]
    fn any_change_to_a_token_is_answered(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        number in 0_usize..4,
        spnego in any::<bool>(),
    ) {
        let mechanism = if spnego { Mechanism::Negotiate } else { Mechanism::Ntlm };
        let mut client = client("alice", "Password1", mechanism, plain());
        let (mut count, mut is_changed) = (0, false);
        let outcome = exchange(&mut client, &mut server(plain()), |_, token| {
            if count == number {
                let before = token.clone();
                for (at, value) in &changes {
                    let at = at.index(token.len());
                    token[at] = *value;
                }
                is_changed = before != *token;
            }
            count += 1;
        });
        // All of raw NTLM is covered by its integrity code. What SPNEGO wraps around it has
        // parts that mean nothing, such as its flags, but the wrong user never comes out.
        prop_assert!(spnego || !is_changed || outcome.server.is_err());
        if let Ok(accepted) = outcome.server {
            prop_assert_eq!(accepted.principal.name(), "alice");
        }
    }

    #[test]
    fn any_challenge_list_is_answered(values in proptest::collection::vec("\\PC*", 0..4)) {
        let mut client = client("alice", "Password1", Mechanism::Default, plain());
        client.start().unwrap();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        prop_assert!(client.on_response(401, &values, &mut TestEntropy::new(1)).is_err());
    }

    #[test]
    fn any_body_is_answered(
        body in proptest::collection::vec(any::<u8>(), 0..300),
        prefix in 0_usize..200,
        content_type in "\\PC*",
    ) {
        let body = [&good_body()[..prefix], &body].concat();
        prop_assert!(unseal(sealing::CONTENT_TYPE, &body).is_err());
        prop_assert!(unseal(&content_type, &body).is_err());
        let content_type = format!("multipart/encrypted;{content_type}");
        prop_assert!(unseal(&content_type, &body).is_err());
    }

    #[test]
    fn any_message_survives_being_sealed(
        messages in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..2000), 1..20),
    ) {
        let (mut client, mut server) = contexts();
        for message in messages {
            let body = sealing::seal(&mut client, &message).unwrap();
            let unsealed = sealing::unseal(&mut server, sealing::CONTENT_TYPE, body, 2000).unwrap();
            prop_assert_eq!(unsealed.content, message);
        }
    }

    #[test]
    fn any_users_file_is_read_or_refused(text in "([a-z:\\\\#=,@ ]{0,12}\n?|alice:[0-9a-f]{32}\n){0,6}") {
        if let Ok(file) = UsersFile::parse(&text) {
            prop_assert_eq!(UsersFile::parse(&file.to_string()), Ok(file));
        }
    }

    #[test]
    fn any_hash_survives_its_text(bytes in any::<[u8; 16]>()) {
        let hash = NtHash::from_bytes(bytes);
        prop_assert_eq!(hash.to_hex().parse::<NtHash>(), Ok(hash));
    }
}

#[test]
fn a_certificate_of_any_shape_is_read_or_refused() {
    let challenge = decode("Negotiate TlRMTVNTUAA=");
    for length in 0..challenge.len() {
        assert!(remora_auth::ChannelBinding::from_certificate(&challenge[..length]).is_err());
    }
}

//! Each attack on the acceptor is one test that fails closed.

use crate::common::{
    Outcome, TestEntropy, accounts, client, decode, exchange, negotiate, other_tls, server, tls,
};
use remora_auth::{
    AuthError, CbtHardeningLevel, ChannelSecurity, ClientStep, Mechanism, Principal, RejectReason,
    ServerAuthenticator, ServerOptions, ServerStep, ntlm::AcceptorOptions,
};

const SEALING: [u32; 5] = [
    0x0000_0010, // sign
    0x0000_0020, // seal
    0x0008_0000, // extended session security
    0x2000_0000, // 128-bit keys
    0x4000_0000, // key exchange
];

fn rejected(reason: RejectReason) -> AuthError {
    AuthError::Rejected(reason)
}

/// One exchange of raw NTLM on a plain connection in which the tokens can be changed.
fn meddled(name: &str, password: &str, meddle: impl FnMut(bool, &mut Vec<u8>)) -> Outcome {
    let mut client = client(name, password, Mechanism::Ntlm, ChannelSecurity::Plain);
    exchange(&mut client, &mut server(ChannelSecurity::Plain), meddle)
}

fn is_message(token: &[u8], kind: u8) -> bool {
    token.starts_with(&[b"NTLMSSP\0", &[kind, 0, 0, 0][..]].concat())
}

/// (length, offset) of the variable field whose descriptor stands at this place.
fn field(token: &[u8], at: usize) -> (usize, usize) {
    let length = u16::from_le_bytes([token[at], token[at + 1]]);
    let offset = u32::from_le_bytes(token[at + 4..at + 8].try_into().unwrap());
    (usize::from(length), offset as usize)
}

/// The place of an attribute's value within the NTLMv2 response of an AUTHENTICATE_MESSAGE.
fn attribute(token: &[u8], id: u16) -> std::ops::Range<usize> {
    let mut at = field(token, 20).1 + 16 + 28;
    loop {
        let found = u16::from_le_bytes([token[at], token[at + 1]]);
        let length = usize::from(u16::from_le_bytes([token[at + 2], token[at + 3]]));
        assert!(found != 0, "no such attribute");
        if found == id {
            return at + 4..at + 4 + length;
        }
        at += 4 + length;
    }
}

fn change_flags(token: &mut [u8], at: usize, change: impl FnOnce(u32) -> u32) {
    let flags = u32::from_le_bytes(token[at..at + 4].try_into().unwrap());
    token[at..at + 4].copy_from_slice(&change(flags).to_le_bytes());
}

#[test]
fn wrong_passwords_and_unknown_users_look_the_same() {
    for (name, password) in [
        ("alice", "password1"),
        ("alice", ""),
        ("mallory", "Password1"),
        ("bob", "hunter2"),
        (r"LAB\bob", "hunter2"),
        ("/GUEST", ""),
        ("/GUEST", "anything"),
        ("GUEST", ""),
        ("/alice", "Password1"),
        ("alice\0", "Password1"),
        (r"\\alice", "Password1"),
    ] {
        let outcome = meddled(name, password, |_, _| {});
        assert_eq!(outcome.server.unwrap_err(), rejected(RejectReason::BadCredentials), "{name}");
        assert!(outcome.client.is_err());
    }
}

#[test]
fn anonymous_and_empty_names_are_refused() {
    let nameless = meddled("alice", "Password1", |from_client, token| {
        if from_client && is_message(token, 3) {
            token[36..40].fill(0); // the length of the user name
        }
    });
    assert_eq!(nameless.server.unwrap_err(), rejected(RejectReason::Anonymous));

    let anonymous = meddled("alice", "Password1", |from_client, token| {
        if from_client && is_message(token, 3) {
            change_flags(token, 60, |flags| flags | 0x800);
        }
    });
    assert_eq!(anonymous.server.unwrap_err(), rejected(RejectReason::Anonymous));

    // The null session of the specification: no name and no response.
    let null = meddled("alice", "Password1", |from_client, token| {
        if from_client && is_message(token, 3) {
            token[12..16].copy_from_slice(&[1, 0, 1, 0]);
            token[20..24].fill(0);
            token[36..40].fill(0);
        }
    });
    assert_eq!(null.server.unwrap_err(), rejected(RejectReason::Anonymous));
}

#[test]
fn a_missing_or_wrong_integrity_code_is_refused() {
    let zeroed = meddled("alice", "Password1", |from_client, token| {
        if from_client && is_message(token, 3) {
            token[72..88].fill(0);
        }
    });
    assert_eq!(zeroed.server.unwrap_err(), rejected(RejectReason::Tampered));

    // The whole field cut out, and the offsets moved, as a client without it would send.
    let cut = meddled("alice", "Password1", |from_client, token| {
        if from_client && is_message(token, 3) {
            token.drain(72..88);
            for at in [12, 20, 28, 36, 44, 52] {
                let offset = u32::from_le_bytes(token[at + 4..at + 8].try_into().unwrap());
                token[at + 4..at + 8].copy_from_slice(&(offset - 16).to_le_bytes());
            }
        }
    });
    assert_eq!(cut.server.unwrap_err(), rejected(RejectReason::MissingMessageIntegrityCode));

    // The announcement stripped: the proof covers it.
    let unannounced = meddled("alice", "Password1", |from_client, token| {
        if from_client && is_message(token, 3) {
            let place = attribute(token, 6);
            token[place].fill(0);
        }
    });
    assert_eq!(unannounced.server.unwrap_err(), rejected(RejectReason::BadCredentials));
}

#[test]
fn a_code_that_is_announced_is_verified_even_where_it_is_optional() {
    let lenient = |meddle: fn(bool, &mut Vec<u8>)| {
        let acceptor = AcceptorOptions { require_mic: false, ..AcceptorOptions::default() };
        let options = ServerOptions { acceptor, ..ServerOptions::default() };
        let mut server = ServerAuthenticator::new(options, ChannelSecurity::Plain);
        let mut client = client("alice", "Password1", Mechanism::Ntlm, ChannelSecurity::Plain);
        exchange(&mut client, &mut server, meddle).server
    };
    assert!(lenient(|_, _| {}).is_ok());
    let changed = lenient(|from_client, token| {
        if from_client && is_message(token, 3) {
            token[75] ^= 1;
        }
    });
    assert_eq!(changed.unwrap_err(), rejected(RejectReason::Tampered));
}

#[test]
fn every_changed_bit_of_the_exchange_is_noticed() {
    // Each byte of each message; what is reserved or ignored is covered by the integrity code.
    for (from, kind) in [(true, 1), (false, 2), (true, 3)] {
        let mut length = 0;
        meddled("alice", "Password1", |from_client, token| {
            if from_client == from && is_message(token, kind) {
                length = token.len();
            }
        });
        assert!(length > 30);
        for at in 0..length {
            let outcome = meddled("alice", "Password1", |from_client, token| {
                if from_client == from && is_message(token, kind) {
                    token[at] ^= 0x01;
                }
            });
            assert!(outcome.server.is_err(), "message {kind}, byte {at}");
        }
    }
}

#[test]
fn weaker_keys_and_no_sealing_are_refused_wherever_the_flags_are_stripped() {
    for flag in SEALING {
        for (from, kind, at) in [(true, 1, 12), (false, 2, 20), (true, 3, 60)] {
            let outcome = meddled("alice", "Password1", |from_client, token| {
                if from_client == from && is_message(token, kind) {
                    change_flags(token, at, |flags| flags & !flag);
                }
            });
            let weak = rejected(RejectReason::WeakSecurity);
            if from {
                assert_eq!(outcome.server.unwrap_err(), weak, "{flag:x} of message {kind}");
            } else {
                assert_eq!(outcome.client.unwrap_err(), weak, "{flag:x} of message {kind}");
                assert!(outcome.server.is_err());
            }
        }
    }
}

#[test]
fn older_responses_are_refused() {
    let version_1 = meddled("alice", "Password1", |from_client, token| {
        if from_client && is_message(token, 3) {
            token[20..24].copy_from_slice(&[24, 0, 24, 0]);
        }
    });
    assert_eq!(version_1.server.unwrap_err(), rejected(RejectReason::WeakSecurity));
}

/// A server of the attacker's hands a challenge on and the proof back. On TLS that ends at the
/// channel binding.
#[test]
fn relayed_stripped_and_forged_channel_bindings_are_refused() {
    for mechanism in [Mechanism::Ntlm, Mechanism::Negotiate] {
        let attempt = |theirs: ChannelSecurity, ours: ChannelSecurity| {
            let mut client = client("alice", "Password1", mechanism, theirs);
            exchange(&mut client, &mut server(ours), |_, _| {}).server
        };
        assert!(attempt(tls(), tls()).is_ok());
        assert_eq!(
            attempt(other_tls(), tls()).unwrap_err(),
            rejected(RejectReason::WrongChannelBinding)
        );
        for unbound in [ChannelSecurity::Plain, ChannelSecurity::Tls { binding: None }] {
            assert_eq!(
                attempt(unbound, tls()).unwrap_err(),
                rejected(RejectReason::MissingChannelBinding)
            );
        }
        assert_eq!(
            attempt(tls(), ChannelSecurity::Plain).unwrap_err(),
            rejected(RejectReason::WrongChannelBinding),
            "what was meant for TLS was relayed to a plain connection"
        );
        assert!(matches!(
            attempt(tls(), ChannelSecurity::Tls { binding: None }).unwrap_err(),
            AuthError::ApiMisuse(_)
        ));
    }

    let stripped = |bytes: u8| {
        let mut client = client("alice", "Password1", Mechanism::Ntlm, other_tls());
        exchange(&mut client, &mut server(tls()), |from_client, token| {
            if from_client && is_message(token, 3) {
                let place = attribute(token, 10);
                token[place].fill(bytes);
            }
        })
        .server
        .unwrap_err()
    };
    assert_eq!(stripped(0), rejected(RejectReason::BadCredentials));
    assert_eq!(stripped(7), rejected(RejectReason::BadCredentials));
}

#[test]
fn hardening_levels_are_what_their_names_say() {
    let attempt = |level, theirs, ours| {
        let acceptor = AcceptorOptions { channel_binding: level, ..AcceptorOptions::default() };
        let options = ServerOptions { acceptor, ..ServerOptions::default() };
        let mut client = client("alice", "Password1", Mechanism::Ntlm, theirs);
        let mut server = ServerAuthenticator::new(options, ours);
        exchange(&mut client, &mut server, |_, _| {}).server.err()
    };
    let plain = || ChannelSecurity::Plain;
    assert_eq!(attempt(CbtHardeningLevel::None, other_tls(), tls()), None);
    assert_eq!(attempt(CbtHardeningLevel::Relaxed, plain(), tls()), None);
    assert_eq!(attempt(CbtHardeningLevel::Relaxed, tls(), tls()), None);
    assert_eq!(
        attempt(CbtHardeningLevel::Relaxed, other_tls(), tls()),
        Some(rejected(RejectReason::WrongChannelBinding))
    );
    assert_eq!(attempt(CbtHardeningLevel::Relaxed, tls(), plain()), None);
}

/// Runs raw NTLM by hand up to the proof, and returns the proof.
fn proof(server: &mut ServerAuthenticator, entropy: &mut TestEntropy) -> String {
    let mut client = client("alice", "Password1", Mechanism::Ntlm, ChannelSecurity::Plain);
    let first = client.start().unwrap();
    let ServerStep::Continue(challenge) = server.step(Some(first.as_str()), &accounts(), entropy)
    else {
        panic!("no challenge");
    };
    let ClientStep::Retry(proof) =
        client.on_response(401, &[&challenge], &mut TestEntropy::new(77)).unwrap()
    else {
        panic!("no proof");
    };
    proof.as_str().to_owned()
}

fn error_of(step: ServerStep) -> AuthError {
    match step {
        ServerStep::Rejected(rejection) => rejection.error,
        other => panic!("not rejected: {other:?}"),
    }
}

#[test]
fn a_proof_is_good_for_one_time_on_one_connection() {
    let (accounts, mut entropy) = (accounts(), TestEntropy::new(5));
    let mut connection = server(ChannelSecurity::Plain);
    let proof_message = proof(&mut connection, &mut entropy);
    let step = connection.step(Some(&proof_message), &accounts, &mut entropy);
    assert!(matches!(step, ServerStep::Accepted(_)));

    // Again on the same connection, on a new one, and on one with a challenge of its own.
    let out_of_order = AuthError::PeerMisbehaved("an NTLM message arrived out of its order");
    let step = connection.step(Some(&proof_message), &accounts, &mut entropy);
    assert_eq!(error_of(step), out_of_order);
    let step = server(ChannelSecurity::Plain).step(Some(&proof_message), &accounts, &mut entropy);
    assert_eq!(error_of(step), out_of_order, "a third message without a first");
    let mut other = server(ChannelSecurity::Plain);
    proof(&mut other, &mut entropy);
    let step = other.step(Some(&proof_message), &accounts, &mut entropy);
    assert_eq!(error_of(step), rejected(RejectReason::BadCredentials));

    // After a wrong proof the challenge is used up: the right one comes too late.
    let mut late = server(ChannelSecurity::Plain);
    let right = proof(&mut late, &mut entropy);
    let wrong = crate::common::rewrite(&right, |token| token[100] ^= 1);
    assert!(matches!(late.step(Some(&wrong), &accounts, &mut entropy), ServerStep::Rejected(_)));
    assert_eq!(error_of(late.step(Some(&right), &accounts, &mut entropy)), out_of_order);

    // A request without Authorization in between ends the exchange as well.
    let mut interrupted = server(ChannelSecurity::Plain);
    let right = proof(&mut interrupted, &mut entropy);
    interrupted.step(None, &accounts, &mut entropy);
    assert_eq!(error_of(interrupted.step(Some(&right), &accounts, &mut entropy)), out_of_order);
}

#[test]
fn a_second_or_third_message_cannot_come_first_and_nothing_comes_from_the_server() {
    let (accounts, mut entropy) = (accounts(), TestEntropy::new(5));
    let mut connection = server(ChannelSecurity::Plain);
    let first =
        client("alice", "Password1", Mechanism::Ntlm, ChannelSecurity::Plain).start().unwrap();
    let ServerStep::Continue(challenge) =
        connection.step(Some(first.as_str()), &accounts, &mut entropy)
    else {
        panic!("no challenge");
    };
    let reflected = negotiate(&decode(&challenge));
    let step = connection.step(Some(&reflected), &accounts, &mut entropy);
    assert!(matches!(error_of(step), AuthError::PeerMisbehaved(_)));
}

#[test]
fn old_proofs_are_refused() {
    let (accounts, mut entropy) = (accounts(), TestEntropy::new(5));
    let mut connection = server(ChannelSecurity::Plain);
    let proof = proof(&mut connection, &mut entropy);
    entropy.pass_hours(37);
    let step = connection.step(Some(&proof), &accounts, &mut entropy);
    assert_eq!(error_of(step), rejected(RejectReason::Stale));
}

#[test]
fn attempts_on_one_connection_are_counted() {
    let (accounts, mut entropy) = (accounts(), TestEntropy::new(5));
    let mut connection = server(ChannelSecurity::Plain);
    for attempt in 1..=5 {
        let right = proof(&mut connection, &mut entropy);
        let wrong = crate::common::rewrite(&right, |token| token[100] ^= 1);
        match connection.step(Some(&wrong), &accounts, &mut entropy) {
            ServerStep::Rejected(rejection) => assert_eq!(rejection.close, attempt == 5),
            other => panic!("not rejected: {other:?}"),
        }
    }
    let first =
        client("alice", "Password1", Mechanism::Ntlm, ChannelSecurity::Plain).start().unwrap();
    let step = connection.step(Some(first.as_str()), &accounts, &mut entropy);
    assert_eq!(error_of(step), rejected(RejectReason::TooManyAttempts));
}

#[test]
fn a_mechanism_list_that_was_changed_is_noticed() {
    let mut client = client("alice", "Password1", Mechanism::Negotiate, ChannelSecurity::Plain);
    let outcome =
        exchange(&mut client, &mut server(ChannelSecurity::Plain), |from_client, token| {
            // A made-up mechanism behind NTLM; the client signs the list that it sent.
            if from_client && token.first() == Some(&0x60) {
                let ntlm = [0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a];
                let at = token.windows(12).position(|window| window == ntlm).unwrap();
                token.splice(at + 12..at + 12, [0x06, 0x01, 0x2a]);
                for length in [1, 11, 13, 15, 17] {
                    token[length] += 3;
                }
            }
        });
    assert_eq!(outcome.server.unwrap_err(), rejected(RejectReason::WrongMechanismListMic));
}

#[test]
fn the_servers_integrity_code_over_the_list_is_verified() {
    let mut client = client("alice", "Password1", Mechanism::Negotiate, ChannelSecurity::Plain);
    let mut tokens = 0;
    let outcome =
        exchange(&mut client, &mut server(ChannelSecurity::Plain), |from_client, token| {
            tokens += usize::from(!from_client);
            if !from_client && tokens == 2 {
                *token.last_mut().unwrap() ^= 1;
            }
        });
    assert_eq!(outcome.client.unwrap_err(), rejected(RejectReason::WrongMechanismListMic));
}

#[test]
fn schemes_that_are_not_offered_are_refused() {
    let (accounts, mut entropy) = (accounts(), TestEntropy::new(5));
    for (value, expected) in [
        ("Kerberos YII=", AuthError::NotAvailable(Mechanism::Kerberos)),
        ("CredSSP FgM=", AuthError::NotAvailable(Mechanism::CredSsp)),
        (
            "Basic YWxpY2U6UGFzc3dvcmQx",
            AuthError::PeerMisbehaved("a scheme is used that is not offered"),
        ),
        ("Digest x", AuthError::PeerMisbehaved("a scheme is used that is not offered")),
    ] {
        let step = server(tls()).step(Some(value), &accounts, &mut entropy);
        assert_eq!(error_of(step), expected, "{value}");
    }
}

#[test]
fn nobody_stays_nobody() {
    assert!(Principal::nobody().is_nobody());
    assert!(Principal::default().is_nobody());
}

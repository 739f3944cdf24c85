//! Client and server in memory: every mechanism to its end, and what is sealed afterwards.

use crate::common::{TestEntropy, accounts, client, decode, exchange, negotiate, server, tls};
use remora_auth::{
    AuthError, ChannelSecurity, ClientAuthenticator, ClientOptions, ClientStep, Mechanism,
    RejectReason, SecurityContext, ServerAuthenticator, ServerOptions, ServerStep, sealing,
};

/// Sends sealed messages of many sizes both ways.
fn seal_both_ways(mut one: SecurityContext, mut two: SecurityContext) {
    for round in 0..200_usize {
        let message: Vec<u8> = (0..round * 31).map(|byte| (byte % 253) as u8).collect();
        for _ in 0..2 {
            let body = sealing::seal(&mut one, &message).unwrap();
            let unsealed = sealing::unseal(&mut two, sealing::CONTENT_TYPE, body, 1 << 20).unwrap();
            assert_eq!(unsealed.content, message);
            assert_eq!(unsealed.media_type, "application/soap+xml");
            assert_eq!(unsealed.charset, "UTF-8");
            std::mem::swap(&mut one, &mut two);
        }
    }
}

#[test]
fn every_sealing_mechanism_authenticates_on_plain_and_on_tls() {
    for mechanism in [Mechanism::Default, Mechanism::Negotiate, Mechanism::Ntlm] {
        for channel in [ChannelSecurity::Plain, tls()] {
            let mut client = client(r"WORKGROUP\Alice", "Password1", mechanism, channel.clone());
            let outcome = exchange(&mut client, &mut server(channel), |_, _| {});
            let (established, accepted) = (outcome.client.unwrap(), outcome.server.unwrap());
            assert_eq!(outcome.requests, 2, "the first message is sent ahead");
            assert_eq!(accepted.principal.name(), "alice");
            assert_eq!(accepted.principal.local_account(), Some("local-alice"));
            assert_eq!(accepted.principal.groups(), ["admins"]);
            assert_eq!(accepted.principal.mechanism(), Some(Mechanism::Ntlm));
            assert_eq!(established.mechanism, Mechanism::Ntlm);
            assert!(established.every_request.is_none());
            assert_eq!(accepted.authenticate.is_some(), mechanism != Mechanism::Ntlm);
            seal_both_ways(established.context.unwrap(), accepted.context.unwrap());
        }
    }
}

#[test]
fn names_may_be_spelled_with_their_domain_in_both_ways() {
    for name in [r"CORP\bob", r"corp\BOB", "bob@corp"] {
        let mut client = client(name, "hunter2", Mechanism::Negotiate, ChannelSecurity::Plain);
        let outcome = exchange(&mut client, &mut server(ChannelSecurity::Plain), |_, _| {});
        assert_eq!(outcome.server.unwrap().principal.name(), r"corp\bob", "{name}");
    }
}

#[test]
fn the_request_that_carries_the_proof_may_be_sealed() {
    for mechanism in [Mechanism::Negotiate, Mechanism::Ntlm] {
        let accounts = accounts();
        let (mut entropy, mut channel) = (TestEntropy::new(3), TestEntropy::new(4));
        let mut client = client("alice", "Password1", mechanism, ChannelSecurity::Plain);
        let mut server = server(ChannelSecurity::Plain);
        let first = client.start().unwrap();
        assert!(client.context_mut().is_none());
        let ServerStep::Continue(challenge) =
            server.step(Some(first.as_str()), &accounts, &mut channel)
        else {
            panic!("no challenge");
        };
        let ClientStep::Retry(proof) =
            client.on_response(401, &[&challenge], &mut entropy).unwrap()
        else {
            panic!("no proof");
        };
        let body = sealing::seal(client.context_mut().unwrap(), b"<Create/>").unwrap();

        let ServerStep::Accepted(accepted) =
            server.step(Some(proof.as_str()), &accounts, &mut channel)
        else {
            panic!("not accepted");
        };
        let mut context = accepted.context.unwrap();
        let request = sealing::unseal(&mut context, sealing::CONTENT_TYPE, body, 1024).unwrap();
        assert_eq!(request.content, b"<Create/>");
        let answer = sealing::seal(&mut context, b"<Created/>").unwrap();

        let headers: Vec<&str> = accepted.authenticate.iter().map(String::as_str).collect();
        let ClientStep::Done(done) = client.on_response(200, &headers, &mut entropy).unwrap()
        else {
            panic!("not done");
        };
        let mut context = done.context.unwrap();
        let answer = sealing::unseal(&mut context, sealing::CONTENT_TYPE, answer, 1024).unwrap();
        assert_eq!(answer.content, b"<Created/>");
    }
}

#[test]
fn basic_needs_tls_unless_it_is_allowed_without() {
    let options = ServerOptions { basic: true, ..ServerOptions::default() };
    let mut basic = client("alice", "Password1", Mechanism::Basic, tls());
    let mut server = ServerAuthenticator::new(options.clone(), tls());
    let outcome = exchange(&mut basic, &mut server, |_, _| {});
    let established = outcome.client.unwrap();
    assert_eq!((established.mechanism, established.context.is_none()), (Mechanism::Basic, true));
    assert_eq!(established.every_request.unwrap().as_str(), "Basic YWxpY2U6UGFzc3dvcmQx");
    let accepted = outcome.server.unwrap();
    assert_eq!(accepted.principal.mechanism(), Some(Mechanism::Basic));

    let client_options = ClientOptions { mechanism: Mechanism::Basic, ..ClientOptions::default() };
    let insecure = AuthError::Rejected(RejectReason::InsecureTransport);
    assert_eq!(
        ClientAuthenticator::new(crate::common::credential("alice", "x"), client_options.clone())
            .err(),
        Some(insecure.clone())
    );
    let mut server = ServerAuthenticator::new(options.clone(), ChannelSecurity::Plain);
    assert!(!server.challenges().iter().any(|challenge| challenge.starts_with("Basic")));
    let step =
        server.step(Some("Basic YWxpY2U6UGFzc3dvcmQx"), &accounts(), &mut TestEntropy::new(1));
    assert!(matches!(step, ServerStep::Rejected(rejection) if rejection.error == insecure));

    let allowed = ServerOptions { basic_without_tls: true, ..options };
    let mut server = ServerAuthenticator::new(allowed, ChannelSecurity::Plain);
    let allowed = ClientOptions { basic_without_tls: true, ..client_options };
    let mut basic =
        ClientAuthenticator::new(crate::common::credential("alice", "Password1"), allowed).unwrap();
    assert!(exchange(&mut basic, &mut server, |_, _| {}).server.is_ok());
}

#[test]
fn a_request_without_authorization_is_told_what_is_offered() {
    let options = ServerOptions { basic: true, ..ServerOptions::default() };
    let mut server = ServerAuthenticator::new(options, tls());
    let (accounts, mut entropy) = (accounts(), TestEntropy::new(1));
    for authorization in [None, Some("Negotiate"), Some("NTLM ")] {
        let ServerStep::Challenge(challenges) = server.step(authorization, &accounts, &mut entropy)
        else {
            panic!("not challenged");
        };
        assert_eq!(challenges, ["Negotiate", "NTLM", r#"Basic realm="WSMAN""#]);
    }
}

#[test]
fn the_client_says_clearly_what_went_wrong() {
    let offered = |mechanism| {
        let options = ServerOptions {
            negotiate: false,
            ntlm: false,
            basic: true,
            basic_without_tls: true,
            ..ServerOptions::default()
        };
        let mut client = client("alice", "Password1", mechanism, ChannelSecurity::Plain);
        let mut server = ServerAuthenticator::new(options, ChannelSecurity::Plain);
        exchange(&mut client, &mut server, |_, _| {}).client.unwrap_err()
    };
    assert_eq!(
        offered(Mechanism::Default),
        AuthError::NotOffered { wanted: Mechanism::Default, offered: "Basic".into() },
        "Default never falls back to sending the password"
    );

    let mut wrong = client("alice", "wrong", Mechanism::Negotiate, ChannelSecurity::Plain);
    let outcome = exchange(&mut wrong, &mut server(ChannelSecurity::Plain), |_, _| {});
    assert_eq!(outcome.client.unwrap_err(), AuthError::Rejected(RejectReason::ByServer));
    assert_eq!(outcome.server.unwrap_err(), AuthError::Rejected(RejectReason::BadCredentials));

    for mechanism in [Mechanism::Kerberos, Mechanism::CredSsp] {
        let options = ClientOptions { mechanism, ..ClientOptions::default() };
        let error =
            ClientAuthenticator::new(crate::common::credential("alice", "x"), options).err();
        assert_eq!(error, Some(AuthError::NotAvailable(mechanism)));
    }

    let mut early = client("alice", "x", Mechanism::Ntlm, ChannelSecurity::Plain);
    early.start().unwrap();
    assert!(matches!(
        early.on_response(200, &[], &mut TestEntropy::new(1)),
        Err(AuthError::PeerMisbehaved(_))
    ));
    let mut broken = client("alice", "x", Mechanism::Ntlm, ChannelSecurity::Plain);
    broken.start().unwrap();
    assert!(matches!(
        broken.on_response(401, &["Negotiate !!"], &mut TestEntropy::new(1)),
        Err(AuthError::Malformed { .. })
    ));
}

#[test]
fn the_scheme_ntlm_is_used_where_negotiate_is_not_offered() {
    for mechanism in [Mechanism::Default, Mechanism::Ntlm] {
        let options = ServerOptions { negotiate: false, ..ServerOptions::default() };
        let mut client = client("alice", "Password1", mechanism, ChannelSecurity::Plain);
        let mut server = ServerAuthenticator::new(options, ChannelSecurity::Plain);
        let outcome = exchange(&mut client, &mut server, |_, _| {});
        assert_eq!(outcome.server.unwrap().principal.name(), "alice");
        assert_eq!(outcome.requests, 3);
    }
    let mut negotiate = client("alice", "Password1", Mechanism::Negotiate, ChannelSecurity::Plain);
    let options = ServerOptions { negotiate: false, ..ServerOptions::default() };
    let mut server = ServerAuthenticator::new(options, ChannelSecurity::Plain);
    assert!(matches!(
        exchange(&mut negotiate, &mut server, |_, _| {}).client,
        Err(AuthError::NotOffered { wanted: Mechanism::Negotiate, .. })
    ));
}

#[test]
fn an_exchange_can_be_started_again_on_the_same_connection() {
    let mut server = server(ChannelSecurity::Plain);
    for password in ["wrong", "Password1", "wrong", "Password1"] {
        let mut client = client("alice", password, Mechanism::Negotiate, ChannelSecurity::Plain);
        let outcome = exchange(&mut client, &mut server, |_, _| {});
        assert_eq!(outcome.server.is_ok(), password == "Password1");
    }
}

/// What a Windows client does that would rather use Kerberos: its first token is for Kerberos,
/// NTLM starts in the second message, and the mechanism list must be protected.
#[test]
fn a_client_that_prefers_kerberos_is_led_to_ntlm() {
    let kerberos_first = |token: &mut Vec<u8>| {
        let ntlm = [&[0x06, 0x0a][..], OID_NTLM].concat();
        let at = token.windows(ntlm.len()).position(|window| window == ntlm).unwrap();
        let list = [&[0x06, 0x09][..], OID_KERBEROS, &ntlm].concat();
        let list = der(0x30, &list);
        let inner = [der(0xa0, &list), der(0xa2, &der(0x04, b"a ticket"))].concat();
        assert!(at > 0);
        let body = [der(0x06, &OID_SPNEGO), der(0xa0, &der(0x30, &inner))].concat();
        *token = der(0x60, &body);
    };
    let (accounts, mut entropy) = (accounts(), TestEntropy::new(9));
    let mut server = server(ChannelSecurity::Plain);
    let mut client = client("alice", "Password1", Mechanism::Negotiate, ChannelSecurity::Plain);
    let mut init = crate::common::token_of(&client.start().unwrap());
    kerberos_first(&mut init);
    let ServerStep::Continue(value) = server.step(Some(&negotiate(&init)), &accounts, &mut entropy)
    else {
        panic!("not led on");
    };
    let expected = [&[0xa0, 0x03, 0x0a, 0x01, 0x03, 0xa1, 0x0c, 0x06, 0x0a][..], OID_NTLM].concat();
    assert_eq!(decode(&value), der(0xa1, &der(0x30, &expected)), "request-mic, NTLM, no token");

    // NTLM inside of NegTokenResp, without the integrity code that was asked for.
    let mut ntlm =
        crate::common::client("alice", "Password1", Mechanism::Ntlm, ChannelSecurity::Plain);
    let wrap = |token: &[u8]| negotiate(&der(0xa1, &der(0x30, &der(0xa2, &der(0x04, token)))));
    let first = crate::common::token_of(&ntlm.start().unwrap());
    let ServerStep::Continue(value) = server.step(Some(&wrap(&first)), &accounts, &mut entropy)
    else {
        panic!("no challenge");
    };
    let answer = decode(&value);
    let at = answer.windows(8).position(|window| window == b"NTLMSSP\0").unwrap();
    let ClientStep::Retry(proof) =
        ntlm.on_response(401, &[&negotiate(&answer[at..])], &mut entropy).unwrap()
    else {
        panic!("no proof");
    };
    let proof = crate::common::token_of(&proof);
    let step = server.step(Some(&wrap(&proof)), &accounts, &mut entropy);
    let ServerStep::Rejected(rejection) = step else { panic!("the list is not protected") };
    assert_eq!(rejection.error, AuthError::Rejected(RejectReason::MissingMechanismListMic));

    // The same with it.
    let mut ntlm =
        crate::common::client("alice", "Password1", Mechanism::Ntlm, ChannelSecurity::Plain);
    let first = crate::common::token_of(&ntlm.start().unwrap());
    server.step(Some(&negotiate(&init)), &accounts, &mut entropy);
    let ServerStep::Continue(value) = server.step(Some(&wrap(&first)), &accounts, &mut entropy)
    else {
        panic!("no challenge");
    };
    let answer = decode(&value);
    let at = answer.windows(8).position(|window| window == b"NTLMSSP\0").unwrap();
    let ClientStep::Retry(proof) =
        ntlm.on_response(401, &[&negotiate(&answer[at..])], &mut entropy).unwrap()
    else {
        panic!("no proof");
    };
    let list = der(0x30, &[&[0x06, 0x09][..], OID_KERBEROS, &[0x06, 0x0a], OID_NTLM].concat());
    let mic = ntlm.context_mut().unwrap().sign(&list).unwrap();
    let fields =
        [der(0xa2, &der(0x04, &crate::common::token_of(&proof))), der(0xa3, &der(0x04, &mic))];
    let last = negotiate(&der(0xa1, &der(0x30, &fields.concat())));
    let ServerStep::Accepted(accepted) = server.step(Some(&last), &accounts, &mut entropy) else {
        panic!("not accepted");
    };
    assert_eq!(accepted.principal.name(), "alice");
    let answer = decode(&accepted.authenticate.unwrap());
    assert_eq!(answer[..9], [0xa1, 0x1b, 0x30, 0x19, 0xa0, 0x03, 0x0a, 0x01, 0x00]);
}

#[test]
fn a_client_that_has_nothing_but_kerberos_is_refused() {
    let (accounts, mut entropy) = (accounts(), TestEntropy::new(9));
    let list = der(0x30, &[&[0x06, 0x09][..], OID_KERBEROS].concat());
    let inner = [der(0xa0, &list), der(0xa2, &der(0x04, b"a ticket"))].concat();
    let body = [der(0x06, &OID_SPNEGO), der(0xa0, &der(0x30, &inner))].concat();
    let raw = [der(0x06, OID_KERBEROS), b"a ticket".to_vec()].concat();
    for (token, expected) in [
        (der(0x60, &body), AuthError::Rejected(RejectReason::NoCommonMechanism)),
        (der(0x60, &raw), AuthError::NotAvailable(Mechanism::Kerberos)),
    ] {
        let mut server = server(ChannelSecurity::Plain);
        match server.step(Some(&negotiate(&token)), &accounts, &mut entropy) {
            ServerStep::Rejected(rejection) => {
                assert_eq!(rejection.error, expected);
                assert_eq!(rejection.challenges, ["Negotiate", "NTLM"]);
            }
            other => panic!("not refused: {other:?}"),
        }
    }
}

const OID_SPNEGO: [u8; 6] = [0x2b, 0x06, 0x01, 0x05, 0x05, 0x02];
const OID_NTLM: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a];
const OID_KERBEROS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02];

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = match length {
        0..=0x7f => vec![tag, length as u8],
        _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
    };
    [head, content.to_vec()].concat()
}

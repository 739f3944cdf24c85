//! What the integration tests share: a deterministic outside world, a store, and a wire.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use remora_auth::{
    Accepted, AuthError, AuthorizationHeader, ChannelBinding, ChannelSecurity, ClientAuthenticator,
    ClientOptions, ClientStep, Credential, Entropy, EstablishedClient, FileTime, Mechanism, Secret,
    ServerAuthenticator, ServerOptions, ServerStep, UsersFile,
};

/// Bytes that never repeat, and a clock that the test moves.
pub(crate) struct TestEntropy {
    state: u64,
    pub(crate) now: FileTime,
}

impl TestEntropy {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed, now: FileTime::from_ticks(133_000_000_000_000_000) }
    }

    pub(crate) fn pass_hours(&mut self, hours: u64) {
        self.now = FileTime::from_ticks(self.now.ticks() + hours * 3600 * 10_000_000);
    }
}

impl Entropy for TestEntropy {
    fn fill(&mut self, buffer: &mut [u8]) {
        for byte in buffer {
            self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = (self.state >> 33) as u8;
        }
    }

    fn now(&self) -> FileTime {
        self.now
    }
}

/// alice / Password1, CORP\bob / hunter2, GUEST / (empty password).
pub(crate) fn accounts() -> UsersFile {
    let hash = |password: &str| remora_auth::NtHash::from_password(password).to_hex().to_string();
    UsersFile::parse(&format!(
        "alice:{}:account=local-alice:groups=admins\nCORP\\bob:{}\nreal-guest:{}\n",
        hash("Password1"),
        hash("hunter2"),
        hash("")
    ))
    .unwrap()
}

pub(crate) fn credential(name: &str, password: &str) -> Credential {
    Credential::new(name, Secret::new(password))
}

pub(crate) fn tls() -> ChannelSecurity {
    ChannelSecurity::Tls { binding: Some(ChannelBinding::from_certificate_hash(&[0xc1; 32])) }
}

pub(crate) fn other_tls() -> ChannelSecurity {
    ChannelSecurity::Tls { binding: Some(ChannelBinding::from_certificate_hash(&[0x3e; 32])) }
}

pub(crate) fn client(
    name: &str,
    password: &str,
    mechanism: Mechanism,
    channel: ChannelSecurity,
) -> ClientAuthenticator {
    let options = ClientOptions {
        mechanism,
        channel,
        target_name: "HTTP/server01".into(),
        ..ClientOptions::default()
    };
    ClientAuthenticator::new(credential(name, password), options).unwrap()
}

pub(crate) fn server(channel: ChannelSecurity) -> ServerAuthenticator {
    ServerAuthenticator::new(ServerOptions::default(), channel)
}

/// What both ends say at the end of an exchange.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) client: Result<Box<EstablishedClient>, AuthError>,
    /// The last thing that the server said; `None` when it never said yes.
    pub(crate) server: Result<Box<Accepted>, AuthError>,
    pub(crate) requests: usize,
}

/// Runs an exchange to its end. `meddle` sees each token on its way and may change it; its first
/// argument is true for tokens of the client.
pub(crate) fn exchange(
    client: &mut ClientAuthenticator,
    server: &mut ServerAuthenticator,
    mut meddle: impl FnMut(bool, &mut Vec<u8>),
) -> Outcome {
    let accounts = accounts();
    let (mut client_entropy, mut server_entropy) = (TestEntropy::new(1), TestEntropy::new(2));
    let mut header = client.start().unwrap();
    let mut last_error = AuthError::ApiMisuse("the server was never asked");
    for requests in 1..10 {
        let authorization = rewrite(header.as_str(), |token| meddle(true, token));
        let step = server.step(Some(&authorization), &accounts, &mut server_entropy);
        let (status, mut values, accepted) = match step {
            ServerStep::Challenge(values) => (401, values, None),
            ServerStep::Continue(value) => (401, vec![value], None),
            ServerStep::Rejected(rejection) => {
                last_error = rejection.error;
                (401, rejection.challenges, None)
            }
            ServerStep::Accepted(accepted) => {
                (200, accepted.authenticate.iter().cloned().collect(), Some(accepted))
            }
        };
        for value in &mut values {
            *value = rewrite(value, |token| meddle(false, token));
        }
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        match client.on_response(status, &values, &mut client_entropy) {
            Ok(ClientStep::Retry(next)) if accepted.is_none() => header = next,
            Ok(ClientStep::Retry(_)) => panic!("the client retries what was accepted"),
            Ok(ClientStep::Done(done)) => {
                let server = accepted.ok_or(last_error);
                return Outcome { client: Ok(done), server, requests };
            }
            Err(error) => {
                let server = accepted.ok_or(last_error);
                return Outcome { client: Err(error), server, requests };
            }
        }
    }
    panic!("the exchange has no end");
}

/// Lets `meddle` change the token in a header value that has one.
pub(crate) fn rewrite(value: &str, meddle: impl FnOnce(&mut Vec<u8>)) -> String {
    match value.split_once(' ') {
        Some((scheme @ ("Negotiate" | "NTLM"), token)) => {
            let mut token = BASE64_STANDARD.decode(token).unwrap();
            meddle(&mut token);
            format!("{scheme} {}", BASE64_STANDARD.encode(token))
        }
        _ => value.to_owned(),
    }
}

pub(crate) fn token_of(header: &AuthorizationHeader) -> Vec<u8> {
    decode(header.as_str())
}

pub(crate) fn decode(value: &str) -> Vec<u8> {
    BASE64_STANDARD.decode(value.split_once(' ').unwrap().1).unwrap()
}

pub(crate) fn negotiate(token: &[u8]) -> String {
    format!("Negotiate {}", BASE64_STANDARD.encode(token))
}

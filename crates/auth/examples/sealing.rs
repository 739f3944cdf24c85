//! How fast messages are sealed: `cargo run --release -p remora-auth --example sealing`.

#![allow(clippy::print_stdout, reason = "it prints what it measures")]

use std::time::Instant;

use remora_auth::{
    ChannelSecurity, ClientAuthenticator, ClientOptions, ClientStep, Credential, Entropy, FileTime,
    NtHash, Secret, SecurityContext, ServerAuthenticator, ServerOptions, ServerStep,
};

/// As much as an answer with output holds.
const MESSAGE: usize = 500 * 1024;
const ROUNDS: u32 = 200;

struct Fixed;

impl Entropy for Fixed {
    fn fill(&mut self, buffer: &mut [u8]) {
        buffer.fill(7);
    }

    fn now(&self) -> FileTime {
        FileTime::from_unix(std::time::Duration::from_secs(1_700_000_000))
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut client, mut server) = contexts()?;
    let plain: Vec<u8> = (0..MESSAGE).map(|at| (at % 251) as u8).collect();
    let mut message = plain.clone();
    let (mut sealing, mut opening) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let signature = client.wrap(&mut message)?;
        sealing += start.elapsed().as_secs_f64();
        let start = Instant::now();
        server.unwrap(&signature, &mut message)?;
        opening += start.elapsed().as_secs_f64();
    }
    assert_eq!(message, plain);
    let speed = |seconds: f64| f64::from(ROUNDS) * MESSAGE as f64 / seconds / 1e6;
    println!("sealed {:.0} MB/s, opened {:.0} MB/s", speed(sealing), speed(opening));
    Ok(())
}

/// The contexts of both ends after an authentication.
fn contexts() -> Result<(SecurityContext, SecurityContext), Box<dyn std::error::Error>> {
    let accounts =
        |user: &str, _: &str| (user == "alice").then(|| NtHash::from_password("Password1"));
    let credential = Credential::new("alice", Secret::new("Password1"));
    let mut client = ClientAuthenticator::new(credential, ClientOptions::default())?;
    let mut server = ServerAuthenticator::new(ServerOptions::default(), ChannelSecurity::Plain);
    let mut authorization = client.start()?;
    let mut accepted = None;
    loop {
        let value = Some(authorization.as_str()).filter(|value| !value.is_empty());
        let (status, fields) = match server.step(value, &accounts, &mut Fixed) {
            ServerStep::Challenge(fields) => (401, fields),
            ServerStep::Continue(field) => (401, vec![field]),
            ServerStep::Accepted(done) => {
                accepted = done.context;
                (200, done.authenticate.into_iter().collect())
            }
            ServerStep::Rejected(rejection) => return Err(rejection.error.into()),
        };
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        match client.on_response(status, &fields, &mut Fixed)? {
            ClientStep::Retry(next) => authorization = next,
            ClientStep::Done(done) => {
                let contexts = done.context.zip(accepted);
                return contexts.ok_or_else(|| "no messages are sealed".into());
            }
        }
    }
}

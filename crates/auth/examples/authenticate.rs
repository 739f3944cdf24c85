//! One end of an authentication over standard input and output, for checks against other
//! implementations (`tests/interop/check.py`).
//!
//! `authenticate server [CERTIFICATE]` or
//! `authenticate client MECHANISM USER PASSWORD [CERTIFICATE]`, where the certificate of a TLS
//! connection is the path of a file in DER form, or the hash of one in hexadecimal.
//!
//! Each line of input is a command, each is answered by one line:
//!
//! | end | command | answer |
//! |---|---|---|
//! | server | `authorization VALUE` (or nothing after it) | `401 FIELD` with fields separated by tabulators, `200 FIELD`, with `user NAME` as the last field |
//! | client | `start` | `retry VALUE` |
//! | client | `response STATUS FIELD` | `retry VALUE`, `done`, `error TEXT` |
//! | both | `seal HEX` | `body HEX` |
//! | both | `unseal HEX` | `content HEX`, `error TEXT` |

use std::{
    env,
    fs::File,
    io::{self, BufRead as _, Read as _, Write as _},
    time::SystemTime,
};

use remora_auth::{
    ChannelBinding, ChannelSecurity, ClientAuthenticator, ClientOptions, ClientStep, Credential,
    Entropy, FileTime, Mechanism, NtHash, Secret, SecurityContext, ServerAuthenticator,
    ServerOptions, ServerStep, sealing,
};

type Failure = Box<dyn std::error::Error>;

/// The operating system's generator and clock.
struct System(File);

impl Entropy for System {
    fn fill(&mut self, buffer: &mut [u8]) {
        if self.0.read_exact(buffer).is_err() {
            std::process::abort();
        }
    }

    fn now(&self) -> FileTime {
        FileTime::from_unix(SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default())
    }
}

/// The accounts that the checks use.
fn accounts(user: &str, domain: &str) -> Option<NtHash> {
    match (user.to_lowercase().as_str(), domain.to_lowercase().as_str()) {
        ("alice", _) => Some(NtHash::from_password("Password1")),
        ("bob", "corp") => Some(NtHash::from_password("pässwörd")),
        _ => None,
    }
}

fn channel(certificate: Option<&String>) -> Result<ChannelSecurity, Failure> {
    let Some(certificate) = certificate else {
        return Ok(ChannelSecurity::Plain);
    };
    let binding = match std::fs::read(certificate) {
        Ok(bytes) => ChannelBinding::from_certificate(&bytes)?,
        Err(_) => ChannelBinding::from_certificate_hash(&from_hex(certificate)?),
    };
    Ok(ChannelSecurity::Tls { binding: Some(binding) })
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let system = System(File::open("/dev/urandom")?);
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["server", ..] => serve(channel(arguments.get(1))?, system),
        ["client", mechanism, user, password, ..] => {
            let mechanism = match *mechanism {
                "basic" => Mechanism::Basic,
                "ntlm" => Mechanism::Ntlm,
                _ => Mechanism::Negotiate,
            };
            let options = ClientOptions {
                mechanism,
                channel: channel(arguments.get(4))?,
                target_name: "HTTP/localhost".to_owned(),
                ..ClientOptions::default()
            };
            let credential = Credential::new(*user, Secret::new(*password));
            connect(ClientAuthenticator::new(credential, options)?, system)
        }
        _ => Err("server [CERTIFICATE] | client MECHANISM USER PASSWORD [CERTIFICATE]".into()),
    }
}

fn serve(channel: ChannelSecurity, mut system: System) -> Result<(), Failure> {
    let options = ServerOptions { basic: true, ..ServerOptions::default() };
    let mut server = ServerAuthenticator::new(options, channel);
    let mut context = None;
    converse(|command, argument| {
        if command != "authorization" {
            return cipher(context.as_mut(), command, argument);
        }
        let value = (!argument.is_empty()).then_some(argument);
        Ok(match server.step(value, &accounts, &mut system) {
            ServerStep::Challenge(values) => format!("401 {}", values.join("\t")),
            ServerStep::Continue(value) => format!("401 {value}"),
            ServerStep::Rejected(rejection) => {
                writeln!(io::stderr(), "rejected: {}", rejection.error)?;
                format!("401 {}", rejection.challenges.join("\t"))
            }
            ServerStep::Accepted(accepted) => {
                context = accepted.context;
                let name = accepted.principal.name().to_owned();
                format!("200 {}\tuser {name}", accepted.authenticate.unwrap_or_default())
            }
        })
    })
}

fn connect(mut client: ClientAuthenticator, mut system: System) -> Result<(), Failure> {
    let mut context = None;
    converse(|command, argument| match command {
        "start" => Ok(format!("retry {}", client.start()?.as_str())),
        "response" => {
            let (status, fields) = argument.split_once(' ').unwrap_or((argument, ""));
            let fields: Vec<&str> = fields.split('\t').filter(|field| !field.is_empty()).collect();
            Ok(match client.on_response(status.parse()?, &fields, &mut system) {
                Ok(ClientStep::Retry(value)) => format!("retry {}", value.as_str()),
                Ok(ClientStep::Done(done)) => {
                    context = done.context;
                    "done".to_owned()
                }
                Err(error) => format!("error {error}"),
            })
        }
        _ => cipher(context.as_mut(), command, argument),
    })
}

fn converse(mut answer: impl FnMut(&str, &str) -> Result<String, Failure>) -> Result<(), Failure> {
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (command, argument) = line.split_once(' ').unwrap_or((&line, ""));
        let reply = answer(command, argument)?;
        let mut output = io::stdout().lock();
        writeln!(output, "{reply}")?;
        output.flush()?;
    }
    Ok(())
}

fn cipher(
    context: Option<&mut SecurityContext>,
    command: &str,
    argument: &str,
) -> Result<String, Failure> {
    let context = context.ok_or("there is no security context")?;
    match command {
        "seal" => Ok(format!("body {}", to_hex(&sealing::seal(context, &from_hex(argument)?)?))),
        "unseal" => {
            let body = from_hex(argument)?;
            Ok(match sealing::unseal(context, sealing::CONTENT_TYPE, body, 1 << 20) {
                Ok(unsealed) => format!("content {}", to_hex(&unsealed.content)),
                Err(error) => format!("error {error}"),
            })
        }
        _ => Err("the command is not known".into()),
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Result<Vec<u8>, Failure> {
    let digits = text.as_bytes().chunks(2);
    digits.map(|pair| Ok(u8::from_str_radix(str::from_utf8(pair)?, 16)?)).collect()
}

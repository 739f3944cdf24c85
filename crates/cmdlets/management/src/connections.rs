//! Echo requests and their answers.

use std::io::Read as _;
use std::net::IpAddr;

use remora_engine::command::{CommandResult, CommandRuntime};
use remora_engine::errors::Exception;
use remora_engine::native::{ProcessRequest, StreamMode};
use remora_engine::{TypeId, Value};
use remora_psobject::{LiveObject, PsString};

/// An echo request.
pub(crate) struct PingRequest {
    pub(crate) address: IpAddr,
    pub(crate) size: i32,
    pub(crate) hops: i32,
    pub(crate) seconds: i32,
}

/// Sends an echo request through the system's program, which has the right to; the time to the answer
/// in milliseconds, or `None`.
///
/// # Errors
/// Where no program may be started.
pub(crate) fn ping(
    runtime: &mut CommandRuntime<'_>,
    request: &PingRequest,
) -> CommandResult<Option<i64>> {
    let launcher = runtime.context().launcher().cloned();
    let program = ["/bin/ping", "/usr/bin/ping", "/sbin/ping"]
        .into_iter()
        .find(|path| launcher.as_ref().is_some_and(|launcher| launcher.is_executable(path)));
    let (Some(launcher), Some(program)) = (launcher, program) else {
        return Err(remora_engine::errors::not_supported(
            "Echo requests need the program ping, which is not there.",
            Value::Null,
        )
        .into());
    };
    let family = if request.address.is_ipv4() { "-4" } else { "-6" };
    let numbers = [request.seconds, request.size, request.hops].map(|number| number.to_string());
    let [seconds, size, hops] = numbers;
    let arguments = [
        family,
        "-n",
        "-c",
        "1",
        "-W",
        &seconds,
        "-s",
        &size,
        "-t",
        &hops,
        &request.address.to_string(),
    ]
    .map(str::to_owned)
    .to_vec();
    let started = launcher.start(&ProcessRequest {
        program: program.to_owned(),
        arguments,
        working_directory: "/".to_owned(),
        environment: vec![("LC_ALL".to_owned(), Some("C".to_owned()))],
        input: StreamMode::Null,
        output: StreamMode::Piped,
        error: StreamMode::Null,
    });
    let Ok(mut process) = started else {
        return Ok(None);
    };
    let mut output = String::new();
    if let Some(mut pipe) = process.take_output() {
        // What cannot be read is no answer.
        let _ = pipe.read_to_string(&mut output);
    }
    let code = process.wait(&runtime.stop_token()).unwrap_or(1);
    Ok((code == 0).then(|| latency(&output)).flatten())
}

/// The time in the answer that ping prints.
fn latency(output: &str) -> Option<i64> {
    let (_, rest) = output.split_once("time=")?;
    let number = rest.split_whitespace().next()?;
    let (whole, _) = number.split_once('.').unwrap_or((number, ""));
    whole.parse().ok()
}

/// `TestConnectionCommand+PingStatus`
pub(crate) struct PingStatus {
    pub(crate) number: i32,
    pub(crate) source: PsString,
    pub(crate) target: PsString,
    pub(crate) address: IpAddr,
    pub(crate) latency: Option<i64>,
    pub(crate) size: i32,
}

impl LiveObject for PingStatus {
    fn object_type(&self) -> TypeId {
        TypeId::register(
            "Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus",
            Some(TypeId::OBJECT),
        )
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "Ping",
            "Source",
            "Destination",
            "Address",
            "DisplayAddress",
            "Latency",
            "Status",
            "BufferSize",
            "Reply",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        // The number of IPStatus.TimedOut.
        const TIMED_OUT: i64 = 11_010;
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "ping" => Value::U32(u32::try_from(self.number).unwrap_or(0)),
            "source" => Value::Str(self.source.clone()),
            "destination" => Value::Str(self.target.clone()),
            "address" | "displayaddress" if self.latency.is_some() => {
                self.address.to_string().into()
            }
            "address" => Value::Null,
            "displayaddress" => "*".into(),
            "latency" => Value::I64(self.latency.unwrap_or(0)),
            "status" => {
                let number = if self.latency.is_some() { 0 } else { TIMED_OUT };
                match remora_dotnet::registry::find_type("System.Net.NetworkInformation.IPStatus") {
                    Some(id) => Value::Enum(id, number),
                    None if number == 0 => "Success".into(),
                    None => "TimedOut".into(),
                }
            }
            "buffersize" => Value::I32(self.size),
            "reply" => Value::Null,
            _ => return None,
        }))
    }
}

/// `TestConnectionCommand+TcpPortStatus`
pub(crate) fn port_status(
    number: i32,
    source: &str,
    target: &str,
    address: IpAddr,
    port: i32,
    latency: i64,
    connected: bool,
) -> Value {
    let status = Value::custom_object([
        ("Id", Value::I32(number)),
        ("Source", source.into()),
        ("Target", target.into()),
        ("TargetAddress", address.to_string().into()),
        ("Port", Value::I32(port)),
        ("Latency", Value::I64(latency)),
        ("Connected", Value::Bool(connected)),
        ("Status", if connected { "Success".into() } else { "ConnectionRefused".into() }),
    ]);
    if let Value::Object(object) = &status {
        object.set_type_names(vec![
            "Microsoft.PowerShell.Commands.TestConnectionCommand+TcpPortStatus".into(),
            "System.Object".into(),
        ]);
    }
    status
}

#[cfg(test)]
mod tests {
    use super::latency;

    #[test]
    fn the_time_of_an_answer_is_read() {
        assert_eq!(
            latency("64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=12.045 ms\n"),
            Some(12)
        );
        assert_eq!(latency("1 packets transmitted, 0 received"), None);
    }
}

//! `Test-Connection`

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use remora_engine::prelude::*;

use crate::connections::{self, PingStatus};

/// # Synopsis
/// Tests whether computers answer.
///
/// # Description
/// Sends echo requests, or tries to connect to a port.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/test-connection
#[allow(clippy::duplicated_attributes, reason = "an output belongs to several parameter sets")]
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Test",
    noun = "Connection",
    class = "Microsoft.PowerShell.Commands.TestConnectionCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "DefaultPing",
    output(
        "Microsoft.PowerShell.Commands.TestConnectionCommand+PingMtuStatus",
        set = "MtuSizeDetect"
    ),
    output("Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus", set = "DefaultPing"),
    output(
        "Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus",
        set = "RepeatPing",
        set = "MtuSizeDetect"
    ),
    output("Microsoft.PowerShell.Commands.TestConnectionCommand+TcpPortStatus", set = "TcpPort"),
    output("Microsoft.PowerShell.Commands.TestConnectionCommand+TraceStatus", set = "TraceRoute"),
    output("System.Boolean", set = "DefaultPing", set = "RepeatPing", set = "TcpPort"),
    output("System.Int32", set = "MtuSizeDetect")
)]
pub(crate) struct TestConnection {
    /// Sends echo requests; the default.
    #[parameter(sets("DefaultPing", "RepeatPing"))]
    ping: Switch,
    /// Uses IPv4 only.
    #[parameter(
        name = "IPv4",
        sets("DefaultPing", "MtuSizeDetect", "RepeatPing", "TcpPort", "TraceRoute")
    )]
    ipv4: Switch,
    /// Uses IPv6 only.
    #[parameter(
        name = "IPv6",
        sets("DefaultPing", "MtuSizeDetect", "RepeatPing", "TcpPort", "TraceRoute")
    )]
    ipv6: Switch,
    /// Looks up the name of the target.
    #[parameter(sets("DefaultPing", "MtuSizeDetect", "RepeatPing", "TcpPort", "TraceRoute"))]
    resolve_destination: Switch,
    /// The name shown as the source.
    #[parameter(sets("DefaultPing", "RepeatPing", "TcpPort", "TraceRoute"))]
    source: Option<PsString>,
    /// How many routers may be passed.
    #[parameter(
        sets("DefaultPing", "RepeatPing", "TraceRoute"),
        aliases("Ttl", "TimeToLive", "Hops"),
        validate_range(1, 128),
        default = 128
    )]
    max_hops: i32,
    /// How many requests are sent.
    #[parameter(sets("DefaultPing", "TcpPort"), validate_range("Positive"), default = 4)]
    count: i32,
    /// Seconds between requests.
    #[parameter(
        sets("DefaultPing", "RepeatPing", "TcpPort"),
        validate_range("Positive"),
        default = 1
    )]
    delay: i32,
    /// Bytes in a request.
    #[parameter(
        sets("DefaultPing", "RepeatPing"),
        aliases("Size", "Bytes", "BS"),
        validate_range(0, 65500),
        default = 32
    )]
    buffer_size: i32,
    /// Forbids fragments.
    #[parameter(sets("DefaultPing", "RepeatPing"))]
    dont_fragment: Switch,
    /// Goes on until stopped.
    #[parameter(set = "RepeatPing", mandatory, aliases("Continuous"))]
    #[parameter(set = "TcpPort")]
    repeat: Switch,
    /// Gives only whether the target answers.
    #[parameter]
    quiet: Switch,
    /// How long an answer is waited for.
    #[parameter(validate_range("Positive"), default = 5)]
    timeout_seconds: i32,
    /// The computers.
    #[parameter(
        position = 0,
        mandatory,
        pipeline,
        by_name,
        aliases("ComputerName"),
        validate_not_null_or_empty
    )]
    target_name: Vec<PsString>,
    /// Finds the size of packets that reach the target whole.
    #[parameter(set = "MtuSizeDetect", mandatory, aliases("MtuSizeDetect"))]
    mtu_size: Switch,
    /// Finds the way to the target.
    #[parameter(set = "TraceRoute", mandatory)]
    traceroute: Switch,
    /// Tries to connect to this port.
    #[parameter(set = "TcpPort", mandatory, validate_range(0, 65535))]
    tcp_port: i32,
    /// Gives times of a connection.
    #[parameter(set = "TcpPort")]
    detailed: Switch,
}

impl TestConnection {
    fn limit(&self) -> Duration {
        Duration::from_secs(u64::try_from(self.timeout_seconds).unwrap_or(5))
    }

    fn address(&self, runtime: &CommandRuntime<'_>, target: &str) -> Option<IpAddr> {
        let found = runtime.system().resolve(target).ok()?;
        found.into_iter().find(|address| match address {
            IpAddr::V4(_) => !*self.ipv6,
            IpAddr::V6(_) => !*self.ipv4,
        })
    }

    fn unresolved(target: &str) -> ErrorRecord {
        let kind = TypeId::register(
            "System.Net.NetworkInformation.PingException",
            Some(TypeId::INVALID_OPERATION_EXCEPTION),
        );
        error(
            kind,
            format!(
                "Testing connection to computer '{target}' failed: Cannot resolve the target name."
            ),
            "TestConnectionException",
            ErrorCategory::ResourceUnavailable,
            target,
        )
    }

    fn port(&self, runtime: &mut CommandRuntime<'_>, target: &str) -> CommandResult {
        let Some(address) = self.address(runtime, target) else {
            return if *self.quiet || !*self.detailed {
                runtime.write_object(false)
            } else {
                runtime.write_error(Self::unresolved(target))
            };
        };
        let port = u16::try_from(self.tcp_port).unwrap_or(0);
        let attempts = if runtime.is_bound("Count") { self.count } else { 1 };
        for attempt in 1..=attempts {
            let start = Instant::now();
            let connected =
                remora_providers::system::try_connect(SocketAddr::new(address, port), self.limit());
            if *self.detailed {
                let latency = i64::try_from(start.elapsed().as_millis()).unwrap_or(i64::MAX);
                let source = runtime.system().host_name();
                runtime.write_object(connections::port_status(
                    attempt,
                    &source,
                    target,
                    address,
                    i32::from(port),
                    latency,
                    connected.is_ok(),
                ))?;
            } else {
                runtime.write_object(connected.is_ok())?;
                return Ok(());
            }
            if attempt < attempts {
                runtime.sleep(Duration::from_secs(u64::try_from(self.delay).unwrap_or(1)))?;
            }
        }
        Ok(())
    }

    fn ping(&self, runtime: &mut CommandRuntime<'_>, target: &str) -> CommandResult {
        let Some(address) = self.address(runtime, target) else {
            return if *self.quiet {
                runtime.write_object(false)
            } else {
                runtime.write_error(Self::unresolved(target))
            };
        };
        let mut all_answered = true;
        let mut number = 0;
        while *self.repeat || number < self.count {
            runtime.check_stop()?;
            number += 1;
            let request = connections::PingRequest {
                address,
                size: self.buffer_size,
                hops: self.max_hops,
                seconds: self.timeout_seconds,
            };
            let latency = connections::ping(runtime, &request)?;
            all_answered &= latency.is_some();
            if !*self.quiet {
                let source = match &self.source {
                    Some(source) => source.to_string(),
                    None => runtime.system().host_name(),
                };
                runtime.write_object(Value::live(PingStatus {
                    number,
                    source: source.as_str().into(),
                    target: target.into(),
                    address,
                    latency,
                    size: self.buffer_size,
                }))?;
            }
            if *self.repeat || number < self.count {
                runtime.sleep(Duration::from_secs(u64::try_from(self.delay).unwrap_or(1)))?;
            }
        }
        if *self.quiet { runtime.write_object(all_answered) } else { Ok(()) }
    }
}

impl Cmdlet for TestConnection {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if *self.mtu_size || *self.traceroute {
            let what = if *self.mtu_size { "-MtuSize" } else { "-Traceroute" };
            return Err(not_implemented(&format!("Test-Connection {what}")).into());
        }
        for target in self.target_name.clone() {
            if runtime.parameter_set() == "TcpPort" {
                self.port(runtime, &target)?;
            } else {
                self.ping(runtime, &target)?;
            }
        }
        Ok(())
    }
}

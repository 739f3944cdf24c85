//! `Invoke-Command`

use std::sync::Arc;
use std::time::{Duration, Instant};

use remora_engine::prelude::*;
use remora_hosting::{Host, InvocationState, PipelineCommand, Record};
use remora_psobject::{DictionaryObject, Guid, PsCredential};

use crate::connect::ConnectionParameters;
use crate::fan_out::{FanOut, Outcome, Target};
use crate::quiet_host::QuietHost;
use crate::{command, errors, job, leave, records, script_file, simple_pipeline, targets};

/// # Synopsis
/// Runs commands on this computer, on other computers, or in sessions.
///
/// # Description
/// A script block, or the text of a script file, is sent to each computer and runs there, on many at the same time. What comes
/// back carries the name of the computer in PSComputerName. Without a computer, the block runs here.
///
/// Computers that cannot be reached are errors of their own; the others answer all the same.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "Command",
    class = "Microsoft.PowerShell.Commands.InvokeCommandCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "InProcess",
    remoting = "OwnedByCommand",
    aliases("icm")
)]
pub(crate) struct InvokeCommand {
    /// Sessions in which the command runs.
    #[parameter(
        sets("FilePathRunspace", "Session"),
        position = 0,
        type = "System.Management.Automation.Runspaces.PSSession[]",
        validate_not_null_or_empty
    )]
    session: Vec<Value>,
    /// Names or addresses of computers, or names of the inventory.
    #[parameter(
        sets("ComputerName", "FilePathComputerName"),
        position = 0,
        aliases("Cn"),
        validate_not_null_or_empty
    )]
    computer_name: Vec<PsString>,
    /// The user that connects; without one the inventory or the current user decides.
    #[parameter(
        sets("ComputerName", "FilePathComputerName", "FilePathUri", "Uri"),
        by_name,
        credential
    )]
    #[parameter(sets("FilePathVMId", "FilePathVMName", "VMId", "VMName"), mandatory, by_name)]
    credential: Option<Arc<PsCredential>>,
    /// TCP port of the endpoint.
    #[parameter(sets("ComputerName", "FilePathComputerName", "SSHHost"), validate_range(1, 65535))]
    port: Option<i32>,
    /// Connects with TLS.
    #[parameter(sets("ComputerName", "FilePathComputerName"), name = "UseSSL")]
    use_ssl: Switch,
    /// Session configuration at the far end.
    #[parameter(
        sets(
            "ComputerName",
            "ContainerId",
            "FilePathComputerName",
            "FilePathContainerId",
            "FilePathUri",
            "FilePathVMId",
            "FilePathVMName",
            "Uri",
            "VMId",
            "VMName"
        ),
        by_name
    )]
    configuration_name: Option<PsString>,
    /// Path of the service at the far end.
    #[parameter(sets("ComputerName", "FilePathComputerName"), by_name)]
    application_name: Option<PsString>,
    /// How many computers are worked on at the same time; 0 for the default.
    #[parameter(sets(
        "ComputerName",
        "ContainerId",
        "FilePathComputerName",
        "FilePathContainerId",
        "FilePathRunspace",
        "FilePathUri",
        "FilePathVMId",
        "FilePathVMName",
        "Session",
        "Uri",
        "VMId",
        "VMName"
    ))]
    throttle_limit: Option<i32>,
    /// Addresses of endpoints.
    #[parameter(
        sets("FilePathUri", "Uri"),
        position = 0,
        type = "uri[]",
        aliases("URI", "CU"),
        validate_not_null_or_empty
    )]
    connection_uri: Vec<Value>,
    /// Runs in the background and gives a job.
    #[parameter(sets(
        "ComputerName",
        "ContainerId",
        "FilePathComputerName",
        "FilePathContainerId",
        "FilePathRunspace",
        "FilePathSSHHost",
        "FilePathSSHHostHash",
        "FilePathUri",
        "FilePathVMId",
        "FilePathVMName",
        "Session",
        "SSHHost",
        "SSHHostHashParam",
        "Uri",
        "VMId",
        "VMName"
    ))]
    as_job: Switch,
    /// Starts the command and leaves the session.
    #[parameter(
        sets("ComputerName", "FilePathComputerName", "FilePathUri", "Uri"),
        aliases("Disconnected")
    )]
    in_disconnected_session: Switch,
    /// Names for the sessions that are left.
    #[parameter(sets("ComputerName", "FilePathComputerName"), validate_not_null_or_empty)]
    session_name: Vec<PsString>,
    /// Leaves the name of the computer out of the display.
    #[parameter(
        sets(
            "ComputerName",
            "ContainerId",
            "FilePathComputerName",
            "FilePathContainerId",
            "FilePathRunspace",
            "FilePathSSHHost",
            "FilePathSSHHostHash",
            "FilePathUri",
            "FilePathVMId",
            "FilePathVMName",
            "Session",
            "SSHHost",
            "SSHHostHashParam",
            "Uri",
            "VMId",
            "VMName"
        ),
        aliases("HCN")
    )]
    hide_computer_name: Switch,
    /// Name of the job.
    #[parameter(sets(
        "ComputerName",
        "ContainerId",
        "FilePathComputerName",
        "FilePathContainerId",
        "FilePathRunspace",
        "FilePathUri",
        "Session",
        "SSHHost",
        "SSHHostHashParam",
        "Uri"
    ))]
    job_name: Option<PsString>,
    /// The commands.
    #[parameter(
        sets(
            "ComputerName",
            "ContainerId",
            "Session",
            "SSHHost",
            "SSHHostHashParam",
            "Uri",
            "VMId",
            "VMName"
        ),
        position = 1,
        mandatory,
        aliases("Command"),
        validate_not_null
    )]
    #[parameter(set = "InProcess", position = 0, mandatory)]
    script_block: Option<ScriptBlock>,
    /// Runs in the current scope.
    #[parameter(set = "InProcess")]
    no_new_scope: Switch,
    /// A script file on this computer, whose text is sent.
    #[parameter(
        sets(
            "FilePathComputerName",
            "FilePathContainerId",
            "FilePathRunspace",
            "FilePathUri",
            "FilePathVMId",
            "FilePathVMName"
        ),
        position = 1,
        mandatory,
        aliases("PSPath"),
        validate_not_null
    )]
    #[parameter(sets("FilePathSSHHost", "FilePathSSHHostHash"), mandatory)]
    file_path: Option<PsString>,
    /// Lets the endpoint send the connection to another address.
    #[parameter(sets("FilePathUri", "Uri"))]
    allow_redirection: Switch,
    /// Time limits and checks, as New-PSSessionOption makes them.
    #[parameter(
        sets("ComputerName", "FilePathComputerName", "FilePathUri", "Uri"),
        type = "System.Management.Automation.Remoting.PSSessionOption"
    )]
    session_option: Value,
    /// How the user is proved.
    #[parameter(
        sets("ComputerName", "FilePathComputerName", "FilePathUri", "Uri"),
        type = "System.Management.Automation.Runspaces.AuthenticationMechanism"
    )]
    authentication: Option<EnumValue>,
    /// Lets a session on this computer use the network as the user.
    #[parameter(sets("ComputerName", "FilePathComputerName", "FilePathUri", "Uri"))]
    enable_network_access: Switch,
    /// Runs as an administrator of the container.
    #[parameter(sets("ContainerId", "FilePathContainerId"))]
    run_as_administrator: Switch,
    /// Hosts that are reached through ssh.
    #[parameter(sets("FilePathSSHHost", "SSHHost"), mandatory, validate_not_null_or_empty)]
    host_name: Vec<PsString>,
    /// User at the far end, for ssh.
    #[parameter(sets("FilePathSSHHost", "SSHHost"), validate_not_null_or_empty)]
    user_name: Option<PsString>,
    /// File with the private key, for ssh.
    #[parameter(
        sets("FilePathSSHHost", "SSHHost"),
        aliases("IdentityFilePath"),
        validate_not_null_or_empty
    )]
    key_file_path: Option<PsString>,
    /// Subsystem that ssh asks for.
    #[parameter(sets("FilePathSSHHost", "SSHHost"))]
    subsystem: Option<PsString>,
    /// Milliseconds that connecting may take.
    #[parameter(sets("FilePathSSHHost", "SSHHost"))]
    connecting_timeout: Option<i32>,
    /// Uses ssh; says so where the set leaves it open.
    #[parameter(sets("FilePathSSHHost", "SSHHost"), name = "SSHTransport", validate_set("true"))]
    ssh_transport: Switch,
    /// Tables that each describe a connection through ssh.
    #[parameter(
        sets("FilePathSSHHostHash", "SSHHostHashParam"),
        mandatory,
        type = "hashtable[]",
        name = "SSHConnection",
        validate_not_null_or_empty
    )]
    ssh_connection: Vec<Value>,
    /// Options for ssh.
    #[parameter(sets("FilePathSSHHost", "SSHHost"), validate_not_null_or_empty)]
    options: Option<Arc<DictionaryObject>>,
    /// Breaks into the debugger at the far end.
    #[parameter(sets(
        "ComputerName",
        "ContainerId",
        "FilePathComputerName",
        "FilePathContainerId",
        "FilePathRunspace",
        "FilePathSSHHost",
        "FilePathSSHHostHash",
        "FilePathUri",
        "FilePathVMId",
        "FilePathVMName",
        "Session",
        "SSHHost",
        "SSHHostHashParam",
        "Uri",
        "VMId",
        "VMName"
    ))]
    remote_debug: Switch,
    /// Objects for the input of the command.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// Arguments of the command.
    #[parameter(aliases("Args"))]
    argument_list: Vec<Value>,
    /// Identifiers of virtual machines.
    #[parameter(
        sets("FilePathVMId", "VMId"),
        position = 0,
        mandatory,
        by_name,
        name = "VMId",
        aliases("VMGuid"),
        validate_not_null_or_empty
    )]
    vm_id: Vec<Guid>,
    /// Names of virtual machines.
    #[parameter(
        sets("FilePathVMName", "VMName"),
        mandatory,
        by_name,
        name = "VMName",
        validate_not_null_or_empty
    )]
    vm_name: Vec<PsString>,
    /// Identifiers of containers.
    #[parameter(
        sets("ContainerId", "FilePathContainerId"),
        mandatory,
        by_name,
        validate_not_null_or_empty
    )]
    container_id: Vec<PsString>,
    /// Certificate that proves the user.
    #[parameter(sets("ComputerName", "Uri"))]
    certificate_thumbprint: Option<PsString>,
    /// The command while it runs.
    fan_out: Option<FanOut>,
    /// Whether it runs as a job.
    is_job: bool,
    /// How many computers it was started for.
    targets: usize,
    /// Input for a block that runs here.
    input: Vec<Value>,
    /// What a script threw in the only session.
    thrown: Option<Arc<ErrorRecord>>,
}

impl InvokeCommand {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Runs a block on this computer",
        script: "Invoke-Command { param($a) $a * 2 } -ArgumentList 21",
        output: "42",
    }];
}

impl Cmdlet for InvokeCommand {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if runtime.parameter_set() == "InProcess" {
            return Ok(());
        }
        self.is_job = *self.as_job || self.job_name.is_some();
        let is_disconnected = *self.in_disconnected_session;
        if (is_disconnected && self.is_job) || (!is_disconnected && !self.session_name.is_empty()) {
            return Err(runtime.throw(errors::ambiguous_parameters()));
        }
        if !(self.vm_id.is_empty() && self.vm_name.is_empty() && self.container_id.is_empty()) {
            return Err(
                runtime.throw(errors::not_yet("A connection to a virtual machine or a container"))
            );
        }
        let targets = self.targets(runtime)?;
        let mut command = self.command(runtime)?;
        command.no_input = !runtime.expecting_input() && !runtime.is_bound("InputObject");
        let limit = self.throttle_limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(0);
        let host = Arc::clone(runtime.host());
        // What a job writes is shown when it is received.
        let host: Arc<dyn Host> = if self.is_job { Arc::new(QuietHost::new(host)) } else { host };
        let host = Some(host);
        self.targets = targets.len();
        if is_disconnected {
            let names = std::mem::take(&mut self.session_name);
            return leave::start(runtime, targets, command, host, names);
        }
        let mut fan_out = FanOut::new(targets, command, host, limit);
        if !self.is_job {
            let outcomes = runtime.context().lent(|| fan_out.start());
            self.fan_out = Some(fan_out);
            return self.report(runtime, outcomes);
        }
        self.fan_out = Some(fan_out);
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if runtime.parameter_set() == "InProcess" {
            if runtime.expecting_input() {
                self.input.push(self.input_object.clone());
            }
            return Ok(());
        }
        let input = self.input_object.clone();
        let Some(fan_out) = &mut self.fan_out else { return Ok(()) };
        if runtime.expecting_input() {
            runtime.context().lent(|| fan_out.write_input(&input));
        }
        if self.is_job {
            return Ok(());
        }
        let outcomes = runtime.context().lent(|| fan_out.poll());
        self.report(runtime, outcomes)
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if *self.in_disconnected_session {
            return Ok(());
        }
        let Some(mut fan_out) = self.fan_out.take() else { return self.run_here(runtime) };
        if !runtime.expecting_input() && runtime.is_bound("InputObject") {
            let input = &self.input_object;
            runtime.context().lent(|| fan_out.write_input(input));
        }
        fan_out.end_input();
        if self.is_job {
            let text = self.text(runtime)?;
            let name = self.job_name.clone();
            let hide = *self.hide_computer_name;
            let job = job::start(runtime, fan_out, self.targets, name, text, "RemoteJob", hide);
            return runtime.write_object(job);
        }
        let waker = fan_out.waker();
        self.fan_out = Some(fan_out);
        let token = runtime.stop_token();
        let _registration = token.on_stop(waker);
        while let Some(fan_out) = &mut self.fan_out {
            if fan_out.is_over() {
                break;
            }
            if token.is_stopped() {
                fan_out.stop();
            }
            let outcomes = runtime.context().lent(|| fan_out.wait(NAP));
            self.report(runtime, outcomes)?;
        }
        self.fan_out = None;
        match self.thrown.take() {
            Some(record) => Err(Flow::script_error(record)),
            None => runtime.check_stop(),
        }
    }

    /// Whatever ended the cmdlet, nothing goes on at the far ends because of it.
    fn clean(&mut self, _runtime: &mut CommandRuntime<'_>) {
        if let Some(fan_out) = &mut self.fan_out {
            fan_out.stop();
            // Sessions take commands again once theirs have stopped; a far end that hangs is not
            // waited for.
            let limit = Instant::now() + STOP_LIMIT;
            while !fan_out.is_over() && Instant::now() < limit {
                fan_out.wait(limit.saturating_duration_since(Instant::now()));
            }
        }
    }
}

/// How long the cmdlet waits for commands that it has stopped.
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// How long the cmdlet sleeps where nothing happens; it is woken by what does.
const NAP: Duration = Duration::from_secs(60);

impl InvokeCommand {
    /// Runs the block in this session.
    fn run_here(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let Some(block) = self.script_block.clone() else { return Ok(()) };
        let invocation =
            if *self.no_new_scope { Invocation::in_current_scope() } else { Invocation::new() };
        let invocation = invocation
            .arguments(std::mem::take(&mut self.argument_list))
            .input(std::mem::take(&mut self.input));
        runtime.invoke_into_output(&block, invocation)
    }

    /// Where the command runs.
    fn targets(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult<Vec<Target>> {
        if !self.session.is_empty() {
            return targets::of_sessions(runtime, &self.session);
        }
        let requests = self.parameters().requests(runtime)?;
        Ok(targets::of_requests(runtime, requests))
    }

    fn parameters(&self) -> ConnectionParameters {
        ConnectionParameters {
            computer_name: self.computer_name.clone(),
            connection_uri: self.connection_uri.clone(),
            host_name: self.host_name.clone(),
            ssh_connection: self.ssh_connection.clone(),
            credential: self.credential.clone(),
            port: self.port,
            use_ssl: *self.use_ssl,
            configuration_name: self.configuration_name.clone(),
            application_name: self.application_name.clone(),
            authentication: self.authentication.map(|value| value.0),
            certificate_thumbprint: self.certificate_thumbprint.clone(),
            allow_redirection: *self.allow_redirection,
            session_option: self.session_option.clone(),
            user_name: self.user_name.clone(),
            key_file_path: self.key_file_path.clone(),
            subsystem: self.subsystem.clone(),
            connecting_timeout: self.connecting_timeout,
            options: self.options.clone(),
        }
    }

    fn command(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<PipelineCommand> {
        match &self.script_block {
            Some(block) => {
                // What runs in an open session is sent as text, because the far end is known.
                if self.session.is_empty()
                    && let Some(simple) =
                        simple_pipeline::convert(runtime, block, &self.argument_list)?
                {
                    return Ok(simple);
                }
                command::of_block(runtime, block, &self.argument_list)
            }
            None => Ok(command::of_text(self.text(runtime)?, &self.argument_list)),
        }
    }

    /// The text of the block or of the script file.
    fn text(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<PsString> {
        match (&self.script_block, &self.file_path) {
            (Some(block), _) => Ok(block.text_inside()),
            (None, Some(path)) => script_file::read(runtime, path),
            (None, None) => Ok(PsString::empty()),
        }
    }

    /// Passes on what happened.
    fn report(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        outcomes: Vec<Outcome>,
    ) -> CommandResult {
        for outcome in outcomes {
            match outcome {
                Outcome::Record(_, record) if self.is_shown_by_host(&record) => {}
                Outcome::Record(index, record) => {
                    let hide = *self.hide_computer_name;
                    let origin =
                        self.fan_out.as_ref().and_then(|fan_out| fan_out.origin(index, hide));
                    records::write(runtime, record, origin.as_ref())?;
                }
                Outcome::NotStarted(index, reason) => {
                    let computer = self.computer(index);
                    let record = errors::open_failed(&computer, &reason, "PSSessionStateBroken");
                    runtime.pass_on(Record::Error(Arc::new(record)))?;
                }
                Outcome::Ended(index, state, reason) => {
                    self.ended(runtime, index, state, reason)?
                }
            }
        }
        Ok(())
    }

    fn ended(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        index: usize,
        state: InvocationState,
        reason: Option<Arc<ErrorRecord>>,
    ) -> CommandResult {
        let Some(reason) = reason else { return Ok(()) };
        if state == InvocationState::Stopped && runtime.stopping() {
            return Ok(());
        }
        // What a script throws in the only session there is can be caught here; everything else is an
        // error beside the answers of the others.
        let is_thrown = reason.category_info.reason == "RuntimeException";
        if !self.session.is_empty() && self.targets == 1 && is_thrown {
            // It keeps its id, and stands where this command does.
            let mut thrown = ErrorRecord::clone(&reason);
            thrown.invocation_info = Some(runtime.invocation());
            self.thrown = Some(Arc::new(thrown));
            return Ok(());
        }
        let origin = self.fan_out.as_ref().and_then(|fan_out| fan_out.origin(index, false));
        records::write(runtime, Record::Error(reason), origin.as_ref())
    }

    /// Whether a record of the only session is one that its host has shown: then no stream gets it.
    fn is_shown_by_host(&self, record: &Record) -> bool {
        let is_text = matches!(record, Record::Warning(_) | Record::Verbose(_) | Record::Debug(_));
        is_text && self.targets == 1 && !self.session.is_empty()
    }

    fn computer(&self, index: usize) -> PsString {
        self.fan_out.as_ref().map(|fan_out| fan_out.computer_name(index)).unwrap_or_default()
    }
}

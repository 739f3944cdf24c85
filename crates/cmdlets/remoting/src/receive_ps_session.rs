//! `Receive-PSSession`

use std::sync::Arc;
use std::time::Duration;

use remora_engine::prelude::*;
use remora_hosting::{Host, InvocationState, Pipeline, PipelineCommand, Record, RunspaceState};
use remora_psobject::{EnumDefinition, Guid, PsCredential};

use crate::connect::ConnectionParameters;
use crate::fan_out::{FanOut, Outcome, Target};
use crate::find::{Filter, find};
use crate::kept_pipeline::KeptPipeline;
use crate::quiet_host::QuietHost;
use crate::session::{PsSession, SessionSelector, Sessions, select};
use crate::{errors, job, leave, records};

/// # Synopsis
/// Gets what the commands of a session gave while it was left.
///
/// # Description
/// A session that is disconnected is taken up first. The output comes as it would have come without the interruption, and the
/// cmdlet waits for the command's end. A session in which no command runs gives nothing, and that is no error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Receive",
    noun = "PSSession",
    class = "Microsoft.PowerShell.Commands.ReceivePSSessionCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "Session",
    should_process,
    confirm_impact = "Low",
    remoting = "OwnedByCommand",
    aliases("rcsn")
)]
pub(crate) struct ReceivePSSession {
    /// The session.
    #[parameter(
        set = "Session",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        type = "System.Management.Automation.Runspaces.PSSession",
        validate_not_null_or_empty
    )]
    session: Value,
    /// Number in this session.
    #[parameter(set = "Id", position = 0, mandatory, pipeline, by_name)]
    id: Option<i32>,
    /// Name or address of a computer, or name of the inventory.
    #[parameter(
        sets("ComputerInstanceId", "ComputerSessionName"),
        position = 0,
        mandatory,
        by_name,
        aliases("Cn"),
        validate_not_null_or_empty
    )]
    computer_name: Option<PsString>,
    /// Path of the service at the far end.
    #[parameter(sets("ComputerInstanceId", "ComputerSessionName"), by_name)]
    application_name: Option<PsString>,
    /// Session configuration at the far end.
    #[parameter(
        sets(
            "ComputerInstanceId",
            "ComputerSessionName",
            "ConnectionUriInstanceId",
            "ConnectionUriSessionName"
        ),
        by_name
    )]
    configuration_name: Option<PsString>,
    /// Address of an endpoint.
    #[parameter(
        sets("ConnectionUriInstanceId", "ConnectionUriSessionName"),
        position = 0,
        mandatory,
        by_name,
        type = "uri",
        aliases("URI", "CU"),
        validate_not_null_or_empty
    )]
    connection_uri: Value,
    /// Lets the endpoint send the connection to another address.
    #[parameter(sets("ConnectionUriInstanceId", "ConnectionUriSessionName"))]
    allow_redirection: Switch,
    /// Identifier that is unique everywhere.
    #[parameter(
        sets("ComputerInstanceId", "ConnectionUriInstanceId"),
        mandatory,
        validate_not_null_or_empty
    )]
    #[parameter(set = "InstanceId", position = 0, mandatory, pipeline, by_name)]
    instance_id: Option<Guid>,
    /// Friendly name.
    #[parameter(
        sets("ComputerSessionName", "ConnectionUriSessionName"),
        mandatory,
        validate_not_null_or_empty
    )]
    #[parameter(set = "SessionName", position = 0, mandatory, pipeline, by_name)]
    name: Option<PsString>,
    /// Where the output goes: to the pipeline, or into a job.
    #[parameter(
        sets(
            "ComputerInstanceId",
            "ComputerSessionName",
            "ConnectionUriInstanceId",
            "ConnectionUriSessionName",
            "Id",
            "InstanceId",
            "Session",
            "SessionName"
        ),
        type = "Microsoft.PowerShell.Commands.OutTarget"
    )]
    out_target: Option<EnumValue>,
    /// Name of the job.
    #[parameter(
        sets(
            "ComputerInstanceId",
            "ComputerSessionName",
            "ConnectionUriInstanceId",
            "ConnectionUriSessionName",
            "Id",
            "InstanceId",
            "Session",
            "SessionName"
        ),
        validate_not_null_or_empty
    )]
    job_name: Option<PsString>,
    /// The user that connects; without one the inventory or the current user decides.
    #[parameter(
        sets(
            "ComputerInstanceId",
            "ComputerSessionName",
            "ConnectionUriInstanceId",
            "ConnectionUriSessionName"
        ),
        credential
    )]
    credential: Option<Arc<PsCredential>>,
    /// How the user is proved.
    #[parameter(
        sets(
            "ComputerInstanceId",
            "ComputerSessionName",
            "ConnectionUriInstanceId",
            "ConnectionUriSessionName"
        ),
        type = "System.Management.Automation.Runspaces.AuthenticationMechanism"
    )]
    authentication: Option<EnumValue>,
    /// Certificate that proves the user.
    #[parameter(sets(
        "ComputerInstanceId",
        "ComputerSessionName",
        "ConnectionUriInstanceId",
        "ConnectionUriSessionName"
    ))]
    certificate_thumbprint: Option<PsString>,
    /// TCP port of the endpoint.
    #[parameter(sets("ComputerInstanceId", "ComputerSessionName"), validate_range(1, 65535))]
    port: Option<i32>,
    /// Connects with TLS.
    #[parameter(sets("ComputerInstanceId", "ComputerSessionName"), name = "UseSSL")]
    use_ssl: Switch,
    /// Time limits and checks, as New-PSSessionOption makes them.
    #[parameter(
        sets(
            "ComputerInstanceId",
            "ComputerSessionName",
            "ConnectionUriInstanceId",
            "ConnectionUriSessionName"
        ),
        type = "System.Management.Automation.Remoting.PSSessionOption"
    )]
    session_option: Value,
}

impl ReceivePSSession {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

static OUT_TARGETS: EnumDefinition = EnumDefinition {
    name: "Microsoft.PowerShell.Commands.OutTarget",
    underlying: "System.Int32",
    flags: false,
    members: &[("Default", 0), ("Host", 1), ("Job", JOB)],
};

/// Makes `OutTarget` known.
pub(crate) fn register_types() {
    TypeId::register_enum(&OUT_TARGETS);
}

/// `OutTarget.Job`
const JOB: i64 = 2;

/// How long the cmdlet sleeps where nothing happens; it is woken by what does.
const NAP: Duration = Duration::from_secs(60);

impl Cmdlet for ReceivePSSession {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for (session, value) in self.sessions(runtime)? {
            if !runtime.should_process(session.name.clone(), "Receive")? {
                continue;
            }
            match session.runspace.state() {
                RunspaceState::Opened => {}
                RunspaceState::Disconnected => {
                    if let Err(reason) = leave::come_back(runtime, &session)? {
                        runtime.write_error(errors::connect_failed(&session, &reason))?;
                        continue;
                    }
                    runtime.context().extension::<Sessions>().adopt(Arc::clone(&session), value);
                }
                state => {
                    let id = "ReceivePSSessionInvalidState";
                    let record = errors::session_cannot(&session, "received", state, id);
                    runtime.write_error(record)?;
                    continue;
                }
            }
            self.receive(runtime, &session)?;
        }
        Ok(())
    }
}

impl ReceivePSSession {
    fn sessions(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<Vec<(Arc<PsSession>, Value)>> {
        let is_remote = self.computer_name.is_some() || !self.connection_uri.is_null();
        if is_remote {
            let filter = Filter {
                names: self.name.iter().cloned().collect(),
                instance_ids: self.instance_id.into_iter().collect(),
                configuration: self.configuration_name.clone(),
                state: 0,
            };
            return find(runtime, &self.parameters(), &filter);
        }
        let session = std::mem::take(&mut self.session);
        let selector = SessionSelector {
            sessions: Some(session).filter(|session| !session.is_null()).into_iter().collect(),
            ids: self.id.into_iter().collect(),
            names: self.name.iter().cloned().collect(),
            instance_ids: self.instance_id.into_iter().collect(),
            ..SessionSelector::default()
        };
        select(runtime, &selector, false)
    }

    /// What the commands of an open session gave, and give until they end.
    fn receive(&self, runtime: &mut CommandRuntime<'_>, session: &PsSession) -> CommandResult {
        let is_job = self.out_target.is_some_and(|target| target.0 == JOB);
        let host = Arc::clone(runtime.host());
        let host: Arc<dyn Host> = if is_job { Arc::new(QuietHost::new(host)) } else { host };
        let mut commands: Vec<Arc<dyn Pipeline>> = Vec::new();
        if let Some(left) = session.left.lock().take() {
            commands.push(Arc::new(KeptPipeline::new(left)));
        }
        for id in session.runspace.left_commands() {
            match session.runspace.take_up_command(id, Some(Arc::clone(&host))) {
                Ok(pipeline) => commands.push(pipeline),
                Err(reason) => runtime.write_error(ErrorRecord::clone(&reason))?,
            }
        }
        for pipeline in commands {
            let mut target = Target::new(Arc::clone(&session.runspace), false);
            target.known = Some(pipeline);
            let command = PipelineCommand { no_input: true, ..PipelineCommand::default() };
            let fan_out = FanOut::new(vec![target], command, Some(Arc::clone(&host)), 1);
            if is_job {
                let name = self.job_name.clone();
                let text = PsString::empty();
                let job = job::start(runtime, fan_out, 1, name, text, "RemoteJob", false);
                runtime.write_object(job)?;
            } else {
                pass_on(runtime, fan_out)?;
            }
        }
        Ok(())
    }

    fn parameters(&self) -> ConnectionParameters {
        ConnectionParameters {
            computer_name: self.computer_name.iter().cloned().collect(),
            connection_uri: Some(self.connection_uri.clone())
                .filter(|uri| !uri.is_null())
                .into_iter()
                .collect(),
            credential: self.credential.clone(),
            port: self.port,
            use_ssl: *self.use_ssl,
            application_name: self.application_name.clone(),
            authentication: self.authentication.map(|value| value.0),
            certificate_thumbprint: self.certificate_thumbprint.clone(),
            allow_redirection: *self.allow_redirection,
            session_option: self.session_option.clone(),
            ..ConnectionParameters::default()
        }
    }
}

/// Writes what a command gives to this pipeline, until it ends.
fn pass_on(runtime: &mut CommandRuntime<'_>, mut fan_out: FanOut) -> CommandResult {
    let token = runtime.stop_token();
    let _registration = token.on_stop(fan_out.waker());
    let mut outcomes = fan_out.start();
    loop {
        for outcome in outcomes {
            let origin = fan_out.origin(0, false);
            match outcome {
                Outcome::Record(_, record) => records::write(runtime, record, origin.as_ref())?,
                Outcome::Ended(_, InvocationState::Stopped, _) if runtime.stopping() => {}
                Outcome::NotStarted(_, reason) | Outcome::Ended(_, _, Some(reason)) => {
                    records::write(runtime, Record::Error(reason), origin.as_ref())?;
                }
                Outcome::Ended(_, _, None) => {}
            }
        }
        if fan_out.is_over() {
            return runtime.check_stop();
        }
        if token.is_stopped() {
            fan_out.stop();
        }
        outcomes = fan_out.wait(NAP);
    }
}

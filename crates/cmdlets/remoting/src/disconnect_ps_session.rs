//! `Disconnect-PSSession`

use std::time::Duration;

use remora_engine::prelude::*;
use remora_hosting::{ConnectionInfo, Leaving, RunspaceState};
use remora_psobject::Guid;

use crate::session::{SessionSelector, select};
use crate::{errors, leave};

/// # Synopsis
/// Leaves sessions; their commands go on.
///
/// # Description
/// A session that was left waits at the far end until Connect-PSSession or Receive-PSSession takes it up again, from here or
/// from another computer, or until its idle time-out is over.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Disconnect",
    noun = "PSSession",
    class = "Microsoft.PowerShell.Commands.DisconnectPSSessionCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "Session",
    should_process,
    remoting = "OwnedByCommand",
    aliases("dnsn"),
    output("System.Management.Automation.Runspaces.PSSession")
)]
pub(crate) struct DisconnectPSSession {
    /// The sessions.
    #[parameter(
        set = "Session",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        type = "System.Management.Automation.Runspaces.PSSession[]",
        validate_not_null_or_empty
    )]
    session: Vec<Value>,
    /// How many seconds the sessions live without a client.
    #[parameter(sets("Id", "InstanceId", "Name", "Session"), validate_range(0, 2_147_483_647))]
    idle_timeout_sec: Option<i32>,
    /// What happens to output where too much of it waits.
    #[parameter(
        sets("Id", "InstanceId", "Name", "Session"),
        type = "System.Management.Automation.Runspaces.OutputBufferingMode"
    )]
    output_buffering_mode: Option<EnumValue>,
    /// How many computers are worked on at the same time; 0 for the default.
    #[parameter(sets("Id", "InstanceId", "Name", "Session"))]
    throttle_limit: Option<i32>,
    /// Identifiers that are unique everywhere.
    #[parameter(set = "InstanceId", mandatory, by_name, validate_not_null)]
    instance_id: Vec<Guid>,
    /// Numbers in this session.
    #[parameter(set = "Id", position = 0, mandatory, by_name, validate_not_null)]
    id: Vec<i32>,
    /// Friendly names.
    #[parameter(set = "Name", mandatory, by_name, validate_not_null_or_empty)]
    name: Vec<PsString>,
}

impl DisconnectPSSession {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for DisconnectPSSession {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selector = SessionSelector {
            sessions: std::mem::take(&mut self.session),
            ids: self.id.clone(),
            names: self.name.clone(),
            instance_ids: self.instance_id.clone(),
            ..SessionSelector::default()
        };
        for (session, value) in select(runtime, &selector, false)? {
            if !runtime.should_process(session.name.clone(), "Disconnect")? {
                continue;
            }
            match session.runspace.state() {
                RunspaceState::Opened => {}
                // It is what was asked for.
                RunspaceState::Disconnected => {
                    runtime.write_object(value)?;
                    continue;
                }
                state => {
                    let id = "CannotDisconnectSessionWhenNotOpened";
                    let record = errors::session_cannot(&session, "disconnected", state, id);
                    runtime.write_error(record)?;
                    continue;
                }
            }
            let configured = match session.runspace.connection() {
                ConnectionInfo::WsMan(connection) => connection.option.output_buffering_mode,
                _ => 0,
            };
            let mode = self.output_buffering_mode.and_then(|mode| i32::try_from(mode.0).ok());
            let seconds = self.idle_timeout_sec.and_then(|limit| u64::try_from(limit).ok());
            let leaving = Leaving {
                idle_timeout: seconds.map(Duration::from_secs),
                output_buffering_mode: mode.unwrap_or(configured),
            };
            match leave::leave(runtime, &session, leaving)? {
                Ok(()) => runtime.write_object(value)?,
                Err(reason) => {
                    runtime.write_error(errors::disconnect_failed(&session, &reason))?;
                }
            }
        }
        Ok(())
    }
}

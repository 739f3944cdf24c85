//! `Remove-PSSession`

use std::sync::mpsc;
use std::time::Duration;

use remora_engine::prelude::*;
use remora_psobject::Guid;

use crate::implicit::ImportedModules;
use crate::session::{SessionSelector, Sessions, select};

/// # Synopsis
/// Ends sessions.
///
/// # Description
/// Commands that run in a session are stopped, and the session at the far end is closed.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "PSSession",
    class = "Microsoft.PowerShell.Commands.RemovePSSessionCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "Id",
    should_process,
    remoting = "OwnedByCommand",
    aliases("rsn")
)]
pub(crate) struct RemovePSSession {
    /// Sessions in which the command runs.
    #[parameter(
        set = "Session",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        type = "System.Management.Automation.Runspaces.PSSession[]"
    )]
    session: Vec<Value>,
    /// Identifiers of containers.
    #[parameter(set = "ContainerId", mandatory, by_name, validate_not_null_or_empty)]
    container_id: Vec<PsString>,
    /// Identifiers of virtual machines.
    #[parameter(
        set = "VMId",
        mandatory,
        by_name,
        name = "VMId",
        aliases("VMGuid"),
        validate_not_null_or_empty
    )]
    vm_id: Vec<Guid>,
    /// Names of virtual machines.
    #[parameter(set = "VMName", mandatory, by_name, name = "VMName", validate_not_null_or_empty)]
    vm_name: Vec<PsString>,
    /// Identifiers that are unique everywhere.
    #[parameter(set = "InstanceId", mandatory, by_name, validate_not_null)]
    instance_id: Vec<Guid>,
    /// Numbers in this session.
    #[parameter(set = "Id", position = 0, mandatory, by_name, validate_not_null)]
    id: Vec<i32>,
    /// Friendly names.
    #[parameter(set = "Name", mandatory, by_name, validate_not_null_or_empty)]
    name: Vec<PsString>,
    /// Names or addresses of computers, or names of the inventory.
    #[parameter(
        set = "ComputerName",
        position = 0,
        mandatory,
        by_name,
        aliases("Cn"),
        validate_not_null_or_empty
    )]
    computer_name: Vec<PsString>,
}

impl RemovePSSession {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for RemovePSSession {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selector = SessionSelector {
            sessions: std::mem::take(&mut self.session),
            ids: self.id.clone(),
            names: self.name.clone(),
            instance_ids: self.instance_id.clone(),
            computers: self.computer_name.clone(),
        };
        for (session, _) in select(runtime, &selector, false)? {
            if !runtime.should_process(session.runspace.connection().computer_name(), "Remove")? {
                continue;
            }
            runtime.context().extension::<Sessions>().remove(session.id);
            let (sender, receiver) = mpsc::channel();
            session.runspace.close(Box::new(move |_| {
                let _ = sender.send(());
            }));
            // The state says Closed when the cmdlet ends, but a far end that hangs is not waited for.
            let _ = receiver.recv_timeout(PATIENCE);
            // What was imported from it cannot be called any more.
            let imported = runtime.context().extension::<ImportedModules>();
            for module in imported.take(session.runspace.id()) {
                runtime.context().unload_module(&module)?;
            }
        }
        Ok(())
    }
}

const PATIENCE: Duration = Duration::from_secs(10);

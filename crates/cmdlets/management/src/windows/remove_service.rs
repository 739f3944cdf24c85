//! `Remove-Service`

use remora_engine::prelude::*;

/// # Synopsis
/// Takes services away.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/remove-service
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Service",
    class = "Microsoft.PowerShell.Commands.RemoveServiceCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    should_process
)]
pub(crate) struct RemoveService {
    /// The names. Wildcards are allowed.
    #[parameter(
        set = "Name",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        aliases("ServiceName", "SN")
    )]
    name: Option<PsString>,
    /// The objects to work on.
    #[parameter(set = "InputObject", pipeline, type = "System.ServiceProcess.ServiceController")]
    input_object: Value,
}

impl Cmdlet for RemoveService {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Remove-Service").into())
    }
}

//! `Restart-Service`

use remora_engine::prelude::*;

/// # Synopsis
/// Stops services and starts them again.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/restart-service
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Restart",
    noun = "Service",
    class = "Microsoft.PowerShell.Commands.RestartServiceCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "InputObject",
    should_process,
    output("System.ServiceProcess.ServiceController")
)]
pub(crate) struct RestartService {
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// The names. Wildcards are allowed.
    #[parameter(
        set = "Default",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        aliases("ServiceName")
    )]
    name: Vec<PsString>,
    /// The objects to work on.
    #[parameter(
        set = "InputObject",
        position = 0,
        mandatory,
        pipeline,
        type = "System.ServiceProcess.ServiceController[]",
        validate_not_null_or_empty
    )]
    input_object: Vec<Value>,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The display names.
    #[parameter(set = "DisplayName", mandatory)]
    display_name: Vec<PsString>,
    /// Patterns of names: only items that match one are taken.
    #[parameter(validate_not_null_or_empty)]
    include: Vec<PsString>,
    /// Patterns of names: items that match one are left out.
    #[parameter(validate_not_null_or_empty)]
    exclude: Vec<PsString>,
}

impl Cmdlet for RestartService {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Restart-Service").into())
    }
}

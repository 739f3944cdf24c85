//! `Get-Service`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets services.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-service
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Service",
    class = "Microsoft.PowerShell.Commands.GetServiceCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Default",
    remoting = "SupportedByCommand",
    aliases("gsv"),
    output("System.ServiceProcess.ServiceController")
)]
pub(crate) struct GetService {
    /// The names. Wildcards are allowed.
    #[parameter(set = "Default", position = 0, pipeline, by_name, aliases("ServiceName"))]
    name: Vec<PsString>,
    /// The computers to act on.
    #[parameter(by_name, aliases("Cn"), validate_not_null_or_empty)]
    computer_name: Vec<PsString>,
    /// Gives the services that depend on each.
    #[parameter(aliases("DS"))]
    dependent_services: Switch,
    /// Gives the services that each depends on.
    #[parameter(aliases("SDO", "ServicesDependedOn"))]
    required_services: Switch,
    /// The display names.
    #[parameter(set = "DisplayName", mandatory)]
    display_name: Vec<PsString>,
    /// Patterns of names: only items that match one are taken.
    #[parameter(validate_not_null_or_empty)]
    include: Vec<PsString>,
    /// Patterns of names: items that match one are left out.
    #[parameter(validate_not_null_or_empty)]
    exclude: Vec<PsString>,
    /// The objects to work on.
    #[parameter(
        set = "InputObject",
        pipeline,
        type = "System.ServiceProcess.ServiceController[]",
        validate_not_null_or_empty
    )]
    input_object: Vec<Value>,
}

impl Cmdlet for GetService {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Get-Service").into())
    }
}

//! `Set-Service`

use remora_engine::prelude::*;

/// # Synopsis
/// Changes services.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/set-service
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Service",
    class = "Microsoft.PowerShell.Commands.SetServiceCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    should_process,
    remoting = "SupportedByCommand",
    output("System.ServiceProcess.ServiceController")
)]
pub(crate) struct SetService {
    /// The computers to act on.
    #[parameter(by_name, aliases("cn"), validate_not_null_or_empty)]
    computer_name: Vec<PsString>,
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
    /// The display names.
    #[parameter(aliases("DN"), validate_not_null_or_empty)]
    display_name: Option<PsString>,
    /// What the drive is for.
    #[parameter(validate_not_null_or_empty)]
    description: Option<PsString>,
    /// How the service starts.
    #[parameter(
        type = "System.ServiceProcess.ServiceStartMode",
        aliases("StartMode", "SM", "ST"),
        validate_not_null_or_empty
    )]
    startup_type: Option<EnumValue>,
    /// The state to bring the service to.
    #[parameter(validate_set("Running", "Stopped", "Paused"))]
    status: Option<PsString>,
    /// The objects to work on.
    #[parameter(set = "InputObject", pipeline, type = "System.ServiceProcess.ServiceController")]
    input_object: Value,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
}

impl Cmdlet for SetService {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Set-Service").into())
    }
}

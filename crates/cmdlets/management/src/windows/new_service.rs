//! `New-Service`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes services.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/new-service
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Service",
    class = "Microsoft.PowerShell.Commands.NewServiceCommand",
    module = "Microsoft.PowerShell.Management",
    should_process,
    output("System.ServiceProcess.ServiceController")
)]
pub(crate) struct NewService {
    /// The names. Wildcards are allowed.
    #[parameter(position = 0, mandatory, aliases("ServiceName"))]
    name: PsString,
    /// The program of the service.
    #[parameter(position = 1, mandatory)]
    binary_path_name: PsString,
    /// The display names.
    #[parameter(validate_not_null_or_empty)]
    display_name: Option<PsString>,
    /// What the drive is for.
    #[parameter(validate_not_null_or_empty)]
    description: Option<PsString>,
    /// How the service starts.
    #[parameter(type = "System.ServiceProcess.ServiceStartMode")]
    startup_type: Option<EnumValue>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(type = "pscredential", credential)]
    credential: Value,
    /// The services that it needs.
    #[parameter]
    depends_on: Vec<PsString>,
}

impl Cmdlet for NewService {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("New-Service").into())
    }
}

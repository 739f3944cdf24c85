//! `Set-TimeZone`

use remora_engine::prelude::*;

/// # Synopsis
/// Sets the time zone of the computer.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/set-timezone
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "TimeZone",
    class = "Microsoft.PowerShell.Commands.SetTimeZoneCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    should_process,
    aliases("stz"),
    output("System.TimeZoneInfo")
)]
pub(crate) struct SetTimeZone {
    /// The process ids.
    #[parameter(set = "Id", mandatory, by_name)]
    id: Option<PsString>,
    /// The objects to work on.
    #[parameter(
        set = "InputObject",
        position = 0,
        mandatory,
        pipeline,
        type = "System.TimeZoneInfo"
    )]
    input_object: Value,
    /// The names. Wildcards are allowed.
    #[parameter(set = "Name", position = 0, mandatory)]
    name: Option<PsString>,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
}

impl Cmdlet for SetTimeZone {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Set-TimeZone").into())
    }
}

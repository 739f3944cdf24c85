//! `Unregister-Event`

use remora_engine::prelude::*;

/// # Synopsis
/// Ends subscriptions.
///
/// # Description
/// By source or number.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/unregister-event
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Unregister",
    noun = "Event",
    class = "Microsoft.PowerShell.Commands.UnregisterEventCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    should_process,
    remoting = "PowerShell"
)]
pub struct UnregisterEvent {
    /// Names under which events come.
    #[parameter(set = "BySource", position = 0, mandatory, by_name)]
    source_identifier: Option<PsString>,
    /// Numbers of subscriptions.
    #[parameter(set = "ById", position = 0, mandatory, by_name)]
    subscription_id: Option<i32>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
}

impl Cmdlet for UnregisterEvent {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Unregister-Event").into())
    }
}

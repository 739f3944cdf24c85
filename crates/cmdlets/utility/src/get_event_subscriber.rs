//! `Get-EventSubscriber`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets the subscriptions of this session.
///
/// # Description
/// Hidden ones only with -Force.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-eventsubscriber
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "EventSubscriber",
    class = "Microsoft.PowerShell.Commands.GetEventSubscriberCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    remoting = "PowerShell",
    output("System.Management.Automation.PSEventSubscriber")
)]
pub struct GetEventSubscriber {
    /// Names under which events come.
    #[parameter(set = "BySource", position = 0, by_name, validate_not_null_or_empty)]
    source_identifier: Option<PsString>,
    /// Numbers of subscriptions.
    #[parameter(set = "ById", position = 0, mandatory, by_name, aliases("Id"))]
    subscription_id: Option<i32>,
    /// Goes on where it would stop.
    #[parameter(position = 1)]
    force: Switch,
}

impl Cmdlet for GetEventSubscriber {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-EventSubscriber").into())
    }
}

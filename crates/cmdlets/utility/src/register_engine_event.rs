//! `Register-EngineEvent`

use remora_engine::prelude::*;

/// # Synopsis
/// Subscribes to events of the engine and of New-Event.
///
/// # Description
/// With an action that runs, or into the queue.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/register-engineevent
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Register",
    noun = "EngineEvent",
    class = "Microsoft.PowerShell.Commands.RegisterEngineEventCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.PSEventJob")
)]
pub struct RegisterEngineEvent {
    /// Names under which events come.
    #[parameter(position = 100, mandatory)]
    source_identifier: Option<PsString>,
    /// What runs when the event comes.
    #[parameter(position = 101)]
    action: Option<ScriptBlock>,
    /// What goes along with it.
    #[parameter(type = "psobject")]
    message_data: Value,
    /// Hides the subscription.
    #[parameter]
    support_event: Switch,
    /// Sends the event to the other end of a remote session.
    #[parameter]
    forward: Switch,
    /// How often the action runs.
    #[parameter]
    max_trigger_count: Option<i32>,
}

impl Cmdlet for RegisterEngineEvent {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Register-EngineEvent").into())
    }
}

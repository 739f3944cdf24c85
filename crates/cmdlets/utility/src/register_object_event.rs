//! `Register-ObjectEvent`

use remora_engine::prelude::*;

/// # Synopsis
/// Subscribes to events of an object.
///
/// # Description
/// With an action that runs, or into the queue.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/register-objectevent
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Register",
    noun = "ObjectEvent",
    class = "Microsoft.PowerShell.Commands.RegisterObjectEventCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.PSEventJob")
)]
pub(crate) struct RegisterObjectEvent {
    /// The objects.
    #[parameter(position = 0, mandatory, type = "psobject")]
    input_object: Value,
    /// Name of the event.
    #[parameter(position = 1, mandatory)]
    event_name: Option<PsString>,
    /// Names under which events come.
    #[parameter(position = 100)]
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

impl Cmdlet for RegisterObjectEvent {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Register-ObjectEvent").into())
    }
}

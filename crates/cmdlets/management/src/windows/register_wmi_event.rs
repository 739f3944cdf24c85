//! `Register-WmiEvent`

use remora_engine::prelude::*;

/// # Synopsis
/// Subscribes to WMI events.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/register-wmievent
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Register",
    noun = "WmiEvent",
    class = "Microsoft.PowerShell.Commands.RegisterWmiEventCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "class",
    remoting = "OwnedByCommand"
)]
pub(crate) struct RegisterWmiEvent {
    /// The name space.
    #[parameter(aliases("NS"))]
    namespace: Option<PsString>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(type = "pscredential", credential)]
    credential: Value,
    /// The computers to act on.
    #[parameter(aliases("Cn"), validate_not_null_or_empty)]
    computer_name: Option<PsString>,
    /// The class.
    #[parameter(set = "class", position = 0, mandatory)]
    class: Option<PsString>,
    /// A query.
    #[parameter(set = "query", position = 0, mandatory)]
    query: Option<PsString>,
    /// How many seconds to wait at most.
    #[parameter(aliases("TimeoutMSec"))]
    timeout: Option<i64>,
    /// The name of the subscription.
    #[parameter(position = 100)]
    source_identifier: Option<PsString>,
    /// What is run for each event.
    #[parameter(position = 101)]
    action: Option<ScriptBlock>,
    /// Data that comes with each event.
    #[parameter(type = "psobject")]
    message_data: Value,
    /// Hides the subscription.
    #[parameter]
    support_event: Switch,
    /// Sends the events to the remote session.
    #[parameter]
    forward: Switch,
    /// How often the action runs at most.
    #[parameter]
    max_trigger_count: Option<i32>,
}

impl Cmdlet for RegisterWmiEvent {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Register-WmiEvent").into())
    }
}

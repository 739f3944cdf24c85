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

impl RegisterObjectEvent {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Waits for a timer",
        script: "Register-ObjectEvent ([Timers.Timer]::new(500)) Elapsed -SourceIdentifier Tick",
        output: "*",
    }];
}

impl Cmdlet for RegisterObjectEvent {
    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let name = self.event_name.clone().unwrap_or_default();
        let known = runtime.members(&self.input_object).into_iter().any(|member| {
            member.name.eq_ignore_case(&format!("add_{name}"))
                || (member.member_type == remora_engine::types::MemberType::Event
                    && member.name.eq_ignore_case(&name))
        });
        if !known {
            let message = format!(
                "Cannot register for the specified event. An event with the name '{name}' does not exist. (Parameter 'eventName')"
            );
            return runtime.write_error(crate::event::missing(message, "INVALID_REGISTRATION"));
        }
        // The objects of this engine raise no events that a subscription could wait for.
        Err(not_supported(
            format!(
                "The event '{name}' of '{}' cannot be subscribed to.",
                self.input_object.type_name()
            ),
            self.input_object.clone(),
        )
        .into())
    }
}

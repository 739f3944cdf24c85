//! `Register-EngineEvent`

use crate::event::{Events, missing};
use crate::record_object::RecordObject;
use remora_engine::prelude::*;
use std::sync::Arc;

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
pub(crate) struct RegisterEngineEvent {
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
    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.action.is_some() {
            return Err(not_implemented("An action for events").into());
        }
        let name = self.source_identifier.clone().unwrap_or_default();
        let events = runtime.context().extension::<Events>();
        let taken = events.subscribers.iter().any(|known| {
            known.get("SourceIdentifier").as_str().is_some_and(|known| name.eq_ignore_case(known))
        });
        if taken {
            let message = format!(
                "Cannot subscribe to the specified event. A subscriber with the source identifier '{name}' already exists."
            );
            return runtime.write_error(missing(message, "SUBSCRIBER_EXISTS"));
        }
        events.next_subscriber += 1;
        let subscriber = RecordObject::new(
            "System.Management.Automation.PSEventSubscriber",
            [
                ("SubscriptionId", Value::I32(events.next_subscriber)),
                ("SourceObject", Value::Null),
                ("EventName", Value::from("")),
                ("SourceIdentifier", Value::Str(name)),
                ("Action", Value::Null),
                ("HandlerDelegate", Value::Null),
                ("SupportEvent", Value::Bool(*self.support_event)),
                ("ForwardEvent", Value::Bool(*self.forward)),
            ],
        );
        events.subscribers.push(Arc::new(subscriber));
        Ok(())
    }
}

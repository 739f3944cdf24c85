//! `Register-EngineEvent`

use crate::event::{Action, Events, missing, new_job};
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

impl RegisterEngineEvent {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Runs a block for each event",
        script: "$job = Register-EngineEvent Demo -Action { $Event.MessageData }; $null = New-Event Demo -MessageData 5; $job.Output",
        output: "5",
    }];
}

impl Cmdlet for RegisterEngineEvent {
    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let name = self.source_identifier.clone().unwrap_or_default();
        if self.action.is_none() && !*self.forward {
            let message = "Action must be specified for non-forwarded events.";
            return runtime.write_error(missing(message.to_owned(), "ACTION_MANDATORY_FOR_LOCAL"));
        }
        let taken = runtime.context().extension::<Events>().subscribers.iter().any(|known| {
            known.get("SourceIdentifier").as_str().is_some_and(|known| name.eq_ignore_case(known))
        });
        if taken {
            let message = format!(
                "Cannot subscribe to the specified event. A subscriber with the source identifier '{name}' already exists."
            );
            return runtime.write_error(missing(message, "SUBSCRIBER_EXISTS"));
        }
        let job = self.action.clone().map(|block| new_job(runtime, &name, &block));
        let events = runtime.context().extension::<Events>();
        events.next_subscriber += 1;
        let id = events.next_subscriber;
        if let (Some(block), Some(job)) = (self.action.clone(), &job) {
            let left = self.max_trigger_count.filter(|count| *count > 0);
            events.actions.insert(id, Action { block, job: Arc::clone(job), left });
        }
        let job = job.map_or(Value::Null, Value::live_arc);
        let subscriber = RecordObject::new(
            "System.Management.Automation.PSEventSubscriber",
            [
                ("SubscriptionId", Value::I32(id)),
                ("SourceObject", Value::Null),
                ("EventName", Value::from("")),
                ("SourceIdentifier", Value::Str(name)),
                ("Action", job.clone()),
                ("HandlerDelegate", Value::Null),
                ("SupportEvent", Value::Bool(*self.support_event)),
                ("ForwardEvent", Value::Bool(*self.forward)),
            ],
        );
        events.subscribers.push(Arc::new(subscriber));
        if job.is_null() || *self.support_event { Ok(()) } else { runtime.write_object(job) }
    }
}

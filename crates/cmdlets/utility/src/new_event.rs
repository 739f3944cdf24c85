//! `New-Event`

use crate::event::{Events, run_actions};
use crate::record_object::RecordObject;
use remora_engine::prelude::*;
use std::sync::Arc;

/// # Synopsis
/// Puts an event into the queue.
///
/// # Description
/// Subscribers to the source identifier get it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-event
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Event",
    class = "Microsoft.PowerShell.Commands.NewEventCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.PSEventArgs")
)]
pub(crate) struct NewEvent {
    /// Names under which events come.
    #[parameter(position = 0, mandatory)]
    source_identifier: Option<PsString>,
    /// Who sends the event.
    #[parameter(position = 1, type = "psobject")]
    sender: Value,
    /// Arguments of the event.
    #[parameter(position = 2, type = "psobject[]")]
    event_arguments: Vec<Value>,
    /// What goes along with it.
    #[parameter(position = 3, type = "psobject")]
    message_data: Value,
}

impl NewEvent {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Makes an event",
        script: "(New-Event Demo -MessageData 5).MessageData",
        output: "5",
    }];
}

impl Cmdlet for NewEvent {
    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let now = runtime.system().now_local();
        let events = runtime.context().extension::<Events>();
        events.next_event += 1;
        let event = Arc::new(RecordObject::new(
            "System.Management.Automation.PSEventArgs",
            [
                ("ComputerName", Value::Null),
                ("RunspaceId", Value::Null),
                ("EventIdentifier", Value::I32(events.next_event)),
                ("Sender", self.sender.clone()),
                ("SourceEventArgs", Value::Null),
                ("SourceArgs", Value::array(self.event_arguments.clone())),
                ("SourceIdentifier", Value::from(self.source_identifier.clone())),
                ("TimeGenerated", Value::DateTime(now)),
                ("MessageData", self.message_data.clone()),
            ],
        ));
        // What an action has taken does not wait in the queue.
        if !run_actions(runtime, &event)? {
            let events = runtime.context().extension::<Events>();
            events.queue.push(Arc::clone(&event));
        }
        runtime.write_object(Value::live_arc(event))
    }
}

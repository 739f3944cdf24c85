//! `Get-Event`

use crate::event::{Events, is_plain, matching, missing};
use remora_engine::prelude::*;

/// # Synopsis
/// Gets events that wait in the queue.
///
/// # Description
/// Those with an action are not in it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-event
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Event",
    class = "Microsoft.PowerShell.Commands.GetEventCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    remoting = "PowerShell",
    output("System.Management.Automation.PSEventArgs")
)]
pub(crate) struct GetEvent {
    /// Names under which events come.
    #[parameter(set = "BySource", position = 0, by_name, validate_not_null_or_empty)]
    source_identifier: Option<PsString>,
    /// Number of the event.
    #[parameter(set = "ById", position = 0, mandatory, by_name, aliases("Id"))]
    event_identifier: Option<i32>,
}

impl Cmdlet for GetEvent {
    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let queue = runtime.context().extension::<Events>().queue.clone();
        let number =
            Some(self.event_identifier).flatten().filter(|_| runtime.is_bound("EventIdentifier"));
        let found = matching(
            &queue,
            self.source_identifier.as_ref(),
            number.map(|id| ("EventIdentifier", id)),
        )?;
        if found.is_empty() {
            if let Some(id) = number {
                let message = format!("Event with identifier '{id}' does not exist.");
                return runtime.write_error(missing(message, "INVALID_SOURCE_IDENTIFIER"));
            }
            if let Some(name) = self.source_identifier.clone().filter(is_plain) {
                let message = format!("Event with source identifier '{name}' does not exist.");
                return runtime.write_error(missing(message, "INVALID_SOURCE_IDENTIFIER"));
            }
        }
        for event in found {
            runtime.write_object(Value::live_arc(event))?;
        }
        Ok(())
    }
}

//! `Remove-Event`

use crate::event::{Events, is_plain, matching, missing};
use remora_engine::prelude::*;
use std::sync::Arc;

/// # Synopsis
/// Removes events from the queue.
///
/// # Description
/// By source or number.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/remove-event
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Event",
    class = "Microsoft.PowerShell.Commands.RemoveEventCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    should_process,
    remoting = "PowerShell"
)]
pub(crate) struct RemoveEvent {
    /// Names under which events come.
    #[parameter(set = "BySource", position = 0, mandatory)]
    source_identifier: Option<PsString>,
    /// Number of the event.
    #[parameter(set = "ByIdentifier", position = 0, mandatory, by_name)]
    event_identifier: Option<i32>,
}

impl Cmdlet for RemoveEvent {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
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
                return runtime.write_error(missing(message, "INVALID_EVENT_IDENTIFIER"));
            }
            if let Some(name) = self.source_identifier.clone().filter(is_plain) {
                let message = format!("Event with source identifier '{name}' does not exist.");
                return runtime.write_error(missing(message, "INVALID_SOURCE_IDENTIFIER"));
            }
        }
        for event in found {
            let name = event.get("SourceIdentifier");
            let name = runtime.text(&name);
            if runtime.should_process(format!("Event '{name}'"), "Remove")? {
                let events = runtime.context().extension::<Events>();
                events.queue.retain(|known| !Arc::ptr_eq(known, &event));
            }
        }
        Ok(())
    }
}

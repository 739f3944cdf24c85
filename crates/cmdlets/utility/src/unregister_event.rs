//! `Unregister-Event`

use crate::event::{Events, is_plain, matching, missing};
use remora_engine::prelude::*;
use std::sync::Arc;

/// # Synopsis
/// Ends subscriptions.
///
/// # Description
/// By source or number.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/unregister-event
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Unregister",
    noun = "Event",
    class = "Microsoft.PowerShell.Commands.UnregisterEventCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    should_process,
    remoting = "PowerShell"
)]
pub(crate) struct UnregisterEvent {
    /// Names under which events come.
    #[parameter(set = "BySource", position = 0, mandatory, by_name)]
    source_identifier: Option<PsString>,
    /// Numbers of subscriptions.
    #[parameter(set = "ById", position = 0, mandatory, by_name)]
    subscription_id: Option<i32>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
}

impl Cmdlet for UnregisterEvent {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let known = runtime.context().extension::<Events>().subscribers.clone();
        let number =
            Some(self.subscription_id).flatten().filter(|_| runtime.is_bound("SubscriptionId"));
        let mut found = matching(
            &known,
            self.source_identifier.as_ref(),
            number.map(|id| ("SubscriptionId", id)),
        )?;
        found.retain(|subscriber| {
            *self.force || subscriber.get("SupportEvent").as_bool() != Some(true)
        });
        if found.is_empty() {
            let shown = match (number, self.source_identifier.clone().filter(is_plain)) {
                (Some(id), _) => id.to_string(),
                (None, Some(name)) => name.to_string(),
                (None, None) => return Ok(()),
            };
            let message = format!("Event subscription with identifier '{shown}' does not exist.");
            return runtime.write_error(missing(message, "INVALID_SOURCE_IDENTIFIER"));
        }
        for subscriber in found {
            let name = subscriber.get("SourceIdentifier");
            let name = runtime.text(&name);
            if runtime.should_process(format!("Event subscription '{name}'"), "Unsubscribe")? {
                let events = runtime.context().extension::<Events>();
                events.subscribers.retain(|known| !Arc::ptr_eq(known, &subscriber));
                let id = subscriber.get("SubscriptionId").as_i32().unwrap_or(0);
                if let Some(action) = events.actions.remove(&id) {
                    crate::event::enter_state(&action.job, "Stopped");
                }
            }
        }
        Ok(())
    }
}

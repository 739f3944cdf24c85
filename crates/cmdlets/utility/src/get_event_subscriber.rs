//! `Get-EventSubscriber`

use crate::event::{Events, is_plain, matching, missing};
use remora_engine::prelude::*;

/// # Synopsis
/// Gets the subscriptions of this session.
///
/// # Description
/// Hidden ones only with -Force.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-eventsubscriber
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "EventSubscriber",
    class = "Microsoft.PowerShell.Commands.GetEventSubscriberCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    remoting = "PowerShell",
    output("System.Management.Automation.PSEventSubscriber")
)]
pub(crate) struct GetEventSubscriber {
    /// Names under which events come.
    #[parameter(set = "BySource", position = 0, by_name, validate_not_null_or_empty)]
    source_identifier: Option<PsString>,
    /// Numbers of subscriptions.
    #[parameter(set = "ById", position = 0, mandatory, by_name, aliases("Id"))]
    subscription_id: Option<i32>,
    /// Goes on where it would stop.
    #[parameter(position = 1)]
    force: Switch,
}

impl Cmdlet for GetEventSubscriber {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let known = runtime.context().extension::<Events>().subscribers.clone();
        let number =
            Some(self.subscription_id).flatten().filter(|_| runtime.is_bound("SubscriptionId"));
        let found = matching(
            &known,
            self.source_identifier.as_ref(),
            number.map(|id| ("SubscriptionId", id)),
        )?;
        if found.is_empty() {
            if let Some(id) = number {
                let message = format!("Event subscription with identifier '{id}' does not exist.");
                return runtime.write_error(missing(message, "INVALID_SOURCE_IDENTIFIER"));
            }
            if let Some(name) = self.source_identifier.clone().filter(is_plain) {
                let message =
                    format!("Event subscription with source identifier '{name}' does not exist.");
                return runtime.write_error(missing(message, "INVALID_SOURCE_IDENTIFIER"));
            }
        }
        for subscriber in found {
            if *self.force || subscriber.get("SupportEvent").as_bool() != Some(true) {
                runtime.write_object(Value::live_arc(subscriber))?;
            }
        }
        Ok(())
    }
}

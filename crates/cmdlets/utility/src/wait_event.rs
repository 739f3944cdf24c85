//! `Wait-Event`

use crate::event::{Events, matching};
use remora_engine::prelude::*;
use std::time::Duration;

/// # Synopsis
/// Waits for an event.
///
/// # Description
/// Until it comes or the time is over.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/wait-event
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Wait",
    noun = "Event",
    class = "Microsoft.PowerShell.Commands.WaitEventCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.PSEventArgs")
)]
pub(crate) struct WaitEvent {
    /// Names under which events come.
    #[parameter(position = 0, by_name)]
    source_identifier: Option<PsString>,
    /// Seconds to wait; -1 for ever.
    #[parameter(aliases("TimeoutSec"), validate_range(-1, 2147483647))]
    timeout: Option<i32>,
}

impl Cmdlet for WaitEvent {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        const STEP: Duration = Duration::from_millis(50);
        let limit =
            self.timeout.and_then(|seconds| u64::try_from(seconds).ok()).map(Duration::from_secs);
        let mut waited = Duration::ZERO;
        loop {
            let queue = runtime.context().extension::<Events>().queue.clone();
            if let Some(event) =
                matching(&queue, self.source_identifier.as_ref(), None)?.into_iter().next()
            {
                return runtime.write_object(Value::live_arc(event));
            }
            if limit.is_some_and(|limit| waited >= limit) {
                return Ok(());
            }
            runtime.sleep(STEP)?;
            waited += STEP;
        }
    }
}

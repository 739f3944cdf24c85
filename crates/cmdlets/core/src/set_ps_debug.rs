//! `Set-PSDebug`

use remora_engine::prelude::*;
use remora_engine::session::StrictMode;

/// # Synopsis
/// Switches traces of scripts on and off.
///
/// # Description
/// Lines are shown before they run.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "PSDebug",
    class = "Microsoft.PowerShell.Commands.SetPSDebugCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "PowerShell"
)]
pub(crate) struct SetPSDebug {
    /// How much is shown of what runs: 0 to 2.
    #[parameter(set = "on", validate_range(0, 2))]
    trace: Option<i32>,
    /// Asks before each line.
    #[parameter(set = "on")]
    step: Switch,
    /// Variables must be set before they are used.
    #[parameter(set = "on")]
    strict: Switch,
    /// Switches the checks off.
    #[parameter(set = "off")]
    off: Switch,
}

impl SetPSDebug {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for SetPSDebug {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.trace.is_some_and(|level| level > 0) || *self.step {
            return Err(not_implemented("Set-PSDebug -Trace").into());
        }
        if *self.off {
            runtime.session().set_strict_mode(StrictMode::OFF);
        } else if runtime.is_bound("Strict") {
            let mode = if *self.strict { StrictMode::V1 } else { StrictMode::OFF };
            runtime.session().set_strict_mode(mode);
        }
        Ok(())
    }
}

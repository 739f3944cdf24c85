//! `Pop-Location`

use remora_engine::prelude::*;

use crate::{locations, paths};

/// # Synopsis
/// Goes back to the location on top of a stack.
///
/// # Description
/// The location is taken off the stack. Where the stack is empty nothing happens.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/pop-location
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Pop",
    noun = "Location",
    class = "Microsoft.PowerShell.Commands.PopLocationCommand",
    module = "Microsoft.PowerShell.Management",
    aliases("popd")
)]
pub(crate) struct PopLocation {
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The name of the stack.
    #[parameter(by_name)]
    stack_name: Option<PsString>,
}

impl Cmdlet for PopLocation {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let stack = locations::stack_name(runtime, self.stack_name.as_ref());
        if !locations::stack_exists(runtime, &stack) {
            let message = format!(
                "Cannot find location stack '{stack}'. It does not exist or it is not a container."
            );
            return runtime.write_error(invalid_argument(message, "Argument", Value::Null));
        }
        if let Err(flow) = locations::pop(runtime, &stack) {
            return paths::report(runtime, flow);
        }
        if *self.pass_thru {
            let here = locations::current(runtime)?;
            runtime.write_object(Value::live(here))?;
        }
        Ok(())
    }
}

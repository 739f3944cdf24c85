//! `Set-Location`

use remora_engine::prelude::*;

use crate::{locations, paths};

/// # Synopsis
/// Changes the current location.
///
/// # Description
/// A minus goes back to the location before, a plus forward again. Without a path it goes home.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/set-location
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Location",
    class = "Microsoft.PowerShell.Commands.SetLocationCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    aliases("cd", "chdir", "sl"),
    output("System.Management.Automation.PathInfo", "System.Management.Automation.PathInfoStack")
)]
pub(crate) struct SetLocation {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, pipeline, by_name)]
    path: Option<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The name of the stack.
    #[parameter(set = "Stack", by_name)]
    stack_name: Option<PsString>,
}

impl SetLocation {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Goes somewhere and back",
        script: "Set-Location /usr; Set-Location /; Set-Location -; \"$PWD\"",
        output: "/usr",
    }];

    fn go(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if let Some(path) = &self.literal_path {
            return locations::go(runtime, path, true);
        }
        match self.path.as_deref() {
            Some("-") => locations::step(runtime, false),
            Some("+") => locations::step(runtime, true),
            Some(path) => locations::go(runtime, path, false),
            None => {
                let home = runtime.session().current_drive().provider.home.read().clone();
                locations::go(runtime, if home.is_empty() { "~" } else { &home }, true)
            }
        }
    }
}

impl Cmdlet for SetLocation {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if runtime.parameter_set() == "Stack" {
            let name = self.stack_name.clone().unwrap_or_default();
            if !name.is_empty() && !locations::stack_exists(runtime, &name) {
                return runtime.write_error(locations::stack_not_found(&name));
            }
            locations::set_default_stack(runtime, &name);
        } else if let Err(flow) = self.go(runtime) {
            return paths::report_kinds(
                runtime,
                flow,
                &[
                    TypeId::ITEM_NOT_FOUND_EXCEPTION,
                    TypeId::DRIVE_NOT_FOUND_EXCEPTION,
                    TypeId::PROVIDER_NOT_FOUND_EXCEPTION,
                    TypeId::PS_ARGUMENT_EXCEPTION,
                ],
            );
        }
        if *self.pass_thru {
            let here = locations::current(runtime)?;
            runtime.write_object(Value::live(here))?;
        }
        Ok(())
    }
}

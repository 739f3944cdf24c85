//! `Push-Location`

use remora_engine::prelude::*;

use crate::{locations, paths};

/// # Synopsis
/// Puts the current location on a stack and goes elsewhere.
///
/// # Description
/// Pop-Location comes back.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/push-location
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Push",
    noun = "Location",
    class = "Microsoft.PowerShell.Commands.PushLocationCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    aliases("pushd")
)]
pub(crate) struct PushLocation {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, pipeline, by_name)]
    path: Option<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", by_name, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The name of the stack.
    #[parameter(by_name)]
    stack_name: Option<PsString>,
}

impl PushLocation {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Goes somewhere and comes back",
        script: "Set-Location /; Push-Location /usr; Pop-Location; \"$PWD\"",
        output: "/",
    }];
}

impl Cmdlet for PushLocation {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let stack = locations::stack_name(runtime, self.stack_name.as_ref());
        locations::push(runtime, &stack);
        let gone = match (&self.literal_path, &self.path) {
            (Some(path), _) => locations::go(runtime, path, true),
            (None, Some(path)) => locations::go(runtime, path, false),
            (None, None) => Ok(()),
        };
        if let Err(flow) = gone {
            // Where the session stays there is nothing to come back to.
            runtime.session().location_stack(&stack).pop();
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

//! `Get-Location`

use remora_engine::prelude::*;

use crate::locations::{self, PathInfoStack};

/// # Synopsis
/// Gets the current location.
///
/// # Description
/// The location of the session, of a drive, or those on a stack.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-location
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Location",
    class = "Microsoft.PowerShell.Commands.GetLocationCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Location",
    aliases("gl", "pwd"),
    output("System.Management.Automation.PathInfo", set = "Location"),
    output("System.Management.Automation.PathInfoStack", set = "Stack")
)]
pub(crate) struct GetLocation {
    /// The names of providers.
    #[parameter(set = "Location", by_name, name = "PSProvider")]
    ps_provider: Vec<PsString>,
    /// The names of drives.
    #[parameter(set = "Location", by_name, name = "PSDrive")]
    ps_drive: Vec<PsString>,
    /// Shows the locations on the current stack.
    #[parameter(set = "Stack")]
    stack: Switch,
    /// The name of the stack.
    #[parameter(set = "Stack", by_name)]
    stack_name: Vec<PsString>,
}

impl GetLocation {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Shows where the session is",
        script: "Set-Location /usr; (Get-Location).Path",
        output: "/usr",
    }];

    fn of_drives(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let all = runtime.session().drives().to_vec();
        for name in self.ps_drive.clone() {
            let Some(drive) = all.iter().find(|drive| drive.name.eq_ignore_case(&name)) else {
                runtime
                    .write_error(locations::drive_not_found(&name, "GetLocationNoMatchingDrive"))?;
                continue;
            };
            runtime.write_object(Value::live(locations::on_drive(std::sync::Arc::clone(drive))))?;
        }
        Ok(())
    }

    fn of_providers(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for name in self.ps_provider.clone() {
            if runtime.session().provider(&name).is_none() {
                runtime
                    .write_error(locations::provider_not_found(&name, Value::Str(name.clone())))?;
                continue;
            }
            let current = runtime.session().current_drive();
            let drives = runtime.session().drives().to_vec();
            let of_provider = |drive: &std::sync::Arc<remora_engine::providers::Drive>| {
                drive.provider.name.eq_ignore_case(&name)
                    || drive.provider.full_name().eq_ignore_ascii_case(&name)
            };
            let drive =
                Some(current).filter(&of_provider).or_else(|| drives.into_iter().find(of_provider));
            let Some(drive) = drive else {
                continue;
            };
            runtime.write_object(Value::live(locations::on_drive(drive)))?;
        }
        Ok(())
    }
}

impl Cmdlet for GetLocation {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if runtime.parameter_set() != "Stack" {
            if !self.ps_drive.is_empty() {
                return self.of_drives(runtime);
            }
            if !self.ps_provider.is_empty() {
                return self.of_providers(runtime);
            }
            let here = locations::current(runtime)?;
            return runtime.write_object(Value::live(here));
        }
        let names: Vec<Option<PsString>> = if self.stack_name.is_empty() {
            vec![None]
        } else {
            self.stack_name.iter().cloned().map(Some).collect()
        };
        for name in names {
            let name = locations::stack_name(runtime, name.as_ref());
            if !locations::stack_exists(runtime, &name) {
                runtime.write_error(invalid_argument(
                    "Cannot process argument because the value of argument \"stackName\" is not valid. Change the value of the \"stackName\" argument and run the operation again.",
                    "Argument",
                    Value::Null,
                ))?;
                continue;
            }
            let stack = PathInfoStack::of(runtime, &name)?;
            runtime.write_object(Value::live(stack))?;
        }
        Ok(())
    }
}

//! `Stop-Process`

use remora_engine::prelude::*;

use crate::processes::{ProcessSelection, could_not_stop};

/// # Synopsis
/// Ends processes.
///
/// # Description
/// By id, by name, or as objects.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/stop-process
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Stop",
    noun = "Process",
    class = "Microsoft.PowerShell.Commands.StopProcessCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Id",
    should_process,
    aliases("spps"),
    output("System.Diagnostics.Process")
)]
pub(crate) struct StopProcess {
    /// The names. Wildcards are allowed.
    #[parameter(set = "Name", mandatory, by_name, aliases("ProcessName"))]
    name: Vec<PsString>,
    /// The process ids.
    #[parameter(set = "Id", position = 0, mandatory, by_name)]
    id: Vec<i32>,
    /// The objects to work on.
    #[parameter(
        set = "InputObject",
        position = 0,
        mandatory,
        pipeline,
        type = "System.Diagnostics.Process[]"
    )]
    input_object: Vec<Value>,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Acts on items that are hidden or read-only too.
    #[parameter(validate_not_null_or_empty)]
    force: Switch,
}

impl Cmdlet for StopProcess {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection =
            ProcessSelection { names: &self.name, ids: &self.id, objects: &self.input_object };
        for process in selection.find(runtime)? {
            let target = format!("{} ({})", process.name(), process.id());
            if !runtime.should_process(target, "Stop-Process")? {
                continue;
            }
            if let Err(failure) = process.end() {
                runtime.write_error(could_not_stop(&process, &failure))?;
            }
            if *self.pass_thru {
                runtime.write_object(Value::live_arc(process))?;
            }
        }
        Ok(())
    }
}

//! `Debug-Process`

use remora_engine::prelude::*;

use crate::processes::ProcessSelection;

/// # Synopsis
/// Attaches a debugger to processes.
///
/// # Description
/// Windows has debuggers that can be attached; elsewhere the command reports that it cannot.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/debug-process
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Debug",
    noun = "Process",
    class = "Microsoft.PowerShell.Commands.DebugProcessCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    should_process
)]
pub(crate) struct DebugProcess {
    /// The process ids.
    #[parameter(
        set = "Id",
        position = 0,
        mandatory,
        by_name,
        aliases("PID", "ProcessId"),
        validate_not_null_or_empty
    )]
    id: Vec<i32>,
    /// The names. Wildcards are allowed.
    #[parameter(set = "Name", position = 0, mandatory, by_name, aliases("ProcessName"))]
    name: Vec<PsString>,
    /// The objects to work on.
    #[parameter(set = "InputObject", mandatory, pipeline, type = "System.Diagnostics.Process[]")]
    input_object: Vec<Value>,
}

impl Cmdlet for DebugProcess {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection =
            ProcessSelection { names: &self.name, ids: &self.id, objects: &self.input_object };
        for process in selection.find(runtime)? {
            let target = format!("{} ({})", process.name(), process.id());
            if runtime.should_process(target, "Debug-Process")? {
                let message = "There is no debugger on this platform that can be attached.";
                runtime.write_error(not_supported(message, process.id()))?;
            }
        }
        Ok(())
    }
}

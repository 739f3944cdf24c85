//! `Add-History`

use remora_engine::prelude::*;

use remora_engine::session::History;
use remora_psobject::DateTime;

/// # Synopsis
/// Adds lines to the history.
///
/// # Description
/// The objects are as Get-History gives them.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Add",
    noun = "History",
    class = "Microsoft.PowerShell.Commands.AddHistoryCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "PowerShell",
    output("Microsoft.PowerShell.Commands.HistoryInfo")
)]
pub(crate) struct AddHistory {
    /// Objects for the input of the command.
    #[parameter(position = 0, pipeline, type = "psobject[]")]
    input_object: Vec<Value>,
    /// Passthru.
    #[parameter]
    passthru: Switch,
}

impl AddHistory {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for AddHistory {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        // The line that runs comes first, unless the host has added it.
        let now = runtime.system().now_local();
        let running = runtime.context().running_text();
        let history = runtime.context().extension::<History>();
        let known = history.entries().any(|entry| entry.end.is_none() || entry.line == running);
        if !known && !running.is_empty() {
            history.add(running, now);
        }
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for object in self.input_object.clone() {
            let Some(line) = runtime.get_property(&object, "CommandLine")? else { continue };
            let line = runtime.text(&line);
            let now = runtime.system().now_local();
            let start = time(runtime, &object, "StartExecutionTime")?.unwrap_or(now);
            let end = time(runtime, &object, "EndExecutionTime")?.unwrap_or(now);
            let status = runtime.get_property(&object, "ExecutionStatus")?.unwrap_or_default();
            let failed = matches!(runtime.text(&status).as_str(), "Failed" | "Stopped");
            let history = runtime.context().extension::<History>();
            let id = history.add(line, start);
            history.finish(id, end, failed);
            let added = history.entries().next_back().cloned();
            if *self.passthru
                && let Some(entry) = added
            {
                runtime.write_object(crate::history::to_value(&entry))?;
            }
        }
        Ok(())
    }
}

/// A time among an entry's properties.
fn time(
    runtime: &mut CommandRuntime<'_>,
    object: &Value,
    name: &str,
) -> CommandResult<Option<DateTime>> {
    let value = runtime.get_property(object, name)?;
    Ok(match value.as_ref().map(Value::base) {
        Some(Value::DateTime(time)) => Some(*time),
        _ => None,
    })
}

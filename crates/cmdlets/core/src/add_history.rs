//! `Add-History`

use remora_engine::prelude::*;

use remora_engine::session::History;

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
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for object in self.input_object.clone() {
            let Some(line) = runtime.get_property(&object, "CommandLine")? else { continue };
            let line = runtime.text(&line);
            let now = runtime.system().now_local();
            let history = runtime.context().extension::<History>();
            history.add(line, now);
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

//! `Invoke-History`

use remora_engine::prelude::*;

use remora_engine::session::History;

/// # Synopsis
/// Runs a line of the history again.
///
/// # Description
/// Without a number the last line is run.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "History",
    class = "Microsoft.PowerShell.Commands.InvokeHistoryCommand",
    module = "Microsoft.PowerShell.Core",
    should_process,
    remoting = "PowerShell",
    aliases("ihy", "r")
)]
pub(crate) struct InvokeHistory {
    /// Numbers in this session.
    #[parameter(position = 0, by_name)]
    id: Option<PsString>,
}

impl InvokeHistory {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for InvokeHistory {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let entries =
            runtime.context().extension::<History>().entries().cloned().collect::<Vec<_>>();
        let found = match &self.id {
            Some(id) => {
                let number: Option<i64> = id.parse().ok();
                entries.iter().rev().find(|entry| {
                    number.map_or_else(
                        || entry.line.starts_with(id.as_str()),
                        |number| entry.id == number,
                    )
                })
            }
            None => entries.last(),
        };
        let Some(entry) = found else {
            let record = match &self.id {
                Some(text) => match text.parse() {
                    Ok(id) => crate::history::not_found(id),
                    Err(_) => crate::history::no_such_line(text),
                },
                None => crate::history::not_found(0),
            };
            return Err(runtime.throw(record));
        };
        let line = entry.line.clone();
        if !runtime.should_process_target(line.clone())? {
            return Ok(());
        }
        runtime.context().write_host_line(&line);
        runtime.invoke_script(&line)
    }
}

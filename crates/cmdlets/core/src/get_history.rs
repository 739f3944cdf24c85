//! `Get-History`

use remora_engine::prelude::*;

use remora_engine::session::History;

/// # Synopsis
/// Gives the lines that were run.
///
/// # Description
/// Each has a number, by which Invoke-History runs it again.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "History",
    class = "Microsoft.PowerShell.Commands.GetHistoryCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "PowerShell",
    aliases("ghy", "h", "history"),
    output("Microsoft.PowerShell.Commands.HistoryInfo")
)]
pub(crate) struct GetHistory {
    /// Numbers in this session.
    #[parameter(position = 0, pipeline, type = "long[]", validate_range(1, 9223372036854775807))]
    id: Vec<Value>,
    /// How many.
    #[parameter(position = 1, validate_range(0, 32767))]
    count: Option<i32>,
}

impl GetHistory {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for GetHistory {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let entries =
            runtime.context().extension::<History>().entries().cloned().collect::<Vec<_>>();
        let wanted: Vec<Value> = if self.id.is_empty() {
            let count =
                self.count.and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX);
            let skip = entries.len().saturating_sub(count);
            entries.iter().skip(skip).map(crate::history::to_value).collect()
        } else {
            let mut found = Vec::new();
            for id in &self.id {
                let id = id.as_i64().unwrap_or_default();
                match entries.iter().find(|entry| entry.id == id) {
                    Some(entry) => found.push(crate::history::to_value(entry)),
                    None => runtime.write_error(crate::history::not_found(id))?,
                }
            }
            found
        };
        for value in wanted {
            runtime.write_object(value)?;
        }
        Ok(())
    }
}

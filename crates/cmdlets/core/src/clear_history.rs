//! `Clear-History`

use remora_engine::prelude::*;

use remora_engine::session::History;

/// # Synopsis
/// Takes lines out of the history.
///
/// # Description
/// Without parameters all are taken out.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "History",
    class = "Microsoft.PowerShell.Commands.ClearHistoryCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "IDParameter",
    should_process,
    remoting = "PowerShell",
    aliases("clhy")
)]
pub(crate) struct ClearHistory {
    /// Numbers in this session.
    #[parameter(
        set = "IDParameter",
        position = 0,
        help_message = "True",
        validate_range(1, 2147483647)
    )]
    id: Vec<i32>,
    /// Texts of commands.
    #[parameter(set = "CommandLineParameter", help_message = "True", validate_not_null_or_empty)]
    command_line: Vec<PsString>,
    /// How many.
    #[parameter(position = 1, help_message = "True", validate_range(1, 2147483647))]
    count: Option<i32>,
    /// How many of the newest jobs.
    #[parameter(help_message = "True")]
    newest: Switch,
}

impl ClearHistory {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for ClearHistory {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let ids: Vec<i64> = self.id.iter().map(|id| i64::from(*id)).collect();
        let lines: Vec<PsString> = self.command_line.clone();
        if !runtime.should_process("Session history", "Clear")? {
            return Ok(());
        }
        runtime.context().extension::<History>().remove(|entry| {
            (ids.is_empty() && lines.is_empty())
                || ids.contains(&entry.id)
                || lines.iter().any(|line| entry.line.eq_ignore_case(line))
        });
        Ok(())
    }
}

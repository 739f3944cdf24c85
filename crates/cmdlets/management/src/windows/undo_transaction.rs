//! `Undo-Transaction`

use remora_engine::prelude::*;

/// # Synopsis
/// Rolls the transaction back.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/undo-transaction
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Undo",
    noun = "Transaction",
    class = "Microsoft.PowerShell.Commands.UndoTransactionCommand",
    module = "Microsoft.PowerShell.Management",
    should_process
)]
pub(crate) struct UndoTransaction;

impl Cmdlet for UndoTransaction {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Undo-Transaction").into())
    }
}

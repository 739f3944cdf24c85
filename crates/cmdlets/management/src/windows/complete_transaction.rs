//! `Complete-Transaction`

use remora_engine::prelude::*;

/// # Synopsis
/// Commits the transaction.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/complete-transaction
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Complete",
    noun = "Transaction",
    class = "Microsoft.PowerShell.Commands.CompleteTransactionCommand",
    module = "Microsoft.PowerShell.Management",
    should_process
)]
pub(crate) struct CompleteTransaction;

impl Cmdlet for CompleteTransaction {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Complete-Transaction").into())
    }
}

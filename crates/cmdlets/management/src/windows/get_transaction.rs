//! `Get-Transaction`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets the current transaction.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-transaction
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Transaction",
    class = "Microsoft.PowerShell.Commands.GetTransactionCommand",
    module = "Microsoft.PowerShell.Management",
    output("System.Management.Automation.PSTransaction")
)]
pub(crate) struct GetTransaction;

impl Cmdlet for GetTransaction {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Get-Transaction").into())
    }
}

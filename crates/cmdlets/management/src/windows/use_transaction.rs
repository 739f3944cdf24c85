//! `Use-Transaction`

use remora_engine::prelude::*;

/// # Synopsis
/// Runs a script in the transaction.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/use-transaction
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Use",
    noun = "Transaction",
    class = "Microsoft.PowerShell.Commands.UseTransactionCommand",
    module = "Microsoft.PowerShell.Management",
    output("PSObject")
)]
pub(crate) struct UseTransaction {
    /// What runs in the transaction.
    #[parameter(position = 0, mandatory)]
    transacted_script: Option<ScriptBlock>,
    /// Takes part in the transaction.
    #[parameter(aliases("usetx"))]
    use_transaction: Switch,
}

impl Cmdlet for UseTransaction {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Use-Transaction").into())
    }
}

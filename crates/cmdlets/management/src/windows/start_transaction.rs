//! `Start-Transaction`

use remora_engine::prelude::*;

/// # Synopsis
/// Starts a transaction.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/start-transaction
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "Transaction",
    class = "Microsoft.PowerShell.Commands.StartTransactionCommand",
    module = "Microsoft.PowerShell.Management",
    should_process
)]
pub(crate) struct StartTransaction {
    /// How many seconds to wait at most.
    #[parameter(aliases("TimeoutMins"))]
    timeout: Option<i32>,
    /// A transaction of its own.
    #[parameter]
    independent: Switch,
    /// Which errors end the transaction.
    #[parameter(type = "System.Management.Automation.RollbackSeverity")]
    rollback_preference: Option<EnumValue>,
}

impl Cmdlet for StartTransaction {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Start-Transaction").into())
    }
}

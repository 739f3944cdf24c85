//! `Get-Verb`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets the verbs that command names should start with.
///
/// # Description
/// With the alias prefix, the group and what each is for.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-verb
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Verb",
    class = "Microsoft.PowerShell.Commands.GetVerbCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.VerbInfo")
)]
pub struct GetVerb {
    /// Verbs; wildcards are allowed.
    #[parameter(position = 0, pipeline, by_name, completer = "System.Management.Automation.Verbs+VerbArgumentCompleter")]
    verb: Vec<PsString>,
    /// Groups of verbs.
    #[parameter(position = 1, pipeline, by_name, validate_set("Common", "Communications", "Data", "Diagnostic", "Lifecycle", "Other", "Security"))]
    group: Vec<PsString>,
}

impl Cmdlet for GetVerb {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-Verb").into())
    }
}

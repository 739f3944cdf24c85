//! `Set-Alias`

use crate::alias::{put, value};
use crate::scope::{options, selector};
use remora_engine::prelude::*;
use remora_engine::session::AliasEntry;

/// # Synopsis
/// Makes or changes an alias.
///
/// # Description
/// Read-only ones only with -Force.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/set-alias
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Alias",
    class = "Microsoft.PowerShell.Commands.SetAliasCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    remoting = "PowerShell",
    aliases("sal"),
    output("System.Management.Automation.AliasInfo")
)]
pub(crate) struct SetAlias {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory, by_name)]
    name: Option<PsString>,
    /// The value.
    #[parameter(position = 1, mandatory, by_name)]
    value: Option<PsString>,
    /// What it is for.
    #[parameter]
    description: Option<PsString>,
    /// What may be done with it.
    #[parameter(type = "System.Management.Automation.ScopedItemOptions")]
    option: Value,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
}

impl SetAlias {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Makes an alias",
        script: "Set-Alias say Write-Output; say hello",
        output: "hello",
    }];
}

impl Cmdlet for SetAlias {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let scope = selector(runtime, self.scope.as_ref())?;
        let mut entry = AliasEntry::new(
            self.name.clone().unwrap_or_default(),
            self.value.clone().unwrap_or_default(),
        );
        entry.options = options(&self.option);
        entry.description = self.description.clone().unwrap_or_default();
        let target = format!("Name: {} Value: {}", entry.name, entry.definition);
        if !runtime.should_process(target, "Set Alias")? {
            return Ok(());
        }
        if let Err(flow) = put(runtime, entry.clone(), scope, *self.force) {
            let record = crate::variable::record_of(flow)?;
            return runtime.write_error(record);
        }
        if *self.pass_thru {
            let object = value(runtime, &entry);
            runtime.write_object(object)?;
        }
        Ok(())
    }
}

//! `Remove-Alias`

use crate::alias::missing;
use crate::scope::{pattern, selector};
use remora_engine::prelude::*;
use remora_engine::session::ItemOptions;

/// # Synopsis
/// Removes aliases.
///
/// # Description
/// Read-only ones only with -Force.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/remove-alias
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Alias",
    class = "Microsoft.PowerShell.Commands.RemoveAliasCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Default",
    remoting = "PowerShell"
)]
pub(crate) struct RemoveAlias {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory, pipeline, by_name)]
    name: Vec<PsString>,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
}

impl RemoveAlias {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Removes an alias",
        script: "Set-Alias say Write-Output; Remove-Alias say; Test-Path alias:say",
        output: "False",
    }];
}

impl Cmdlet for RemoveAlias {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let scope = selector(runtime, self.scope.as_ref())?;
        for name in self.name.clone() {
            let pattern = pattern(&name)?;
            let matching: Vec<_> = crate::alias::all(runtime, scope)
                .into_iter()
                .filter(|entry| match &pattern {
                    Some(pattern) => pattern.is_match(&entry.name),
                    None => entry.name.eq_ignore_case(&name),
                })
                .collect();
            if matching.is_empty() && pattern.is_none() {
                runtime.write_error(missing("name", &name))?;
            }
            for entry in matching {
                let options = entry.options;
                if options.contains(ItemOptions::CONSTANT)
                    || (options.contains(ItemOptions::READ_ONLY) && !*self.force)
                {
                    runtime.write_error(error(
                        TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
                        format!(
                            "Alias was not removed because alias {} is constant or read-only.",
                            entry.name
                        ),
                        "AliasNotRemovable",
                        ErrorCategory::WriteError,
                        entry.name,
                    ))?;
                    continue;
                }
                runtime.session().remove_alias(&entry.name);
            }
        }
        Ok(())
    }
}

//! `Get-Alias`

use crate::alias::{all, missing, value};
use crate::scope::{NameFilter, pattern, selector};
use remora_engine::prelude::*;

/// # Synopsis
/// Gets aliases.
///
/// # Description
/// By name, or by the command that they stand for. Wildcards are allowed.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-alias
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Alias",
    class = "Microsoft.PowerShell.Commands.GetAliasCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Default",
    remoting = "PowerShell",
    aliases("gal"),
    output("System.Management.Automation.AliasInfo")
)]
pub(crate) struct GetAlias {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(set = "Default", position = 0, pipeline, by_name, validate_not_null_or_empty)]
    name: Vec<PsString>,
    /// What is left out; wildcards are allowed.
    #[parameter]
    exclude: Vec<PsString>,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
    /// Commands that the aliases stand for.
    #[parameter(set = "Definition", validate_not_null_or_empty)]
    definition: Vec<PsString>,
}

impl GetAlias {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Finds what an alias stands for",
        script: "Set-Alias hi Write-Output; (Get-Alias hi).Definition",
        output: "Write-Output",
    }];
}

impl Cmdlet for GetAlias {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let scope = selector(runtime, self.scope.as_ref())?;
        let filter = NameFilter::new(&[], &self.exclude)?;
        let by_definition = !self.definition.is_empty();
        let everything = vec![PsString::from("*")];
        let wanted = match (by_definition, self.name.is_empty()) {
            (true, _) => self.definition.clone(),
            (false, true) => everything,
            (false, false) => self.name.clone(),
        };
        let entries = all(runtime, scope);
        for name in wanted {
            let pattern = pattern(&name)?;
            // Without wildcards an escaped character stands for itself.
            let plain = remora_language::wildcard::unescape(&name);
            let mut found = false;
            for entry in &entries {
                let text = if by_definition { &entry.definition } else { &entry.name };
                let hit = match &pattern {
                    Some(pattern) => pattern.is_match(text),
                    None => text.eq_ignore_case(&plain),
                };
                if hit && filter.takes(&entry.name) {
                    found = true;
                    let object = value(runtime, entry);
                    runtime.write_object(object)?;
                }
            }
            if !found && pattern.is_none() {
                let what = if by_definition { "definition" } else { "name" };
                runtime.write_error(missing(what, &name))?;
            }
        }
        Ok(())
    }
}

//! `Get-PSProvider`

use remora_engine::prelude::*;
use remora_language::wildcard::{WildcardPattern, contains_wildcards};

use crate::locations::provider_not_found;

/// # Synopsis
/// Gets providers.
///
/// # Description
/// What stands behind the drives of the session.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-psprovider
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSProvider",
    class = "Microsoft.PowerShell.Commands.GetPSProviderCommand",
    module = "Microsoft.PowerShell.Management",
    output("System.Management.Automation.ProviderInfo")
)]
pub(crate) struct GetPSProvider {
    /// The names of providers.
    #[parameter(position = 0, by_name, name = "PSProvider", validate_not_null_or_empty)]
    ps_provider: Vec<PsString>,
}

impl GetPSProvider {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Shows the providers of a name",
        script: "(Get-PSProvider Env*).Name",
        output: "Environment",
    }];
}

impl Cmdlet for GetPSProvider {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let mut all: Vec<_> =
            runtime.session().providers().iter().map(|provider| provider.info()).collect();
        all.sort_by_key(|info| info.name.to_lowercase());
        if self.ps_provider.is_empty() {
            return all
                .into_iter()
                .try_for_each(|info| runtime.write_object(Value::live_arc(info)));
        }
        for name in self.ps_provider.clone() {
            let pattern = WildcardPattern::new(&name, true).ok();
            let mut found = false;
            for info in &all {
                let matches = info.full_name().eq_ignore_ascii_case(&name)
                    || pattern.as_ref().is_some_and(|pattern| pattern.is_match(&info.name));
                if matches {
                    found = true;
                    runtime.write_object(Value::live_arc(std::sync::Arc::clone(info)))?;
                }
            }
            if !found && !contains_wildcards(&name) {
                runtime.write_error(provider_not_found(&name, Value::Str(name.clone())))?;
            }
        }
        Ok(())
    }
}

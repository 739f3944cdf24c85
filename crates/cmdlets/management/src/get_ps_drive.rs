//! `Get-PSDrive`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_engine::providers::Drive;
use remora_language::wildcard::{WildcardPattern, contains_wildcards};

use crate::locations::{drive_not_found, provider_not_found};

/// # Synopsis
/// Gets drives.
///
/// # Description
/// The drives of the session, in the order of their names.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-psdrive
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSDrive",
    class = "Microsoft.PowerShell.Commands.GetPSDriveCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    aliases("gdr"),
    output("System.Management.Automation.PSDriveInfo")
)]
pub(crate) struct GetPSDrive {
    /// The names. Wildcards are allowed.
    #[parameter(set = "Name", position = 0, by_name, validate_not_null_or_empty)]
    name: Vec<PsString>,
    /// The names, taken as they are.
    #[parameter(set = "LiteralName", position = 0, mandatory, by_name)]
    literal_name: Vec<PsString>,
    /// The scope: a name, or how many levels up.
    #[parameter(by_name, completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
    /// The names of providers.
    #[parameter(by_name, name = "PSProvider")]
    ps_provider: Vec<PsString>,
}

impl GetPSDrive {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Shows the drive of environment variables",
        script: "(Get-PSDrive Env).Provider.Name",
        output: "Environment",
    }];

    /// The drives of the providers that are asked for.
    fn drives(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<Vec<Arc<Drive>>> {
        for name in &self.ps_provider {
            if !contains_wildcards(name) && runtime.session().provider(name).is_none() {
                let asked = Value::strings(self.ps_provider.iter().cloned());
                runtime.write_error(provider_not_found(name, asked))?;
                return Ok(Vec::new());
            }
        }
        let of_provider = |drive: &Arc<Drive>| {
            let (short, full) = (&drive.provider.name, drive.provider.full_name());
            self.ps_provider.is_empty()
                || self.ps_provider.iter().any(|pattern| {
                    WildcardPattern::new(pattern, true)
                        .is_ok_and(|pattern| pattern.is_match(short) || pattern.is_match(&full))
                        || full.eq_ignore_ascii_case(pattern)
                })
        };
        let mut drives: Vec<Arc<Drive>> =
            runtime.session().drives().iter().filter(|drive| of_provider(drive)).cloned().collect();
        drives.sort_by_key(|drive| drive.name.to_lowercase());
        Ok(drives)
    }
}

impl Cmdlet for GetPSDrive {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if let Some(scope) = &self.scope
            && let Ok(levels) = scope.parse::<usize>()
            && runtime.session().ancestor(levels).is_none()
        {
            let message = format!(
                "The scope number '{levels}' exceeds the number of active scopes. (Parameter 'Scope')\nActual value was {levels}."
            );
            return runtime.write_error(error(
                TypeId::PS_ARGUMENT_OUT_OF_RANGE_EXCEPTION,
                message,
                "ArgumentOutOfRange",
                ErrorCategory::InvalidArgument,
                Value::Null,
            ));
        }
        let drives = self.drives(runtime)?;
        let literal = !self.literal_name.is_empty();
        let names = if literal { self.literal_name.clone() } else { self.name.clone() };
        if names.is_empty() {
            return drives
                .into_iter()
                .try_for_each(|drive| runtime.write_object(Value::live_arc(drive)));
        }
        for name in names {
            let name = name.strip_suffix(':').unwrap_or(&name).to_owned();
            let wild = !literal && contains_wildcards(&name);
            let pattern = WildcardPattern::new(&name, true).ok().filter(|_| wild);
            let matches = |drive: &Arc<Drive>| match &pattern {
                Some(pattern) => pattern.is_match(&drive.name),
                None => drive.name.eq_ignore_case(&name),
            };
            let found: Vec<_> = drives.iter().filter(|drive| matches(drive)).cloned().collect();
            if found.is_empty() && !wild && self.ps_provider.is_empty() {
                runtime.write_error(drive_not_found(&name, "GetLocationNoMatchingDrive"))?;
            }
            for drive in found {
                runtime.write_object(Value::live_arc(drive))?;
            }
        }
        Ok(())
    }
}

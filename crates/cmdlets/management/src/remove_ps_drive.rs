//! `Remove-PSDrive`

use remora_engine::prelude::*;
use remora_engine::providers::{ProviderOptions, ProviderRuntime};
use remora_language::wildcard::{WildcardPattern, contains_wildcards};

use crate::locations::drive_not_found;

/// # Synopsis
/// Takes drives away.
///
/// # Description
/// What the drives lead to stays.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/remove-psdrive
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "PSDrive",
    class = "Microsoft.PowerShell.Commands.RemovePSDriveCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    should_process,
    aliases("rdr")
)]
pub(crate) struct RemovePSDrive {
    /// The names. Wildcards are allowed.
    #[parameter(
        set = "Name",
        position = 0,
        mandatory,
        by_name,
        allow_null,
        allow_empty_collection
    )]
    name: Vec<PsString>,
    /// The names, taken as they are.
    #[parameter(set = "LiteralName", position = 0, mandatory, by_name)]
    literal_name: Vec<PsString>,
    /// The names of providers.
    #[parameter(by_name, name = "PSProvider")]
    ps_provider: Vec<PsString>,
    /// The scope: a name, or how many levels up.
    #[parameter(by_name, completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
}

impl Cmdlet for RemovePSDrive {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let literal = !self.literal_name.is_empty();
        let names = if literal { self.literal_name.clone() } else { self.name.clone() };
        for name in names {
            let name = name.strip_suffix(':').unwrap_or(&name).to_owned();
            let wild = !literal && contains_wildcards(&name);
            let pattern = WildcardPattern::new(&name, true).ok().filter(|_| wild);
            let drives = runtime.session().drives().to_vec();
            let found: Vec<_> = drives
                .into_iter()
                .filter(|drive| match &pattern {
                    Some(pattern) => pattern.is_match(&drive.name),
                    None => drive.name.eq_ignore_case(&name),
                })
                .filter(|drive| {
                    self.ps_provider.is_empty()
                        || self.ps_provider.iter().any(|known| {
                            drive.provider.name.eq_ignore_case(known)
                                || drive.provider.full_name().eq_ignore_ascii_case(known)
                        })
                })
                .collect();
            if found.is_empty() && !wild {
                runtime.write_error(drive_not_found(&name, "DriveNotFound"))?;
            }
            for drive in found {
                let provider_name = drive.provider.full_name();
                let target =
                    format!("Name: {} Provider: {provider_name} Root: {}", drive.name, drive.root);
                if !runtime.should_process(target, "Remove Drive")? {
                    continue;
                }
                let in_use = runtime.session().current_drive().name == drive.name;
                if in_use && !*self.force {
                    let message =
                        format!("Cannot remove drive '{}' because it is in use.", drive.name);
                    runtime.write_error(invalid_operation(
                        message,
                        "InvalidOperation",
                        Value::Null,
                    ))?;
                    continue;
                }
                if let Some(provider) = runtime.session().provider(&drive.provider.name) {
                    let options = ProviderOptions::default();
                    let info = provider.info();
                    let mut lent = ProviderRuntime::new(runtime, &options, None, info);
                    provider.remove_drive(&mut lent, &drive)?;
                }
                runtime.session().remove_drive(&drive.name);
            }
        }
        Ok(())
    }
}

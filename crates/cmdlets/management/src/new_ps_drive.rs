//! `New-PSDrive`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_engine::providers::{Drive, ProviderOptions, ProviderRuntime};

use crate::locations::provider_not_found;

/// # Synopsis
/// Makes drives.
///
/// # Description
/// A drive is a name for a place of a provider. It lasts as long as the session.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/new-psdrive
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "PSDrive",
    class = "Microsoft.PowerShell.Commands.NewPSDriveCommand",
    module = "Microsoft.PowerShell.Management",
    should_process,
    confirm_impact = "Low",
    aliases("ndr")
)]
pub(crate) struct NewPSDrive {
    /// The names. Wildcards are allowed.
    #[parameter(position = 0, mandatory, by_name)]
    name: PsString,
    /// The names of providers.
    #[parameter(position = 1, mandatory, by_name, name = "PSProvider")]
    ps_provider: PsString,
    /// Where the drive starts.
    #[parameter(position = 2, mandatory, by_name, allow_empty_string)]
    root: PsString,
    /// What the drive is for.
    #[parameter(by_name)]
    description: Option<PsString>,
    /// The scope: a name, or how many levels up.
    #[parameter(by_name, completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
}

impl Cmdlet for NewPSDrive {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let name = self.name.clone();
        let Some(provider) = runtime.session().provider(&self.ps_provider) else {
            let asked = Value::Str(self.ps_provider.clone());
            return runtime.write_error(provider_not_found(&self.ps_provider, asked));
        };
        let info = provider.info();
        let target = format!("Name: {name} Provider: {} Root: {}", info.full_name(), self.root);
        if !runtime.should_process(target, "New drive")? {
            return Ok(());
        }
        if name.contains([';', '~', '/', '\\', '.', ':']) {
            return runtime.write_error(invalid_argument(
                "Cannot process the drive name because the drive name contains one or more of the following characters that are not valid: ; ~ / \\ . :",
                "Argument",
                Value::Null,
            ));
        }
        if runtime.session().drive(&name).is_some() {
            return runtime.write_error(error(
                TypeId::SESSION_STATE_EXCEPTION,
                format!("A drive with the name '{name}' already exists."),
                "DriveAlreadyExists",
                ErrorCategory::ResourceExists,
                name,
            ));
        }
        let description = self.description.clone().unwrap_or_default();
        let mut drive = Drive::new(name, Arc::clone(&info), self.root.clone(), description);
        drive.credential = self.credential.clone();
        let options =
            ProviderOptions { credential: self.credential.clone(), ..ProviderOptions::default() };
        let made =
            provider.new_drive(&mut ProviderRuntime::new(runtime, &options, None, info), drive);
        match made {
            Ok(drive) => {
                let drive = Arc::new(drive);
                runtime.session().add_drive(Arc::clone(&drive));
                runtime.write_object(Value::live_arc(drive))
            }
            Err(flow) => match flow.error().cloned() {
                Some(record) => runtime.write_error(record),
                None => Err(flow),
            },
        }
    }
}

//! `Clear-Content`

use remora_engine::prelude::*;

use crate::paths::{self, Selection};

/// # Synopsis
/// Empties items and keeps them.
///
/// # Description
/// The content of the items is taken away; the items themselves stay.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/clear-content
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "Content",
    class = "Microsoft.PowerShell.Commands.ClearContentCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process,
    aliases("clc")
)]
pub(crate) struct ClearContent {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// A pattern in the language of the provider, which it applies itself.
    #[parameter]
    filter: Option<PsString>,
    /// Patterns of names: only items that match one are taken.
    #[parameter]
    include: Vec<PsString>,
    /// Patterns of names: items that match one are left out.
    #[parameter]
    exclude: Vec<PsString>,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
}

impl Cmdlet for ClearContent {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &Vec::new());
        for path in &selection.paths {
            let items = match selection.expand(runtime, path) {
                Ok(items) => items,
                Err(flow) => {
                    paths::report(runtime, flow)?;
                    continue;
                }
            };
            if items.is_empty() {
                runtime.write_error(paths::nothing_matches(path))?;
            }
            for item in items {
                let cleared = paths::with_provider(runtime, &selection.options, &item, |lent| {
                    item.provider.clear_content(lent, &item.provider_path)
                });
                if let Err(flow) = cleared {
                    paths::report_kinds(runtime, flow, &[TypeId::PS_NOT_SUPPORTED_EXCEPTION])?;
                }
            }
        }
        Ok(())
    }
}

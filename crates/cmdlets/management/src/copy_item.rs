//! `Copy-Item`

use remora_engine::command::ParameterSpec;
use remora_engine::prelude::*;
use remora_engine::providers::Operation;
use remora_engine::providers::{ProviderRuntime, ResolvedPath};

use crate::paths::{self, Dynamic, Selection};

/// # Synopsis
/// Copies items.
///
/// # Description
/// A file is copied to a path, or into the folder that stands there. A folder is copied with all
/// that is in it where -Recurse is given. The copy stays on the same provider.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/copy-item
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Copy",
    noun = "Item",
    class = "Microsoft.PowerShell.Commands.CopyItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process,
    aliases("copy", "cpi")
)]
pub(crate) struct CopyItem {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// Where to.
    #[parameter(position = 1, by_name)]
    destination: Option<PsString>,
    /// Keeps the folders of what is copied; on unless it is turned off.
    #[parameter(default = true)]
    container: Switch,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// A pattern in the language of the provider, which it applies itself.
    #[parameter]
    filter: Option<PsString>,
    /// Patterns of names: only items that match one are taken.
    #[parameter]
    include: Vec<PsString>,
    /// Patterns of names: items that match one are left out.
    #[parameter]
    exclude: Vec<PsString>,
    /// Works on all that is below too.
    #[parameter]
    recurse: Switch,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
    /// What the parameters of the provider are.
    dynamic: Dynamic,
}

impl CopyItem {
    /// Copies the files below a folder side by side.
    fn flatten(
        &self,
        lent: &mut ProviderRuntime<'_, '_>,
        container: &ResolvedPath,
        destination: &str,
    ) -> CommandResult {
        let provider = std::sync::Arc::clone(&container.provider);
        for name in provider.child_names(lent, &container.provider_path)? {
            let child = paths::child_of(container, &name);
            if provider.is_container(lent, &child.provider_path)? {
                self.flatten(lent, &child, destination)?;
            } else {
                provider.copy_item(
                    lent,
                    &child.provider_path,
                    destination,
                    false,
                    *self.pass_thru,
                )?;
            }
        }
        Ok(())
    }

    fn copy(
        &self,
        lent: &mut ProviderRuntime<'_, '_>,
        item: &ResolvedPath,
        destination: &ResolvedPath,
    ) -> CommandResult {
        let target = &destination.provider_path;
        if item.info().name != destination.info().name {
            let paths = Value::strings([item.provider_path.clone()]);
            return lent.write_error(invalid_argument(
                "Source and destination path did not resolve to the same provider.",
                "CopyItemSourceAndDestinationNotSameProvider",
                paths,
            ));
        }
        let provider = std::sync::Arc::clone(&item.provider);
        if provider.is_container(lent, &item.provider_path)? {
            let in_the_way =
                provider.item_exists(lent, target)? && !provider.is_container(lent, target)?;
            if in_the_way {
                return lent.write_error(invalid_argument(
                    "Container cannot be copied onto existing leaf item.",
                    "CopyContainerItemToLeafError",
                    item.provider_path.clone(),
                ));
            }
            if *self.recurse && !*self.container {
                return self.flatten(lent, item, target);
            }
        }
        provider.copy_item(lent, &item.provider_path, target, *self.recurse, *self.pass_thru)
    }
}

impl Cmdlet for CopyItem {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &self.dynamic);
        for session in ["FromSession", "ToSession"] {
            if selection.options.dynamic(session).is_some() {
                return Err(not_implemented("Copy-Item between sessions").into());
            }
        }
        let destination = self.destination.clone().filter(|path| !path.is_empty());
        let destination = destination.unwrap_or_else(|| ".".into());
        let destination = match paths::resolve(runtime, &destination) {
            Ok(destination) => destination,
            Err(flow) => return paths::report(runtime, flow),
        };
        selection.for_each(runtime, |lent, item| self.copy(lent, item, &destination))
    }

    fn dynamic_parameters(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<&'static [ParameterSpec]> {
        let paths = if self.literal_path.is_empty() { &self.path } else { &self.literal_path };
        Ok(paths::dynamic_parameters(runtime, Operation::CopyItem, paths))
    }

    fn bind_dynamic(&mut self, name: &str, value: Value) {
        self.dynamic.push((name.into(), value));
    }
}

//! `Set-Item`

use remora_engine::command::ParameterSpec;
use remora_engine::prelude::*;
use remora_engine::providers::Operation;

use crate::paths::{self, Dynamic, Selection};

/// # Synopsis
/// Gives items a value.
///
/// # Description
/// Works on drives whose items have values, such as variables, functions and aliases.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/set-item
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Item",
    class = "Microsoft.PowerShell.Commands.SetItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process,
    aliases("si")
)]
pub(crate) struct SetItem {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// The value.
    #[parameter(position = 1, pipeline, by_name)]
    value: Value,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// A pattern in the language of the provider, which it applies itself.
    #[parameter]
    filter: Option<PsString>,
    /// Patterns of names: only items that match one are taken.
    #[parameter]
    include: Vec<PsString>,
    /// Patterns of names: items that match one are left out.
    #[parameter]
    exclude: Vec<PsString>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
    /// What the parameters of the provider are.
    dynamic: Dynamic,
}

impl SetItem {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Sets a variable",
        script: "Set-Item variable:answer 42; $answer",
        output: "42",
    }];

    /// The items to set: those that are there, and those that will be.
    fn targets(
        &self,
        runtime: &mut CommandRuntime<'_>,
        selection: &Selection,
        path: &PsString,
    ) -> CommandResult<Vec<remora_engine::providers::ResolvedPath>> {
        if !selection.literal && remora_language::wildcard::contains_wildcards(path) {
            return selection.expand(runtime, path);
        }
        let plain = if selection.literal {
            path.to_string()
        } else {
            remora_language::wildcard::unescape(path)
        };
        Ok(vec![paths::resolve(runtime, &plain)?])
    }
}

impl Cmdlet for SetItem {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &self.dynamic);
        for path in &selection.paths {
            let targets = match self.targets(runtime, &selection, path) {
                Ok(targets) => targets,
                Err(flow) => {
                    paths::report(runtime, flow)?;
                    continue;
                }
            };
            for item in targets {
                let set = paths::with_provider(runtime, &selection.options, &item, |lent| {
                    item.provider.set_item(lent, &item.provider_path, self.value.clone())?;
                    if *self.pass_thru {
                        item.provider.get_item(lent, &item.provider_path)
                    } else {
                        Ok(())
                    }
                });
                if let Err(flow) = set {
                    paths::report(runtime, flow)?;
                }
            }
        }
        Ok(())
    }

    fn dynamic_parameters(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<&'static [ParameterSpec]> {
        let paths = if self.literal_path.is_empty() { &self.path } else { &self.literal_path };
        Ok(paths::dynamic_parameters(runtime, Operation::SetItem, paths))
    }

    fn bind_dynamic(&mut self, name: &str, value: Value) {
        self.dynamic.push((name.into(), value));
    }
}

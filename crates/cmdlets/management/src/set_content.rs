//! `Set-Content`

use remora_engine::command::ParameterSpec;
use remora_engine::prelude::*;
use remora_engine::providers::Operation;

use crate::content_writers::ContentWriters;
use crate::paths::{self, Dynamic, Selection};

/// # Synopsis
/// Writes the content of items.
///
/// # Description
/// What was there is replaced. An item that does not exist is made.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/set-content
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Content",
    class = "Microsoft.PowerShell.Commands.SetContentCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct SetContent {
    /// The value.
    #[parameter(position = 1, mandatory, pipeline, by_name, allow_null, allow_empty_collection)]
    value: Vec<Value>,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
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
    /// What the parameters of the provider are.
    dynamic: Dynamic,
    /// The items that are being written.
    writers: ContentWriters,
}

impl SetContent {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Sets a variable",
        script: "Set-Content variable:text 'b'; $text",
        output: "b",
    }];
}

impl Cmdlet for SetContent {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &self.dynamic);
        self.writers.write(runtime, &selection, &self.value, false)?;
        if *self.pass_thru {
            for value in self.value.clone() {
                runtime.write_object(value)?;
            }
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.writers.close(runtime)
    }

    fn clean(&mut self, runtime: &mut CommandRuntime<'_>) {
        // What went wrong while writing has been reported.
        let _ = self.writers.close(runtime);
    }

    fn dynamic_parameters(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<&'static [ParameterSpec]> {
        let paths = if self.literal_path.is_empty() { &self.path } else { &self.literal_path };
        Ok(paths::dynamic_parameters(runtime, Operation::SetContent, paths))
    }

    fn bind_dynamic(&mut self, name: &str, value: Value) {
        self.dynamic.push((name.into(), value));
    }
}

//! `Import-Alias`

use crate::text_file::Encoding;
use remora_engine::prelude::*;
use remora_engine::session::{AliasEntry, ScopeSelector};

/// # Synopsis
/// Reads aliases from a file.
///
/// # Description
/// The file is one that Export-Alias wrote as comma-separated values.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/import-alias
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "Alias",
    class = "Microsoft.PowerShell.Commands.ImportAliasCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    should_process,
    remoting = "PowerShell",
    aliases("ipal"),
    output("System.Management.Automation.AliasInfo")
)]
pub(crate) struct ImportAlias {
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", position = 0, mandatory, pipeline, by_name)]
    path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, pipeline, by_name, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(
        validate_not_null_or_empty,
        completer = "System.Management.Automation.ScopeArgumentCompleter"
    )]
    scope: Option<PsString>,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
}

impl Cmdlet for ImportAlias {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let scope = crate::scope::selector(runtime, self.scope.as_ref())?;
        let literal = self.literal_path.is_some();
        let path = self.path.clone().or_else(|| self.literal_path.clone()).unwrap_or_default();
        let mut entries = Vec::new();
        for file in runtime.resolve_paths(&path, literal)? {
            let text = crate::text_file::read(runtime, &file.provider_path, Encoding::default())?;
            for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                let fields = crate::csv::fields(line, ',').unwrap_or_default();
                let [name, value, description, options] = fields.as_slice() else {
                    let message = format!(
                        "The alias file '{}' has a line with a wrong number of values.",
                        file.provider_path
                    );
                    return Err(error(
                        TypeId::FORMAT_EXCEPTION,
                        message,
                        "ImportAliasFileFormatError",
                        ErrorCategory::ReadError,
                        Value::from(line),
                    )
                    .into());
                };
                let mut entry = AliasEntry::new(name.as_str(), value.as_str());
                entry.description = description.as_str().into();
                let options = crate::record_object::enum_value(
                    "System.Management.Automation.ScopedItemOptions",
                    options,
                );
                entry.options = crate::scope::options(&options);
                entries.push(entry);
            }
        }
        for entry in entries {
            if !*self.force
                && crate::alias::all(runtime, ScopeSelector::Nearest)
                    .iter()
                    .any(|known| known.name.eq_ignore_case(&entry.name))
            {
                runtime.write_error(crate::alias::existing(&entry.name))?;
                continue;
            }
            if !runtime.should_process(
                format!("Name: {} Value: {}", entry.name, entry.definition),
                "Import Alias",
            )? {
                continue;
            }
            crate::alias::put(runtime, entry.clone(), scope, *self.force)?;
            if *self.pass_thru {
                let object = crate::alias::value(runtime, &entry);
                runtime.write_object(object)?;
            }
        }
        Ok(())
    }
}

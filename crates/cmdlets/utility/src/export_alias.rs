//! `Export-Alias`

use crate::text_file::{Encoding, TextFile, WriteMode};
use remora_engine::prelude::*;

/// # Synopsis
/// Writes aliases to a file.
///
/// # Description
/// The file holds lines of comma-separated values, or a script.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-alias
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "Alias",
    class = "Microsoft.PowerShell.Commands.ExportAliasCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    should_process,
    remoting = "PowerShell",
    aliases("epal"),
    output("System.Management.Automation.AliasInfo")
)]
pub(crate) struct ExportAlias {
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", position = 0, mandatory)]
    path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 1, by_name)]
    name: Vec<PsString>,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Form of the result.
    #[parameter(type = "Microsoft.PowerShell.Commands.ExportAliasFormat")]
    r#as: Value,
    /// Adds to what is there.
    #[parameter]
    append: Switch,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Does not overwrite a file.
    #[parameter(aliases("NoOverwrite"))]
    no_clobber: Switch,
    /// What it is for.
    #[parameter]
    description: Option<PsString>,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
}

impl Cmdlet for ExportAlias {
    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let path = self.path.clone().or_else(|| self.literal_path.clone()).unwrap_or_default();
        let scope = crate::scope::selector(runtime, self.scope.as_ref())?;
        let filter = crate::scope::NameFilter::new(&self.name, &[])?;
        let mut entries = crate::alias::all(runtime, scope);
        entries.retain(|entry| filter.takes(&entry.name));
        if !runtime.should_process_target(path.clone())? {
            return Ok(());
        }
        let mode =
            WriteMode { append: *self.append, no_clobber: *self.no_clobber, force: *self.force };
        let file = TextFile::create(
            runtime,
            &path,
            self.literal_path.is_some(),
            Encoding::default(),
            mode,
        )?;
        let as_script = crate::record_object::enum_name(&self.r#as).eq_ignore_ascii_case("Script");
        let mut text = String::from("# Alias File\n# Exported by the shell\n");
        if let Some(description) = &self.description {
            for line in description.lines() {
                text += &format!("# {line}\n");
            }
        }
        let quoted = |part: &str| part.replace('"', "\"\"");
        for entry in &entries {
            let options = crate::record_object::enum_name(&entry.options.to_value());
            let parts = [
                quoted(&entry.name),
                quoted(&entry.definition),
                quoted(&entry.description),
                options,
            ];
            let [name, value, description, options] = parts;
            text += &if as_script {
                format!(
                    "set-alias -Name:\"{name}\" -Value:\"{value}\" -Description:\"{description}\" -Option:\"{options}\"\n"
                )
            } else {
                format!("\"{name}\",\"{value}\",\"{description}\",\"{options}\"\n")
            };
        }
        file.append(runtime, &text)?;
        if *self.pass_thru {
            for entry in &entries {
                let object = crate::alias::value(runtime, entry);
                runtime.write_object(object)?;
            }
        }
        Ok(())
    }
}

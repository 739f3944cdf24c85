//! `Import-LocalizedData`

use crate::data_file::{Refusal, read_table};
use remora_engine::prelude::*;

/// # Synopsis
/// Reads texts for a script in the language of the user.
///
/// # Description
/// The file is looked for in a folder named after the language, then in those of its parents.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/import-localizeddata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "LocalizedData",
    class = "Microsoft.PowerShell.Commands.ImportLocalizedData",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell"
)]
pub(crate) struct ImportLocalizedData {
    /// Variable that gets the texts.
    #[parameter(position = 0, aliases("Variable"), validate_not_null_or_empty)]
    binding_variable: Option<PsString>,
    /// Language of the texts.
    #[parameter(position = 1, name = "UICulture")]
    ui_culture: Option<PsString>,
    /// Folder to look in.
    #[parameter]
    base_directory: Option<PsString>,
    /// Name of the file.
    #[parameter]
    file_name: Option<PsString>,
    /// Commands that a data file may use.
    #[parameter(validate_trusted_data)]
    supported_command: Vec<PsString>,
}

impl ImportLocalizedData {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Reads texts in the language of the user",
        script: "Import-LocalizedData -BindingVariable texts -FileName texts.psd1 -BaseDirectory ./lang",
        output: "*",
    }];

    /// The name of the file: the one that was given, or that of the script that runs.
    fn file_name(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<String> {
        let name = match &self.file_name {
            Some(name) if name.contains(['/', '\\']) => {
                let message = format!("The FileName parameter must not hold a path: '{name}'.");
                return Err(refused(message, ErrorCategory::InvalidArgument).into());
            }
            Some(name) => name.to_string(),
            None => {
                let script = self.script(runtime);
                if script.is_empty() {
                    let message = "The FileName parameter was not specified. The FileName parameter is required when Import-LocalizedData is not called from a script file.";
                    return Err(refused(message, ErrorCategory::InvalidArgument).into());
                }
                let name = script.rsplit('/').next().unwrap_or_default();
                name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
            }
        };
        let has_ending = name.len() > 5 && name.to_ascii_lowercase().ends_with(".psd1");
        Ok(if has_ending { name } else { name + ".psd1" })
    }

    fn script(&self, runtime: &mut CommandRuntime<'_>) -> PsString {
        let path = runtime.variable("PSCommandPath").unwrap_or_default();
        runtime.text(&path)
    }

    fn folder(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<PsString> {
        if let Some(given) = self.base_directory.clone() {
            return Ok(runtime.resolve_path_unchecked(&given)?.provider_path);
        }
        let script = self.script(runtime);
        match script.rsplit_once('/') {
            Some((folder, _)) => Ok(folder.into()),
            None => Ok(runtime.resolve_path_unchecked(".")?.provider_path),
        }
    }

    fn culture(&self, runtime: &mut CommandRuntime<'_>) -> String {
        match &self.ui_culture {
            Some(name) => name.to_string(),
            None => runtime.context().ui_culture().name.to_string(),
        }
    }
}

fn refused(message: impl Into<PsString>, category: ErrorCategory) -> ErrorRecord {
    let exception = TypeId::PS_INVALID_OPERATION_EXCEPTION;
    error(exception, message, "ImportLocalizedData", category, Value::Null)
}

impl Cmdlet for ImportLocalizedData {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let name = self.file_name(runtime)?;
        let folder = self.folder(runtime)?;
        let culture = self.culture(runtime);
        let mut candidates = Vec::new();
        let mut part = culture.as_str();
        while !part.is_empty() {
            candidates.push(format!("{folder}/{part}/{name}"));
            part = part.rsplit_once('-').map_or("", |(parent, _)| parent);
        }
        candidates.push(format!("{folder}/{name}"));
        let found =
            candidates.into_iter().find(|path| runtime.system().metadata(path, true).is_ok());
        let Some(path) = found else {
            let message = format!(
                "Cannot find the PowerShell data file '{name}' in directory '{folder}/{culture}/', or in any parent culture directories."
            );
            let message = message.replace("/',", "',");
            return runtime.write_error(error(
                TypeId::PS_INVALID_OPERATION_EXCEPTION,
                message,
                "ImportLocalizedData",
                ErrorCategory::ObjectNotFound,
                path_target(&folder, &culture, &name),
            ));
        };
        let table = match read_table(runtime, &path, true)? {
            Ok(table) => table,
            Err(refusal) => {
                let message = match refusal {
                    Refusal::Dynamic(message) => message,
                    _ => format!("The data file '{path}' cannot be loaded."),
                };
                let record = refused(message, ErrorCategory::InvalidData);
                return runtime.write_error(record);
            }
        };
        match self.binding_variable.clone() {
            Some(variable) => runtime.set_variable(variable.trim_start_matches('$'), table),
            None => runtime.write_object(table),
        }
    }
}

fn path_target(folder: &str, culture: &str, name: &str) -> Value {
    Value::from(format!("{folder}/{culture}/{name}"))
}

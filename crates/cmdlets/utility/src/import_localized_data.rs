//! `Import-LocalizedData`

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

impl Cmdlet for ImportLocalizedData {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Import-LocalizedData").into())
    }
}

//! `ConvertFrom-StringData`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes a table of lines with a name and a value.
///
/// # Description
/// Lines that start with # and empty lines are skipped. Escapes such as \n are those of regular
/// expressions.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertfrom-stringdata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "StringData",
    class = "Microsoft.PowerShell.Commands.ConvertFromStringDataCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None",
    output("System.Collections.Hashtable")
)]
pub struct ConvertFromStringData {
    /// The text.
    #[parameter(position = 0, mandatory, pipeline, allow_empty_string)]
    string_data: Option<PsString>,
    /// What stands between name and value.
    #[parameter(position = 1)]
    delimiter: Option<char>,
}

impl Cmdlet for ConvertFromStringData {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("ConvertFrom-StringData").into())
    }
}

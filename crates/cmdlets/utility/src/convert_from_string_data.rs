//! `ConvertFrom-StringData`

use remora_engine::prelude::*;
use remora_psobject::DictionaryObject;

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
pub(crate) struct ConvertFromStringData {
    /// The text.
    #[parameter(position = 0, mandatory, pipeline, allow_empty_string)]
    string_data: Option<PsString>,
    /// What stands between name and value.
    #[parameter(position = 1)]
    delimiter: Option<char>,
}

impl ConvertFromStringData {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Reads a table",
        script: "(\"a = 1`nb = 2\" | ConvertFrom-StringData)['b']",
        output: "2",
    }];
}

impl Cmdlet for ConvertFromStringData {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let table = DictionaryObject::hashtable();
        let text = self.string_data.clone().unwrap_or_default();
        let delimiter = self.delimiter.unwrap_or('=');
        for line in text.split('\n') {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let pair = line.split_once(delimiter).filter(|(name, _)| !name.trim().is_empty());
            let Some((name, value)) = pair else {
                let message = format!("Data line '{line}' is not in 'name=value' format.");
                return Err(invalid_operation(message, "InvalidOperation", Value::Null).into());
            };
            let name = name.trim();
            if table.contains(&Value::from(name)) {
                let message = format!("Data item '{name}' in line '{line}' is already defined.");
                return Err(invalid_operation(message, "InvalidOperation", Value::Null).into());
            }
            let value = remora_regex::unescape(value.trim()).map_err(|wrong| {
                let id = crate::record_object::type_named(
                    "System.Text.RegularExpressions.RegexParseException",
                );
                Flow::from(Exception::new(id, wrong.to_string()))
            })?;
            table.insert(Value::from(name), Value::from(value));
        }
        runtime.write_object(table)
    }
}

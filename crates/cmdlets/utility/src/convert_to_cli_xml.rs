//! `ConvertTo-CliXml`

use crate::clixml::write_document;
use remora_engine::prelude::*;

/// # Synopsis
/// Writes objects as CLIXML text.
///
/// # Description
/// The text holds types, properties and values; ConvertFrom-CliXml reads it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-clixml
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "CliXml",
    class = "Microsoft.PowerShell.Commands.ConvertToClixmlCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.String")
)]
pub(crate) struct ConvertToCliXml {
    /// The objects.
    #[parameter(position = 0, mandatory, pipeline, type = "psobject")]
    input_object: Value,
    /// How many levels of objects are written.
    #[parameter(validate_range(1, 2147483647))]
    depth: Option<i32>,
    values: Vec<Value>,
}

impl ConvertToCliXml {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Writes and reads an object",
        script: "(1 | ConvertTo-CliXml | ConvertFrom-CliXml).GetType().Name",
        output: "Int32",
    }];
}

impl Cmdlet for ConvertToCliXml {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.values.push(std::mem::take(&mut self.input_object));
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let depth = self.depth.and_then(|depth| u32::try_from(depth).ok()).unwrap_or(2);
        let text = write_document(runtime.context(), &self.values, depth)?;
        runtime.write_object(text)
    }
}

//! `ConvertFrom-CliXml`

use remora_clixml::{ReadOptions, read_all};
use remora_engine::prelude::*;

/// # Synopsis
/// Makes objects of CLIXML text.
///
/// # Description
/// The objects are copies: they have the properties of the originals, not their methods.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertfrom-clixml
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "CliXml",
    class = "Microsoft.PowerShell.Commands.ConvertFromClixmlCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell"
)]
pub(crate) struct ConvertFromCliXml {
    /// The objects.
    #[parameter(position = 0, mandatory, pipeline)]
    input_object: Option<PsString>,
    text: String,
}

impl Cmdlet for ConvertFromCliXml {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.text += self.input_object.as_deref().unwrap_or_default();
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let values = read_all(&self.text, &ReadOptions::default())
            .map_err(|failure| crate::import_clixml::xml_error(&failure))?;
        for value in values {
            runtime.write_object(value)?;
        }
        Ok(())
    }
}

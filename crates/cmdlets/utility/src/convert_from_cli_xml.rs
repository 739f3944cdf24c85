//! `ConvertFrom-CliXml`

use crate::clixml::read_document;
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

impl ConvertFromCliXml {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Reads values",
        script: "'<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><I32>5</I32><S>a</S></Objs>' | ConvertFrom-CliXml",
        output: "5\na",
    }];
}

impl Cmdlet for ConvertFromCliXml {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if let Some(text) = self.input_object.take() {
            self.text += &text;
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for value in read_document(runtime.context(), &self.text)? {
            runtime.write_object(value)?;
        }
        Ok(())
    }
}

//! `New-Guid`

use remora_engine::prelude::*;
use remora_psobject::Guid;

/// # Synopsis
/// Makes an identifier that is unique everywhere.
///
/// # Description
/// Or one of a text.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-guid
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Guid",
    class = "Microsoft.PowerShell.Commands.NewGuidCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Default",
    remoting = "PowerShell",
    output("System.Guid")
)]
pub(crate) struct NewGuid {
    /// The identifier that is all zeros.
    #[parameter(set = "Empty")]
    empty: Switch,
    /// The objects.
    #[parameter(set = "InputObject", position = 0, pipeline)]
    input_object: Option<PsString>,
}

impl NewGuid {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Reads an identifier",
        script: "(New-Guid -Empty).ToString()",
        output: "00000000-0000-0000-0000-000000000000",
    }];
}

impl Cmdlet for NewGuid {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if *self.empty {
            return runtime.write_object(Guid([0; 16]));
        }
        let Some(text) = self.input_object.clone() else {
            let mut bytes = [0; 16];
            runtime.system().random_bytes(&mut bytes);
            return runtime.write_object(Guid::from_random(bytes));
        };
        match remora_dotnet::guid::parse(&text) {
            Ok(guid) => runtime.write_object(guid),
            Err(exception) => runtime.write_error(ErrorRecord::new(
                exception,
                "StringNotRecognizedAsGuid",
                ErrorCategory::InvalidArgument,
                Value::Null,
            )),
        }
    }
}

//! `Write-Output`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes objects to the pipeline.
///
/// # Description
/// Collections are unrolled, unless -NoEnumerate is given.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/write-output
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Output",
    class = "Microsoft.PowerShell.Commands.WriteOutputCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None",
    aliases("echo")
)]
pub(crate) struct WriteOutput {
    /// The objects.
    #[parameter(
        position = 0,
        mandatory,
        pipeline,
        remaining,
        type = "psobject",
        allow_null,
        allow_empty_collection
    )]
    input_object: Value,
    /// Writes a collection as one object.
    #[parameter]
    no_enumerate: Switch,
}

impl WriteOutput {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Unrolls a collection",
        script: "Write-Output 1, 2 | ForEach-Object { $_ * 2 }",
        output: "2\n4",
    }];
}

impl Cmdlet for WriteOutput {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let value = std::mem::take(&mut self.input_object);
        if *self.no_enumerate {
            return runtime.write_object(value);
        }
        runtime.write_enumerated(value)
    }
}

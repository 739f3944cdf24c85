//! `Out-Null`

use remora_engine::prelude::*;

/// # Synopsis
/// Drops objects.
///
/// # Description
/// Nothing goes down the pipeline.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Out",
    noun = "Null",
    class = "Microsoft.PowerShell.Commands.OutNullCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "None"
)]
pub(crate) struct OutNull {
    /// Objects for the input of the command.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
}

impl OutNull {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Drops what a command writes",
        script: "1, 2 | Out-Null; 'done'",
        output: "done",
    }];
}

impl Cmdlet for OutNull {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Ok(())
    }
}

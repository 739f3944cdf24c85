//! `Write-Information`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes information.
///
/// # Description
/// It is shown as $InformationPreference says.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/write-information
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Information",
    class = "Microsoft.PowerShell.Commands.WriteInformationCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None"
)]
pub(crate) struct WriteInformation {
    /// What goes along with it.
    #[parameter(position = 0, mandatory, pipeline, aliases("Msg", "Message"), allow_null)]
    message_data: Value,
    /// Words to find the information by.
    #[parameter(position = 1)]
    tags: Vec<PsString>,
}

impl WriteInformation {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Catches information",
        script: "Write-Information 'done' -Tags t 6>&1 | ForEach-Object { \"$($_.Tags): $_\" }",
        output: "t: done",
    }];
}

impl Cmdlet for WriteInformation {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let tags = self.tags.clone();
        runtime.write_information(self.message_data.clone(), tags)
    }
}

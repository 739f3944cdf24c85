//! `Get-CmsMessage`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "CmsMessage",
    class = "Microsoft.PowerShell.Commands.GetCmsMessageCommand",
    module = "Microsoft.PowerShell.Security",
    remoting = "PowerShell",
    output("System.Security.Cryptography.Pkcs.EnvelopedCms")
)]
pub(crate) struct GetCmsMessage {
    /// Content.
    #[parameter(
        set = "ByContent",
        position = 0,
        mandatory,
        pipeline,
        allow_null,
        allow_empty_string
    )]
    content: Option<PsString>,
    /// Path of a file.
    #[parameter(set = "ByPath", position = 1, mandatory)]
    path: Option<PsString>,
    /// A script file, taken as it is written.
    #[parameter(set = "ByLiteralPath", position = 1, mandatory)]
    literal_path: Option<PsString>,
    input: crate::cms::Input,
}

impl GetCmsMessage {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for GetCmsMessage {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.input.add(runtime, &self.content, &self.path, &self.literal_path)
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.input.has_message() {
            return Err(crate::cms::unsupported("Get-CmsMessage").into());
        }
        runtime.write_error(crate::cms::no_content())
    }
}

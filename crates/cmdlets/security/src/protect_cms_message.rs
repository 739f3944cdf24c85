//! `Protect-CmsMessage`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Protect",
    noun = "CmsMessage",
    class = "Microsoft.PowerShell.Commands.ProtectCmsMessageCommand",
    module = "Microsoft.PowerShell.Security",
    default_set = "ByContent",
    remoting = "PowerShell",
    output("System.String")
)]
pub(crate) struct ProtectCmsMessage {
    /// To.
    #[parameter(
        position = 0,
        mandatory,
        type = "System.Management.Automation.CmsMessageRecipient[]"
    )]
    to: Vec<Value>,
    /// Content.
    #[parameter(
        set = "ByContent",
        position = 1,
        mandatory,
        pipeline,
        type = "psobject",
        allow_null,
        allow_empty_string
    )]
    content: Value,
    /// Path of a file.
    #[parameter(set = "ByPath", position = 1, mandatory)]
    path: Option<PsString>,
    /// A script file, taken as it is written.
    #[parameter(set = "ByLiteralPath", position = 1, mandatory)]
    literal_path: Option<PsString>,
    /// Out file.
    #[parameter(position = 2)]
    out_file: Option<PsString>,
}

impl ProtectCmsMessage {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for ProtectCmsMessage {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Protect-CmsMessage").into())
    }
}

//! `Unprotect-CmsMessage`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Unprotect",
    noun = "CmsMessage",
    class = "Microsoft.PowerShell.Commands.UnprotectCmsMessageCommand",
    module = "Microsoft.PowerShell.Security",
    default_set = "ByWinEvent",
    remoting = "PowerShell",
    output("System.String")
)]
pub(crate) struct UnprotectCmsMessage {
    /// Content.
    #[parameter(
        set = "ByContent",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        allow_null,
        allow_empty_string
    )]
    content: Option<PsString>,
    /// Event log record.
    #[parameter(
        set = "ByWinEvent",
        position = 0,
        mandatory,
        pipeline,
        type = "psobject",
        attribute = "PSTypeName"
    )]
    event_log_record: Value,
    /// Path of a file.
    #[parameter(set = "ByPath", position = 0, mandatory)]
    path: Option<PsString>,
    /// A script file, taken as it is written.
    #[parameter(set = "ByLiteralPath", position = 0, mandatory)]
    literal_path: Option<PsString>,
    /// Include context.
    #[parameter]
    include_context: Switch,
    /// To.
    #[parameter(position = 1, type = "System.Management.Automation.CmsMessageRecipient[]")]
    to: Vec<Value>,
    input: crate::cms::Input,
}

impl UnprotectCmsMessage {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for UnprotectCmsMessage {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let content = match runtime.parameter_set() {
            "ByWinEvent" => {
                let record = self.event_log_record.clone();
                let message = runtime.get_property(&record, "Message")?.unwrap_or_default();
                Some(runtime.text(&message))
            }
            _ => self.content.clone(),
        };
        self.input.add(runtime, &content, &self.path, &self.literal_path)
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.input.has_message() {
            return Err(crate::cms::unsupported("Unprotect-CmsMessage").into());
        }
        if *self.include_context {
            let text = self.input.text().to_owned();
            return runtime.write_object(text);
        }
        runtime.write_error(crate::cms::no_content())
    }
}

//! `Get-Clipboard`

use remora_engine::prelude::*;

use crate::clipboard;

/// # Synopsis
/// Gets the text on the clipboard.
///
/// # Description
/// The text comes line by line. A program of the desktop is asked; where there is none the command
/// fails.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-clipboard
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Clipboard",
    class = "Microsoft.PowerShell.Commands.GetClipboardCommand",
    module = "Microsoft.PowerShell.Management",
    aliases("gcb"),
    output("System.String")
)]
pub(crate) struct GetClipboard {
    /// Gives the text as one string.
    #[parameter]
    raw: Switch,
    /// What parts are divided by.
    #[parameter(completer = "Microsoft.PowerShell.Commands.DelimiterCompleter")]
    delimiter: Vec<PsString>,
}

impl Cmdlet for GetClipboard {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let text = match clipboard::read(runtime) {
            Ok(text) => text,
            Err(flow) => match flow.error().cloned() {
                Some(record) => return runtime.write_error(record),
                None => return Err(flow),
            },
        };
        if *self.raw {
            return runtime.write_object(text);
        }
        let mut parts = vec![text];
        if self.delimiter.is_empty() {
            parts = parts.iter().flat_map(|text| text.lines().map(str::to_owned)).collect();
        }
        for delimiter in self.delimiter.iter().filter(|delimiter| !delimiter.is_empty()) {
            parts = parts
                .iter()
                .flat_map(|part| part.split(delimiter.as_str()).map(str::to_owned))
                .collect();
        }
        parts.into_iter().try_for_each(|part| runtime.write_object(part))
    }
}

//! `Set-Clipboard`

use remora_engine::prelude::*;

use crate::clipboard;

/// # Synopsis
/// Puts text on the clipboard.
///
/// # Description
/// Several texts become lines. A program of the desktop is asked; where there is none the command
/// fails.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/set-clipboard
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Clipboard",
    class = "Microsoft.PowerShell.Commands.SetClipboardCommand",
    module = "Microsoft.PowerShell.Management",
    should_process,
    aliases("scb"),
    output("System.String")
)]
pub(crate) struct SetClipboard {
    /// The value.
    #[parameter(
        position = 0,
        mandatory,
        pipeline,
        by_name,
        allow_null,
        allow_empty_collection,
        allow_empty_string
    )]
    value: Vec<PsString>,
    /// Adds to what is there.
    #[parameter]
    append: Switch,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Asks the terminal to set the clipboard, which works through ssh.
    #[parameter(name = "AsOSC52", aliases("ToLocalhost"))]
    as_osc52: Switch,
    /// What came so far.
    texts: Vec<PsString>,
}

impl Cmdlet for SetClipboard {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.texts.extend(self.value.iter().cloned());
        if *self.pass_thru {
            for text in self.value.clone() {
                runtime.write_object(text)?;
            }
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let mut text = self.texts.join("\n");
        if *self.append {
            let known = clipboard::read(runtime).unwrap_or_default();
            text = format!("{known}\n{text}");
        }
        if !runtime.should_process(text.as_str(), "Set-Clipboard")? {
            return Ok(());
        }
        match clipboard::write(runtime, &text) {
            Ok(()) => Ok(()),
            Err(flow) => match flow.error().cloned() {
                Some(record) => runtime.write_error(record),
                None => Err(flow),
            },
        }
    }
}

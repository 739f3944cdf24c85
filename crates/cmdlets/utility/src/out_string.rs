//! `Out-String`

use crate::screen::{Lines, width};
use remora_engine::prelude::*;

/// # Synopsis
/// Makes a text of what would be shown.
///
/// # Description
/// One text for all, or one for each line with -Stream.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/out-string
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Out",
    noun = "String",
    class = "Microsoft.PowerShell.Commands.OutStringCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "NoNewLineFormatting",
    remoting = "None",
    output("System.String")
)]
pub(crate) struct OutString {
    /// A text for each line.
    #[parameter(set = "StreamFormatting")]
    stream: Switch,
    /// Cells of a line.
    #[parameter(validate_range(2, 2147483647))]
    width: Option<i32>,
    /// Without line ends.
    #[parameter(set = "NoNewLineFormatting")]
    no_newline: Switch,
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    lines: Lines,
    text: String,
}

impl OutString {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Makes a text",
        script: "('x' | Out-String -NoNewline).Length",
        output: "1",
    }];
}

impl Cmdlet for OutString {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        if input.is_null() {
            return Ok(());
        }
        let width = width(runtime, self.width);
        let items = runtime.enumerate(&input).unwrap_or_else(|| vec![input]);
        for item in items {
            let lines = self.lines.object(runtime, width, &item)?;
            self.take(runtime, lines)?;
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let lines = self.lines.finish(runtime)?;
        self.take(runtime, lines)?;
        if *self.stream {
            return Ok(());
        }
        let text = std::mem::take(&mut self.text);
        runtime.write_object(text)
    }
}

impl OutString {
    fn take(&mut self, runtime: &mut CommandRuntime<'_>, lines: Vec<PsString>) -> CommandResult {
        for line in lines {
            if *self.stream {
                runtime.write_object(line)?;
                continue;
            }
            self.text += &line;
            if !*self.no_newline {
                self.text.push('\n');
            }
        }
        Ok(())
    }
}

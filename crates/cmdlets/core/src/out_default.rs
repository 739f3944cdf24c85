//! `Out-Default`

use remora_engine::prelude::*;

use crate::show::Screen;

/// # Synopsis
/// Shows objects as the shell shows the results of a line.
///
/// # Description
/// The shell puts it at the end of what is typed. Objects are formatted and written to the host.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Out",
    noun = "Default",
    class = "Microsoft.PowerShell.Commands.OutDefaultCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "None"
)]
pub(crate) struct OutDefault {
    /// Used by the shell for transcripts.
    #[parameter]
    transcript: Switch,
    /// Objects for the input of the command.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// The objects on their way to the screen.
    screen: Option<Screen>,
}

impl OutDefault {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for OutDefault {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let screen = self.screen.get_or_insert_with(|| Screen::new(runtime));
        screen.show_record_or_object(runtime, &self.input_object)
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        match self.screen.take() {
            Some(screen) => screen.finish(runtime),
            None => Ok(()),
        }
    }
}

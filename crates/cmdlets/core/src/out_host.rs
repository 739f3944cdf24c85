//! `Out-Host`

use remora_engine::prelude::*;

use crate::show::Screen;

/// # Synopsis
/// Shows objects on the screen of the host.
///
/// # Description
/// Objects are formatted and written to the host; nothing goes down the pipeline.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Out",
    noun = "Host",
    class = "Microsoft.PowerShell.Commands.OutHostCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "None",
    aliases("oh")
)]
pub(crate) struct OutHost {
    /// Stops after each screen.
    #[parameter]
    paging: Switch,
    /// Objects for the input of the command.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// The objects on their way to the screen.
    screen: Option<Screen>,
}

impl OutHost {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for OutHost {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let screen = self.screen.get_or_insert_with(|| Screen::new(runtime));
        screen.show(runtime, &self.input_object)
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        match self.screen.take() {
            Some(screen) => screen.finish(runtime),
            None => Ok(()),
        }
    }
}

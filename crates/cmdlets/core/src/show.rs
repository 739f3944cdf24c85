//! Objects on their way to the host's screen.

use std::sync::Arc;

use remora_engine::formatting::FormattingRun;
use remora_engine::prelude::*;
use remora_hosting::Host;

/// What Out-Default and Out-Host write to.
pub(crate) struct Screen {
    run: Box<dyn FormattingRun>,
    host: Arc<dyn Host>,
}

impl Screen {
    /// The screen of the session's host, as wide as it is now.
    pub(crate) fn new(runtime: &mut CommandRuntime<'_>) -> Self {
        let host = Arc::clone(runtime.host());
        let width = host
            .ui()
            .and_then(|ui| ui.raw())
            .and_then(|raw| usize::try_from(raw.defaults().buffer_size.width).ok())
            .filter(|width| *width > 0)
            .unwrap_or(80);
        let context = runtime.context();
        let formatter = Arc::clone(context.formatter());
        Self { run: formatter.start(context, width), host }
    }

    /// Shows an object, or keeps it until more of its kind have come.
    pub(crate) fn show(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        value: &Value,
    ) -> CommandResult {
        let lines = self.run.object(runtime.context(), value)?;
        self.write(&lines);
        Ok(())
    }

    /// Shows what was kept.
    pub(crate) fn finish(mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let lines = self.run.finish(runtime.context())?;
        self.write(&lines);
        Ok(())
    }

    fn write(&self, lines: &[PsString]) {
        if let Some(ui) = self.host.ui() {
            for line in lines {
                ui.write_line(line, None, None);
            }
        }
    }
}

//! Objects on their way to the host's screen.

use std::sync::Arc;

use remora_engine::formatting::FormattingRun;
use remora_engine::prelude::*;
use remora_hosting::Host;
use remora_psobject::{InformationalRecord, LiveObject};

/// What Out-Default and Out-Host write to.
pub(crate) struct Screen {
    run: Box<dyn FormattingRun>,
    host: Arc<dyn Host>,
    /// Columns.
    width: usize,
}

impl Screen {
    /// The screen of the session's host, as wide as it is now. The last cell of a line stays empty, so
    /// that a full line does not make the cursor go to the next.
    pub(crate) fn new(runtime: &mut CommandRuntime<'_>) -> Self {
        let host = Arc::clone(runtime.host());
        let width = host
            .ui()
            .and_then(|ui| ui.raw())
            .and_then(|raw| usize::try_from(raw.defaults().buffer_size.width).ok())
            .and_then(|width| width.checked_sub(1))
            .filter(|width| *width > 0)
            .unwrap_or(79);
        let context = runtime.context();
        let formatter = Arc::clone(context.formatter());
        Self { run: formatter.start(context, width), host, width }
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

    /// Shows an object; a record of another stream as the host shows that stream.
    pub(crate) fn show_record_or_object(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        value: &Value,
    ) -> CommandResult {
        let is_error =
            || runtime.takes_errors() && value.base().downcast::<ErrorRecord>().is_some();
        let Some(ui) = self.host.ui() else { return Ok(()) };
        if let Some(record) = value.base().downcast::<InformationalRecord>() {
            match record.object_type() {
                TypeId::WARNING_RECORD => ui.write_warning_line(&record.message),
                TypeId::VERBOSE_RECORD => ui.write_verbose_line(&record.message),
                _ => ui.write_debug_line(&record.message),
            }
            return Ok(());
        }
        if !is_error() {
            return self.show(runtime, value);
        }
        let context = runtime.context();
        let formatter = Arc::clone(context.formatter());
        let mut run = formatter.start(context, self.width);
        let mut lines = run.object(context, value)?;
        lines.extend(run.finish(context)?);
        for line in &lines {
            ui.write_error_line(line);
        }
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

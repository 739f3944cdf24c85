//! What the screen would show.

use remora_engine::formatting::FormattingRun;
use remora_engine::prelude::*;

/// How many cells a line has where nothing is said. A text may fill the last cell of a line, too.
pub(crate) fn width(runtime: &CommandRuntime<'_>, given: Option<i32>) -> usize {
    const USUAL: usize = 120;
    let shown = || {
        let size = runtime.host().ui()?.raw()?.defaults().buffer_size;
        usize::try_from(size.width).ok().filter(|width| *width > 0)
    };
    given.and_then(|width| usize::try_from(width).ok()).or_else(shown).unwrap_or(USUAL)
}

/// Objects on their way to lines.
#[derive(Default)]
pub(crate) struct Lines(Option<Box<dyn FormattingRun>>);

impl Lines {
    /// The lines that an object completes.
    ///
    /// # Errors
    /// What a script block of a view threw.
    pub(crate) fn object(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        width: usize,
        value: &Value,
    ) -> CommandResult<Vec<PsString>> {
        let context = runtime.context();
        let run = self.0.get_or_insert_with(|| {
            let formatter = std::sync::Arc::clone(context.formatter());
            formatter.start_text(context, width)
        });
        run.object(context, value)
    }

    /// The lines that were held back.
    ///
    /// # Errors
    /// As [`Lines::object`].
    pub(crate) fn finish(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<Vec<PsString>> {
        match self.0.take() {
            Some(mut run) => run.finish(runtime.context()),
            None => Ok(Vec::new()),
        }
    }
}

//! The seam to what turns objects into text.

use remora_psobject::{PsString, Value};

use crate::context::ExecutionContext;
use crate::errors::Flow;

/// Turns the objects of a pipeline into lines, as `Out-Default`, `Out-String` and `Out-File` need
/// them. A session without one shows each object's text.
pub trait Formatter: Send + Sync {
    /// Starts a sequence of objects for a screen of this width.
    fn start(&self, context: &mut ExecutionContext, width: usize) -> Box<dyn FormattingRun>;

    /// Starts a sequence of objects that become a text or a file, where a screen's decoration would be
    /// in the way.
    fn start_text(&self, context: &mut ExecutionContext, width: usize) -> Box<dyn FormattingRun> {
        self.start(context, width)
    }
}

/// The objects of one pipeline on their way to text.
pub trait FormattingRun: Send {
    /// Takes an object; gives the lines that are ready.
    ///
    /// # Errors
    /// What a script block of a view threw.
    fn object(
        &mut self,
        context: &mut ExecutionContext,
        value: &Value,
    ) -> Result<Vec<PsString>, Flow>;

    /// Gives the lines that were held back.
    ///
    /// # Errors
    /// As [`FormattingRun::object`].
    fn finish(&mut self, context: &mut ExecutionContext) -> Result<Vec<PsString>, Flow>;
}

/// Each object's text, a line each: what a session without a formatter does.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainText;

impl Formatter for PlainText {
    fn start(&self, _context: &mut ExecutionContext, _width: usize) -> Box<dyn FormattingRun> {
        Box::new(Self)
    }
}

impl FormattingRun for PlainText {
    fn object(
        &mut self,
        context: &mut ExecutionContext,
        value: &Value,
    ) -> Result<Vec<PsString>, Flow> {
        let text = context.display_text(value);
        Ok(text.lines().map(PsString::from).collect())
    }

    fn finish(&mut self, _context: &mut ExecutionContext) -> Result<Vec<PsString>, Flow> {
        Ok(Vec::new())
    }
}

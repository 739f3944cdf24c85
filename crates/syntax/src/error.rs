//! Parse errors.

use crate::{Extent, ScriptSource};
use std::borrow::Cow;
use std::sync::Arc;

/// One mistake in a script, as PowerShell reports it.
#[derive(Debug, Clone)]
pub struct ParseError {
    /// PowerShell's error id.
    pub id: &'static str,
    /// The message for people.
    pub message: String,
    /// Where it is.
    pub extent: Extent,
    /// True when more input could mend it: a prompt then asks for another line.
    pub incomplete: bool,
    /// The text that the extent points into.
    pub source: Arc<ScriptSource>,
}

impl ParseError {
    /// The text at fault.
    pub fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.source.slice(self.extent))
    }
}

impl std::fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let position = self.source.position(self.extent.start);
        write!(formatter, "{}:{}: {}", position.line, position.column, self.message)
    }
}

impl std::error::Error for ParseError {}

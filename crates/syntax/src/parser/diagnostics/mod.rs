//! What the parser reports.

mod definitions;
mod syntax;

pub(crate) use definitions::*;
pub(crate) use syntax::*;

use crate::{Extent, ParseError, ScriptSource};
use std::collections::HashSet;
use std::sync::Arc;

/// The id and text of an error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Message {
    pub(crate) id: &'static str,
    text: &'static str,
}

const fn message(id: &'static str, text: &'static str) -> Message {
    Message { id, text }
}

impl Message {
    /// The text with its arguments filled in. Texts without arguments keep their braces.
    fn format(self, arguments: &[&str]) -> String {
        let mut text = self.text.to_owned();
        for (index, argument) in arguments.iter().enumerate() {
            let hole = ["{0}", "{1}"].get(index).copied().unwrap_or("{2}");
            if text.contains(hole) {
                text = text.replace(hole, argument);
            }
        }
        text
    }
}

/// The errors found so far, each once: reading a token twice finds its errors twice.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    pub(crate) errors: Vec<ParseError>,
    seen: HashSet<(&'static str, Extent)>,
    /// Set when the parser gave up: what follows would only be noise.
    pub(crate) muted: bool,
}

impl Diagnostics {
    pub(crate) fn add(
        &mut self,
        source: &Arc<ScriptSource>,
        extent: Extent,
        message: Message,
        arguments: &[&str],
        incomplete: bool,
    ) {
        if self.muted || !self.seen.insert((message.id, extent)) {
            return;
        }
        self.errors.push(ParseError {
            id: message.id,
            message: message.format(arguments),
            extent,
            incomplete,
            source: Arc::clone(source),
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }
}

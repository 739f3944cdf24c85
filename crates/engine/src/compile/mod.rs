//! From the syntax tree to the form that runs.

use crate::script::Body;

/// A script block, ready to run.
#[derive(Debug, Default)]
pub(crate) struct Code;

impl Code {
    pub(crate) fn compile(_body: &Body, _own_scope: bool) -> Self {
        Self
    }
}

//! `#requires` lines.

use super::Parser;
use crate::ScriptRequirements;

impl Parser<'_> {
    pub(super) fn requirements(&mut self) -> Option<Box<ScriptRequirements>> {
        None
    }
}

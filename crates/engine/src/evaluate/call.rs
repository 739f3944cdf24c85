//! Calling script blocks.

use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::pipeline::Sink;
use crate::script::{Invocation, ScriptBlock};

pub(crate) fn invoke(
    _context: &mut ExecutionContext,
    _block: &ScriptBlock,
    _invocation: Invocation,
    _output: &mut dyn Sink,
) -> Result<(), Flow> {
    Err(errors::not_implemented("Script blocks").into())
}

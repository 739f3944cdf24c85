//! Running pipelines.

use remora_psobject::Value;

use super::{PipelineBuilder, Sink, SteppablePipeline};
use crate::command::CommandResult;
use crate::context::ExecutionContext;
use crate::errors;

/// A pipeline whose commands are bound and have begun.
pub(crate) struct Running;

impl Running {
    pub(crate) fn step(
        &mut self,
        _context: &mut ExecutionContext,
        _value: Value,
        _output: &mut dyn Sink,
    ) -> CommandResult {
        Err(errors::not_implemented("Pipelines").into())
    }

    pub(crate) fn finish(
        &mut self,
        _context: &mut ExecutionContext,
        _output: &mut dyn Sink,
    ) -> CommandResult {
        Err(errors::not_implemented("Pipelines").into())
    }

    pub(crate) fn clean(&mut self, _context: &mut ExecutionContext) {}
}

pub(crate) fn run_built(
    _context: &mut ExecutionContext,
    _builder: PipelineBuilder,
    _input: Vec<Value>,
    _output: &mut dyn Sink,
) -> CommandResult {
    Err(errors::not_implemented("Pipelines").into())
}

pub(crate) fn start_built(
    _context: &mut ExecutionContext,
    _builder: PipelineBuilder,
) -> CommandResult<SteppablePipeline> {
    Err(errors::not_implemented("Pipelines").into())
}

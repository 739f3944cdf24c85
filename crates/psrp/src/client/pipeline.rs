//! A pipeline as a client sees it.

use std::collections::BTreeSet;

use crate::fragment::Defragmenter;
use crate::state::PipelineState;

/// What is known of a pipeline.
#[derive(Debug)]
pub(super) struct Pipeline {
    pub(super) state: PipelineState,
    pub(super) stream: Defragmenter,
    /// Whether no more input may be sent.
    pub(super) input_ended: bool,
    /// Calls of its host that wait for an answer.
    pub(super) calls: BTreeSet<i64>,
    /// Whether the transport was asked to close it.
    pub(super) closing: bool,
}

impl Pipeline {
    pub(super) fn new(limit: usize, no_input: bool) -> Self {
        Self {
            state: PipelineState::NotStarted,
            stream: Defragmenter::new(limit),
            input_ended: no_input,
            calls: BTreeSet::new(),
            closing: false,
        }
    }
}

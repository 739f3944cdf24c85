//! Pipelines: commands that push objects to each other on one thread.

mod builder;
mod routes;
pub(crate) mod run;
mod sink;

pub use builder::{Argument, PipelineBuilder, SteppablePipeline};
pub(crate) use builder::{Call, Callee};
pub(crate) use routes::{MergeQueue, Route, Routes, Stream, Tap};
pub use sink::{Null, Sink, write_enumerated};

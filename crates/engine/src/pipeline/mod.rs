//! Pipelines: commands that push objects to each other on one thread.

mod builder;
mod cmdlet_stage;
mod native_stage;
mod output;
mod routes;
pub(crate) mod run;
mod script_stage;
mod sink;
mod stage;

pub use builder::{Argument, PipelineBuilder, SteppablePipeline};
pub(crate) use routes::{MergeQueue, Route, Routes, Stream};
pub use sink::{Null, Sink, write_enumerated};
pub(crate) use stage::{FileTarget, StageSetup};

//! Jobs: commands that run elsewhere while this session goes on.

mod object;
mod repository;
mod runner;
mod select;

pub(crate) use object::{ChildJob, Job, JobState};
pub(crate) use repository::Jobs;
pub(crate) use runner::start;
pub(crate) use select::{JobSelector, select};

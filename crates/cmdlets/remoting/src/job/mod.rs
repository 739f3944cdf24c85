//! Jobs: commands that run elsewhere while this session goes on.

mod object;
mod repository;
mod runner;
mod select;
mod thread;

pub(crate) use object::{ChildJob, Job, JobState, THREAD_JOB};
pub(crate) use repository::Jobs;
pub(crate) use runner::start;
pub(crate) use select::{JobSelector, select};
pub(crate) use thread::start as start_on_threads;

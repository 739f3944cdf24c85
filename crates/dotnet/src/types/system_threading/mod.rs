//! `System.Threading`

pub mod cancellation;
pub mod interlocked;
pub mod monitor;
pub mod signals;
pub mod task;
pub mod thread;

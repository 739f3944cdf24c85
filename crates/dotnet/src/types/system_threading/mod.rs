//! `System.Threading`

pub mod cancellation;
pub(crate) mod gates;
pub mod interlocked;
pub mod monitor;
pub mod signals;
pub mod task;
pub mod thread;

//! `System.Diagnostics`

pub mod process;
pub mod stopwatch;

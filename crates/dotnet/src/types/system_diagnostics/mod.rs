//! `System.Diagnostics`

pub mod stopwatch;

//! The console host: what a person at a terminal, or a program at the other end of a pipe, sees.

mod choice;
mod host;
mod input;
mod interrupts;
mod keyboard;
mod output;
mod progress;
mod raw;
mod ui;

pub(crate) use host::ConsoleHost;
pub(crate) use input::{Input, Line};
pub(crate) use output::Output;
pub(crate) use ui::Manner;

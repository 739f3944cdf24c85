//! The cmdlets of `Microsoft.PowerShell.Management`: items, content, paths, drives, processes.
//!
//! [`CMDLETS`] are those of every platform, [`windows::CMDLETS`] those that only Windows has.

mod clipboard;
mod connections;
mod content_writers;
mod locations;
mod paths;
mod processes;
mod property_target;
pub mod windows;

// Cmdlets: written by `cargo xtask codegen`, from here

/// The cmdlets of this module, by file name.
#[rustfmt::skip]
pub const CMDLETS: &[&remora_engine::command::CmdletSpec] = &[
];
// Cmdlets: to here

#[cfg(test)]
mod metadata_tests;

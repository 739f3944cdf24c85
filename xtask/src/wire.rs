//! `cargo xtask wire`: the recorded conversations against our codecs and machines.
//!
//! The comparison itself is a program of the testkit, which knows the protocol; this task builds and
//! runs it, so that the other tasks build without the protocol crates.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::workspace;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Prints each difference, not the first of each conversation.
    #[arg(long)]
    all: bool,
    /// Another corpus than tests/corpora/wire.
    #[arg(value_name = "FOLDER")]
    corpus: Option<PathBuf>,
}

/// Runs the task; false where a conversation differs that is not listed, or a listed one does not.
pub(crate) fn main(arguments: &Arguments) -> Result<bool> {
    let status = Command::new("cargo")
        .args(["run", "--quiet", "--package", "remora-testkit", "--bin", "wire", "--"])
        .args(arguments.all.then_some("--all"))
        .args(&arguments.corpus)
        .current_dir(workspace::root())
        .status()
        .context("cargo does not start")?;
    Ok(status.success())
}

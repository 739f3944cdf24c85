//! Development tasks: `cargo xtask TASK`.
//!
//! The tasks know the workspace only as files, `cargo metadata` and a built binary, so that they
//! build in seconds and work while a crate does not compile.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal: its output is its purpose"
)]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod codegen;
mod corpus;
mod interop;
mod table;
mod tidy;
mod wire;
mod workspace;

/// Development tasks of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Runs the recorded cases of PowerShell against the built binary.
    Corpus(Box<corpus::Arguments>),
    /// Checks the rules of the house: layers, lengths, forbidden calls, forgotten files.
    Tidy,
    /// Writes the generated lists of cmdlets.
    Codegen(codegen::Arguments),
    /// Measures speed beside PowerShell's own figures.
    Bench(bench::Arguments),
    /// Runs the tests that need programs of other makers: pypsrp, pywinrm, OpenSSH.
    Interop(interop::Arguments),
    /// Runs the recorded conversations of the wire against our codecs and machines.
    Wire(wire::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Corpus(arguments) => corpus::main(&arguments),
        Task::Tidy => tidy::main(),
        Task::Codegen(arguments) => codegen::main(&arguments),
        Task::Bench(arguments) => bench::main(&arguments),
        Task::Interop(arguments) => interop::main(&arguments),
        Task::Wire(arguments) => wire::main(&arguments),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

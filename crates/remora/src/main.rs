//! The `remora` binary: shell, client and endpoint in one.
//!
//! `remora lab`, `remora serve` and `remora user` are subcommands; everything else is the command line of
//! the shell, with PowerShell's own switches.

mod arguments;
mod console;
mod display;
mod host_object;
mod lab;
mod log;
mod named_pipe;
mod piped_input;
mod prompt;
mod remote;
mod serve;
mod session;
mod session_host;
mod shell;
mod startup;
mod user;
mod variables;
mod version;
mod xml_output;

use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

/// PowerShell remoting for every host: shell, client and endpoint in one binary.
#[derive(Parser, Debug)]
#[command(name = "remora", version, disable_help_subcommand = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Subcommands,
}

#[derive(Subcommand, Debug)]
enum Subcommands {
    /// Serves PowerShell remoting over WS-Management
    Serve(Box<serve::ServeArguments>),
    /// Starts endpoints on loopback and a shell that knows their names: `remora lab 3 -c '…'`
    Lab {
        /// Number of endpoints, then the shell's own arguments
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<String>,
    },
    /// Manages the accounts that the endpoint lets in
    User {
        #[command(subcommand)]
        command: user::UserCommand,
    },
}

/// The code for errors that have no code of their own.
const FAILED: i32 = 1;

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let is_subcommand = words
        .first()
        .is_some_and(|word| matches!(word.as_str(), "serve" | "lab" | "user" | "--help"));
    let result = if is_subcommand { run_subcommand() } else { run_shell(&words) };
    let code = result.unwrap_or_else(|error| {
        report(&error);
        FAILED
    });
    // A code is what fits into eight bits, as the operating system sees it.
    ExitCode::from(u8::try_from(code.rem_euclid(256)).unwrap_or(u8::MAX))
}

#[allow(clippy::print_stderr, reason = "the program's own error has no other place")]
fn report(error: &anyhow::Error) {
    eprintln!("remora: {error:#}");
}

fn run_subcommand() -> anyhow::Result<i32> {
    match CommandLine::parse().command {
        Subcommands::Serve(arguments) => serve::run(*arguments),
        Subcommands::Lab { words } => lab::run(&words),
        Subcommands::User { command } => user::run(command),
    }
}

fn run_shell(words: &[String]) -> anyhow::Result<i32> {
    startup::become_login_shell(words);
    match arguments::parse(words, shell::is_file) {
        Ok(arguments) => shell::run(&arguments, Arc::new(remote::LazyFactory::default())),
        Err(error) => Ok(shell::usage_error(&error)),
    }
}

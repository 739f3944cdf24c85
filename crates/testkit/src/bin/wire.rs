//! Runs the recorded conversations against our codecs and machines, and prints how many hold.
//!
//! Usage: `wire [--all] [CORPUS]`. With `--all` each difference is printed, not the first of each check.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints its results")]

use std::path::PathBuf;
use std::process::ExitCode;

use remora_testkit::wire::{self, Check, Outcome};

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let all = arguments.iter().any(|argument| argument == "--all");
    arguments.retain(|argument| argument != "--all");
    let corpus = arguments.first().map_or_else(wire::corpus, PathBuf::from);
    let outcomes = match wire::run(&corpus) {
        Ok(outcomes) => outcomes,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let shown = if all { usize::MAX } else { 1 };
    for outcome in outcomes.iter().filter(|outcome| !outcome.is_good()) {
        if outcome.differences.is_empty() {
            println!("{} ({}): listed as an exception, but the same", outcome.name, outcome.check);
        }
        for difference in outcome.differences.iter().take(shown) {
            println!("{} ({}): {difference}", outcome.name, outcome.check);
        }
    }
    print_summary(&outcomes);
    if outcomes.iter().all(Outcome::is_good) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A row for each check and one for all.
fn print_summary(outcomes: &[Outcome]) {
    println!("{:<8}{:>15}{:>6}{:>10}{:>8}", "check", "conversations", "same", "excepted", "bad");
    for check in [Some(Check::Codec), Some(Check::Server), Some(Check::Client), None] {
        let chosen: Vec<&Outcome> = outcomes
            .iter()
            .filter(|outcome| check.is_none_or(|check| outcome.check == check))
            .collect();
        let count = |is_counted: fn(&Outcome) -> bool| {
            chosen.iter().filter(|outcome| is_counted(outcome)).count()
        };
        let same = count(|outcome| outcome.differences.is_empty());
        let excepted = count(|outcome| outcome.exception.is_some());
        let bad = count(|outcome| !outcome.is_good());
        let name = check.map_or_else(|| "all".to_owned(), |check| check.to_string());
        println!("{name:<8}{:>15}{same:>6}{excepted:>10}{bad:>8}", chosen.len());
    }
}

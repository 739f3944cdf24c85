//! Runs the recorded conversations against our codecs and machines, and prints how many hold.
//!
//! Usage: `wire [--all] [CORPUS]`. With `--all` each difference is printed, not the first of each check.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints its results")]

use std::path::PathBuf;
use std::process::ExitCode;

use remora_testkit::wire::{self, Check};

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
    let mut bad = 0;
    for check in [Check::Codec, Check::Server, Check::Client] {
        let of_check = || outcomes.iter().filter(move |outcome| outcome.check == check);
        for outcome in of_check().filter(|outcome| !outcome.is_good()) {
            bad += 1;
            if outcome.differences.is_empty() {
                println!("{} ({check}): listed as an exception, but the same", outcome.name);
            }
            let shown = if all { usize::MAX } else { 1 };
            for difference in outcome.differences.iter().take(shown) {
                println!("{} ({check}): {difference}", outcome.name);
            }
        }
        let same = of_check().filter(|outcome| outcome.differences.is_empty()).count();
        let excepted = of_check().filter(|outcome| outcome.exception.is_some()).count();
        println!(
            "{check}: {} conversations, {same} the same, {excepted} excepted",
            of_check().count()
        );
    }
    if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

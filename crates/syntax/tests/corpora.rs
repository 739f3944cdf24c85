//! Scripts that PowerShell runs have no parse errors.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use remora_syntax::parse;
use serde_json::Value;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpora")
}

fn rows(path: &Path) -> Vec<Value> {
    std::fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// What PowerShell made of a script.
#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Parsed,
    Refused,
    /// It failed without a word, as it does when input is incomplete; or the failing script is
    /// one that a restricted endpoint refuses.
    Unknown,
}

fn outcomes(folder: &str) -> HashMap<String, Outcome> {
    rows(&corpora().join(folder).join("golden.jsonl"))
        .iter()
        .map(|row| {
            let id = row["id"].as_str().unwrap();
            let text = |key: &str| row[key].as_str().unwrap_or("");
            let silent = text("out").is_empty() && text("err").is_empty() && row["code"] == 1;
            let outcome = if silent || id.starts_with("rem.jea") {
                Outcome::Unknown
            } else if text("err").contains("ParserError") {
                Outcome::Refused
            } else {
                Outcome::Parsed
            };
            (id.to_owned(), outcome)
        })
        .collect()
}

fn check(folder: &str, file: &str, fewest: usize) {
    let outcomes = outcomes(folder);
    let mut report = String::new();
    let mut count = 0;
    for row in rows(&corpora().join(folder).join(file)) {
        let id = row["id"].as_str().unwrap();
        let script = row["script"].as_str().unwrap();
        let Some(outcome) = outcomes.get(id) else { continue };
        count += 1;
        let errors = parse(script, None).errors;
        if *outcome == Outcome::Parsed && !errors.is_empty() {
            writeln!(report, "{id}: {}\n    {script:?}", errors[0]).unwrap();
        }
        if *outcome == Outcome::Refused && errors.is_empty() {
            writeln!(report, "{id}: no errors, but PowerShell refuses it\n    {script:?}").unwrap();
        }
    }
    assert!(report.is_empty(), "{report}");
    assert!(count >= fewest, "only {count} scripts");
}

#[test]
fn snippets() {
    check("corpus", "corpus.jsonl", 1500);
}

#[test]
fn more_snippets() {
    check("corpus2", "corpus.jsonl", 2000);
}

#[test]
fn programs() {
    check("programs", "programs.jsonl", 100);
}

#[test]
fn remoting_snippets() {
    check("remoting", "corpus.jsonl", 500);
}

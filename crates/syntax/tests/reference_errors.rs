//! Compares the parser's errors with those that PowerShell reports, script by script.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use remora_syntax::ast::TypeName;
use remora_syntax::{AttributeFacts, ParseEnvironment, parse_in};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// One script with the errors that it has.
struct Row {
    script: String,
    errors: Vec<String>,
}

fn describe(id: &str, message: &str, start: u64, end: u64, line: u64, incomplete: bool) -> String {
    let incomplete = if incomplete { " incomplete" } else { "" };
    format!("{id} {start}-{end} line {line}{incomplete}: {message}")
}

fn rows() -> Vec<Row> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpora/reference/errors.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|row| row["kind"] == "parse" && row["parserThrows"].is_null())
        .map(|row| Row {
            script: row["script"].as_str().unwrap().to_owned(),
            errors: row["errors"]
                .as_array()
                .unwrap()
                .iter()
                .map(|error| {
                    describe(
                        error["id"].as_str().unwrap(),
                        error["message"].as_str().unwrap(),
                        error["start"].as_u64().unwrap(),
                        error["end"].as_u64().unwrap(),
                        error["line"].as_u64().unwrap_or(1),
                        error["incomplete"].as_bool().unwrap_or(false),
                    )
                })
                .collect(),
        })
        .collect()
}

/// The types and modules that the scripts refer to.
struct Recorded;

impl ParseEnvironment for Recorded {
    fn has_type(&self, name: &TypeName, _namespaces: &[&str]) -> bool {
        let unknown = ["nosuch", "B", "System.Collections.Generic.List"];
        !unknown.contains(&name.full_name().as_str())
    }

    fn attribute(&self, name: &TypeName, _namespaces: &[&str]) -> Option<AttributeFacts> {
        let facts = |display_name: &str, targets: &str| {
            Some(AttributeFacts {
                display_name: display_name.to_owned(),
                targets: targets.to_owned(),
            })
        };
        match name.full_name().as_str() {
            "nosuch" => None,
            "Parameter" => facts("Parameter", "Property, Field"),
            "Flags" => facts("System.FlagsAttribute", "Enum"),
            _ => Some(AttributeFacts::default()),
        }
    }

    fn catches(&self, wide: &TypeName, narrow: &TypeName, _namespaces: &[&str]) -> Option<String> {
        (wide.full_name() == "Exception").then(|| format!("System.{}", narrow.full_name()))
    }

    fn has_module(&self, name: &str) -> bool {
        name != "nosuch"
    }
}

fn errors_of(script: &str) -> Vec<String> {
    let output = parse_in(script, None, &Recorded);
    output
        .errors
        .iter()
        .map(|error| {
            let start = error.source.position(error.extent.start);
            let end = error.source.utf16_offset(error.extent.end);
            describe(
                error.id,
                &error.message,
                start.offset.into(),
                end.into(),
                start.line.into(),
                error.incomplete,
            )
        })
        .collect()
}

/// Scripts whose errors differ, each with the reason: a JSON string, a tab, the reason.
fn known_failures() -> BTreeMap<String, String> {
    include_str!("data/known_failures.tsv")
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (script, reason) = line.split_once('\t').unwrap();
            (serde_json::from_str(script).unwrap(), reason.to_owned())
        })
        .collect()
}

#[test]
fn errors_are_those_of_powershell() {
    let known = known_failures();
    let rows = rows();
    let mut right = 0;
    let mut report = String::new();
    for row in &rows {
        let actual = errors_of(&row.script);
        let same = actual == row.errors;
        right += usize::from(same);
        if same && known.contains_key(&row.script) {
            writeln!(report, "{:?}: listed as failing, but right", row.script).unwrap();
        }
        if !same && !known.contains_key(&row.script) {
            writeln!(report, "{:?}", row.script).unwrap();
            for (side, errors) in [("expected", &row.errors), ("actual", &actual)] {
                for error in errors {
                    writeln!(report, "    {side}: {error}").unwrap();
                }
            }
        }
    }
    assert!(report.is_empty(), "{right} of {} right\n{report}", rows.len());
    assert!(right * 100 >= rows.len() * 98, "only {right} of {} right", rows.len());
}

//! Snippets of the language and what PowerShell 7.6.5 wrote for them (recorded; only snippets that the
//! few cmdlets of the test session can run).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed step of a test ends it"
)]

mod common;

use common::{engine, transcript};

/// The lines that count: without blank ones and without what tells the stream.
fn lines(text: impl IntoIterator<Item = String>) -> Vec<String> {
    text.into_iter()
        .flat_map(|line| {
            let line = line.strip_prefix("HOST ").map(str::to_owned).unwrap_or(line);
            line.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>()
        })
        .filter(|line| !line.trim().is_empty())
        .collect()
}

#[test]
fn snippets_write_what_powershell_writes() {
    let data = include_str!("data/language.jsonl");
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in data.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let script = case["script"].as_str().unwrap();
        let wanted: Vec<String> = case["out"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line.as_str().unwrap().to_owned())
            .collect();
        let got = lines(transcript(&mut engine(), script));
        count += 1;
        if got != wanted {
            wrong.push(format!("{}: {script}\n  wanted {wanted:?}\n  got    {got:?}", case["id"]));
        }
    }
    assert!(count > 500, "the data is there");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_cmdlet_that_has_enough_stops_those_before_it_alone() {
    let script = "function gen { try { 1..10 | ForEach-Object { Write-Host \"made $_\"; $_ } } finally { Write-Host 'done' } }
        gen | Select-Object -First 2 | ForEach-Object -Process { \"got $_\" } -End { 'end' }";
    let got = transcript(&mut engine(), script);
    assert_eq!(got, ["HOST made 1", "got 1", "HOST made 2", "got 2", "HOST done", "end"]);
}

#[test]
fn deep_recursion_is_an_error_and_not_a_crash() {
    let got = transcript(&mut engine(), "function f { f }; try { f } catch { 'caught' }; 'alive'");
    assert_eq!(got, ["caught", "alive"]);
}

#[test]
fn errors_carry_the_command_in_their_id() {
    let script = "function f { [CmdletBinding()] param([int]$x) }; f -x a; f -y; f 1 2";
    let got = transcript(&mut engine(), script);
    let ids: Vec<&str> = got.iter().map(|line| line.split(" | ").next().unwrap_or("")).collect();
    assert_eq!(
        ids,
        [
            "ERROR ParameterArgumentTransformationError,f",
            "ERROR NamedParameterNotFound,f",
            "ERROR PositionalParameterNotFound,f"
        ]
    );
}

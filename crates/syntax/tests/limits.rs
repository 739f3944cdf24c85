//! Hostile and large input: no overflow, no quadratic work.

use remora_syntax::ast::{NodeRef, Visit};
use remora_syntax::parse;
use std::time::{Duration, Instant};

#[test]
fn deep_nesting_is_an_error() {
    for (open, close) in [
        ("(", ")"),
        ("{", "}"),
        ("@(", ")"),
        ("$(", ")"),
        ("@{a=", "}"),
        ("if (1) { ", "}"),
        ("[a[", "]"),
        ("!", ""),
        ("\"$(", ""),
    ] {
        let script = format!("{}1{}", open.repeat(20_000), close.repeat(20_000));
        let output = parse(&script, None);
        assert!(
            output.errors.iter().any(|error| error.id == "ScriptTooComplicated"),
            "{open}: {:?}",
            output.errors.first()
        );
    }
}

#[test]
fn moderate_nesting_is_fine() {
    for (open, close) in [("(", ")"), ("{", "}"), ("@(", ")"), ("@{a=", "}"), ("if (1) {", "}")] {
        let script = format!("{}1{}", open.repeat(100), close.repeat(100));
        let output = parse(&script, None);
        assert!(output.errors.is_empty(), "{open}: {:?}", output.errors.first());
    }
}

#[test]
fn long_chains_end_with_an_error_or_not_at_all() {
    let sum = |count: usize| format!("1{}", " + 1".repeat(count));
    assert!(parse(&sum(2_000), None).errors.is_empty());
    assert!(!parse(&sum(100_000), None).errors.is_empty());
    let members = |count: usize| format!("$a{}", ".b".repeat(count));
    assert!(parse(&members(2_000), None).errors.is_empty());
    assert!(!parse(&members(100_000), None).errors.is_empty());
    let array = format!("1{}", ",1".repeat(100_000));
    assert!(parse(&array, None).errors.is_empty());
}

/// Debug builds get ten times the time that release builds have.
#[test]
fn fifty_thousand_lines_are_fast() {
    let lines = [
        "function Get-Thing { param([Parameter(Mandatory)][string]$Name, [int]$Count = 1)",
        "    $total = ($Count * 2) + 1 # a comment",
        "    if ($Name -like 'a*' -and $total -gt 3) { Write-Output \"$Name has $($total + 1)\" }",
        "    Get-ChildItem -Path $Name -Recurse | Where-Object { $_.Length -gt 1kb } | Sort-Object Name",
        "}",
    ];
    let script: String = lines.join("\n").repeat(10_000) + "\n";
    let script = script.replace("}function", "}\nfunction");
    let start = Instant::now();
    let output = parse(&script, None);
    let time = start.elapsed();
    assert!(output.errors.is_empty(), "{:?}", output.errors[0]);
    assert!(output.script.source.line_count() >= 50_000);
    let allowed = if cfg!(debug_assertions) { 8_000 } else { 800 };
    assert!(time < Duration::from_millis(allowed), "{time:?}");
}

#[test]
fn broken_input_of_every_length_ends() {
    let script = "class A : B { [int] $x = @{ a = \"b $(1 + 2) ${c}\" } } switch -file x { 'a' { } } \
                  function f($a, $b = 1) { try { foreach ($i in 1..2) { & $a -b:c 2>&1 > d } } \
                  catch [E], [F] { } finally { } } [List[int]]::new().Where{ $_ }[0] ? 1kb : @'\nx\n'@";
    for end in 0..=script.len() {
        let output = parse(&script[..end], None);
        for error in &output.errors {
            assert!(error.extent.start <= error.extent.end.max(end as u32 + 1));
        }
        let output = parse(&script[end..], None);
        assert!(!output.tokens.is_empty());
    }
}

/// Every recorded script with one character changed, at a few places: whatever comes out, it
/// comes out, and every extent lies in the text.
#[test]
fn changed_scripts_end() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/corpora/reference/errors.jsonl");
    let rows = std::fs::read_to_string(path).unwrap_or_default();
    let characters: Vec<char> = "(){}[]'\"`$@#;,.|&<>=+-%!?: \n\0“–é1a".chars().collect();
    let mut count = 0;
    for (row, line) in rows.lines().enumerate() {
        let Ok(row_value) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let Some(script) = row_value["script"].as_str() else { continue };
        let original: Vec<char> = script.chars().collect();
        for place in 0..original.len().min(12) {
            let mut changed = original.clone();
            let index = (place * 7 + row) % original.len();
            changed[index] = characters[(row + place) % characters.len()];
            let text: String = changed.into_iter().collect();
            let output = parse(&text, None);
            NodeRef::ScriptBlock(&output.script).walk(|node, _| {
                assert!(node.extent().end as usize <= text.len() + 1, "{text:?}: {node}");
                Visit::Continue
            });
            count += 1;
        }
    }
    assert!(count > 5_000, "only {count} scripts");
}

//! Times lines of `tests/corpora/perf/micro.ps1` that need no cmdlets but `Out-Null` and its like:
//! `cargo run --release -p remora-engine --example micro -- PATTERN…`

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::Instant;

const SCRIPT: &str = include_str!("../../../tests/corpora/perf/micro.ps1");

fn main() {
    let patterns: Vec<String> = std::env::args().skip(1).collect();
    let mut engine = common::engine();
    let definitions: String = SCRIPT
        .lines()
        .filter(|line| line.starts_with("function Add1") || line.starts_with("function Fib"))
        .chain(SCRIPT.lines().filter(|line| line.starts_with("class ")))
        .fold(String::new(), |all, line| all + line + "\n");
    for line in SCRIPT.lines() {
        let Some((name, body)) = line.strip_prefix("Bench ").and_then(|rest| rest.split_once(' '))
        else {
            continue;
        };
        if !patterns.iter().any(|pattern| name.starts_with(pattern.as_str())) {
            continue;
        }
        let script = format!("{definitions}& {body} | Out-Null");
        let mut best = f64::MAX;
        for _ in 0..3 {
            let start = Instant::now();
            let lines = common::transcript(&mut engine, &script);
            best = best.min(start.elapsed().as_secs_f64());
            if let Some(first) = lines.first() {
                println!("{name}: {first}");
            }
        }
        println!("{name} {best:.4}");
    }
}

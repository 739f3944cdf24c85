//! The language and its cmdlets.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Result;

use super::figures::{Figures, matches, parse_line};
use super::{Line, SCRIPT_LIMIT, print_beside};
use crate::workspace;

/// Runs micro.ps1 and prints its lines; what it did not reach is not available.
pub(super) fn measure(shell: &Path, figures: &Figures, only: &str) -> Result<()> {
    let script = workspace::corpora().join("perf/micro.ps1");
    // `timeout` rather than a clock of our own: nothing here must disturb what is measured.
    let output = Command::new("timeout")
        .arg(SCRIPT_LIMIT.as_secs().to_string())
        .arg(shell)
        .args(["-NoLogo", "-NoProfile", "-NonInteractive", "-File"])
        .arg(script)
        .arg(only)
        .stdin(Stdio::null())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let measured: HashMap<String, f64> = text.lines().filter_map(parse_line).collect();
    let lines: Vec<Line> = figures
        .names()
        .filter(|name| matches(only, name))
        .map(|name| Line { name: name.to_owned(), seconds: measured.get(name).copied() })
        .collect();
    print_beside(&lines, figures);
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || !errors.is_empty() {
        println!("the script ended with {}", output.status);
        for line in errors.lines().take(10) {
            println!("  {line}");
        }
    }
    Ok(())
}

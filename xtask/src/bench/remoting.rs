//! Sessions, commands and fan-out against a lab that the shell under test serves.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Result;

use super::figures::{Figures, matches, parse_line};
use super::{Line, SCRIPT_LIMIT, print_beside};
use crate::{corpus, workspace};

const SCRIPT: &str = include_str!("remoting.ps1");
const SERVERS: usize = 16;

/// Starts a lab, runs the script beside this file and prints its lines.
pub(super) fn measure(
    shell: &Path,
    lab_command: &str,
    figures: &Figures,
    only: &str,
) -> Result<()> {
    let measured = match run(shell, lab_command, only) {
        Ok(measured) => measured,
        Err(error) => {
            println!("the lab is not available: {error:#}");
            HashMap::new()
        }
    };
    let lines: Vec<Line> = figures
        .names()
        .filter(|name| matches(only, name))
        .map(|name| Line { name: name.to_owned(), seconds: measured.get(name).copied() })
        .collect();
    print_beside(&lines, figures);
    Ok(())
}

fn run(shell: &Path, lab_command: &str, only: &str) -> Result<HashMap<String, f64>> {
    let servers: Vec<String> = (1..=SERVERS).map(|number| format!("server{number:02}")).collect();
    let lab = corpus::LabHouse::open(shell, &workspace::corpora(), lab_command, &servers)?;
    let script = lab.write_script("remoting.ps1", SCRIPT)?;
    let output = Command::new("timeout")
        .arg(SCRIPT_LIMIT.as_secs().to_string())
        .arg(shell)
        .args(["-NoLogo", "-NoProfile", "-NonInteractive", "-File"])
        .arg(script)
        .arg(only)
        .envs(lab.variables())
        .stdin(Stdio::null())
        .output()?;
    for line in String::from_utf8_lossy(&output.stderr).lines().take(10) {
        println!("  {line}");
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(parse_line).collect())
}

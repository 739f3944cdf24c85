//! Sessions, commands and fan-out against a lab that the shell under test serves.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;

use super::SCRIPT_LIMIT;
use super::figures::{Figures, matches};
use crate::{corpus, table, workspace};

const SCRIPT: &str = include_str!("remoting.ps1");
const PEER_SCRIPT: &str = include_str!("peer.py");

/// What is promised, in seconds; the last one in megabytes.
const BARS: [(&str, f64); 10] = [
    ("cold.session", 0.040),
    ("warm.command", 0.0015),
    ("warm.objects1000", 0.020),
    ("warm.string10MB", 0.100),
    ("warm.input10000", 0.050),
    ("warm.processes", 0.1345),
    ("fanout16.cold", 0.2),
    ("fanout175.cold", 2.0),
    ("fanout1000.cold", 10.0),
    ("session.memory", 8.0),
];

/// Figures by the name of their line: the median, and the 99th percentile where there is one.
type Measured = HashMap<String, (f64, Option<f64>)>;

/// Starts a lab, runs the script beside this file and prints its lines beside PowerShell's, those of
/// pypsrp where it is installed, and what is promised.
pub(super) fn measure(
    shell: &Path,
    lab_command: &str,
    servers: usize,
    figures: &Figures,
    only: &str,
) -> Result<()> {
    let names: Vec<String> = (1..=servers).map(|number| format!("server{number:04}")).collect();
    let lab = corpus::LabHouse::open(shell, &workspace::corpora(), lab_command, &names)?;
    let script = lab.write_script("remoting.ps1", SCRIPT)?;
    let mut client = limited(shell);
    client
        .args(["-NoLogo", "-NoProfile", "-NonInteractive", "-File"])
        .arg(script)
        .args([only, &servers.to_string()])
        .envs(lab.variables());
    let here = run(client)?;
    let peer = match python() {
        Some(python) => {
            let mut client = limited(&python);
            client.arg(lab.write_script("peer.py", PEER_SCRIPT)?).arg(lab.inventory()).arg(only);
            run(client)?
        }
        None => Measured::new(),
    };
    print(&here, &peer, figures, only);
    Ok(())
}

/// `timeout` rather than a clock of our own: nothing here must disturb what is measured.
fn limited(program: &Path) -> Command {
    let mut command = Command::new("timeout");
    command.arg(SCRIPT_LIMIT.as_secs().to_string()).arg(program).stdin(Stdio::null());
    command
}

fn run(mut command: Command) -> Result<Measured> {
    let output = command.output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || !errors.is_empty() {
        println!("the script ended with {}", output.status);
        for line in errors.lines().take(10) {
            println!("  {line}");
        }
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(parse).collect())
}

/// The Python of `cargo xtask interop`, where it has pypsrp.
fn python() -> Option<PathBuf> {
    let python = workspace::python();
    let has_it = Command::new(&python)
        .args(["-c", "import pypsrp"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !has_it {
        println!(
            "note: no pypsrp in {}; cargo xtask interop --install puts it there",
            python.display()
        );
    }
    has_it.then_some(python)
}

/// Reads `name p50 seconds p99 seconds` and `name megabytes`.
fn parse(line: &str) -> Option<(String, (f64, Option<f64>))> {
    let mut words = line.split_whitespace();
    let name = words.next()?.to_owned();
    let figures: Vec<f64> = words.filter_map(|word| word.parse().ok()).collect();
    Some((name, (*figures.first()?, figures.get(1).copied())))
}

fn print(here: &Measured, peer: &Measured, figures: &Figures, only: &str) {
    let text = |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), |f| format!("{f:.4}"));
    let heading = ["line", "p50", "p99", "pypsrp", "PowerShell", "bar", "times the bar"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    for (name, bar) in BARS.into_iter().filter(|(name, _)| matches(only, name)) {
        let measured = here.get(name);
        rows.push(vec![
            name.to_owned(),
            text(measured.map(|(median, _)| *median)),
            text(measured.and_then(|(_, late)| *late)),
            text(peer.get(name).map(|(median, _)| *median)),
            text(figures.get(name)),
            text(Some(bar)),
            measured.map_or_else(
                || "not available".to_owned(),
                |(median, _)| format!("{:.2}", median / bar),
            ),
        ]);
    }
    print!("{}", table::lay_out(&rows));
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn lines_of_both_kinds_are_read() {
        let times = parse("warm.command p50 0.0035 p99 0.0089");
        assert_eq!(times, Some(("warm.command".into(), (0.0035, Some(0.0089)))));
        assert_eq!(parse("session.memory 7.5"), Some(("session.memory".into(), (7.5, None))));
        assert_eq!(parse("Line |"), None);
    }
}

//! Starting the shell: time and memory of the smallest command.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Result, ensure};

/// PowerShell 7.6.5, `perf/pwsh.md`: milliseconds and megabytes.
const REFERENCE: (f64, f64) = (142.7, 95.0);
const RUNS: u32 = 15;

/// Prints the mean time of `-c 1` and the resident memory of a shell that has just started.
pub(super) fn measure(shell: &Path) -> Result<()> {
    let run = || -> Result<f64> {
        let start = Instant::now();
        let status = Command::new(shell)
            .args(["-NoProfile", "-c", "1"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        ensure!(status.success(), "{} -NoProfile -c 1: {status}", shell.display());
        Ok(start.elapsed().as_secs_f64() * 1e3)
    };
    if let Err(error) = run() {
        println!("start: not available ({error})\n");
        return Ok(());
    }
    let mut total = 0.0;
    for _ in 0..RUNS {
        total += run()?;
    }
    let mean = total / f64::from(RUNS);
    println!("start of -c 1   {mean:.1} ms   PowerShell {:.1} ms", REFERENCE.0);
    match resident_megabytes(shell)? {
        Some(size) => println!("resident        {size:.1} MB   PowerShell {:.1} MB", REFERENCE.1),
        None => println!("resident        not available"),
    }
    println!();
    Ok(())
}

/// The peak of a shell that prints its own status, as a native child of it would read it.
fn resident_megabytes(shell: &Path) -> Result<Option<f64>> {
    let script = "grep VmHWM /proc/$PID/status";
    let output = Command::new(shell)
        .args(["-NoProfile", "-c", script])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let kilobytes = text.split_whitespace().nth(1).and_then(|word| word.parse::<f64>().ok());
    Ok(kilobytes.map(|size| size / 1024.0))
}

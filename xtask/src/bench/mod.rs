//! `cargo xtask bench`: speed beside PowerShell's own figures (`tests/corpora/perf/pwsh.md`).
//!
//! Ratios above one mean that the shell under test is faster.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use crate::{table, workspace};

mod engine;
mod figures;
mod remoting;
mod start;

use self::figures::Figures;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
    /// The shell under test instead of the one in the target folder.
    #[arg(long, value_name = "PATH", global = true)]
    shell: Option<PathBuf>,
    /// Measures only lines whose name matches this wildcard.
    #[arg(long, value_name = "WILDCARD", default_value = "*", global = true)]
    only: String,
}

#[derive(Subcommand)]
enum What {
    /// Starting, and the language and its cmdlets (perf/micro.ps1).
    Engine,
    /// Sessions, commands and fan-out over a lab on loopback.
    Remoting {
        /// How the lab is started.
        #[arg(long, default_value = crate::corpus::DEFAULT_LAB_COMMAND, value_name = "COMMAND")]
        lab_command: String,
        /// How many computers the lab has.
        #[arg(long, default_value_t = 1000, value_name = "N")]
        servers: usize,
    },
}

/// Runs the task; true whatever the figures say: a busy machine is no failure.
pub(crate) fn main(arguments: &Arguments) -> Result<bool> {
    let shell = workspace::shell(arguments.shell.as_deref())?;
    if !shell.to_string_lossy().contains("/release/") {
        println!("note: {} is no release build", shell.display());
    }
    let file = workspace::corpora().join("perf/pwsh.md");
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    match &arguments.what {
        What::Engine => {
            start::measure(&shell)?;
            engine::measure(&shell, &Figures::parse(&text, "micro.ps1"), &arguments.only)?;
        }
        What::Remoting { lab_command, servers } => {
            start::measure(&shell)?;
            let figures = Figures::parse(&text, "remoting.ps1");
            remoting::measure(&shell, lab_command, *servers, &figures, &arguments.only)?;
        }
    }
    Ok(true)
}

/// How long a whole script may take.
const SCRIPT_LIMIT: Duration = Duration::from_secs(600);

/// One measured line: seconds, or none where it was not available.
struct Line {
    name: String,
    seconds: Option<f64>,
}

/// Prints the lines beside the reference, and the geometric mean of the ratios.
fn print_beside(lines: &[Line], figures: &Figures) {
    let heading = ["line", "here", "PowerShell", "ratio"].map(str::to_owned).to_vec();
    let mut rows = vec![heading];
    let mut ratios = Vec::new();
    for line in lines {
        let reference = figures.get(&line.name);
        let ratio =
            line.seconds.filter(|seconds| *seconds > 0.0).zip(reference).map(|(h, r)| r / h);
        ratios.extend(ratio);
        let seconds = |figure: Option<f64>, missing: &str| {
            figure.map_or_else(|| missing.to_owned(), |figure| format!("{figure:.4}"))
        };
        rows.push(vec![
            line.name.clone(),
            seconds(line.seconds, "not available"),
            seconds(reference, "-"),
            ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}")),
        ]);
    }
    print!("{}", table::lay_out(&rows));
    if let Some(mean) = figures::geometric_mean(&ratios) {
        let slower = ratios.iter().filter(|ratio| **ratio < 1.0).count();
        println!(
            "geometric mean {mean:.2} of {} lines, {slower} slower than PowerShell",
            ratios.len()
        );
    }
}

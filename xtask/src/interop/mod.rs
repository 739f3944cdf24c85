//! `cargo xtask interop`: the tests that need programs of other makers (pypsrp, pywinrm, OpenSSH).
//!
//! They are ignored by `cargo test`. This task puts the Python packages at fixed versions into a
//! virtual environment in the target folder and runs the tests with it.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::workspace;

/// What is installed: exact versions, so that a run today is a run tomorrow.
const REQUIREMENTS: &str = include_str!("requirements.txt");

/// Package and test target of the ignored tests; each ignored test in them needs another program.
const TESTS: [(&str, &str); 3] = [
    ("remora-auth", "interoperability"),
    ("remora-server", "runspace_host"),
    ("remora", "interoperability"),
];

/// Package and name of the examples that these tests start: `cargo test --test` builds none.
const EXAMPLES: [(&str, &str); 1] = [("remora-auth", "authenticate")];

#[derive(Args)]
pub(crate) struct Arguments {
    /// Installs the packages and runs nothing.
    #[arg(long)]
    install: bool,
    /// Runs only tests whose name contains this.
    #[arg(value_name = "NAME")]
    filter: Option<String>,
}

/// Runs the task; false where a test fails.
pub(crate) fn main(arguments: &Arguments) -> Result<bool> {
    install()?;
    if arguments.install {
        return Ok(true);
    }
    // Tests in a crate's folder are told whole paths.
    let python = std::path::absolute(workspace::python())?;
    for (package, example) in EXAMPLES {
        let mut build = Command::new("cargo");
        build.args(["build", "--quiet", "--package", package, "--example", example]);
        succeed(build.current_dir(workspace::root()))?;
    }
    let mut all_good = true;
    for (package, target) in TESTS {
        let status = Command::new("cargo")
            .args(["test", "--quiet", "--package", package, "--test", target, "--"])
            .args(["--ignored", "--test-threads", "1"])
            .args(&arguments.filter)
            .env("REMORA_PYTHON", &python)
            .current_dir(workspace::root())
            .status()
            .context("cargo does not start")?;
        all_good &= status.success();
    }
    Ok(all_good)
}

/// Makes the virtual environment, unless one of the same packages is there.
fn install() -> Result<()> {
    let folder = workspace::target().join("venv");
    let mark = folder.join("requirements.txt");
    if fs::read_to_string(&mark).is_ok_and(|text| text == REQUIREMENTS) {
        return Ok(());
    }
    succeed(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    // The list becomes the mark once all of it is installed.
    let list = folder.join("requirements.partial");
    fs::write(&list, REQUIREMENTS)?;
    succeed(
        Command::new(workspace::python())
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&list),
    )?;
    fs::rename(list, mark)?;
    Ok(())
}

/// Runs a command that has to succeed.
fn succeed(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    ensure!(status.success(), "{command:?}: {status}");
    Ok(())
}

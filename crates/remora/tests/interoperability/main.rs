//! The program with programs of other makers: OpenSSH's server and client, pypsrp and pywinrm.
//!
//! `cargo xtask interop` installs the Python packages and runs these tests; sshd must be there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed step of a test ends it"
)]

mod endpoint;
mod engine;
mod python;
mod sshd;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const REMORA: &str = env!("CARGO_BIN_EXE_remora");

/// What a run gave.
struct Answer {
    stdout: String,
    stderr: String,
    code: Option<i32>,
}

impl Answer {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            lines.join("\n")
        };
        Self {
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code(),
        }
    }

    /// These lines, nothing on standard error, and code 0.
    #[track_caller]
    fn gives(&self, stdout: &str) {
        assert_eq!(self.stdout, stdout, "standard error was: {}", self.stderr);
        assert_eq!((self.stderr.as_str(), self.code), ("", Some(0)));
    }
}

/// Runs a program to its end with this standard input.
fn run(command: &mut Command, input: &str) -> Answer {
    let mut child = command
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that needs no input may have ended before it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    Answer::of(&child.wait_with_output().unwrap())
}

/// Writes a file that nobody else reads.
fn write_private(file: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(file, text).unwrap();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
}

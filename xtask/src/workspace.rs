//! Where the workspace is, which files it has, and where its binary was built.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Folders that hold no source of the project.
const SKIPPED_FOLDERS: [&str; 4] = ["target", ".git", ".venv", "node_modules"];

/// The root folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// The folder of recorded cases.
pub(crate) fn corpora() -> PathBuf {
    root().join("tests/corpora")
}

/// All files below `folder`, sorted, without build output.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        let entries =
            fs::read_dir(&next).with_context(|| format!("cannot list {}", next.display()))?;
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_type()?;
            let name = entry.file_name();
            if kind.is_dir() {
                if !SKIPPED_FOLDERS.iter().any(|skipped| name == *skipped) {
                    waiting.push(entry.path());
                }
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The path of `file` inside the workspace, with slashes.
pub(crate) fn relative(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

/// The folder of build output.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The Python that knows the clients of other makers; `cargo xtask interop` makes it.
pub(crate) fn python() -> PathBuf {
    target().join("venv/bin/python")
}

/// The shell under test: the one asked for, else the newest kind of build that is there.
pub(crate) fn shell(asked: Option<&Path>) -> Result<PathBuf> {
    if let Some(path) = asked {
        return fs::canonicalize(path).with_context(|| format!("no shell at {}", path.display()));
    }
    let target = target();
    for profile in ["release", "debug"] {
        let candidate = target.join(profile).join("remora");
        if candidate.is_file() {
            return Ok(fs::canonicalize(candidate)?);
        }
    }
    bail!(
        "no remora binary in {}: run `cargo build --release -p remora`, or name one with --shell",
        target.display()
    );
}

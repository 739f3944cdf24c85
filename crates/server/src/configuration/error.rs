//! What is wrong with a file, and what to do about it.

use std::path::{Path, PathBuf};

/// A file of the configuration that cannot be used. The text names the file, the place and the
/// remedy, and never repeats a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}: {problem}. {remedy}", .path.display(), .line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct ConfigurationError {
    /// The file or folder.
    pub path: PathBuf,
    /// The line, from 1, where one is to blame.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl ConfigurationError {
    /// An error about a whole file.
    pub fn new(path: &Path, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        let (problem, remedy) = (problem.into(), remedy.into());
        Self { path: path.to_owned(), line: None, problem, remedy }
    }

    /// The same error, about a line.
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// An error of the operating system about a file.
    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let remedy = match error.kind() {
            ErrorKind::NotFound => "Create it, or name the file that is meant.",
            ErrorKind::PermissionDenied => {
                "Run as the user who owns it, or give that user the file."
            }
            _ => "Check the path and the file system.",
        };
        Self::new(path, error.to_string(), remedy)
    }
}

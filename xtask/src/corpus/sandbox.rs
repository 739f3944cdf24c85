//! Folders in which cases run, as they were when the answers were recorded.
//!
//! Recorded text depends on how long a path is (tables, wrapped messages), so each worker has a
//! root of the recorded length that differs from the recorded one in the last character only.
//! Workers of several runs side by side keep apart by locking it; no root rights are needed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// Where snippets, programs and remoting cases were recorded.
pub(crate) const SNIPPET_ROOT: &str = "/tmp/pscorp";
/// Where command-line cases were recorded.
pub(crate) const COMMAND_LINE_ROOT: &str = "/tmp/pscli";

/// A root folder that belongs to one worker.
pub(crate) struct Sandbox {
    root: PathBuf,
    recorded_root: &'static str,
    /// Locked as long as the sandbox is in use.
    _lock: File,
}

impl Sandbox {
    /// Takes the first free root beside `recorded_root`.
    pub(crate) fn claim(recorded_root: &'static str) -> Result<Self> {
        let stem = recorded_root.get(..recorded_root.len() - 1).unwrap_or(recorded_root);
        for mark in ('0'..='9').chain('A'..='Z') {
            let root = format!("{stem}{mark}");
            let Ok(lock) = File::create(format!("{root}.lock")) else {
                continue;
            };
            if lock.try_lock().is_err() {
                continue;
            }
            fs::create_dir_all(&root)?;
            return Ok(Self { root: root.into(), recorded_root, _lock: lock });
        }
        bail!("every sandbox beside {recorded_root} is in use");
    }

    /// The root folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The root folder's name when the answers were recorded.
    pub(crate) fn recorded_root(&self) -> &'static str {
        self.recorded_root
    }

    /// A folder below the root.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Empties the folders named, and makes them where they are missing.
    pub(crate) fn empty(&self, names: &[&str]) -> io::Result<()> {
        for name in names {
            let folder = self.folder(name);
            fs::create_dir_all(&folder)?;
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                // What a case made unreadable stays behind and does no harm.
                let _ = if entry.file_type()?.is_dir() {
                    fs::remove_dir_all(entry.path())
                } else {
                    fs::remove_file(entry.path())
                };
            }
        }
        Ok(())
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

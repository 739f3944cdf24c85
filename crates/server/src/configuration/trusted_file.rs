//! Files that decide who may do what: read only where nobody else could have written them.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::unistd::geteuid;

use super::ConfigurationError;

/// Who else may touch a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protection {
    /// Nobody else reads or writes it: it holds secrets.
    Secret,
    /// Others may read it, nobody else writes it.
    Trusted,
}

impl Protection {
    const fn forbidden_bits(self) -> u32 {
        match self {
            Self::Secret => 0o077,
            Self::Trusted => 0o022,
        }
    }

    const fn problem(self) -> &'static str {
        match self {
            Self::Secret => "other users can read or write it",
            Self::Trusted => "other users can write it",
        }
    }

    fn remedy(self, path: &Path) -> String {
        let mode = match self {
            Self::Secret => "600",
            Self::Trusted => "go-w",
        };
        format!("Run: chmod {mode} '{}'", path.display())
    }
}

/// Largest file that is read, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Opens a file that is no symbolic link, belongs to this user or root, and is protected. What is
/// checked is the open file, not the path, so that it cannot be exchanged in between.
pub(super) fn open(path: &Path, protection: Protection) -> Result<File, ConfigurationError> {
    let opened = OpenOptions::new()
        .read(true)
        .custom_flags((OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC | OFlag::O_NONBLOCK).bits())
        .open(path);
    let file = opened.map_err(|error| match error.raw_os_error().map(Errno::from_raw) {
        Some(Errno::ELOOP) => symbolic_link(path),
        _ => ConfigurationError::io(path, &error),
    })?;
    let metadata = file.metadata().map_err(|error| ConfigurationError::io(path, &error))?;
    if !metadata.is_file() {
        let problem = "it is no regular file";
        return Err(ConfigurationError::new(path, problem, "Name a file."));
    }
    let own = geteuid().as_raw();
    if metadata.uid() != own && metadata.uid() != 0 {
        let problem = format!("it belongs to the user with the id {}", metadata.uid());
        let remedy = format!("Run: chown {own} '{}'", path.display());
        return Err(ConfigurationError::new(path, problem, remedy));
    }
    if metadata.mode() & protection.forbidden_bits() != 0 {
        let problem = format!("{} (mode {:04o})", protection.problem(), metadata.mode() & 0o7777);
        return Err(ConfigurationError::new(path, problem, protection.remedy(path)));
    }
    if metadata.len() > LARGEST {
        let problem = format!("it has more than {LARGEST} bytes");
        return Err(ConfigurationError::new(path, problem, "Name the file that is meant."));
    }
    Ok(file)
}

/// The text of a protected file.
pub(super) fn read(path: &Path, protection: Protection) -> Result<String, ConfigurationError> {
    let mut text = String::new();
    open(path, protection)?
        .take(LARGEST)
        .read_to_string(&mut text)
        .map_err(|error| ConfigurationError::io(path, &error))?;
    Ok(text)
}

fn symbolic_link(path: &Path) -> ConfigurationError {
    ConfigurationError::new(path, "it is a symbolic link", "Name the file itself.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn only_protected_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "text").unwrap();
        let cases = [
            (0o600, true, true),
            (0o400, true, true),
            (0o644, false, true),
            (0o640, false, true),
            (0o660, false, false),
            (0o602, false, false),
        ];
        for (mode, secret, trusted) in cases {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            assert_eq!(read(&path, Protection::Secret).is_ok(), secret, "{mode:o}");
            assert_eq!(read(&path, Protection::Trusted).is_ok(), trusted, "{mode:o}");
        }
        let error = read(&path, Protection::Secret).unwrap_err().to_string();
        assert!(error.contains("mode 0602") && error.contains("chmod 600"), "{error}");
    }

    #[test]
    fn links_folders_and_missing_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&path, "text").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let problem = |path: &Path| read(path, Protection::Secret).unwrap_err().problem;
        assert_eq!(problem(&link), "it is a symbolic link");
        assert_eq!(problem(folder.path()), "it is no regular file");
        let error = read(&folder.path().join("none"), Protection::Secret).unwrap_err();
        assert!(error.remedy.starts_with("Create it"), "{error}");
    }
}

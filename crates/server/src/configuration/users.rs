//! The users file on disk: reading it while it changes, and changing it.

use std::fs::File;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use remora_auth::{Account, AccountStore, NtHash, Secret, User, UsersFile};
use zeroize::Zeroizing;

use super::ConfigurationError;
use super::trusted_file::{self, Protection};

/// Mode of a users file that is made.
const MODE: u32 = 0o600;

/// Reads a users file.
///
/// # Errors
/// A file that others can read or write, that is a symbolic link, that belongs to somebody else, or
/// whose text is wrong; the error names the line.
pub fn load(path: &Path) -> Result<UsersFile, ConfigurationError> {
    let text = Zeroizing::new(trusted_file::read(path, Protection::Secret)?);
    UsersFile::parse(&text).map_err(|error| {
        let remedy = format!("Expected is {}.", error.expected);
        ConfigurationError::new(path, error.problem, remedy).at_line(error.line)
    })
}

/// Adds a user, or gives one a new password. The file is made where there is none. The account and
/// the groups of a user who is there already stay as they are unless new ones are given.
///
/// # Errors
/// As [`load`]; and where the file cannot be written.
pub fn add(
    path: &Path,
    name: &str,
    password: &Secret,
    local_account: Option<&str>,
    groups: &[String],
) -> Result<(), ConfigurationError> {
    change(path, |file| {
        let hash = NtHash::from_password(password.expose());
        let known = file.users().find(|user| user.name.to_lowercase() == name.to_lowercase());
        let mut user = User::new(name, hash);
        if let Some(known) = known {
            user.local_account.clone_from(&known.local_account);
            user.groups.clone_from(&known.groups);
        }
        if let Some(account) = local_account {
            user.local_account = Some(account.to_owned());
        }
        if !groups.is_empty() {
            user.groups = groups.to_vec();
        }
        file.set(user).map_err(|error| {
            ConfigurationError::new(path, error.problem, "Choose another name.".to_owned())
        })?;
        Ok(true)
    })
}

/// Removes a user; `false` where there is none of that name.
///
/// # Errors
/// As [`load`]; and where the file cannot be written.
pub fn remove(path: &Path, name: &str) -> Result<bool, ConfigurationError> {
    let mut removed = false;
    change(path, |file| {
        removed = file.remove(name);
        Ok(removed)
    })?;
    Ok(removed)
}

/// What a list of users shows; no hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserSummary {
    /// The name as it stands in the file.
    pub name: String,
    /// The account as which commands run.
    pub local_account: Option<String>,
    /// The groups.
    pub groups: Vec<String>,
}

/// The users in the order of the file.
///
/// # Errors
/// As [`load`].
pub fn list(path: &Path) -> Result<Vec<UserSummary>, ConfigurationError> {
    let summary = |user: &User| UserSummary {
        name: user.name.clone(),
        local_account: user.local_account.clone(),
        groups: user.groups.clone(),
    };
    Ok(load(path)?.users().map(summary).collect())
}

/// Reads, changes and replaces the file in one step, one program at a time.
fn change(
    path: &Path,
    edit: impl FnOnce(&mut UsersFile) -> Result<bool, ConfigurationError>,
) -> Result<(), ConfigurationError> {
    let failed = |error: std::io::Error| ConfigurationError::io(path, &error);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // The folder is locked, not the file: the file is replaced.
    let lock = File::open(folder).map_err(|error| ConfigurationError::io(folder, &error))?;
    lock.lock().map_err(failed)?;
    let exists = path.symlink_metadata().is_ok();
    let (mut file, mode) = if exists {
        let mode = path.symlink_metadata().map_err(failed)?.mode() & 0o777;
        (load(path)?, mode)
    } else {
        (UsersFile::default(), MODE)
    };
    if !edit(&mut file)? {
        return Ok(());
    }
    let text = Zeroizing::new(file.to_string());
    let mut fresh = tempfile::Builder::new()
        .prefix(".users-")
        .permissions(std::fs::Permissions::from_mode(MODE))
        .tempfile_in(folder)
        .map_err(failed)?;
    fresh.write_all(text.as_bytes()).map_err(failed)?;
    let permissions = std::fs::Permissions::from_mode(mode);
    fresh.as_file().set_permissions(permissions).map_err(failed)?;
    fresh.as_file().sync_all().map_err(failed)?;
    fresh.persist(path).map_err(|error| failed(error.error))?;
    lock.sync_all().map_err(failed)
}

/// What tells one version of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    size: u64,
    changed: (i64, i64),
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let metadata = path.symlink_metadata().ok()?;
        Some(Self {
            inode: metadata.ino(),
            size: metadata.size(),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        })
    }
}

/// The accounts of an endpoint, as the file says at the moment: a changed file counts from the next
/// authentication on. A file that has become unusable lets nobody in.
#[derive(Debug)]
pub struct Users {
    source: Source,
}

#[derive(Debug)]
enum Source {
    File { path: PathBuf, current: Mutex<Loaded> },
    Fixed(Arc<UsersFile>),
}

#[derive(Debug)]
struct Loaded {
    stamp: Option<Stamp>,
    users: Arc<UsersFile>,
}

impl Users {
    /// The accounts of a file.
    ///
    /// # Errors
    /// As [`load`].
    pub fn from_file(path: &Path) -> Result<Self, ConfigurationError> {
        let stamp = Stamp::of(path);
        let users = Arc::new(load(path)?);
        let current = Mutex::new(Loaded { stamp, users });
        Ok(Self { source: Source::File { path: path.to_owned(), current } })
    }

    /// Accounts that stand in no file.
    #[must_use]
    pub fn fixed(users: UsersFile) -> Self {
        Self { source: Source::Fixed(Arc::new(users)) }
    }

    fn current(&self) -> Arc<UsersFile> {
        let (path, current) = match &self.source {
            Source::Fixed(users) => return Arc::clone(users),
            Source::File { path, current } => (path, current),
        };
        let mut current = current.lock();
        let stamp = Stamp::of(path);
        if stamp.is_none() || current.stamp != stamp {
            let users = load(path).unwrap_or_else(|error| {
                tracing::error!(%error, "the users file cannot be used: nobody can log on");
                UsersFile::default()
            });
            *current = Loaded { stamp, users: Arc::new(users) };
        }
        Arc::clone(&current.users)
    }
}

impl AccountStore for Users {
    fn find(&self, user: &str, domain: &str) -> Option<Account> {
        self.current().find(user, domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, Permissions};

    fn secret(text: &str) -> Secret {
        Secret::new(text)
    }

    #[test]
    fn users_come_and_go_and_the_mode_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users");
        add(&path, "alice", &secret("one"), Some("root"), &["admins".to_owned()]).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
        add(&path, "bob", &secret("two"), None, &[]).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o400);

        let users = Users::from_file(&path).unwrap();
        let hash = |password| Some(NtHash::from_password(password));
        let found = |name| users.find(name, "").map(|account| account.nt_hash);
        assert_eq!((found("alice"), found("BOB")), (hash("one"), hash("two")));
        add(&path, "Alice", &secret("three"), None, &[]).unwrap();
        assert_eq!(found("alice"), hash("three"), "a changed file counts at once");
        let listed = list(&path).unwrap();
        assert_eq!(listed.len(), 2);
        assert_eq!(listed[0].local_account.as_deref(), Some("root"));
        assert_eq!(listed[0].groups, ["admins"]);

        assert!(remove(&path, "ALICE").unwrap());
        assert!(!remove(&path, "alice").unwrap());
        assert_eq!(found("alice"), None);
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 1, "no temporary file is left");
    }

    #[test]
    fn a_file_that_goes_bad_lets_nobody_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users");
        add(&path, "alice", &secret("one"), None, &[]).unwrap();
        let users = Users::from_file(&path).unwrap();
        assert!(users.find("alice", "").is_some());
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        assert!(users.find("alice", "").is_none());
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        assert!(users.find("alice", "").is_some());
        fs::remove_file(&path).unwrap();
        assert!(users.find("alice", "").is_none());
    }

    #[test]
    fn errors_name_file_line_and_remedy_but_no_hash() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users");
        fs::write(&path, "# users\nalice:0123\n").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let error = load(&path).unwrap_err();
        assert_eq!(error.line, Some(2));
        let text = error.to_string();
        assert!(text.contains("users, line 2: the NT hash is not usable"), "{text}");
        assert!(text.contains("32 hexadecimal digits") && !text.contains("0123"), "{text}");
        assert!(add(&path, "bob", &secret("x"), None, &[]).is_err(), "a bad file is not rewritten");
        assert!(add(&folder.path().join("new"), "a:b", &secret("x"), None, &[]).is_err());
    }
}

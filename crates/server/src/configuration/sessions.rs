//! Session configurations: which engine a shell gets, and who may have one.
//!
//! Each is a file `NAME.toml` in a folder, and is read anew for every session, so that a change
//! needs no restart:
//!
//! ```toml
//! engine = ["pwsh", "-s", "-NoLogo", "-NoProfile"]  # this program with -s where it is missing
//! allowed-users = ["alice"]       # nobody is named: everybody with an account
//! allowed-groups = ["helpdesk"]
//! working-directory = "/srv"
//! enabled = true
//! maximum-received-object-size-mb = 10
//! maximum-received-data-size-per-command-mb = 50
//! [environment]
//! LANG = "C.UTF-8"
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use remora_auth::Principal;
use serde::Deserialize;

use super::ConfigurationError;
use super::trusted_file::{self, Protection};
use crate::store::ReceivedLimits;

/// The configuration that clients ask for where nobody names one.
pub const DEFAULT_CONFIGURATION: &str = "Microsoft.PowerShell";

/// Bytes of a megabyte.
const MEGABYTE: f64 = 1_048_576.0;
/// No size is as large.
const MOST_MEGABYTES: f64 = 1e9;

const EXTENSION: &str = "toml";

/// The program behind a shell. It speaks the line protocol of MS-PSRP's out-of-process transport
/// on its standard streams.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// This program, as a session host.
    #[default]
    Own,
    /// Another command: the program and its arguments.
    Command(Vec<String>),
}

/// One session configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionConfiguration {
    /// The name that clients ask for.
    pub name: String,
    /// What runs the commands.
    pub engine: Engine,
    /// Users who may enter; nobody and no group named: everybody.
    pub allowed_users: Vec<String>,
    /// Groups whose members may enter.
    pub allowed_groups: Vec<String>,
    /// Where the engine starts.
    pub working_directory: Option<PathBuf>,
    /// Variables that the engine finds in its environment besides the listener's.
    pub environment: BTreeMap<String, String>,
    /// How much a client may send.
    pub received: ReceivedLimits,
    /// Whether anybody may enter at all.
    pub enabled: bool,
}

/// The file's form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    engine: Option<Vec<String>>,
    #[serde(default)]
    allowed_users: Vec<String>,
    #[serde(default)]
    allowed_groups: Vec<String>,
    #[serde(default)]
    working_directory: Option<PathBuf>,
    #[serde(default)]
    environment: BTreeMap<String, String>,
    #[serde(default)]
    maximum_received_object_size_mb: Option<f64>,
    #[serde(default)]
    maximum_received_data_size_per_command_mb: Option<f64>,
    #[serde(default = "yes")]
    enabled: bool,
}

const fn yes() -> bool {
    true
}

impl SessionConfiguration {
    /// A configuration for everybody, with this program as its engine.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), enabled: true, ..Self::default() }
    }

    /// The same configuration with another engine.
    #[must_use]
    pub fn with_engine(mut self, engine: Engine) -> Self {
        self.engine = engine;
        self
    }

    /// Whether somebody may have a session of it.
    #[must_use]
    pub fn admits(&self, principal: &Principal) -> bool {
        let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
        let named = self.allowed_users.iter().any(|name| same(name, principal.name()));
        let member = || {
            let groups = principal.groups();
            groups.iter().any(|group| self.allowed_groups.iter().any(|name| same(name, group)))
        };
        let everybody = self.allowed_users.is_empty() && self.allowed_groups.is_empty();
        self.enabled && !principal.is_nobody() && (everybody || named || member())
    }

    /// Reads the text of a file; `path` gives the name.
    ///
    /// # Errors
    /// Text that is no TOML, a key that is not known, an engine without a program.
    fn parse(path: &Path, text: &str) -> Result<Self, ConfigurationError> {
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| {
                text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1
            });
            let remedy = "Known keys: engine, allowed-users, allowed-groups, working-directory, \
                          environment, enabled, maximum-received-object-size-mb, \
                          maximum-received-data-size-per-command-mb.";
            let wrong = ConfigurationError::new(path, error.message(), remedy);
            line.map_or(wrong.clone(), |line| wrong.at_line(line))
        })?;
        let engine = match file.engine {
            None => Engine::Own,
            Some(command) if command.first().is_some_and(|program| !program.is_empty()) => {
                Engine::Command(command)
            }
            Some(_) => {
                let remedy = "Write the program first: engine = [\"pwsh\", \"-s\"].";
                return Err(ConfigurationError::new(path, "the engine has no program", remedy));
            }
        };
        let size = |megabytes: Option<f64>, default: u64| match megabytes {
            None => Ok(default),
            Some(number) if number > 0.0 && number < MOST_MEGABYTES =>
            {
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "the number was checked"
                )]
                Ok((number * MEGABYTE) as u64)
            }
            Some(number) => {
                let remedy = "Write a number of megabytes, such as 10 or 0.5.";
                Err(ConfigurationError::new(path, format!("{number} is no size"), remedy))
            }
        };
        let default = ReceivedLimits::default();
        let received = ReceivedLimits {
            object: size(file.maximum_received_object_size_mb, default.object)?,
            per_command: size(file.maximum_received_data_size_per_command_mb, default.per_command)?,
        };
        Ok(Self {
            name: name.to_owned(),
            received,
            engine,
            allowed_users: file.allowed_users,
            allowed_groups: file.allowed_groups,
            working_directory: file.working_directory,
            environment: file.environment,
            enabled: file.enabled,
        })
    }
}

/// Where session configurations are found. [`DEFAULT_CONFIGURATION`] is there always, unless a
/// file of that name says otherwise.
#[derive(Clone, Debug)]
pub struct SessionConfigurations {
    folder: Option<PathBuf>,
    fixed: Vec<SessionConfiguration>,
}

impl Default for SessionConfigurations {
    fn default() -> Self {
        Self { folder: None, fixed: vec![SessionConfiguration::new(DEFAULT_CONFIGURATION)] }
    }
}

impl SessionConfigurations {
    /// The default and the files of a folder, which may be missing.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into()), ..Self::default() }
    }

    /// These and no others.
    #[must_use]
    pub const fn fixed(configurations: Vec<SessionConfiguration>) -> Self {
        Self { folder: None, fixed: configurations }
    }

    /// The configuration of a name, in any case; `None` where there is none.
    ///
    /// # Errors
    /// A file that cannot be used, or that others can write.
    pub fn find(&self, name: &str) -> Result<Option<SessionConfiguration>, ConfigurationError> {
        for path in self.files()? {
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            if stem.is_some_and(|stem| stem.eq_ignore_ascii_case(name)) {
                return read(&path).map(Some);
            }
        }
        Ok(self.fixed.iter().find(|known| known.name.eq_ignore_ascii_case(name)).cloned())
    }

    /// All configurations by name; a file that cannot be used is an error of its own.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    #[allow(clippy::type_complexity, reason = "a list of results says it all")]
    pub fn all(
        &self,
    ) -> Result<Vec<Result<SessionConfiguration, ConfigurationError>>, ConfigurationError> {
        let mut all: Vec<_> = self.files()?.iter().map(|path| read(path)).collect();
        for known in &self.fixed {
            let is_there = |found: &Result<SessionConfiguration, _>| {
                found.as_ref().is_ok_and(|found| found.name.eq_ignore_ascii_case(&known.name))
            };
            if !all.iter().any(is_there) {
                all.push(Ok(known.clone()));
            }
        }
        Ok(all)
    }

    fn files(&self) -> Result<Vec<PathBuf>, ConfigurationError> {
        let Some(folder) = &self.folder else { return Ok(Vec::new()) };
        let failed = |error: std::io::Error| ConfigurationError::io(folder, &error);
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|extension| extension == EXTENSION) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }
}

fn read(path: &Path) -> Result<SessionConfiguration, ConfigurationError> {
    let text = trusted_file::read(path, Protection::Trusted)?;
    SessionConfiguration::parse(path, &text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    fn write(folder: &Path, name: &str, text: &str, mode: u32) {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn files_are_found_by_name_and_the_default_is_always_there() {
        let folder = tempfile::tempdir().unwrap();
        let sessions = SessionConfigurations::in_folder(folder.path().join("none"));
        let default = sessions.find("microsoft.powershell").unwrap().unwrap();
        assert_eq!(default, SessionConfiguration::new(DEFAULT_CONFIGURATION));

        let text = "engine = [\"pwsh\", \"-s\"]\nallowed-users = [\"Alice\"]\n\
                    [environment]\nA = \"b\"\n";
        write(folder.path(), "Real.toml", text, 0o644);
        write(folder.path(), "notes.txt", "no", 0o644);
        let sessions = SessionConfigurations::in_folder(folder.path());
        let real = sessions.find("real").unwrap().unwrap();
        assert_eq!(real.engine, Engine::Command(vec!["pwsh".into(), "-s".into()]));
        assert_eq!(real.environment.get("A").map(String::as_str), Some("b"));
        assert!(sessions.find("other").unwrap().is_none());
        assert_eq!(sessions.all().unwrap().len(), 2);

        write(folder.path(), "Microsoft.PowerShell.toml", "enabled = false", 0o644);
        assert!(!sessions.find(DEFAULT_CONFIGURATION).unwrap().unwrap().enabled);
        assert_eq!(sessions.all().unwrap().len(), 2);
    }

    #[test]
    fn what_clients_may_send_is_written_in_megabytes() {
        let path = Path::new("x.toml");
        let read = |text: &str| SessionConfiguration::parse(path, text);
        assert_eq!(read("").unwrap().received, ReceivedLimits::default());
        let text = "maximum-received-object-size-mb = 0.5\n\
                    maximum-received-data-size-per-command-mb = 2\n";
        let expected = ReceivedLimits { object: 512 * 1024, per_command: 2 * 1024 * 1024 };
        assert_eq!(read(text).unwrap().received, expected);
        for wrong in ["0.0", "-1.0", "1e12", "nan"] {
            let error = read(&format!("maximum-received-object-size-mb = {wrong}\n")).unwrap_err();
            assert!(error.problem.contains("is no size"), "{error}");
        }
    }

    #[test]
    fn errors_name_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let sessions = SessionConfigurations::in_folder(folder.path());
        write(folder.path(), "a.toml", "enabled = true\nengin = 3\n", 0o644);
        let error = sessions.find("a").unwrap_err();
        assert_eq!(error.line, Some(2), "{error}");
        write(folder.path(), "a.toml", "engine = []", 0o644);
        assert_eq!(sessions.find("a").unwrap_err().problem, "the engine has no program");
        write(folder.path(), "a.toml", "", 0o666);
        let error = sessions.find("a").unwrap_err();
        assert!(error.problem.starts_with("other users can write it"), "{error}");
    }

    #[test]
    fn nobody_is_admitted_nowhere() {
        let open = SessionConfiguration::new("a");
        assert!(!open.admits(&Principal::nobody()));
    }
}

//! Folders of the program and of the user, by the rules of the XDG base directories.

use remora_dotnet::System;
use remora_dotnet::system::Environment;
use remora_psobject::{InstanceMember, PsObject, PsString, Value};

use crate::session;

/// The part of a path that belongs to the shell.
const FOLDER: &str = "powershell";
/// The profile of all hosts, and that of this one.
const PROFILES: [&str; 2] = ["profile.ps1", "Microsoft.PowerShell_profile.ps1"];

/// Where things lie.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    program: String,
    configuration: String,
    data: String,
}

impl Places {
    /// The places of this process.
    pub(crate) fn of_this_process() -> Self {
        let system = session::system();
        let program = system.executable_path();
        let folder = program.rsplit_once('/').map_or("", |(folder, _)| folder);
        let home = session::home();
        let home = if home.is_empty() { temporary_home() } else { home };
        Self::new(folder, &home, |name| system.variable(name))
    }

    /// The places for a program's folder and a home; `variable` answers for the environment.
    pub(crate) fn new(
        program: &str,
        home: &str,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let folder = |name: &str, usual: &str| {
            let own = variable(name).filter(|folder| !folder.is_empty());
            own.unwrap_or_else(|| format!("{}/{usual}", home.trim_end_matches('/')))
        };
        Self {
            program: program.to_owned(),
            configuration: format!("{}/{FOLDER}", folder("XDG_CONFIG_HOME", ".config")),
            data: format!("{}/{FOLDER}", folder("XDG_DATA_HOME", ".local/share")),
        }
    }

    /// `$PSHOME`
    pub(crate) fn program_folder(&self) -> &str {
        &self.program
    }

    /// The folder of the user's own modules.
    pub(crate) fn user_modules(&self) -> String {
        format!("{}/Modules", self.data)
    }

    /// The settings of all users, and those of this one.
    pub(crate) fn settings_files(&self) -> [String; 2] {
        [&self.program, &self.configuration]
            .map(|folder| format!("{folder}/powershell.config.json"))
    }

    /// The profiles in the order in which they run.
    pub(crate) fn profiles(&self) -> [String; 4] {
        let [all, host] = PROFILES;
        [
            (&self.program, all),
            (&self.program, host),
            (&self.configuration, all),
            (&self.configuration, host),
        ]
        .map(|(folder, name)| format!("{folder}/{name}"))
    }

    /// `$PROFILE`: the path of the last one; all of them are its properties.
    pub(crate) fn profile_variable(&self) -> Value {
        const NAMES: [&str; 4] = [
            "AllUsersAllHosts",
            "AllUsersCurrentHost",
            "CurrentUserAllHosts",
            "CurrentUserCurrentHost",
        ];
        let files = self.profiles();
        let current = files.last().cloned().unwrap_or_default();
        let variable = PsObject::wrapper(current.into());
        for (name, file) in NAMES.into_iter().zip(files) {
            variable.set_member(InstanceMember::note(PsString::from(name), Value::from(file)));
        }
        variable.into()
    }
}

/// Where a user without a home has one for the life of the process.
fn temporary_home() -> String {
    let system = session::system();
    let folder = system.variable("TMPDIR").filter(|folder| !folder.is_empty());
    let folder = folder.unwrap_or_else(|| "/tmp".to_owned());
    let mut bytes = [0; 16];
    system.random_bytes(&mut bytes);
    let id = remora_psobject::Guid::from_random(bytes);
    format!("{}/pwsh-{}-{id}", folder.trim_end_matches('/'), system.user_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_the_environment_count_before_the_home() {
        let places = Places::new("/p", "/h/", |_| None);
        assert_eq!(places.profiles()[2], "/h/.config/powershell/profile.ps1");
        assert_eq!(places.user_modules(), "/h/.local/share/powershell/Modules");
        let places =
            Places::new("/p", "/h", |name| (name == "XDG_CONFIG_HOME").then(|| "/c".into()));
        assert_eq!(
            places.settings_files(),
            ["/p/powershell.config.json", "/c/powershell/powershell.config.json"]
        );
    }
}

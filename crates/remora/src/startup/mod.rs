//! What stands around a session before its first command: folders, settings, the environment, profiles.

mod login;
mod places;
mod settings;

use std::path::Path;

use remora_dotnet::system::Environment;

pub(crate) use self::login::become_login_shell;
pub(crate) use self::places::Places;
pub(crate) use self::settings::{Settings, SettingsError};
use crate::session;

/// Where modules that everybody has are looked for.
const SHARED_MODULES: &str = "/usr/local/share/powershell/Modules";

/// Changes the environment of the session: the program's folder comes first in `PATH`, and
/// `PSModulePath` names the folders of modules.
pub(crate) fn prepare_environment(places: &Places, settings: &Settings) {
    let system = session::system();
    let path = system.variable("PATH");
    if let Some(path) = with_program_folder(places.program_folder(), path.as_deref()) {
        system.set_variable("PATH", Some(&path));
    }
    let inherited = system.variable("PSModulePath");
    let modules = module_path(places, settings, inherited.as_deref());
    system.set_variable("PSModulePath", Some(&modules));
}

/// `PATH` with the program's folder at its beginning, unless it is in it.
fn with_program_folder(folder: &str, path: Option<&str>) -> Option<String> {
    let path = path.unwrap_or_default();
    let is_there = path.split(':').any(|part| part == folder);
    (!is_there && !folder.is_empty()).then(|| format!("{folder}:{path}"))
}

/// The user's modules, those of everybody, those of the program; then what was inherited.
fn module_path(places: &Places, settings: &Settings, inherited: Option<&str>) -> String {
    let user = settings.user_modules.clone().unwrap_or_else(|| places.user_modules());
    let own = Path::new(places.program_folder()).join("Modules").display().to_string();
    let shared = match &settings.shared_modules {
        Some(folders) => vec![folders.clone()],
        None => vec![SHARED_MODULES.to_owned(), own],
    };
    let is_there = |folder: &str| {
        inherited.is_some_and(|inherited| inherited.split(':').any(|part| part == folder))
    };
    let mut folders: Vec<String> =
        std::iter::once(user).chain(shared).filter(|folder| !is_there(folder)).collect();
    folders.extend(inherited.map(str::to_owned));
    folders.join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        Places::new("/opt/remora", "/home/a", |_| None)
    }

    #[test]
    fn the_folders_of_modules() {
        let shared = SHARED_MODULES;
        let user = "/home/a/.local/share/powershell/Modules";
        let all = format!("{user}:{shared}:/opt/remora/Modules");
        let none = Settings::default();
        assert_eq!(module_path(&places(), &none, None), all);
        assert_eq!(module_path(&places(), &none, Some("/a:/b")), format!("{all}:/a:/b"));
        assert_eq!(module_path(&places(), &none, Some(&all)), all);
        assert_eq!(module_path(&places(), &none, Some("")), format!("{all}:"));
        let own = Settings { user_modules: Some("/u".into()), shared_modules: None };
        assert_eq!(module_path(&places(), &own, None), format!("/u:{shared}:/opt/remora/Modules"));
        let own = Settings { user_modules: None, shared_modules: Some("/s".into()) };
        assert_eq!(module_path(&places(), &own, None), format!("{user}:/s"));
    }

    #[test]
    fn the_programs_folder_is_found_first() {
        assert_eq!(with_program_folder("/p", Some("/a:/b")).as_deref(), Some("/p:/a:/b"));
        assert_eq!(with_program_folder("/p", Some("/a:/p")), None);
        assert_eq!(with_program_folder("/p", None).as_deref(), Some("/p:"));
    }
}

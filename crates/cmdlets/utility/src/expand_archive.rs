//! `Expand-Archive`

use crate::archive::collect::{broken, utc_ticks};
use crate::archive::zip::{self, Entry};
use crate::archive::{check_ending, io_failure, path_not_found};
use remora_engine::prelude::*;
use remora_engine::session::ScopeSelector;

/// # Synopsis
/// Unpacks an archive.
///
/// # Description
/// The archive is a ZIP file. Without a destination its content goes to a folder of its name.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.archive/expand-archive
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Expand",
    noun = "Archive",
    class = "Expand-Archive",
    module = "Microsoft.PowerShell.Archive",
    default_set = "Path",
    should_process,
    remoting = "PowerShell",
    output("System.IO.FileSystemInfo")
)]
pub(crate) struct ExpandArchive {
    /// The archive; wildcards are allowed where they mean one file.
    #[parameter(
        set = "Path",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        validate_not_null_or_empty
    )]
    path: Option<PsString>,
    /// The archive, taken as it is written.
    #[parameter(
        set = "LiteralPath",
        mandatory,
        by_name,
        aliases("PSPath"),
        validate_not_null_or_empty
    )]
    literal_path: Option<PsString>,
    /// The folder, which need not exist.
    #[parameter(position = 1, validate_not_null_or_empty)]
    destination_path: Option<PsString>,
    /// Replaces files that are there.
    #[parameter]
    force: Switch,
    /// Gives the files and folders.
    #[parameter]
    pass_thru: Switch,
}

impl Cmdlet for ExpandArchive {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let archive = self.archive(runtime)?;
        check_ending(&archive)?;
        let folder = self.folder(runtime, &archive)?;
        if !runtime.should_process_target(archive.as_str())? {
            return Ok(());
        }
        let system = std::sync::Arc::clone(runtime.system());
        let bytes = system.read(&archive).map_err(|failure| io_failure(&archive, &failure))?;
        let entries = zip::read(&bytes).map_err(|failure| broken(&archive, &failure))?;
        system.create_directory(&folder).map_err(|failure| io_failure(&folder, &failure))?;
        let mut made = Vec::new();
        for entry in &entries {
            runtime.check_stop()?;
            if let Some(path) = self.unpack(runtime, &archive, &folder, entry)? {
                made.push(path);
            }
        }
        if *self.pass_thru {
            for path in made {
                let parameters = [("LiteralPath".into(), Value::from(path))];
                for item in runtime.invoke_command("Get-Item", parameters)? {
                    runtime.write_object(item)?;
                }
            }
        }
        Ok(())
    }
}

/// Where an entry goes; `None` for a name that leads out of the folder.
fn place(folder: &str, name: &str) -> Option<String> {
    let is_inside = !name.starts_with('/') && name.split('/').all(|part| part != "..");
    is_inside.then(|| format!("{}/{}", folder.trim_end_matches('/'), name.trim_end_matches('/')))
}

impl ExpandArchive {
    fn archive(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<String> {
        let (given, literal) = match (&self.path, &self.literal_path) {
            (_, Some(path)) => (path.clone(), true),
            (path, None) => (path.clone().unwrap_or_default(), false),
        };
        match runtime.resolve_paths(&given, literal) {
            Ok(found) => match found.as_slice() {
                [one] => Ok(one.provider_path.to_string()),
                _ => Err(path_not_found(&given).into()),
            },
            Err(Flow::Throw(_)) => Err(path_not_found(&given).into()),
            Err(flow) => Err(flow),
        }
    }

    fn folder(&self, runtime: &mut CommandRuntime<'_>, archive: &str) -> CommandResult<String> {
        let name = archive.rsplit('/').next().unwrap_or(archive);
        let own_name = name.rfind('.').and_then(|at| name.get(..at)).unwrap_or(name);
        let given = self.destination_path.clone().unwrap_or_else(|| own_name.into());
        Ok(runtime.resolve_path_unchecked(&given)?.provider_path.to_string())
    }

    /// Unpacks an entry; gives its path, unless nothing was made.
    fn unpack(
        &self,
        runtime: &mut CommandRuntime<'_>,
        archive: &str,
        folder: &str,
        entry: &Entry,
    ) -> CommandResult<Option<String>> {
        let Some(path) = place(folder, &entry.name) else {
            let message = format!(
                "Extracting Zip entry would have resulted in a file outside the specified destination directory: '{}'.",
                entry.name
            );
            let target = entry.name.as_str();
            return Err(invalid_argument(message, "IOException", target).into());
        };
        let system = std::sync::Arc::clone(runtime.system());
        let failed = |failure| Flow::from(io_failure(&path, &failure));
        if entry.is_folder() {
            system.create_directory(&path).map_err(failed)?;
            return Ok(Some(path));
        }
        if !*self.force && system.metadata(&path, true).is_ok() {
            return exists(runtime, archive, &path).map(|()| None);
        }
        if let Some((parent, _)) = path.rsplit_once('/') {
            system.create_directory(parent).map_err(failed)?;
        }
        let content = entry.content().map_err(|failure| broken(archive, &failure))?;
        system.write(&path, &content).map_err(failed)?;
        if let Some(ticks) = utc_ticks(runtime, entry.modified)? {
            system.set_times(&path, None, Some(ticks)).map_err(failed)?;
        }
        Ok(Some(path))
    }
}

/// Reports a file that is there, as `Write-Error` of a module does: the preference of the session counts,
/// not that of the caller's scope.
fn exists(runtime: &mut CommandRuntime<'_>, archive: &str, path: &str) -> CommandResult {
    const PREFERENCE: &str = "ErrorActionPreference";
    let message = format!(
        "Failed to create file '{path}' while expanding the archive file '{archive}' contents as the file '{path}' already exists. Use the -Force parameter if you want to overwrite the existing directory '{path}' contents when expanding the archive file."
    );
    let parameters = [("Message".into(), Value::from(message))];
    let of_session = runtime.session().variable_object(PREFERENCE, ScopeSelector::Global);
    let of_caller = runtime.variable(PREFERENCE);
    let (Some(of_session), Some(of_caller)) = (of_session, of_caller) else {
        return runtime.invoke_command("Write-Error", parameters).map(|_| ());
    };
    let of_session = of_session.value();
    if runtime.is_bound("ErrorAction") {
        return runtime.invoke_command("Write-Error", parameters).map(|_| ());
    }
    runtime.set_variable(PREFERENCE, of_session)?;
    let done = runtime.invoke_command("Write-Error", parameters);
    runtime.set_variable(PREFERENCE, of_caller)?;
    done.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn no_entry_leaves_its_folder() {
        assert_eq!(place("/o", "d/a.txt").as_deref(), Some("/o/d/a.txt"));
        assert_eq!(place("/o/", "d/").as_deref(), Some("/o/d"));
        assert_eq!(place("/o", "../a"), None);
        assert_eq!(place("/o", "/etc/passwd"), None);
        assert_eq!(place("/o", "d/../../a"), None);
    }
}

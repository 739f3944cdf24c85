//! Finding commands, paths and places.

use std::sync::Arc;

use remora_hosting::host::HostError;
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, PsString, TypeId, Value};

use super::ExecutionContext;
use crate::command::{CommandInfo, CommandKind};
use crate::errors::{self, Flow};
use crate::providers::{PathInfo, ResolvedPath};

impl ExecutionContext {
    /// Finds a command by name as a call would: alias, function, cmdlet, script, program. An alias is
    /// followed.
    ///
    /// # Errors
    /// `CommandNotFoundException`.
    pub fn find_command(&mut self, name: &str) -> Result<Arc<CommandInfo>, Flow> {
        if self.asks_for_commands
            && let Some(found) = crate::types::ask(self, name, crate::types::Lookup::Before)?
        {
            return Ok(found);
        }
        let mut current: PsString = name.into();
        let mut seen: Vec<PsString> = Vec::new();
        while let Some(entry) = self.session.alias(&current) {
            let definition = entry.definition.clone();
            if seen.iter().any(|known| known.eq_ignore_case(&definition)) {
                break;
            }
            seen.push(std::mem::replace(&mut current, definition));
        }
        match self.lookup_command(&current)? {
            Some(found) => Ok(found),
            None => match self.auto_load(&current)? {
                Some(found) => Ok(found),
                None => match crate::types::ask(self, &current, crate::types::Lookup::Missing)? {
                    Some(found) => Ok(found),
                    None => Err(command_not_found(&current)),
                },
            },
        }
    }

    /// The command of this name that is no alias.
    pub(crate) fn lookup_command(&mut self, name: &str) -> Result<Option<Arc<CommandInfo>>, Flow> {
        if let Some(entry) = self.session.function(name) {
            return Ok(Some(Arc::clone(entry.info())));
        }
        if let Some(found) = self.session.cmdlet(name).cloned() {
            self.note_use(&found);
            return Ok(Some(found));
        }
        if let Some((module, function)) = name.rsplit_once('\\')
            && let Some(found) = self.exported_command(module, function)
        {
            return Ok(Some(found));
        }
        self.find_file(name)
    }

    fn exported_command(&self, module: &str, name: &str) -> Option<Arc<CommandInfo>> {
        let nested = self.current_module().and_then(|running| {
            running.nested().into_iter().find(|nested| nested.name.eq_ignore_case(module))
        });
        let module = nested.or_else(|| self.session.module(module).cloned())?;
        self.export_of(&module, name)
    }

    /// A script file or program: by path, or in the folders of `PATH`.
    fn find_file(&mut self, name: &str) -> Result<Option<Arc<CommandInfo>>, Flow> {
        if name.contains(['/', '\\']) || name.starts_with('~') {
            let Ok(resolved) = self.resolve_path(name) else {
                return Ok(None);
            };
            let path = resolved.provider_path;
            return Ok(self
                .file_command(&path, true)
                .or_else(|| self.file_command(&format!("{path}.ps1"), true)));
        }
        let folders = self.system.variable("PATH").unwrap_or_default();
        for folder in folders.split(':').filter(|folder| !folder.is_empty()) {
            let path = format!("{}/{name}", folder.trim_end_matches('/'));
            if let Some(found) = self
                .file_command(&format!("{path}.ps1"), false)
                .or_else(|| self.file_command(&path, false))
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Scripts and programs in the folders of `PATH` whose names a test accepts.
    pub fn programs(&self, accepts: &dyn Fn(&str) -> bool) -> Vec<Arc<CommandInfo>> {
        let folders = self.system.variable("PATH").unwrap_or_default();
        let mut found = Vec::new();
        for folder in folders.split(':').filter(|folder| !folder.is_empty()) {
            let folder = folder.trim_end_matches('/');
            let mut names = self.system.list(folder).unwrap_or_default();
            names.sort();
            for name in names {
                let name = name.rsplit('/').next().unwrap_or(&name);
                if accepts(name) {
                    found.extend(self.file_command(&format!("{folder}/{name}"), false));
                }
            }
        }
        found
    }

    fn file_command(&self, path: &str, is_named: bool) -> Option<Arc<CommandInfo>> {
        let is_file = self
            .system
            .metadata(path, true)
            .is_ok_and(|metadata| metadata.kind == remora_dotnet::system::FileKind::File);
        if !is_file {
            return None;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        if name.to_ascii_lowercase().ends_with(".ps1") {
            let kind = CommandKind::ExternalScript { path: path.into(), block: Arc::default() };
            return Some(Arc::new(CommandInfo::new(name, kind)));
        }
        // A file that is named by its path need not be a program: it may be one that others open.
        (is_named || self.launcher.as_ref()?.is_executable(path)).then(|| {
            Arc::new(CommandInfo::new(name, CommandKind::Application { path: path.into() }))
        })
    }

    /// The provider and path behind a path that need not exist; wildcards are not looked at.
    ///
    /// # Errors
    /// An unknown drive or provider.
    pub fn resolve_path(&mut self, path: &str) -> Result<ResolvedPath, Flow> {
        crate::providers::resolve_path(&self.session, path)
    }

    /// `$PWD`
    pub(crate) fn current_path_info(&self) -> Option<PathInfo> {
        let drive = self.session.current_drive.clone()?;
        Some(PathInfo {
            provider: Arc::clone(&drive.provider),
            drive: Some(drive),
            provider_path: self.session.current_provider_path(),
            path: self.session.current_location(),
        })
    }

    /// `$PSCommandPath`: the script file that runs.
    pub(crate) fn script_path(&self) -> PsString {
        self.frames
            .last()
            .and_then(|frame| frame.source.file())
            .map_or_else(PsString::empty, PsString::from)
    }

    /// `$PSScriptRoot`: its folder.
    pub(crate) fn script_root(&self) -> PsString {
        let path = self.script_path();
        path.rsplit_once('/').map_or("", |(folder, _)| folder).into()
    }

    /// Number of the command in the history; -1 where there is none.
    pub(crate) fn history_id(&self) -> i64 {
        self.history
    }

    /// A host method that failed, as an error.
    pub fn host_failure(&self, failure: HostError) -> Flow {
        match failure {
            HostError::Interrupted => Flow::Stopped,
            HostError::Failed(record) => Flow::statement_error(record),
            HostError::NotImplemented(method) => ErrorRecord::new(
                Exception::new(
                    TypeId::HOST_EXCEPTION,
                    format!(
                        "A command that prompts the user failed because the host program or the command type does not support user interaction. The host was attempting to call {}.",
                        method.name()
                    ),
                ),
                "HostFunctionNotImplemented",
                ErrorCategory::NotImplemented,
                Value::Null,
            )
            .into(),
        }
    }

    /// Writes a line to the host's screen, where it has one.
    pub fn write_host_line(&self, text: &str) {
        if let Some(ui) = self.host.ui() {
            ui.write_line(text, None, None);
        }
    }
}

/// `CommandNotFoundException`
pub(crate) fn command_not_found(name: &str) -> Flow {
    errors::error(
        TypeId::COMMAND_NOT_FOUND_EXCEPTION,
        format!(
            "The term '{name}' is not recognized as a name of a cmdlet, function, script file, or executable program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and try again."
        ),
        "CommandNotFoundException",
        ErrorCategory::ObjectNotFound,
        name,
    )
    .into()
}

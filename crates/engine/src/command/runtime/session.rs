//! Session state: variables, functions, aliases, drives, locations, modules.

use std::sync::Arc;

use remora_psobject::{PsString, Value};

use super::CommandRuntime;
use crate::command::{ActionPreference, CommandInfo, CommandResult};
use crate::providers::ResolvedPath;
use crate::session::SessionState;
use crate::types::TypeTable;

impl CommandRuntime<'_> {
    /// Variables, functions, aliases, drives, locations and modules.
    pub fn session(&mut self) -> &mut SessionState {
        self.context.session()
    }

    /// The extended type system's table.
    pub fn types(&mut self) -> &mut TypeTable {
        self.context.types()
    }

    /// The value of a variable as the caller of this command sees it.
    pub fn variable(&mut self, name: &str) -> Option<Value> {
        self.context.variable(name)
    }

    /// Sets a variable in the scope of the caller, or in the scope that the name names
    /// (`global:x`, `script:x`).
    ///
    /// # Errors
    /// Where the variable cannot be changed or the value is not valid for it.
    pub fn set_variable(&mut self, name: &str, value: impl Into<Value>) -> CommandResult {
        self.context.set_variable(name, value.into())
    }

    /// The value of a preference variable such as `ErrorActionPreference`.
    pub fn preference(&mut self, name: &str) -> ActionPreference {
        self.context.preference(name)
    }

    /// Finds a command by name as a call would: alias, function, cmdlet, script, program.
    ///
    /// # Errors
    /// `CommandNotFoundException`.
    pub fn find_command(&mut self, name: &str) -> CommandResult<Arc<CommandInfo>> {
        self.context.find_command(name)
    }

    /// The current location as PowerShell shows it.
    pub fn location(&mut self) -> PsString {
        self.context.session().current_location()
    }

    /// The paths that a path with wildcards stands for. With `literal` the path is taken as it is.
    ///
    /// # Errors
    /// An unknown drive or provider; `PathNotFound` where a path without wildcards leads nowhere.
    pub fn resolve_paths(&mut self, path: &str, literal: bool) -> CommandResult<Vec<ResolvedPath>> {
        crate::providers::resolve_paths(self, path, literal)
    }

    /// The provider and path behind a path that need not exist; wildcards are not looked at.
    ///
    /// # Errors
    /// An unknown drive or provider.
    pub fn resolve_path_unchecked(&mut self, path: &str) -> CommandResult<ResolvedPath> {
        self.context.resolve_path(path)
    }
}

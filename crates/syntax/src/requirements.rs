//! What `#requires` lines ask for.

use crate::Extent;

/// A module that `#requires -Modules` or `using module` names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModuleSpecification {
    /// The module's name.
    pub name: String,
    /// The lowest version.
    pub version: Option<String>,
    /// The only version.
    pub required_version: Option<String>,
    /// The highest version, with wildcards.
    pub maximum_version: Option<String>,
    /// The module's identifier.
    pub guid: Option<String>,
}

/// PowerShell's `ScriptRequirements`: all `#requires` lines of a script together.
#[derive(Debug, Clone, Default)]
pub struct ScriptRequirements {
    /// `-Version`
    pub version: Option<String>,
    /// `-PSEdition`
    pub editions: Vec<String>,
    /// `-Modules`
    pub modules: Vec<ModuleSpecification>,
    /// `-Assembly`
    pub assemblies: Vec<String>,
    /// `-ShellId`
    pub application_id: Option<String>,
    /// `-RunAsAdministrator`
    pub elevation_required: bool,
    /// The first `#requires` line.
    pub extent: Extent,
}

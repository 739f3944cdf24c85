//! `Import-Module`

use remora_engine::prelude::*;
use remora_psobject::Version;

/// # Synopsis
/// Adds the commands of a module to the session.
///
/// # Description
/// A module is a script module file or a folder on $env:PSModulePath.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "Module",
    class = "Microsoft.PowerShell.Commands.ImportModuleCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "Name",
    remoting = "PowerShell",
    aliases("ipmo"),
    output("System.Management.Automation.PSModuleInfo")
)]
pub(crate) struct ImportModule {
    /// Imports for all code of the session.
    #[parameter]
    global: Switch,
    /// Put before the nouns of the commands.
    #[parameter(validate_not_null)]
    prefix: Option<PsString>,
    /// Friendly names.
    #[parameter(
        sets("CimSession", "Name", "PSSession", "WinCompat"),
        position = 0,
        mandatory,
        pipeline,
        attribute = "ValidateTrustedData"
    )]
    name: Vec<PsString>,
    /// Modules, by specification.
    #[parameter(
        sets(
            "FullyQualifiedName",
            "FullyQualifiedNameAndPSSession",
            "FullyQualifiedNameAndWinCompat"
        ),
        position = 0,
        mandatory,
        pipeline,
        type = "Microsoft.PowerShell.Commands.ModuleSpecification[]",
        attribute = "ValidateTrustedData"
    )]
    fully_qualified_name: Vec<Value>,
    /// Assemblies to import.
    #[parameter(
        set = "Assembly",
        position = 0,
        mandatory,
        pipeline,
        type = "System.Reflection.Assembly[]",
        attribute = "ValidateTrustedData"
    )]
    assembly: Vec<Value>,
    /// Functions.
    #[parameter(validate_not_null)]
    function: Vec<PsString>,
    /// Cmdlets.
    #[parameter(validate_not_null)]
    cmdlet: Vec<PsString>,
    /// Variables that are imported.
    #[parameter(validate_not_null)]
    variable: Vec<PsString>,
    /// Aliases that are imported.
    #[parameter(validate_not_null)]
    alias: Vec<PsString>,
    /// Does not ask.
    #[parameter]
    force: Switch,
    /// Does not look at the edition.
    #[parameter(sets(
        "Assembly",
        "CimSession",
        "FullyQualifiedName",
        "FullyQualifiedNameAndPSSession",
        "ModuleInfo",
        "Name",
        "PSSession"
    ))]
    skip_edition_check: Switch,
    /// Gives the jobs.
    #[parameter]
    pass_thru: Switch,
    /// Gives an object whose members are the functions.
    #[parameter]
    as_custom_object: Switch,
    /// Lowest version that is taken.
    #[parameter(sets("CimSession", "Name", "PSSession", "WinCompat"), aliases("Version"))]
    minimum_version: Option<Version>,
    /// Highest version that is taken.
    #[parameter(sets("CimSession", "Name", "PSSession", "WinCompat"))]
    maximum_version: Option<PsString>,
    /// The version that is taken.
    #[parameter(sets("CimSession", "Name", "PSSession", "WinCompat"))]
    required_version: Option<Version>,
    /// Module objects.
    #[parameter(
        set = "ModuleInfo",
        position = 0,
        mandatory,
        pipeline,
        type = "psmoduleinfo[]",
        attribute = "ValidateTrustedData"
    )]
    module_info: Vec<Value>,
    /// Arguments.
    #[parameter(aliases("Args"))]
    argument_list: Vec<Value>,
    /// Does not warn of unusual verbs.
    #[parameter]
    disable_name_checking: Switch,
    /// Does not import what would hide known commands.
    #[parameter(aliases("NoOverwrite"))]
    no_clobber: Switch,
    /// Which scope is meant.
    #[parameter(validate_set("Local", "Global"))]
    scope: Option<PsString>,
    /// Session whose modules are meant.
    #[parameter(
        sets("FullyQualifiedNameAndPSSession", "PSSession"),
        mandatory,
        type = "System.Management.Automation.Runspaces.PSSession",
        name = "PSSession",
        validate_not_null
    )]
    ps_session: Value,
    /// CIM session whose modules are meant.
    #[parameter(set = "CimSession", mandatory, type = "CimSession", validate_not_null)]
    cim_session: Value,
    /// Resource of the CIM session.
    #[parameter(set = "CimSession", type = "uri", validate_not_null)]
    cim_resource_uri: Value,
    /// Name space of the CIM session.
    #[parameter(set = "CimSession", validate_not_null_or_empty)]
    cim_namespace: Option<PsString>,
    /// Makes a session with Windows PowerShell.
    #[parameter(
        sets("FullyQualifiedNameAndWinCompat", "WinCompat"),
        mandatory,
        aliases("UseWinPS")
    )]
    use_windows_power_shell: Switch,
}

impl ImportModule {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for ImportModule {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Import-Module").into())
    }
}

//! `New-ModuleManifest`

use remora_engine::prelude::*;
use remora_psobject::Guid;
use remora_psobject::Version;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "ModuleManifest",
    class = "Microsoft.PowerShell.Commands.NewModuleManifestCommand",
    module = "Microsoft.PowerShell.Core",
    should_process,
    confirm_impact = "Low",
    remoting = "PowerShell",
    output("System.String")
)]
pub(crate) struct NewModuleManifest {
    /// Path of a file.
    #[parameter(position = 0, mandatory)]
    path: Option<PsString>,
    /// Nested modules.
    #[parameter(allow_empty_collection)]
    nested_modules: Vec<Value>,
    /// Guid.
    #[parameter]
    guid: Option<Guid>,
    /// Author.
    #[parameter(allow_empty_string)]
    author: Option<PsString>,
    /// Company name.
    #[parameter(allow_empty_string)]
    company_name: Option<PsString>,
    /// Copyright.
    #[parameter(allow_empty_string)]
    copyright: Option<PsString>,
    /// Root module.
    #[parameter(aliases("ModuleToProcess"), allow_empty_string)]
    root_module: Option<PsString>,
    /// Module version.
    #[parameter(validate_not_null)]
    module_version: Option<Version>,
    /// Description.
    #[parameter(allow_empty_string)]
    description: Option<PsString>,
    /// Processor architecture.
    #[parameter(type = "System.Reflection.ProcessorArchitecture")]
    processor_architecture: Value,
    /// Power shell version.
    #[parameter]
    power_shell_version: Option<Version>,
    /// Clr version.
    #[parameter]
    clr_version: Option<Version>,
    /// Dot net framework version.
    #[parameter]
    dot_net_framework_version: Option<Version>,
    /// Power shell host name.
    #[parameter]
    power_shell_host_name: Option<PsString>,
    /// Power shell host version.
    #[parameter]
    power_shell_host_version: Option<Version>,
    /// Required modules.
    #[parameter(attribute = "System.Management.Automation.ArgumentTypeConverterAttribute")]
    required_modules: Vec<Value>,
    /// Types to process.
    #[parameter(allow_empty_collection)]
    types_to_process: Vec<PsString>,
    /// Formats to process.
    #[parameter(allow_empty_collection)]
    formats_to_process: Vec<PsString>,
    /// Scripts to process.
    #[parameter(allow_empty_collection)]
    scripts_to_process: Vec<PsString>,
    /// Required assemblies.
    #[parameter(allow_empty_collection)]
    required_assemblies: Vec<PsString>,
    /// File list.
    #[parameter(allow_empty_collection)]
    file_list: Vec<PsString>,
    /// Module list.
    #[parameter(
        allow_empty_collection,
        attribute = "System.Management.Automation.ArgumentTypeConverterAttribute"
    )]
    module_list: Vec<Value>,
    /// Functions to export.
    #[parameter(allow_empty_collection)]
    functions_to_export: Vec<PsString>,
    /// Aliases to export.
    #[parameter(allow_empty_collection)]
    aliases_to_export: Vec<PsString>,
    /// Variables to export.
    #[parameter(allow_empty_collection)]
    variables_to_export: Vec<PsString>,
    /// Cmdlets to export.
    #[parameter(allow_empty_collection)]
    cmdlets_to_export: Vec<PsString>,
    /// Dsc resources to export.
    #[parameter(allow_empty_collection)]
    dsc_resources_to_export: Vec<PsString>,
    /// Compatible pseditions.
    #[parameter(
        name = "CompatiblePSEditions",
        allow_empty_collection,
        validate_set("Desktop", "Core")
    )]
    compatible_ps_editions: Vec<PsString>,
    /// Private data.
    #[parameter(allow_null)]
    private_data: Value,
    /// Tags.
    #[parameter(validate_not_null_or_empty)]
    tags: Vec<PsString>,
    /// Project uri.
    #[parameter(type = "uri", validate_not_null_or_empty)]
    project_uri: Value,
    /// License uri.
    #[parameter(type = "uri", validate_not_null_or_empty)]
    license_uri: Value,
    /// Icon uri.
    #[parameter(type = "uri", validate_not_null_or_empty)]
    icon_uri: Value,
    /// Release notes.
    #[parameter(validate_not_null_or_empty)]
    release_notes: Option<PsString>,
    /// Prerelease.
    #[parameter(validate_not_null_or_empty)]
    prerelease: Option<PsString>,
    /// Require license acceptance.
    #[parameter]
    require_license_acceptance: Switch,
    /// External module dependencies.
    #[parameter(validate_not_null_or_empty)]
    external_module_dependencies: Vec<PsString>,
    /// Help info uri.
    #[parameter(allow_null)]
    help_info_uri: Option<PsString>,
    /// Gives the jobs.
    #[parameter]
    pass_thru: Switch,
    /// Default command prefix.
    #[parameter(allow_null)]
    default_command_prefix: Option<PsString>,
}

impl NewModuleManifest {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for NewModuleManifest {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("New-ModuleManifest").into())
    }
}

//! `Import-PSSession`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes commands of a session callable here.
///
/// # Description
/// Each becomes a function that runs in the session.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/import-pssession
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "PSSession",
    class = "Microsoft.PowerShell.Commands.ImportPSSessionCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.PSModuleInfo")
)]
pub(crate) struct ImportPSSession {
    /// Put before the nouns of the commands.
    #[parameter(validate_not_null_or_empty)]
    prefix: Option<PsString>,
    /// Does not warn of unusual command names.
    #[parameter]
    disable_name_checking: Switch,
    /// Commands that are meant.
    #[parameter(position = 2, aliases("Name"))]
    command_name: Vec<PsString>,
    /// Takes commands whose names are in use here.
    #[parameter]
    allow_clobber: Switch,
    /// Arguments.
    #[parameter(aliases("Args"), allow_null, allow_empty_collection)]
    argument_list: Vec<Value>,
    /// Kinds of commands.
    #[parameter(type = "System.Management.Automation.CommandTypes", aliases("Type"))]
    command_type: Value,
    /// Modules of the commands.
    #[parameter(aliases("PSSnapin"), validate_not_null)]
    module: Vec<PsString>,
    /// Modules by name and version.
    #[parameter(type = "Microsoft.PowerShell.Commands.ModuleSpecification[]", validate_not_null)]
    fully_qualified_module: Vec<Value>,
    /// Types whose views are taken.
    #[parameter(position = 3)]
    format_type_name: Vec<PsString>,
    /// Certificate that proves the client.
    #[parameter(type = "System.Security.Cryptography.X509Certificates.X509Certificate2")]
    certificate: Value,
    /// The session.
    #[parameter(
        position = 0,
        mandatory,
        type = "System.Management.Automation.Runspaces.PSSession",
        validate_not_null
    )]
    session: Value,
}

impl Cmdlet for ImportPSSession {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Import-PSSession").into())
    }
}

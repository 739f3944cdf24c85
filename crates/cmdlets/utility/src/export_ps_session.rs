//! `Export-PSSession`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes commands of a session to a module on disk.
///
/// # Description
/// The module connects again when one of its commands is called.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-pssession
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "PSSession",
    class = "Microsoft.PowerShell.Commands.ExportPSSessionCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.IO.FileInfo")
)]
pub(crate) struct ExportPSSession {
    /// Folder or name of the module.
    #[parameter(
        position = 1,
        mandatory,
        aliases("PSPath", "ModuleName"),
        validate_not_null_or_empty
    )]
    output_module: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Encoding of the text.
    #[parameter(
        type = "System.Text.Encoding",
        transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute",
        attribute = "ArgumentEncodingCompletions",
        validate_not_null_or_empty
    )]
    encoding: Value,
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

impl Cmdlet for ExportPSSession {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Export-PSSession").into())
    }
}

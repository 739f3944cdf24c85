//! `Export-PSSession`

use remora_engine::prelude::*;

use crate::implicit::{self, ImplicitParameters};

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

impl ExportPSSession {
    pub(crate) const EXAMPLES: &[Example] = &[];

    /// The folder of the module: a path, or a name under the user's own modules.
    fn folder(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<String> {
        let wanted = self.output_module.clone().unwrap_or_default();
        if wanted.starts_with('.') || wanted.contains('/') || wanted.contains(':') {
            let resolved = runtime.resolve_path_unchecked(&wanted)?;
            return Ok(resolved.provider_path.trim_end_matches('/').to_owned());
        }
        let data = match runtime.system().variable("XDG_DATA_HOME") {
            Some(data) if !data.is_empty() => data,
            _ => {
                format!("{}/.local/share", runtime.system().home_directory().trim_end_matches('/'))
            }
        };
        Ok(format!("{data}/powershell/Modules/{wanted}"))
    }
}

impl Cmdlet for ExportPSSession {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let folder = self.folder(runtime)?;
        if runtime.system().metadata(&folder, true).is_ok() && !*self.force {
            return Err(runtime.throw(error(
                TypeId::IO_EXCEPTION,
                format!(
                    "The directory '{folder}' already exists.  Use the -Force parameter if you want to overwrite the \
                     directory and files within the directory."
                ),
                "ExportProxyCommand_ErrorDirectoryExists",
                ErrorCategory::ResourceExists,
                folder,
            )));
        }
        let parameters = ImplicitParameters {
            prefix: PsString::empty(),
            command_name: self.command_name.clone(),
            allow_clobber: *self.allow_clobber,
            argument_list: runtime.is_bound("ArgumentList").then(|| self.argument_list.clone()),
            command_type: self.command_type.clone(),
            module: self.module.clone(),
            fully_qualified_module: self.fully_qualified_module.clone(),
            format_type_name: self.format_type_name.clone(),
        };
        let gathered = parameters.gather(runtime, &self.session)?;
        let encoding = runtime.is_bound("Encoding").then(|| self.encoding.clone());
        for path in implicit::write(runtime, &folder, &gathered, encoding)? {
            let parameters = [("LiteralPath".into(), Value::Str(path))];
            for item in runtime.invoke_command("Get-Item", parameters)? {
                runtime.write_object(item)?;
            }
        }
        Ok(())
    }
}

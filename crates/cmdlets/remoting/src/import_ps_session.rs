//! `Import-PSSession`

use remora_engine::modules::{
    ImportOptions, LoadFailure, LoadRequest, ModuleSpecification, has_restricted_character,
    has_unapproved_verb,
};
use remora_engine::prelude::*;

use crate::implicit::{self, ImplicitParameters, ImportedModules};

/// # Synopsis
/// Makes commands of a session callable here.
///
/// # Description
/// Each becomes a function of a temporary module, and runs in the session. The module goes when the session is removed.
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

impl ImportPSSession {
    pub(crate) const EXAMPLES: &[Example] = &[];

    fn parameters(&self, runtime: &CommandRuntime<'_>) -> ImplicitParameters {
        ImplicitParameters {
            prefix: self.prefix.clone().unwrap_or_default(),
            command_name: self.command_name.clone(),
            allow_clobber: *self.allow_clobber,
            argument_list: runtime.is_bound("ArgumentList").then(|| self.argument_list.clone()),
            command_type: self.command_type.clone(),
            module: self.module.clone(),
            fully_qualified_module: self.fully_qualified_module.clone(),
            format_type_name: self.format_type_name.clone(),
        }
    }

    /// Warns of names that are hard to find or to type.
    fn check_names(
        &self,
        runtime: &mut CommandRuntime<'_>,
        module: &str,
        functions: &[PsString],
    ) -> CommandResult {
        if *self.disable_name_checking {
            return Ok(());
        }
        if functions.iter().any(|name| has_unapproved_verb(name)) {
            runtime.write_warning(format!(
                "The names of some imported commands from the module '{module}' include unapproved verbs that might \
                 make them less discoverable. To find the commands with unapproved verbs, run the Import-Module \
                 command again with the Verbose parameter. For a list of approved verbs, type Get-Verb."
            ))?;
        }
        if functions.iter().any(|name| has_restricted_character(name)) {
            runtime.write_warning(
                "Some imported command names contain one or more of the following restricted characters: # , ( ) {{ \
                 }} [ ] & - / \\ $ ^ ; : \" ' < > | ? @ ` * % + = ~",
            )?;
        }
        Ok(())
    }
}

impl Cmdlet for ImportPSSession {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let gathered = self.parameters(runtime).gather(runtime, &self.session)?;
        let temporary = runtime.system().temp_directory();
        let name = implicit::folder_name(runtime);
        let folder = format!("{}/{name}", temporary.trim_end_matches('/'));
        implicit::write(runtime, &folder, &gathered, None)?;
        let request = LoadRequest {
            specification: ModuleSpecification::named(format!("{folder}/{name}.psd1")),
            arguments: vec![self.session.clone()],
            import: ImportOptions {
                prefix: self.prefix.clone().unwrap_or_default(),
                ..ImportOptions::default()
            },
            importer: runtime.context().calling_module(),
            ..LoadRequest::default()
        };
        let loaded = runtime.context().load_module(&request);
        if !gathered.has_views || loaded.is_err() {
            // The module is in memory. Views alone are read again, when others come.
            let _ = runtime.system().remove_directory(&folder, true);
        }
        let loaded = loaded.map_err(LoadFailure::into_flow)?;
        let id = gathered.session.runspace.id();
        let module = loaded.module;
        runtime.context().extension::<ImportedModules>().add(id, module.clone());
        // Names are judged as they can be typed, with the prefix.
        let prefix = self.prefix.clone().unwrap_or_default();
        let named = loaded.functions.iter().map(|name| implicit::prefixed(name, &prefix).into());
        let names: Vec<PsString> = named.collect();
        self.check_names(runtime, &module.name, &names)?;
        runtime.write_object(Value::live_arc(module))
    }
}

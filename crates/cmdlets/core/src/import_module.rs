//! `Import-Module`

use remora_engine::modules::{
    ExportPatterns, ImportOptions, LoadFailure, LoadRequest, Loaded, ModuleInfo,
    ModuleSpecification, has_restricted_character, has_unapproved_verb,
};
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
    /// Gives the modules.
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
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Imports a module of the shell",
        script: "(Import-Module Microsoft.PowerShell.Utility -PassThru).Name",
        output: "Microsoft.PowerShell.Utility",
    }];

    /// What is imported, where only some kinds were named: functions and cmdlets go together.
    fn only(&self, runtime: &CommandRuntime<'_>) -> Option<ExportPatterns> {
        let named = ["Function", "Cmdlet", "Variable", "Alias"];
        if !named.iter().any(|name| runtime.is_bound(name)) {
            return None;
        }
        Some(ExportPatterns {
            functions: self.function.clone(),
            cmdlets: self.cmdlet.clone(),
            aliases: self.alias.clone(),
            variables: self.variable.clone(),
        })
    }

    fn request(&self, runtime: &mut CommandRuntime<'_>) -> LoadRequest {
        let local = self.scope.as_ref().is_some_and(|scope| scope.eq_ignore_case("Local"));
        let global = *self.global || (self.scope.is_some() && !local);
        let importer = if global { None } else { runtime.context().calling_module() };
        let scope = local.then(|| runtime.session().current_scope());
        LoadRequest {
            specification: ModuleSpecification::default(),
            arguments: self.argument_list.clone(),
            force: *self.force,
            import: ImportOptions {
                prefix: self.prefix.clone().unwrap_or_default(),
                only: self.only(runtime),
                scope,
                no_clobber: *self.no_clobber,
            },
            importer,
            detached: *self.as_custom_object,
        }
    }

    /// The specification of a name under the version parameters.
    fn specification(&self, name: &PsString) -> ModuleSpecification {
        ModuleSpecification {
            name: name.clone(),
            minimum: self.minimum_version,
            maximum: self.maximum_version.clone(),
            required: self.required_version,
            guid: None,
        }
    }

    /// Where the lowest version stands above the highest.
    fn check_versions(&self) -> CommandResult {
        let (Some(low), Some(high)) = (&self.minimum_version, &self.maximum_version) else {
            return Ok(());
        };
        let highest = Version::parse(&high.replace('*', "999999999"));
        if highest.is_none_or(|high| {
            (low.major, low.minor, low.build.max(0)) <= (high.major, high.minor, high.build.max(0))
        }) {
            return Ok(());
        }
        Err(error(
            TypeId::PS_ARGUMENT_OUT_OF_RANGE_EXCEPTION,
            format!(
                "Specified argument was out of the range of valid values. (Parameter 'The MinimumVersion '{low}' should not be greater than MaximumVersion '{high}'.')"
            ),
            "ArgumentOutOfRange",
            ErrorCategory::InvalidArgument,
            Value::Null,
        )
        .into())
    }

    fn import(
        &self,
        runtime: &mut CommandRuntime<'_>,
        specification: ModuleSpecification,
    ) -> CommandResult {
        let request = LoadRequest { specification, ..self.request(runtime) };
        let result = runtime.context().load_module(&request);
        self.report(runtime, result)
    }

    fn report(
        &self,
        runtime: &mut CommandRuntime<'_>,
        result: Result<Loaded, LoadFailure>,
    ) -> CommandResult {
        let loaded = match result {
            Ok(loaded) => loaded,
            Err(LoadFailure::Flow(flow)) => return Err(flow),
            Err(LoadFailure::Records(records)) => {
                for record in records {
                    runtime.write_error(record)?;
                }
                return Ok(());
            }
        };
        for function in &loaded.functions {
            runtime.write_verbose(format!("Importing function '{function}'."))?;
        }
        if !*self.disable_name_checking {
            self.check_names(runtime, &loaded)?;
        }
        if *self.as_custom_object {
            let object = runtime.context().module_as_object(&loaded.module)?;
            return runtime.write_object(object);
        }
        if *self.pass_thru {
            return runtime.write_object(Value::live_arc(loaded.module));
        }
        Ok(())
    }

    fn check_names(&self, runtime: &mut CommandRuntime<'_>, loaded: &Loaded) -> CommandResult {
        let name = &loaded.module.name;
        let exports = if *self.as_custom_object {
            loaded.module.exports().functions.iter().map(|command| command.name.clone()).collect()
        } else {
            loaded.functions.clone()
        };
        if exports.iter().any(|function| has_unapproved_verb(function)) {
            runtime.write_warning(format!(
                "The names of some imported commands from the module '{name}' include unapproved verbs that might make them less discoverable. To find the commands with unapproved verbs, run the Import-Module command again with the Verbose parameter. For a list of approved verbs, type Get-Verb."
            ))?;
        }
        if exports.iter().any(|function| has_restricted_character(function)) {
            runtime.write_warning(
                "Some imported command names contain one or more of the following restricted characters: # , ( ) {{ }} [ ] & - / \\ $ ^ ; : \" ' < > | ? @ ` * % + = ~",
            )?;
        }
        Ok(())
    }
}

impl Cmdlet for ImportModule {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for parameter in ["PSSession", "CimSession", "UseWindowsPowerShell", "Assembly"] {
            if runtime.is_bound(parameter) {
                return Err(not_implemented(&format!("Import-Module -{parameter}")).into());
            }
        }
        self.check_versions()?;
        for name in self.name.clone() {
            self.import(runtime, self.specification(&name))?;
        }
        for value in self.fully_qualified_name.clone() {
            let specification = ModuleSpecification::read(runtime.context(), &value)?;
            self.import(runtime, specification)?;
        }
        for value in self.module_info.clone() {
            if let Some(module) = value.downcast_arc::<ModuleInfo>() {
                let request = self.request(runtime);
                let result = if module.scope.is_none() && !module.path.is_empty() {
                    // One that is only described is loaded.
                    let specification = ModuleSpecification::named(module.path.clone());
                    runtime.context().load_module(&LoadRequest { specification, ..request })
                } else {
                    runtime.context().attach(module, &request)
                };
                self.report(runtime, result)?;
            }
        }
        Ok(())
    }
}

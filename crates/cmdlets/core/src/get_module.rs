//! `Get-Module`

use std::sync::Arc;

use remora_engine::modules::{ModuleInfo, ModuleSpecification};
use remora_engine::prelude::*;
use remora_language::wildcard::WildcardPattern;

/// # Synopsis
/// Gives modules.
///
/// # Description
/// Without parameters the imported modules are given.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Module",
    class = "Microsoft.PowerShell.Commands.GetModuleCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "Loaded",
    remoting = "PowerShell",
    aliases("gmo"),
    output("System.Management.Automation.PSModuleInfo")
)]
pub(crate) struct GetModule {
    /// Friendly names.
    #[parameter(
        sets("Available", "CimSession", "Loaded", "PsSession"),
        position = 0,
        pipeline,
        validate_not_null_or_empty
    )]
    name: Vec<PsString>,
    /// Modules, by specification.
    #[parameter(
        sets("Available", "CimSession", "Loaded", "PsSession"),
        by_name,
        type = "Microsoft.PowerShell.Commands.ModuleSpecification[]"
    )]
    fully_qualified_name: Vec<Value>,
    /// Gives those too that others hide.
    #[parameter(sets("Available", "Loaded"))]
    all: Switch,
    /// Modules that could be imported.
    #[parameter(set = "Available", mandatory)]
    #[parameter(sets("CimSession", "PsSession"))]
    list_available: Switch,
    /// Edition of the modules.
    #[parameter(
        sets("Available", "PsSession"),
        name = "PSEdition",
        attribute = "ArgumentCompleter"
    )]
    ps_edition: Option<PsString>,
    /// Does not look at the edition.
    #[parameter(sets("Available", "CimSession", "PsSession"))]
    skip_edition_check: Switch,
    /// Looks at the disk again.
    #[parameter(sets("Available", "CimSession", "PsSession"))]
    refresh: Switch,
    /// Session whose modules are meant.
    #[parameter(
        set = "PsSession",
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
}

impl GetModule {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "A module that comes with the shell",
        script: "(Get-Module -ListAvailable Microsoft.PowerShell.Management).Name",
        output: "Microsoft.PowerShell.Management",
    }];

    /// The modules that are looked through.
    fn candidates(
        &self,
        runtime: &mut CommandRuntime<'_>,
        names: &[PsString],
    ) -> Vec<Arc<ModuleInfo>> {
        if *self.list_available {
            let patterns = patterns(names);
            let accepts = |name: &str| {
                patterns.is_empty() || patterns.iter().any(|known| known.is_match(name))
            };
            return runtime.context().available_modules(accepts);
        }
        let mut modules = if *self.all {
            runtime.session().all_modules()
        } else {
            let own = runtime.context().calling_module();
            let mut modules = own.map(|module| module.nested()).unwrap_or_default();
            modules.extend(runtime.session().modules().to_vec());
            modules
        };
        modules.sort_by_key(|module| module.name.to_lowercase());
        modules
    }

    /// Modules of files that a path leads to.
    fn of_path(&self, runtime: &mut CommandRuntime<'_>, path: &PsString) -> CommandResult {
        let specification = ModuleSpecification::named(path.clone());
        match runtime.context().describe_path(path)? {
            Some(module) => runtime.write_object(Value::live_arc(module)),
            None => runtime.write_error(error(
                TypeId::FILE_NOT_FOUND_EXCEPTION,
                format!("The specified module '{path}' was not found."),
                "Modules_ModuleNotFoundForGetModule",
                ErrorCategory::ResourceUnavailable,
                specification.name,
            )),
        }
    }
}

fn patterns(names: &[PsString]) -> Vec<WildcardPattern> {
    names.iter().filter_map(|name| WildcardPattern::new(name, true).ok()).collect()
}

impl Cmdlet for GetModule {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for parameter in ["PSSession", "CimSession"] {
            if runtime.is_bound(parameter) {
                return Err(not_implemented(&format!("Get-Module -{parameter}")).into());
            }
        }
        if runtime.is_bound("Name") && runtime.is_bound("FullyQualifiedName") {
            return Err(error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                "The parameters Name and FullyQualifiedName cannot be used together. Please specify only one parameter.",
                "NameAndFullyQualifiedNameCannotBeSpecifiedTogether",
                ErrorCategory::InvalidOperation,
                Value::Null,
            )
            .into());
        }
        let mut names = self.name.clone();
        if *self.list_available {
            let (paths, plain): (Vec<_>, Vec<_>) =
                names.into_iter().partition(|name| name.contains('/'));
            for path in &paths {
                self.of_path(runtime, path)?;
            }
            if plain.is_empty() && !paths.is_empty() {
                return Ok(());
            }
            names = plain;
        }
        let mut specifications = Vec::new();
        for value in self.fully_qualified_name.clone() {
            specifications.push(ModuleSpecification::read(runtime.context(), &value)?);
        }
        let wanted = patterns(&names);
        for module in self.candidates(runtime, &names) {
            let named = wanted.is_empty() || wanted.iter().any(|name| name.is_match(&module.name));
            let specified = specifications.is_empty()
                || specifications.iter().any(|wanted| {
                    wanted.name.eq_ignore_case(&module.name)
                        && wanted.accepts(&module.version, module.guid)
                });
            if named && specified {
                runtime.write_object(Value::live_arc(module))?;
            }
        }
        Ok(())
    }
}

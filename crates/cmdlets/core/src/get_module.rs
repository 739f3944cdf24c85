//! `Get-Module`

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
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for GetModule {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if *self.list_available {
            return Err(runtime.throw(not_implemented("Get-Module -ListAvailable")));
        }
        let patterns: Vec<WildcardPattern> =
            self.name.iter().filter_map(|name| WildcardPattern::new(name, true).ok()).collect();
        let modules = runtime.session().modules().to_vec();
        for module in modules {
            if patterns.is_empty() || patterns.iter().any(|pattern| pattern.is_match(&module.name))
            {
                runtime.write_object(Value::live_arc(module))?;
            }
        }
        Ok(())
    }
}

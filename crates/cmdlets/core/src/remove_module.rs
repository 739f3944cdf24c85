//! `Remove-Module`

use std::sync::Arc;

use remora_engine::modules::{ModuleInfo, ModuleSpecification};
use remora_engine::prelude::*;
use remora_language::wildcard::{WildcardPattern, contains_wildcards};

/// # Synopsis
/// Takes the commands of a module out of the session.
///
/// # Description
/// Functions, aliases and variables of the module go.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Module",
    class = "Microsoft.PowerShell.Commands.RemoveModuleCommand",
    module = "Microsoft.PowerShell.Core",
    should_process,
    remoting = "PowerShell",
    aliases("rmo")
)]
pub(crate) struct RemoveModule {
    /// Friendly names.
    #[parameter(set = "name", position = 0, mandatory, pipeline)]
    name: Vec<PsString>,
    /// Modules, by specification.
    #[parameter(
        set = "FullyQualifiedName",
        position = 0,
        mandatory,
        pipeline,
        type = "Microsoft.PowerShell.Commands.ModuleSpecification[]"
    )]
    fully_qualified_name: Vec<Value>,
    /// Module objects.
    #[parameter(set = "ModuleInfo", position = 0, mandatory, pipeline, type = "psmoduleinfo[]")]
    module_info: Vec<Value>,
    /// Does not ask.
    #[parameter]
    force: Switch,
    /// Whether a module was found.
    any: bool,
}

impl RemoveModule {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Takes the functions of a module away",
        script: "$null = New-Module -Name Extra { function Get-Extra { 1 } } | Import-Module; Remove-Module Extra; Test-Path function:Get-Extra",
        output: "False",
    }];

    fn remove(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        module: &Arc<ModuleInfo>,
    ) -> CommandResult {
        let (name, path) = (&module.name, &module.path);
        let protected = module.protection();
        if protected.1 || (protected.0 && !*self.force) {
            return runtime.write_error(error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                format!(
                    "Unable to remove the module '{name}' because it is {}.",
                    if protected.1 { "constant" } else { "read-only. Add the Force parameter to your command to remove read-only modules" }
                ),
                if protected.1 { "Modules_ModuleIsConstant" } else { "Modules_ModuleIsReadOnly" },
                ErrorCategory::PermissionDenied,
                name.clone(),
            ));
        }
        let needed =
            runtime.session().all_modules().into_iter().find(|other| {
                other.required().iter().any(|required| Arc::ptr_eq(required, module))
            });
        if let Some(other) = needed
            && !*self.force
        {
            return runtime.write_error(error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                format!(
                    "Unable to remove the module '{name}' because it is required by '{}'. Add the Force parameter to your command to remove the module.",
                    other.name
                ),
                "Modules_ModuleIsRequired",
                ErrorCategory::PermissionDenied,
                name.clone(),
            ));
        }
        let target = format!("{name} (Path: '{path}')");
        if !runtime.should_process(target, "Remove-Module")? {
            return Ok(());
        }
        runtime.context().unload_module(module)
    }
}

impl Cmdlet for RemoveModule {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let loaded = runtime.session().all_modules();
        let mut found: Vec<Arc<ModuleInfo>> = Vec::new();
        for name in &self.name {
            let Ok(pattern) = WildcardPattern::new(name, true) else { continue };
            let named = loaded.iter().filter(|module| pattern.is_match(&module.name));
            found.extend(named.cloned());
        }
        for value in self.fully_qualified_name.clone() {
            let wanted = ModuleSpecification::read(runtime.context(), &value)?;
            let named = loaded.iter().filter(|module| {
                wanted.name.eq_ignore_case(&module.name)
                    && wanted.accepts(&module.version, module.guid)
            });
            found.extend(named.cloned());
        }
        for value in &self.module_info {
            found.extend(value.downcast_arc::<ModuleInfo>());
        }
        self.any |= !found.is_empty();
        // Those that need others go first.
        found.sort_by_key(|module| std::cmp::Reverse(module.required().len()));
        for module in found {
            self.remove(runtime, &module)?;
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let wildcard = self.name.iter().any(|name| contains_wildcards(name));
        if self.any || wildcard {
            return Ok(());
        }
        runtime.write_error(error(
            TypeId::INVALID_OPERATION_EXCEPTION,
            "No modules were removed. Verify that the specification of modules to remove is correct and those modules exist in the runspace.",
            "Modules_NoModulesRemoved",
            ErrorCategory::ResourceUnavailable,
            Value::Null,
        ))
    }
}

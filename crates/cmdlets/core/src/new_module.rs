//! `New-Module`

use remora_engine::modules::{ExportPatterns, ImportOptions};
use remora_engine::prelude::*;
use remora_psobject::Guid;

/// # Synopsis
/// Makes a module of a script block.
///
/// # Description
/// The module lives in memory only.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Module",
    class = "Microsoft.PowerShell.Commands.NewModuleCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "ScriptBlock",
    remoting = "PowerShell",
    aliases("nmo"),
    output("System.Management.Automation.PSModuleInfo")
)]
pub(crate) struct NewModule {
    /// Friendly names.
    #[parameter(set = "Name", position = 0, mandatory, pipeline)]
    name: Option<PsString>,
    /// The block.
    #[parameter(set = "Name", position = 1, mandatory, validate_not_null)]
    #[parameter(set = "ScriptBlock", position = 0, mandatory)]
    script_block: Option<ScriptBlock>,
    /// Functions.
    #[parameter(validate_not_null)]
    function: Vec<PsString>,
    /// Cmdlets.
    #[parameter(validate_not_null)]
    cmdlet: Vec<PsString>,
    /// Gives what the block writes.
    #[parameter]
    return_result: Switch,
    /// Gives an object whose members are the functions.
    #[parameter]
    as_custom_object: Switch,
    /// Arguments.
    #[parameter(remaining, aliases("Args"))]
    argument_list: Vec<Value>,
}

impl NewModule {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Makes an object with state",
        script: "$counter = New-Module -AsCustomObject { $n = 0; function Next { $script:n++; $script:n } }; $counter.Next(); $counter.Next()",
        output: "1\n2",
    }];

    /// What `-Function` and `-Cmdlet` leave of the exports.
    fn patterns(&self, runtime: &CommandRuntime<'_>) -> ExportPatterns {
        let mut patterns = ExportPatterns::default_exports();
        if runtime.is_bound("Function") {
            patterns.functions.clone_from(&self.function);
        }
        if runtime.is_bound("Cmdlet") {
            patterns.cmdlets.clone_from(&self.cmdlet);
        }
        patterns
    }
}

impl Cmdlet for NewModule {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let Some(block) = self.script_block.clone() else { return Ok(()) };
        let mut bytes = [0; 16];
        runtime.system().random_bytes(&mut bytes);
        let name = match &self.name {
            Some(name) => name.clone(),
            None => format!("__DynamicModule_{}", Guid(bytes)).into(),
        };
        let folder = runtime.system().current_directory();
        let location = runtime.session().current_provider_path();
        let folder = if location.starts_with('/') { location.to_string() } else { folder };
        let path = format!("{}/{name}", folder.trim_end_matches('/'));
        let context = runtime.context();
        let module = context.new_module(&name, &path);
        let mut output = Vec::new();
        context.run_in_module(&module, &block, self.argument_list.clone(), &mut output)?;
        let patterns = self.patterns(runtime);
        let context = runtime.context();
        if !module.exports().explicit {
            context.export_members(&module, &patterns, false)?;
        }
        if *self.as_custom_object {
            let object = context.module_as_object(&module)?;
            return runtime.write_object(object);
        }
        let scope = context.calling_module().and_then(|caller| caller.scope);
        context.import_members(&module, &ImportOptions { scope, ..ImportOptions::default() })?;
        if *self.return_result {
            return output.into_iter().try_for_each(|value| runtime.write_object(value));
        }
        runtime.write_object(Value::live_arc(module))
    }
}

//! `Test-ModuleManifest`

use remora_engine::modules::{LoadFailure, ModuleSpecification};
use remora_engine::prelude::*;

/// # Synopsis
/// Checks a module manifest.
///
/// # Description
/// The manifest is read and judged; the module that it describes is given, but not loaded.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Test",
    noun = "ModuleManifest",
    class = "Microsoft.PowerShell.Commands.TestModuleManifestCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "PowerShell",
    output("System.Management.Automation.PSModuleInfo")
)]
pub(crate) struct TestModuleManifest {
    /// Path of a file.
    #[parameter(position = 0, mandatory, pipeline, by_name)]
    path: Option<PsString>,
}

impl TestModuleManifest {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for TestModuleManifest {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let Some(path) = self.path.clone() else { return Ok(()) };
        let files: Vec<PsString> = match runtime.resolve_paths(&path, false) {
            Ok(found) => found.into_iter().map(|resolved| resolved.provider_path).collect(),
            Err(flow) if flow.error().is_some() => Vec::new(),
            Err(flow) => return Err(flow),
        };
        if files.is_empty() {
            let missing = ModuleSpecification::named(path).not_found();
            return runtime.write_error(missing);
        }
        for file in files {
            if !file.to_lowercase().ends_with(".psd1") {
                runtime.write_error(error(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    format!(
                        "The specified module manifest '{file}' is not a valid module manifest. Change the value of the Path argument to point to a valid psd1 file, and then try again."
                    ),
                    "Modules_InvalidModuleManifestPath",
                    ErrorCategory::InvalidArgument,
                    path.clone(),
                ))?;
                continue;
            }
            match runtime.context().test_manifest(&file) {
                Ok(module) => runtime.write_object(Value::live_arc(module))?,
                Err(LoadFailure::Flow(flow)) => return Err(flow),
                Err(LoadFailure::Records(records)) => {
                    for record in records {
                        runtime.write_error(record)?;
                    }
                }
            }
        }
        Ok(())
    }
}

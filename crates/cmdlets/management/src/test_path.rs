//! `Test-Path`

use remora_engine::command::ParameterSpec;
use remora_engine::prelude::*;
use remora_engine::providers::Operation;
use remora_engine::providers::ResolvedPath;

use crate::paths::{self, Dynamic, Selection};

/// # Synopsis
/// Tells whether items exist.
///
/// # Description
/// True where all parts of a path exist, and the item is of the kind that is asked for.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/test-path
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Test",
    noun = "Path",
    class = "Microsoft.PowerShell.Commands.TestPathCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    output("System.Boolean")
)]
pub(crate) struct TestPath {
    /// The paths. Wildcards are expanded.
    #[parameter(
        set = "Path",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        allow_null,
        allow_empty_collection,
        allow_empty_string
    )]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(
        set = "LiteralPath",
        mandatory,
        by_name,
        aliases("PSPath", "LP"),
        allow_null,
        allow_empty_collection,
        allow_empty_string
    )]
    literal_path: Vec<PsString>,
    /// A pattern in the language of the provider, which it applies itself.
    #[parameter]
    filter: Option<PsString>,
    /// Patterns of names: only items that match one are taken.
    #[parameter]
    include: Vec<PsString>,
    /// Patterns of names: items that match one are left out.
    #[parameter]
    exclude: Vec<PsString>,
    /// Of which kind the item must be.
    #[parameter(type = "Microsoft.PowerShell.Commands.TestPathType", aliases("Type"))]
    path_type: Option<EnumValue>,
    /// Tests the form of the path alone.
    #[parameter]
    is_valid: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
    /// What the parameters of the provider are.
    dynamic: Dynamic,
}

/// The numbers of TestPathType.
const CONTAINER: i64 = 1;
const LEAF: i64 = 2;

impl TestPath {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Asks for folders alone",
        script: "Test-Path /usr, /nowhere -PathType Container",
        output: "True\nFalse",
    }];

    fn is_of_kind(
        &self,
        runtime: &mut CommandRuntime<'_>,
        selection: &Selection,
        item: &ResolvedPath,
    ) -> CommandResult<bool> {
        if !paths::exists(runtime, &selection.options, item)? {
            return Ok(false);
        }
        match self.path_type.map_or(0, |kind| kind.0) {
            CONTAINER => paths::is_container(runtime, &selection.options, item),
            LEAF => Ok(!paths::is_container(runtime, &selection.options, item)?),
            _ => Ok(true),
        }
    }

    fn test(
        &self,
        runtime: &mut CommandRuntime<'_>,
        selection: &Selection,
        path: &PsString,
    ) -> CommandResult<bool> {
        if path.trim().is_empty() {
            return Ok(false);
        }
        if *self.is_valid {
            let resolved = paths::resolve(runtime, path)?;
            return Ok(resolved.provider.is_valid_path(&resolved.provider_path));
        }
        for item in selection.expand(runtime, path)? {
            if self.is_of_kind(runtime, selection, &item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Cmdlet for TestPath {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(true, &self.dynamic);
        if selection.paths.is_empty() {
            return runtime.write_error(error(
                TypeId::ARGUMENT_NULL_EXCEPTION,
                "Value cannot be null. (Parameter 'The provided Path argument was null or an empty collection.')",
                "NullPathNotPermitted",
                ErrorCategory::InvalidArgument,
                Value::Null,
            ));
        }
        for path in &selection.paths {
            let found = match self.test(runtime, &selection, path) {
                Ok(found) => found,
                // A path that leads nowhere is what this command is for.
                Err(flow) if flow.error().is_some() => false,
                Err(flow) => return Err(flow),
            };
            runtime.write_object(found)?;
        }
        Ok(())
    }

    fn dynamic_parameters(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<&'static [ParameterSpec]> {
        let paths = if self.literal_path.is_empty() { &self.path } else { &self.literal_path };
        Ok(paths::dynamic_parameters(runtime, Operation::TestPath, paths))
    }

    fn bind_dynamic(&mut self, name: &str, value: Value) {
        self.dynamic.push((name.into(), value));
    }
}

//! Module manifests: tables of literals in `.psd1` files.

use remora_psobject::{ErrorCategory, ErrorRecord, Guid, PsString, TypeId, Value, Version};
use remora_syntax::ast::{NodeRef, Visit};

use super::failure::{LoadFailure, invalid_manifest};
use super::specification::version_key;
use crate::context::ExecutionContext;
use crate::errors::{self, Flow, position};
use crate::script::{Invocation, ScriptBlock};

/// The keys of a manifest, as the error for others lists them.
const KEYS: &[&str] = &[
    "ModuleToProcess",
    "NestedModules",
    "GUID",
    "Author",
    "CompanyName",
    "Copyright",
    "ModuleVersion",
    "Description",
    "PowerShellVersion",
    "PowerShellHostName",
    "PowerShellHostVersion",
    "CLRVersion",
    "DotNetFrameworkVersion",
    "ProcessorArchitecture",
    "RequiredModules",
    "TypesToProcess",
    "FormatsToProcess",
    "ScriptsToProcess",
    "PrivateData",
    "RequiredAssemblies",
    "ModuleList",
    "FileList",
    "FunctionsToExport",
    "VariablesToExport",
    "AliasesToExport",
    "CmdletsToExport",
    "DscResourcesToExport",
    "CompatiblePSEditions",
    "HelpInfoURI",
    "RootModule",
    "DefaultCommandPrefix",
];

/// Variables that a manifest may mention.
const VARIABLES: &[&str] = &[
    "PSCulture",
    "PSUICulture",
    "true",
    "false",
    "null",
    "PSScriptRoot",
    "PSEdition",
    "EnabledExperimentalFeatures",
];

/// A manifest that was read and checked.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) path: String,
    pub(crate) version: Version,
    pub(crate) guid: Guid,
    entries: Vec<(PsString, Value)>,
}

impl Manifest {
    /// What it says of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        let entry = self.entries.iter().find(|(name, _)| name.eq_ignore_case(key));
        entry.map(|(_, value)| value)
    }

    /// The text of a key; `None` where there is none or an empty one.
    pub(crate) fn text(&self, context: &mut ExecutionContext, key: &str) -> Option<PsString> {
        let text = context.text(self.get(key)?);
        (!text.is_empty()).then_some(text)
    }

    /// The items of a key; `None` where it is not there.
    pub(crate) fn list(&self, context: &mut ExecutionContext, key: &str) -> Option<Vec<Value>> {
        let value = self.get(key)?;
        Some(match value.is_null() {
            true => Vec::new(),
            false => context.enumerate(value).unwrap_or_else(|| vec![value.clone()]),
        })
    }

    /// The items of a key as texts; `None` where it is not there.
    pub(crate) fn texts(&self, context: &mut ExecutionContext, key: &str) -> Option<Vec<PsString>> {
        let items = self.list(context, key)?;
        Some(items.iter().map(|item| context.text(item)).collect())
    }

    /// `RootModule`, or what it was called before.
    pub(crate) fn root_module(&self, context: &mut ExecutionContext) -> Option<PsString> {
        self.text(context, "RootModule").or_else(|| self.text(context, "ModuleToProcess"))
    }
}

/// What a node of a manifest breaks: an id is not told, only the text.
fn forbidden(node: NodeRef<'_>) -> Option<String> {
    let names = VARIABLES.iter().map(|name| format!("${name}")).collect::<Vec<_>>().join(", ");
    Some(match node {
        NodeRef::Variable(variable)
            if !VARIABLES
                .iter()
                .any(|known| known.eq_ignore_ascii_case(&variable.path.user_path)) =>
        {
            format!(
                "A variable that cannot be referenced in restricted language mode or a Data section is being referenced. Variables that can be referenced include the following: {names}."
            )
        }
        NodeRef::Command(command) => format!(
            "The command '{}' is not allowed in restricted language mode or a Data section.",
            command.command_name().unwrap_or_default()
        ),
        NodeRef::ScriptBlockExpression(_) | NodeRef::FunctionDefinition(_) => {
            "Script block literals are not allowed in restricted language mode or a Data section."
                .to_owned()
        }
        NodeRef::Assignment(_) => {
            "Assignment statements are not allowed in restricted language mode or a Data section."
                .to_owned()
        }
        NodeRef::InvokeMember(_) => {
            "Method calls are not allowed in restricted language mode or a Data section.".to_owned()
        }
        NodeRef::Member(_) => {
            "Property references are not allowed in restricted language mode or a Data section."
                .to_owned()
        }
        _ => return None,
    })
}

fn not_permitted(block: &ScriptBlock) -> Option<String> {
    let mut found = None;
    NodeRef::ScriptBlock(block.ast()).walk(|node, _| match forbidden(node) {
        Some(message) => {
            let place = position::message(&block.ast().source, node.extent());
            found = Some(format!("{place}\n{message}"));
            Visit::Stop
        }
        None => Visit::Continue,
    });
    found
}

impl ExecutionContext {
    /// The version that this shell says it has.
    pub(crate) fn shell_version(&mut self) -> Version {
        const FALLBACK: Version = Version::with_build(7, 6, 5);
        let Some(Value::Dictionary(table)) = self.variable("PSVersionTable") else {
            return FALLBACK;
        };
        let Some(version) = table.get_str("PSVersion") else { return FALLBACK };
        Version::parse(&self.text(&version)).unwrap_or(FALLBACK)
    }

    /// Reads the table of a manifest without judging its keys.
    pub(crate) fn read_data_file(
        &mut self,
        path: &str,
    ) -> Result<Vec<(PsString, Value)>, LoadFailure> {
        let text = self.read_script_text(path)?;
        let broken = |details: &str| {
            invalid_manifest(
                path,
                format!(
                    "The module manifest '{path}' could not be processed because it is not a valid PowerShell module manifest file. Remove the elements that are not permitted: {details}"
                ),
            )
        };
        let block = match self.parse_file(&text, Some(path)) {
            Ok(block) => block,
            Err(flow) => {
                let details = flow.error().map(|record| record.message()).unwrap_or_default();
                return Err(broken(&details).into());
            }
        };
        if let Some(details) = not_permitted(&block) {
            return Err(broken(&details).into());
        }
        let mut output = Vec::new();
        self.guarded(|context| {
            let invocation = Invocation::new()
                .variable("PSEdition", "Core")
                .variable("EnabledExperimentalFeatures", Value::array(Vec::new()));
            context.invoke_block(&block, invocation, &mut output)
        })?;
        match output.pop() {
            Some(Value::Dictionary(table)) if output.is_empty() => {
                let entries = table.entries().into_iter();
                Ok(entries.map(|(key, value)| (self.text(&key), value)).collect())
            }
            _ => Err(invalid_manifest(
                path,
                format!(
                    "The module manifest '{path}' could not be processed because it is not a valid PowerShell module manifest file. The manifest must be a hashtable."
                ),
            )
            .into()),
        }
    }

    /// Reads and checks a manifest.
    pub(crate) fn read_manifest(&mut self, path: &str) -> Result<Manifest, LoadFailure> {
        let entries = self.read_data_file(path)?;
        let mut manifest = Manifest {
            path: path.to_owned(),
            version: Version::new(0, 0),
            guid: Guid::EMPTY,
            entries,
        };
        self.check_keys(&manifest)?;
        let wrong = |key: &str, flow: &Flow| wrong_member(path, key, flow);
        if let Some(value) = manifest.get("ModuleVersion") {
            let value = value.clone();
            let target = self.resolve_type("version")?;
            let version = self.convert(&value, target).map_err(|e| wrong("ModuleVersion", &e))?;
            manifest.version = Version::parse(&self.text(&version)).unwrap_or(manifest.version);
        } else {
            return Err(invalid_manifest(
                path,
                format!(
                    "The member 'ModuleVersion' is not present in the module manifest. This member must exist and be assigned a version number of the form 'n.n.n.n'. Add the missing member to the file '{path}'."
                ),
            )
            .into());
        }
        if let Some(text) = manifest.text(self, "GUID") {
            let target = self.resolve_type("guid")?;
            let value = self.convert(&Value::Str(text), target).map_err(|e| wrong("guid", &e))?;
            manifest.guid = Guid::parse(&self.text(&value)).unwrap_or_default();
        }
        self.check_shell(&manifest)?;
        Ok(manifest)
    }

    fn check_keys(&mut self, manifest: &Manifest) -> Result<(), LoadFailure> {
        let path = &manifest.path;
        if manifest.get("RootModule").is_some() && manifest.get("ModuleToProcess").is_some() {
            return Err(errors::error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                format!(
                    "The module manifest cannot contain both the 'ModuleToProcess' and 'RootModule' members. Change the module manifest file to remove one of these members at '{path}', and then try again."
                ),
                "Modules_ModuleManifestCannotContainBothModuleToProcessAndRootModule",
                ErrorCategory::InvalidOperation,
                path.as_str(),
            )
            .into());
        }
        let unknown: Vec<String> = manifest
            .entries
            .iter()
            .filter(|(key, _)| !KEYS.iter().any(|known| key.eq_ignore_case(known)))
            .map(|(key, _)| format!("'{key}'"))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let known = KEYS.iter().map(|key| format!("'{key}'")).collect::<Vec<_>>().join(", ");
        Err(errors::error(
            TypeId::INVALID_OPERATION_EXCEPTION,
            format!(
                "The '{path}' module cannot be imported because its manifest contains one or more members that are not valid. The valid manifest members are ({known}). Remove the members that are not valid ({}), then try to import the module again.",
                unknown.join(", ")
            ),
            "Modules_InvalidManifestMember",
            ErrorCategory::InvalidData,
            path.as_str(),
        )
        .into())
    }

    /// What the manifest demands of the shell.
    fn check_shell(&mut self, manifest: &Manifest) -> Result<(), LoadFailure> {
        let path = &manifest.path;
        let refused = |message: String, id: &str| {
            LoadFailure::from(errors::error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                message,
                id,
                ErrorCategory::ResourceUnavailable,
                path.as_str(),
            ))
        };
        if let Some(wanted) = manifest.text(self, "PowerShellVersion")
            && let Some(version) = Version::parse(&wanted)
        {
            let own = self.shell_version();
            if version_key(&version) > version_key(&own) {
                return Err(refused(
                    format!(
                        "The version of PowerShell on this computer is '{own}'. The module '{path}' requires a minimum PowerShell version of '{version}' to run. Verify that you have the minimum required version of PowerShell installed, and then try again."
                    ),
                    "Modules_InsufficientPowerShellVersion",
                ));
            }
        }
        if let Some(wanted) = manifest.text(self, "PowerShellHostName") {
            let own = self.host.name();
            if !wanted.eq_ignore_case(&own) {
                return Err(refused(
                    format!(
                        "The name of the current PowerShell host is: '{own}'. The module '{path}' requires the following PowerShell host: '{wanted}'."
                    ),
                    "Modules_InvalidPowerShellHostName",
                ));
            }
        }
        Ok(())
    }

    /// The text of a script file.
    pub(crate) fn read_script_text(&mut self, path: &str) -> Result<String, LoadFailure> {
        let bytes = self.system.read(path).map_err(|failure| {
            errors::error(
                TypeId::FILE_NOT_FOUND_EXCEPTION,
                format!("The file '{path}' cannot be read: {failure}"),
                "Modules_ModuleNotFound",
                ErrorCategory::ResourceUnavailable,
                path,
            )
        })?;
        let text = String::from_utf8_lossy(&bytes);
        Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
    }
}

fn wrong_member(path: &str, key: &str, flow: &Flow) -> ErrorRecord {
    let details = flow.error().map(|record| record.message()).unwrap_or_default();
    errors::error(
        TypeId::ARGUMENT_EXCEPTION,
        format!("The '{key}' member is not valid in the module manifest file '{path}': {details}"),
        "Modules_InvalidManifest",
        ErrorCategory::ResourceUnavailable,
        path,
    )
}

//! `New-ModuleManifest`

use remora_engine::prelude::*;
use remora_psobject::Guid;
use remora_psobject::Version;

/// # Synopsis
/// Writes a module manifest.
///
/// # Description
/// The manifest names all keys; those that were not given are comments.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "ModuleManifest",
    class = "Microsoft.PowerShell.Commands.NewModuleManifestCommand",
    module = "Microsoft.PowerShell.Core",
    should_process,
    confirm_impact = "Low",
    remoting = "PowerShell",
    output("System.String")
)]
pub(crate) struct NewModuleManifest {
    /// Path of a file.
    #[parameter(position = 0, mandatory)]
    path: Option<PsString>,
    /// Nested modules.
    #[parameter(allow_empty_collection)]
    nested_modules: Vec<Value>,
    /// Guid.
    #[parameter]
    guid: Option<Guid>,
    /// Author.
    #[parameter(allow_empty_string)]
    author: Option<PsString>,
    /// Company name.
    #[parameter(allow_empty_string)]
    company_name: Option<PsString>,
    /// Copyright.
    #[parameter(allow_empty_string)]
    copyright: Option<PsString>,
    /// Root module.
    #[parameter(aliases("ModuleToProcess"), allow_empty_string)]
    root_module: Option<PsString>,
    /// Module version.
    #[parameter(validate_not_null)]
    module_version: Option<Version>,
    /// Description.
    #[parameter(allow_empty_string)]
    description: Option<PsString>,
    /// Processor architecture.
    #[parameter(type = "System.Reflection.ProcessorArchitecture")]
    processor_architecture: Value,
    /// Power shell version.
    #[parameter]
    power_shell_version: Option<Version>,
    /// Clr version.
    #[parameter]
    clr_version: Option<Version>,
    /// Dot net framework version.
    #[parameter]
    dot_net_framework_version: Option<Version>,
    /// Power shell host name.
    #[parameter]
    power_shell_host_name: Option<PsString>,
    /// Power shell host version.
    #[parameter]
    power_shell_host_version: Option<Version>,
    /// Required modules.
    #[parameter(attribute = "System.Management.Automation.ArgumentTypeConverterAttribute")]
    required_modules: Vec<Value>,
    /// Types to process.
    #[parameter(allow_empty_collection)]
    types_to_process: Vec<PsString>,
    /// Formats to process.
    #[parameter(allow_empty_collection)]
    formats_to_process: Vec<PsString>,
    /// Scripts to process.
    #[parameter(allow_empty_collection)]
    scripts_to_process: Vec<PsString>,
    /// Required assemblies.
    #[parameter(allow_empty_collection)]
    required_assemblies: Vec<PsString>,
    /// File list.
    #[parameter(allow_empty_collection)]
    file_list: Vec<PsString>,
    /// Module list.
    #[parameter(
        allow_empty_collection,
        attribute = "System.Management.Automation.ArgumentTypeConverterAttribute"
    )]
    module_list: Vec<Value>,
    /// Functions to export.
    #[parameter(allow_empty_collection)]
    functions_to_export: Vec<PsString>,
    /// Aliases to export.
    #[parameter(allow_empty_collection)]
    aliases_to_export: Vec<PsString>,
    /// Variables to export.
    #[parameter(allow_empty_collection)]
    variables_to_export: Vec<PsString>,
    /// Cmdlets to export.
    #[parameter(allow_empty_collection)]
    cmdlets_to_export: Vec<PsString>,
    /// Dsc resources to export.
    #[parameter(allow_empty_collection)]
    dsc_resources_to_export: Vec<PsString>,
    /// Compatible pseditions.
    #[parameter(
        name = "CompatiblePSEditions",
        allow_empty_collection,
        validate_set("Desktop", "Core")
    )]
    compatible_ps_editions: Vec<PsString>,
    /// Private data.
    #[parameter(allow_null)]
    private_data: Value,
    /// Tags.
    #[parameter(validate_not_null_or_empty)]
    tags: Vec<PsString>,
    /// Project uri.
    #[parameter(type = "uri", validate_not_null_or_empty)]
    project_uri: Value,
    /// License uri.
    #[parameter(type = "uri", validate_not_null_or_empty)]
    license_uri: Value,
    /// Icon uri.
    #[parameter(type = "uri", validate_not_null_or_empty)]
    icon_uri: Value,
    /// Release notes.
    #[parameter(validate_not_null_or_empty)]
    release_notes: Option<PsString>,
    /// Prerelease.
    #[parameter(validate_not_null_or_empty)]
    prerelease: Option<PsString>,
    /// Require license acceptance.
    #[parameter]
    require_license_acceptance: Switch,
    /// External module dependencies.
    #[parameter(validate_not_null_or_empty)]
    external_module_dependencies: Vec<PsString>,
    /// Help info uri.
    #[parameter(allow_null)]
    help_info_uri: Option<PsString>,
    /// Gives the text of the manifest.
    #[parameter]
    pass_thru: Switch,
    /// Default command prefix.
    #[parameter(allow_null)]
    default_command_prefix: Option<PsString>,
}

impl NewModuleManifest {
    pub(crate) const EXAMPLES: &[Example] = &[];

    /// The keys of the table with their values; `None` for one that is only mentioned.
    fn entries(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<Vec<Entry>> {
        let text = |value: &Option<PsString>| value.as_ref().map(|value| quoted(value));
        let version = |value: Option<Version>| value.map(|value| quoted(&value.to_string()));
        let user = runtime.system().user_name();
        let author = self.author.clone().unwrap_or_else(|| user.into());
        let mut bytes = [0; 16];
        runtime.system().random_bytes(&mut bytes);
        let company = self.company_name.clone().unwrap_or_else(|| "Unknown".into());
        let copyright = self
            .copyright
            .clone()
            .unwrap_or_else(|| format!("(c) {author}. All rights reserved.").into());
        let architecture = runtime.text(&self.processor_architecture);
        let modules = |runtime: &mut CommandRuntime<'_>, given: &[Value]| -> CommandResult<_> {
            let texts: CommandResult<Vec<String>> =
                given.iter().map(|value| specification(runtime, value)).collect();
            texts.map(|texts| match texts.is_empty() {
                true => None,
                false => Some(format!("@({})", texts.join(",\n               "))),
            })
        };
        let required = modules(runtime, &self.required_modules)?;
        let nested = modules(runtime, &self.nested_modules)?;
        let listed = modules(runtime, &self.module_list)?;
        let exported = |name: &str, given: &[PsString], runtime: &CommandRuntime<'_>| {
            Some(if runtime.is_bound(name) { list(given) } else { "'*'".to_owned() })
        };
        let some_list = |given: &[PsString]| (!given.is_empty()).then(|| list(given));
        Ok(vec![
            ("Module file that is run", "RootModule", text(&self.root_module)),
            (
                "Version of the module",
                "ModuleVersion",
                Some(version(self.module_version).unwrap_or_else(|| "'0.0.1'".to_owned())),
            ),
            (
                "Editions of the shell that it works with",
                "CompatiblePSEditions",
                some_list(&self.compatible_ps_editions),
            ),
            (
                "Identifier of the module",
                "GUID",
                Some(quoted(&self.guid.unwrap_or(Guid(bytes)).to_string())),
            ),
            ("Author of the module", "Author", Some(quoted(&author))),
            ("Company or vendor", "CompanyName", Some(quoted(&company))),
            ("Copyright of the module", "Copyright", Some(quoted(&copyright))),
            ("What the module is for", "Description", text(&self.description)),
            ("Lowest version of the shell", "PowerShellVersion", version(self.power_shell_version)),
            ("Host that it needs", "PowerShellHostName", text(&self.power_shell_host_name)),
            (
                "Lowest version of the host",
                "PowerShellHostVersion",
                version(self.power_shell_host_version),
            ),
            (
                "Lowest version of the .NET Framework",
                "DotNetFrameworkVersion",
                version(self.dot_net_framework_version),
            ),
            ("Lowest version of the runtime", "ClrVersion", version(self.clr_version)),
            (
                "Processor that it needs",
                "ProcessorArchitecture",
                (!architecture.is_empty()).then(|| quoted(&architecture)),
            ),
            ("Modules that are loaded before it", "RequiredModules", required),
            (
                "Assemblies that are loaded before it",
                "RequiredAssemblies",
                some_list(&self.required_assemblies),
            ),
            (
                "Scripts that run for the caller before it is imported",
                "ScriptsToProcess",
                some_list(&self.scripts_to_process),
            ),
            ("Files with data of types", "TypesToProcess", some_list(&self.types_to_process)),
            ("Files with views", "FormatsToProcess", some_list(&self.formats_to_process)),
            ("Modules inside this one", "NestedModules", nested),
            (
                "Functions that are exported",
                "FunctionsToExport",
                exported("FunctionsToExport", &self.functions_to_export, runtime),
            ),
            (
                "Cmdlets that are exported",
                "CmdletsToExport",
                exported("CmdletsToExport", &self.cmdlets_to_export, runtime),
            ),
            (
                "Variables that are exported",
                "VariablesToExport",
                exported("VariablesToExport", &self.variables_to_export, runtime),
            ),
            (
                "Aliases that are exported",
                "AliasesToExport",
                exported("AliasesToExport", &self.aliases_to_export, runtime),
            ),
            (
                "DSC resources that are exported",
                "DscResourcesToExport",
                some_list(&self.dsc_resources_to_export),
            ),
            ("Modules that are packed with it", "ModuleList", listed),
            ("Files that are packed with it", "FileList", some_list(&self.file_list)),
        ])
    }

    /// What galleries read of it.
    fn gallery(&self, runtime: &mut CommandRuntime<'_>) -> Vec<Entry> {
        let mut uri = |value: &Value| {
            let text = runtime.get_property(value, "AbsoluteUri").ok().flatten();
            let text = text.filter(|text| !text.is_null()).unwrap_or_else(|| value.clone());
            let text = runtime.text(&text);
            (!text.is_empty()).then(|| quoted(&text))
        };
        let text = |value: &Option<PsString>| value.as_ref().map(|value| quoted(value));
        let tags = (!self.tags.is_empty()).then(|| list(&self.tags));
        let others = &self.external_module_dependencies;
        vec![
            ("Words to find it by", "Tags", tags),
            ("Address of its license", "LicenseUri", uri(&self.license_uri)),
            ("Address of its project", "ProjectUri", uri(&self.project_uri)),
            ("Address of its icon", "IconUri", uri(&self.icon_uri)),
            ("What is new", "ReleaseNotes", text(&self.release_notes)),
            ("Label of a version before the release", "Prerelease", text(&self.prerelease)),
            (
                "Whether its license must be accepted",
                "RequireLicenseAcceptance",
                self.require_license_acceptance.then(|| "$true".to_owned()),
            ),
            (
                "Modules that it needs from elsewhere",
                "ExternalModuleDependencies",
                (!others.is_empty()).then(|| list(others)),
            ),
        ]
    }

    fn render(&self, runtime: &mut CommandRuntime<'_>, name: &str) -> CommandResult<String> {
        let date = runtime.system().now_local();
        let date = runtime.convert_to(&Value::from(date), "datetime")?;
        let date = runtime.invoke_method(&date, "ToString", &["d".into()])?;
        let date = runtime.text(&date);
        let author = match &self.author {
            Some(author) => author.clone(),
            None => runtime.system().user_name().into(),
        };
        let mut out = format!(
            "#\n# Module manifest for module '{name}'\n#\n# Generated by: {author}\n#\n# Generated on: {date}\n#\n\n@{{\n\n"
        );
        for entry in self.entries(runtime)? {
            write_entry(&mut out, "", &entry);
        }
        out.push_str(
            "# Data for the module and for galleries\nPrivateData = @{\n\n    PSData = @{\n\n",
        );
        for entry in self.gallery(runtime) {
            write_entry(&mut out, "        ", &entry);
        }
        out.push_str("    } # End of PSData hashtable\n\n");
        if let Value::Dictionary(table) = self.private_data.base() {
            for (key, value) in table.entries() {
                let (key, value) = (runtime.text(&key), runtime.text(&value));
                out.push_str(&format!("    {key} = {}\n\n", quoted(&value)));
            }
        }
        out.push_str("} # End of PrivateData hashtable\n\n");
        let last = [
            ("Address of its help", "HelpInfoURI", &self.help_info_uri),
            ("Prefix of its commands", "DefaultCommandPrefix", &self.default_command_prefix),
        ];
        for (comment, key, value) in last {
            write_entry(&mut out, "", &(comment, key, value.as_ref().map(|value| quoted(value))));
        }
        out.push_str("}\n\n");
        Ok(out)
    }
}

/// What a key is for, the key, and its value.
type Entry = (&'static str, &'static str, Option<String>);

fn write_entry(out: &mut String, indent: &str, (comment, key, value): &Entry) {
    out.push_str(&format!("{indent}# {comment}\n"));
    match value {
        Some(value) => out.push_str(&format!("{indent}{key} = {value}\n\n")),
        None => out.push_str(&format!("{indent}# {key} = ''\n\n")),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn list(texts: &[PsString]) -> String {
    if texts.is_empty() {
        return "@()".to_owned();
    }
    texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")
}

/// A module as a manifest names it.
fn specification(runtime: &mut CommandRuntime<'_>, value: &Value) -> CommandResult<String> {
    let Value::Dictionary(table) = value.base() else {
        return Ok(quoted(&runtime.text(value)));
    };
    let mut text = "@{".to_owned();
    for key in ["ModuleName", "GUID", "ModuleVersion", "MaximumVersion", "RequiredVersion"] {
        if let Some(value) = table.get_str(key) {
            let value = runtime.text(&value);
            text.push_str(&format!("{key} = {}; ", quoted(&value)));
        }
    }
    Ok(format!("{text}}}"))
}

impl Cmdlet for NewModuleManifest {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let Some(path) = self.path.clone() else { return Ok(()) };
        let file = runtime.resolve_path_unchecked(&path)?.provider_path;
        if !file.to_lowercase().ends_with(".psd1") {
            return Err(error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                format!(
                    "The module manifest path '{path}' is not valid. The value of the Path argument must resolve to a single file that has a '.psd1' extension. Change the value of the Path argument to point to a valid psd1 file, and then try again."
                ),
                "Modules_InvalidModuleManifestPath",
                ErrorCategory::InvalidArgument,
                path,
            )
            .into());
        }
        let name = file.rsplit('/').next().unwrap_or(&file);
        let name = name.get(..name.len() - ".psd1".len()).unwrap_or(name).to_owned();
        let text = self.render(runtime, &name)?;
        if !runtime.should_process(file.clone(), "New-ModuleManifest")? {
            return Ok(());
        }
        if runtime.system().write(&file, text.as_bytes()).is_err() {
            return Err(error(
                TypeId::DIRECTORY_NOT_FOUND_EXCEPTION,
                format!("Could not find a part of the path '{file}'."),
                "FileOpenFailure",
                ErrorCategory::OpenError,
                Value::Null,
            )
            .into());
        }
        if *self.pass_thru {
            runtime.write_object(text)?;
        }
        Ok(())
    }
}

//! `Add-Type`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes .NET types available.
///
/// # Description
/// This shell has no .NET compiler: only -AssemblyName for assemblies whose types it knows anyway
/// is accepted; everything else is refused.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/add-type
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Add",
    noun = "Type",
    class = "Microsoft.PowerShell.Commands.AddTypeCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "FromSource",
    remoting = "PowerShell",
    output("System.Type")
)]
pub(crate) struct AddType {
    /// Source of types.
    #[parameter(set = "FromSource", position = 0, mandatory, validate_trusted_data)]
    type_definition: Option<PsString>,
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(set = "FromMember", position = 0, mandatory, validate_trusted_data)]
    name: Option<PsString>,
    /// Source of members for a class.
    #[parameter(set = "FromMember", position = 1, mandatory)]
    member_definition: Vec<PsString>,
    /// Name spaces.
    #[parameter(set = "FromMember", aliases("NS"), allow_null)]
    namespace: Option<PsString>,
    /// Name spaces of the source.
    #[parameter(set = "FromMember", aliases("Using"), validate_not_null)]
    using_namespace: Vec<PsString>,
    /// Files; wildcards are allowed.
    #[parameter(set = "FromPath", position = 0, mandatory, validate_trusted_data)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(
        set = "FromLiteralPath",
        mandatory,
        aliases("PSPath", "LP"),
        validate_trusted_data
    )]
    literal_path: Vec<PsString>,
    /// Names of assemblies.
    #[parameter(set = "FromAssemblyName", mandatory, aliases("AN"), validate_trusted_data)]
    assembly_name: Vec<PsString>,
    /// Language of the source.
    #[parameter(sets("FromMember", "FromSource"), type = "Microsoft.PowerShell.Commands.Language")]
    language: Value,
    /// Assemblies that the source needs.
    #[parameter(sets("FromLiteralPath", "FromMember", "FromPath", "FromSource"), aliases("RA"))]
    referenced_assemblies: Vec<PsString>,
    /// File for the assembly.
    #[parameter(sets("FromLiteralPath", "FromMember", "FromPath", "FromSource"), aliases("OA"))]
    output_assembly: Option<PsString>,
    /// Kind of the assembly.
    #[parameter(
        sets("FromLiteralPath", "FromMember", "FromPath", "FromSource"),
        type = "Microsoft.PowerShell.Commands.OutputAssemblyType",
        aliases("OT")
    )]
    output_type: Value,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Warnings of the compiler do not count.
    #[parameter(sets("FromLiteralPath", "FromMember", "FromPath", "FromSource"))]
    ignore_warnings: Switch,
    /// Options of the compiler.
    #[parameter(
        sets("FromLiteralPath", "FromMember", "FromPath", "FromSource"),
        validate_not_null_or_empty
    )]
    compiler_options: Vec<PsString>,
}

impl Cmdlet for AddType {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if runtime.context().is_constrained() {
            return Err(error(
                TypeId::PS_NOT_SUPPORTED_EXCEPTION,
                "Cannot add type. Definition of new types is not supported in this language mode.",
                "CannotDefineNewType",
                ErrorCategory::PermissionDenied,
                Value::Null,
            )
            .into());
        }
        if runtime.parameter_set() != "FromAssemblyName" {
            let message = "This shell has no .NET compiler and loads no assemblies: only -AssemblyName for assemblies whose types it knows anyway is accepted.";
            return Err(not_supported(message, Value::Null).into());
        }
        for name in &self.assembly_name {
            let known = ["System", "Microsoft.PowerShell", "mscorlib", "netstandard"];
            if !known.iter().any(|prefix| name.starts_with(prefix)) {
                let message =
                    format!("Cannot find assembly '{name}': this shell loads no assemblies.");
                return Err(not_supported(message, name.clone()).into());
            }
        }
        Ok(())
    }
}

//! Commands, their parameters, and modules.

use remora_psobject::{PsString, Value};

use super::{
    alias, follow, hidden_code, own_or, script, with_depth, with_display, with_members,
    with_serialized,
};
use crate::command::{CommandInfo, CommandKind};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::types::{TypeData, TypeMember};

pub(super) fn types() -> Vec<TypeData> {
    vec![
        command(),
        alias_info(),
        with_members(
            "System.Management.Automation.ApplicationInfo",
            vec![script(
                "FileVersionInfo",
                "System.Object FileVersionInfo {get=[System.Diagnostics.FileVersionInfo]::getversioninfo( $this.Path );}",
                file_version,
            )],
        ),
        with_members(
            "System.Management.Automation.CmdletInfo",
            vec![script(
                "DLL",
                "System.Object DLL {get=$this.ImplementingType.Assembly.Location;}",
                |context, value| {
                    follow(context, value, &["ImplementingType", "Assembly", "Location"])
                },
            )],
        ),
        with_serialized(
            "System.Management.Automation.ParameterMetadata",
            "Name ParameterType Aliases IsDynamic SwitchParameter",
        ),
        parameter_set(),
        with_display(
            "System.Management.Automation.PSModuleInfo",
            "Name Path Description Guid Version ModuleBase ModuleType PrivateData AccessMode \
             ExportedAliases ExportedCmdlets ExportedFunctions ExportedVariables NestedModules",
        ),
        with_depth("Microsoft.PowerShell.Commands.ModuleSpecification", 1),
        TypeData {
            default_keys: vec!["Id".into()],
            ..TypeData::new("Microsoft.PowerShell.Commands.HistoryInfo")
        },
        with_depth("HelpInfo", 1),
        with_depth("System.Management.Automation.CommandCompletion", 1),
        with_depth("System.Management.Automation.CompletionResult", 1),
    ]
}

fn command() -> TypeData {
    with_members(
        "System.Management.Automation.CommandInfo",
        vec![
            TypeMember { hidden: true, ..alias("Namespace", "ModuleName") },
            script(
                "HelpUri",
                "System.Object HelpUri {get=$oldProgressPreference = $ProgressPreference\n          $ProgressPreference = 'SilentlyContinue'\n          try\n          {\n          [Microsoft.PowerShell.Commands.GetHelpCodeMethods]::GetHelpUri($this)\n          }\n          catch {}\n          finally\n          {\n          $ProgressPreference = $oldProgressPreference\n          };}",
                |context, value| {
                    let command = value.downcast::<CommandInfo>();
                    Ok(command
                        .map_or_else(PsString::empty, |command| help_uri(context, command))
                        .into())
                },
            ),
        ],
    )
}

/// Where help of a command stands; empty where nobody said.
fn help_uri(context: &mut ExecutionContext, command: &CommandInfo) -> PsString {
    if let CommandKind::Alias { resolved, .. } = &command.kind {
        let resolved = resolved.as_deref();
        return resolved.map_or_else(PsString::empty, |command| help_uri(context, command));
    }
    let metadata = command.metadata(context);
    metadata.map_or_else(PsString::empty, |metadata| metadata.help_uri.clone())
}

fn alias_info() -> TypeData {
    with_members(
        "System.Management.Automation.AliasInfo",
        vec![
            script(
                "ResolvedCommandName",
                "System.Object ResolvedCommandName {get=$this.ResolvedCommand.Name;}",
                |context, value| {
                    own_or(context, value, "ResolvedCommandName", &["ResolvedCommand", "Name"])
                },
            ),
            script(
                "DisplayName",
                "System.Object DisplayName {get=if ($null -ne $this.ResolvedCommand)\n          {\n          $this.Name + \" -> \" + $this.ResolvedCommand.Name\n          }\n          else\n          {\n          $this.Name + \" -> \" + $this.Definition\n          }\n          ;}",
                display_name,
            ),
        ],
    )
}

/// An alias and the command behind it, or its definition where there is none.
fn display_name(context: &mut ExecutionContext, value: &Value) -> Result<Value, Flow> {
    let name = context.get_member(value, "Name")?;
    let mut target = follow(context, value, &["ResolvedCommand", "Name"])?;
    if target.is_null() {
        target = context.get_member(value, "Definition")?;
    }
    Ok(format!("{} -> {}", context.text(&name), context.text(&target)).into())
}

/// The version resource of the file at `Path`; nothing where files are not looked into.
fn file_version(context: &mut ExecutionContext, value: &Value) -> Result<Value, Flow> {
    let Some(id) = remora_psobject::TypeId::find("System.Diagnostics.FileVersionInfo") else {
        return Ok(Value::Null);
    };
    let path = context.get_member(value, "Path")?;
    context.call_static_method(&Value::Type(id), "GetVersionInfo", &[path])
}

/// Switches of a parameter in a set, and their places in `Flags`.
const FLAGS: [(&str, u32); 4] = [
    ("IsMandatory", 1),
    ("ValueFromPipeline", 2),
    ("ValueFromPipelineByPropertyName", 4),
    ("ValueFromRemainingArguments", 8),
];

fn parameter_set() -> TypeData {
    let mut data = with_serialized(
        "System.Management.Automation.ParameterSetMetadata",
        "Position Flags HelpMessage",
    );
    data.members = vec![hidden_code(
        "Flags",
        "System.UInt32 Flags{get=GetParameterSetMetadataFlags;}",
        |context, value| {
            let mut flags = 0_u32;
            for (name, flag) in FLAGS {
                if context.get_member(value, name)?.as_bool() == Some(true) {
                    flags |= flag;
                }
            }
            Ok(flags.into())
        },
    )];
    data
}

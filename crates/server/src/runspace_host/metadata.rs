//! GET_COMMAND_METADATA (MS-PSRP section 2.2.2.14): asked of the engine itself, with its own
//! commands.

use remora_hosting::{Command, PipelineCommand};
use remora_psobject::{PsObject, TypeId, Value};
use remora_psrp::message::GetCommandMetadata;

/// What a client is told of a command (section 2.2.3.22, CommandMetadata).
const PROPERTIES: [&str; 7] = [
    "Name",
    "Namespace",
    "HelpUri",
    "CommandType",
    "ResolvedCommandName",
    "OutputType",
    "Parameters",
];

/// The commands that find what is asked for.
pub(super) fn query(request: &GetCommandMetadata) -> PipelineCommand {
    let mut get = Command::named("Get-Command");
    if let Some(names) = &request.name {
        get = get.parameter("Name", Value::strings(names.iter().cloned()));
    }
    let kind = TypeId::find("System.Management.Automation.CommandTypes");
    let number = i64::from(request.command_type);
    let kind = kind.map_or(Value::I32(request.command_type), |kind| Value::Enum(kind, number));
    get = get.parameter("CommandType", kind);
    if let Some(modules) = request.namespace.as_ref().filter(|modules| !modules.is_empty()) {
        get = get.parameter("Module", Value::strings(modules.iter().cloned()));
    }
    if !request.fully_qualified_module.is_null() {
        get = get.parameter("FullyQualifiedModule", request.fully_qualified_module.clone());
    }
    if let Some(arguments) = &request.argument_list {
        get = get.parameter("ArgumentList", Value::array(arguments.clone()));
    }
    get = get.parameter("ErrorAction", "SilentlyContinue");
    let select = Command::named("Select-Object");
    PipelineCommand::of(get).pipe(select.parameter("Property", Value::strings(PROPERTIES)))
}

/// How many there are (section 2.2.3.21, CommandMetadataCount).
pub(super) fn count(commands: usize) -> Value {
    let count = i32::try_from(commands).unwrap_or(i32::MAX);
    let object = PsObject::custom([("Count".into(), Value::I32(count))]);
    object.set_type_names(vec![
        "Selected.Microsoft.PowerShell.Commands.GenericMeasureInfo".into(),
        "System.Management.Automation.PSCustomObject".into(),
        "System.Object".into(),
    ]);
    Value::from(object)
}

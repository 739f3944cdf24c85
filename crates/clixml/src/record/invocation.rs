//! Where a command stands, field by field.

use remora_psobject::{DictionaryObject, InvocationInfo, TypeId, Value};

use super::{flag, get, number, text};

/// The fields that `RemoteStreamOptions` adds to a record.
pub(super) fn to_properties(info: &InvocationInfo) -> Vec<(&'static str, Value)> {
    let mut properties = vec![
        ("InvocationInfo_BoundParameters", info.bound_parameters.clone()),
        ("InvocationInfo_CommandOrigin", command_origin(info.command_origin)),
        ("InvocationInfo_ExpectingInput", Value::Bool(info.expecting_input)),
        ("InvocationInfo_InvocationName", Value::Str(info.invocation_name.clone())),
        ("InvocationInfo_Line", Value::Str(info.line.clone())),
        ("InvocationInfo_OffsetInLine", Value::I32(info.offset_in_line)),
        ("InvocationInfo_HistoryId", Value::I64(info.history_id)),
        ("InvocationInfo_PipelineIterationInfo", Value::array_of(TypeId::INT32, Vec::new())),
        ("InvocationInfo_PipelineLength", Value::I32(info.pipeline_length)),
        ("InvocationInfo_PipelinePosition", Value::I32(info.pipeline_position)),
        ("InvocationInfo_PSScriptRoot", Value::Str(info.ps_script_root.clone())),
        // Null, not empty, where there is none.
        (
            "InvocationInfo_PSCommandPath",
            Some(info.ps_command_path.clone()).filter(|path| !path.is_empty()).into(),
        ),
        ("InvocationInfo_PositionMessage", Value::Str(info.position_message.clone())),
        ("InvocationInfo_ScriptLineNumber", Value::I32(info.script_line_number)),
        ("InvocationInfo_ScriptName", Value::Str(info.script_name.clone())),
        ("InvocationInfo_UnboundArguments", info.unbound_arguments.clone()),
        ("SerializeExtent", Value::Bool(false)),
    ];
    if let Value::Live(command) = info.my_command.base() {
        for (field, property) in COMMAND_FIELDS {
            let value = command.property(property).and_then(Result::ok).unwrap_or_default();
            properties.push((field, value));
        }
    }
    properties
}

const COMMAND_FIELDS: [(&str, &str); 4] = [
    ("CommandInfo_CommandType", "CommandType"),
    ("CommandInfo_Definition", "Definition"),
    ("CommandInfo_Name", "Name"),
    ("CommandInfo_Visibility", "Visibility"),
];

/// The invocation that the fields describe. The command is a bag: it cannot be called here.
pub(super) fn from_properties(value: &Value) -> InvocationInfo {
    let part = |name: &str| text(value, name).unwrap_or_default();
    let count = |name: &str| number(value, name).unwrap_or_default();
    let my_command = get(value, "CommandInfo_Name").filter(|name| !name.is_null()).map(|name| {
        let property = |name: &str| get(value, name).unwrap_or_default();
        Value::custom_object([
            ("Name", name),
            ("CommandType", property("CommandInfo_CommandType")),
            ("Definition", property("CommandInfo_Definition")),
            ("Visibility", property("CommandInfo_Visibility")),
        ])
    });
    InvocationInfo {
        my_command: my_command.unwrap_or_default(),
        bound_parameters: get(value, "InvocationInfo_BoundParameters")
            .unwrap_or_else(|| DictionaryObject::hashtable().into()),
        unbound_arguments: get(value, "InvocationInfo_UnboundArguments").unwrap_or_default(),
        script_line_number: count("InvocationInfo_ScriptLineNumber"),
        offset_in_line: count("InvocationInfo_OffsetInLine"),
        history_id: get(value, "InvocationInfo_HistoryId").and_then(|id| id.as_i64()).unwrap_or(-1),
        script_name: part("InvocationInfo_ScriptName"),
        line: part("InvocationInfo_Line"),
        statement: part("InvocationInfo_Statement"),
        position_message: part("InvocationInfo_PositionMessage"),
        ps_script_root: part("InvocationInfo_PSScriptRoot"),
        ps_command_path: part("InvocationInfo_PSCommandPath"),
        invocation_name: part("InvocationInfo_InvocationName"),
        pipeline_length: count("InvocationInfo_PipelineLength"),
        pipeline_position: count("InvocationInfo_PipelinePosition"),
        expecting_input: flag(value, "InvocationInfo_ExpectingInput"),
        command_origin: count("InvocationInfo_CommandOrigin"),
        display_script_position: Value::Null,
    }
}

fn command_origin(number: i32) -> Value {
    TypeId::find("System.Management.Automation.CommandOrigin")
        .map_or(Value::I32(number), |id| Value::Enum(id, i64::from(number)))
}

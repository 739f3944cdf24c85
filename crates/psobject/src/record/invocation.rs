//! `InvocationInfo`: which command ran, and where in which script it stands.

use crate::live::LiveObject;
use crate::record::Exception;
use crate::string::PsString;
use crate::types::TypeId;
use crate::value::Value;

/// `System.Management.Automation.InvocationInfo`
#[derive(Clone, Debug, Default)]
pub struct InvocationInfo {
    /// `MyCommand`: the command's description, or null for an expression.
    pub my_command: Value,
    /// `BoundParameters`
    pub bound_parameters: Value,
    /// `UnboundArguments`
    pub unbound_arguments: Value,
    /// Line in the script, from 1; 0 where there is none.
    pub script_line_number: i32,
    /// Column in the line, from 1; 0 where there is none.
    pub offset_in_line: i32,
    /// `HistoryId`; -1 where there is none.
    pub history_id: i64,
    /// The script file, empty for typed commands.
    pub script_name: PsString,
    /// The text of the line.
    pub line: PsString,
    /// The text of the statement.
    pub statement: PsString,
    /// `At …` with the line and a mark under the command.
    pub position_message: PsString,
    /// The folder of the script file.
    pub ps_script_root: PsString,
    /// The path of the script file.
    pub ps_command_path: PsString,
    /// The name by which the command was called.
    pub invocation_name: PsString,
    /// Number of commands in the pipeline.
    pub pipeline_length: i32,
    /// Position of the command in the pipeline, from 1.
    pub pipeline_position: i32,
    /// Whether the command takes input from the pipeline.
    pub expecting_input: bool,
    /// `CommandOrigin`: 0 where a user called it (`Runspace`), 1 from inside (`Internal`).
    pub command_origin: i32,
    /// `DisplayScriptPosition`, or null.
    pub display_script_position: Value,
}

impl LiveObject for InvocationInfo {
    fn object_type(&self) -> TypeId {
        TypeId::INVOCATION_INFO
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "MyCommand",
            "BoundParameters",
            "UnboundArguments",
            "ScriptLineNumber",
            "OffsetInLine",
            "HistoryId",
            "ScriptName",
            "Line",
            "Statement",
            "PositionMessage",
            "PSScriptRoot",
            "PSCommandPath",
            "InvocationName",
            "PipelineLength",
            "PipelinePosition",
            "ExpectingInput",
            "CommandOrigin",
            "DisplayScriptPosition",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let origin = TypeId::find("System.Management.Automation.CommandOrigin");
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "mycommand" => self.my_command.clone(),
            "boundparameters" => self.bound_parameters.clone(),
            "unboundarguments" => self.unbound_arguments.clone(),
            "scriptlinenumber" => Value::I32(self.script_line_number),
            "offsetinline" => Value::I32(self.offset_in_line),
            "historyid" => Value::I64(self.history_id),
            "scriptname" => Value::Str(self.script_name.clone()),
            "line" => Value::Str(self.line.clone()),
            "statement" => Value::Str(self.statement.clone()),
            "positionmessage" => Value::Str(self.position_message.clone()),
            "psscriptroot" => Value::Str(self.ps_script_root.clone()),
            "pscommandpath" => Value::Str(self.ps_command_path.clone()),
            "invocationname" => Value::Str(self.invocation_name.clone()),
            "pipelinelength" => Value::I32(self.pipeline_length),
            "pipelineposition" => Value::I32(self.pipeline_position),
            "expectinginput" => Value::Bool(self.expecting_input),
            "commandorigin" => {
                origin.map_or(Value::Null, |id| Value::Enum(id, i64::from(self.command_origin)))
            }
            "displayscriptposition" => self.display_script_position.clone(),
            _ => return None,
        }))
    }
}

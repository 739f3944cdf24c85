//! Syntax trees and positions as objects.

use std::sync::Arc;

use remora_psobject::{InstanceMember, PsObject, Value};
use remora_syntax::ast::ScriptBlockAst;
use remora_syntax::{Extent, ScriptSource};

fn object(type_name: &str, text: &str, members: Vec<(&str, Value)>) -> Value {
    let members =
        members.into_iter().map(|(name, value)| InstanceMember::note(name, value)).collect();
    let object = PsObject::custom_of(members);
    object.set_type_names(vec![type_name.into(), "System.Object".into()]);
    object.set_text(Some(text.into()));
    object.into()
}

fn number(value: u32) -> Value {
    Value::I32(i32::try_from(value).unwrap_or(i32::MAX))
}

/// `IScriptExtent`
pub fn extent(source: &Arc<ScriptSource>, extent: Extent) -> Value {
    let (start, end) = (source.position(extent.start), source.position(extent.end));
    let text = source.slice(extent);
    object(
        "System.Management.Automation.Language.InternalScriptExtent",
        text,
        vec![
            ("File", source.file().map_or(Value::Null, Value::from)),
            ("StartLineNumber", number(start.line)),
            ("StartColumnNumber", number(start.column)),
            ("EndLineNumber", number(end.line)),
            ("EndColumnNumber", number(end.column)),
            ("Text", text.into()),
            ("StartOffset", number(start.offset)),
            ("EndOffset", number(end.offset)),
        ],
    )
}

/// `PSToken`, as `ScriptBlock.StartPosition` gives it.
pub fn position(source: &Arc<ScriptSource>, at: Extent) -> Value {
    let (start, end) = (source.position(at.start), source.position(at.end));
    object(
        "System.Management.Automation.PSToken",
        "System.Management.Automation.PSToken",
        vec![
            ("Content", source.slice(at).into()),
            ("Type", "Position".into()),
            ("Start", number(start.offset)),
            ("Length", number(end.offset.saturating_sub(start.offset))),
            ("StartLine", number(start.line)),
            ("StartColumn", number(start.column)),
            ("EndLine", number(end.line)),
            ("EndColumn", number(end.column)),
        ],
    )
}

/// `ScriptBlockAst`
pub fn script_block(ast: &Arc<ScriptBlockAst>) -> Value {
    let text = ast.text();
    object(
        "System.Management.Automation.Language.ScriptBlockAst",
        text,
        vec![("Extent", extent(&ast.source, ast.extent))],
    )
}

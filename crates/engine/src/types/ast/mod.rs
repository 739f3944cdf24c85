//! Syntax trees and positions as objects.

mod node;
mod parser;
mod properties;

use std::collections::HashMap;
use std::sync::Arc;

use remora_psobject::{InstanceMember, PsObject, TypeId, Value};
use remora_syntax::ast::{NodeHandle, ScriptBlockAst};
use remora_syntax::{Extent, ScriptSource};

use crate::context::NativeMethod;

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
    node::value(NodeHandle::root(Arc::clone(ast)))
}

/// Adds the methods of trees, of the parser and of what writes code.
pub(crate) fn install(methods: &mut HashMap<&'static str, Vec<(&'static str, NativeMethod)>>) {
    for (type_name, bodies) in node::METHODS.iter().chain(parser::METHODS) {
        methods.entry(type_name).or_default().extend_from_slice(bodies);
    }
}

/// A type of the name space of the parser.
fn language_type(name: &str) -> TypeId {
    remora_dotnet::registry::find_type(&format!("System.Management.Automation.Language.{name}"))
        .unwrap_or(TypeId::OBJECT)
}

/// A value of an enumeration of the parser.
fn enumeration(type_name: &str, number: i64) -> Value {
    Value::Enum(language_type(type_name), number)
}

/// A member of an enumeration of the parser by its name.
fn member(type_name: &str, name: &str) -> Value {
    let id = language_type(type_name);
    let number = id.enum_definition().and_then(|definition| definition.value_of(name));
    number.map_or_else(|| name.into(), |number| Value::Enum(id, number))
}

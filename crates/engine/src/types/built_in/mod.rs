//! Members, display sets and serialization rules that every session knows of the types of .NET and
//! PowerShell, before modules and scripts add theirs.
//!
//! Types of files, folders, drives and processes come with the crates that implement them.

mod certificates;
mod commands;
mod deserialized;
mod diagnostics;
mod formatting;
#[cfg(test)]
mod getter_tests;
mod jobs;
mod language;
mod remoting;
mod system;
#[cfg(test)]
mod tests;
mod wmi;
mod xml;

use std::sync::{Arc, LazyLock};

use remora_psobject::{MemberKind, PsString, Value};

use super::{MemberType, NativeMember, TypeData, TypeMember, TypeMemberKind, TypeTable};
use crate::context::ExecutionContext;
use crate::errors::Flow;

/// What gives the value of a member.
type Getter = fn(&mut ExecutionContext, &Value) -> Result<Value, Flow>;

/// Made once for all sessions of the process.
static ALL: LazyLock<Vec<Arc<TypeData>>> = LazyLock::new(|| {
    let lists = [
        certificates::types(),
        commands::types(),
        deserialized::types(),
        diagnostics::types(),
        formatting::types(),
        jobs::types(),
        language::types(),
        remoting::types(),
        system::types(),
        wmi::types(),
        xml::types(),
    ];
    lists.into_iter().flatten().map(Arc::new).collect()
});

/// The built-in data of all types.
pub fn all() -> &'static [Arc<TypeData>] {
    &ALL
}

/// Fills the table of a new session.
///
/// The entries are put in place as they are: [`TypeTable::add`] would take every `ToString` for one
/// that runs a script, and each conversion to text would look for it.
pub(crate) fn install(table: &mut TypeTable) {
    for data in all() {
        table.replace(data);
    }
}

/// Names that blanks separate.
fn names(text: &str) -> Vec<PsString> {
    text.split_whitespace().map(PsString::from).collect()
}

fn plain(name: &str, kind: MemberKind) -> TypeMember {
    TypeMember { name: name.into(), kind: TypeMemberKind::Plain(kind), hidden: false }
}

fn alias(name: &str, target: &str) -> TypeMember {
    plain(name, MemberKind::Alias { target: target.into(), conversion: None })
}

fn property_set(name: &str, properties: &str) -> TypeMember {
    plain(name, MemberKind::PropertySet(names(properties)))
}

fn native(
    name: &str,
    shown_as: MemberType,
    definition: &'static str,
    get: Getter,
    hidden: bool,
) -> TypeMember {
    let native = NativeMember { get, set: None, shown_as, definition };
    TypeMember { name: name.into(), kind: TypeMemberKind::Native(native), hidden }
}

/// A visible `ScriptProperty`.
fn script(name: &str, definition: &'static str, get: Getter) -> TypeMember {
    native(name, MemberType::ScriptProperty, definition, get, false)
}

/// A hidden `CodeProperty`.
fn hidden_code(name: &str, definition: &'static str, get: Getter) -> TypeMember {
    native(name, MemberType::CodeProperty, definition, get, true)
}

fn with_members(type_name: &str, members: Vec<TypeMember>) -> TypeData {
    TypeData { members, ..TypeData::new(type_name) }
}

fn with_display(type_name: &str, properties: &str) -> TypeData {
    TypeData { default_display: names(properties), ..TypeData::new(type_name) }
}

fn with_depth(type_name: &str, depth: i32) -> TypeData {
    TypeData { serialization_depth: Some(depth), ..TypeData::new(type_name) }
}

/// Of an object of this type only these properties are serialized.
fn with_serialized(type_name: &str, properties: &str) -> TypeData {
    TypeData {
        serialization_method: Some("SpecificProperties".into()),
        serialization_properties: names(properties),
        ..TypeData::new(type_name)
    }
}

/// Where `$this.First.Second` leads.
fn follow(context: &mut ExecutionContext, value: &Value, path: &[&str]) -> Result<Value, Flow> {
    let mut place = value.clone();
    for name in path {
        place = context.get_member(&place, name)?;
    }
    Ok(place)
}

/// What the object itself says under this name; where it says nothing, where `path` leads.
fn own_or(
    context: &mut ExecutionContext,
    value: &Value,
    name: &str,
    path: &[&str],
) -> Result<Value, Flow> {
    match context.own_property(value, name)? {
        Some(found) if !found.is_null() => Ok(found),
        _ => follow(context, value, path),
    }
}

/// `$this.ToString()`
fn own_text(context: &mut ExecutionContext, value: &Value) -> Result<Value, Flow> {
    context.invoke_method(value, "ToString", &[])
}

//! The extended type system: members that types get beside their own, and how members are found.

pub(crate) mod access;
pub mod ast;
pub mod built_in;
pub(crate) mod class;
pub(crate) mod cmdlet;
pub(crate) mod enumerator;
mod intrinsics;
mod list;
mod members;
pub mod metadata;
pub(crate) mod powershell;
mod table;
pub(crate) mod view;

use remora_psobject::{PsString, Value};

pub use intrinsics::engine_intrinsics;
pub(crate) use intrinsics::install as install_intrinsics;
pub(crate) use intrinsics::{Lookup, ask, invoke_command, path_intrinsics, set_member};
pub(crate) use members::instance_members;
pub use members::{MemberInfo, MemberType};
pub use table::{NativeMember, TypeData, TypeMember, TypeMemberKind, TypeTable};

/// A property and its value.
#[derive(Clone, Debug)]
pub struct PropertyValue {
    /// The property's name.
    pub name: PsString,
    /// Its value.
    pub value: Value,
}

/// The items that a pipeline makes of a value, or `None` where it stays one object.
pub fn enumerate(value: &Value) -> Option<remora_language::enumerate::Items> {
    remora_language::enumerate::enumerate(value)
}

/// Whether asking a value for its text may run a script.
pub(crate) fn may_have_script_text(context: &crate::ExecutionContext, value: &Value) -> bool {
    use remora_psobject::{MemberKind, ObjectKind};
    let member = match value {
        Value::Object(object) => object.member("ToString"),
        other => other
            .header()
            .filter(|header| header.has_members())
            .and_then(|header| header.member("ToString")),
    };
    if matches!(member.map(|member| member.kind), Some(MemberKind::ScriptMethod(_))) {
        return true;
    }
    match value {
        Value::Live(live) => context.types.script_type(live.object_type()).is_some(),
        Value::Object(object) => {
            object.own_type_names().is_some()
                && object.kind() == ObjectKind::Custom
                && context.types.has_script_text(value)
        }
        _ => context.types.has_script_text(value),
    }
}

//! Listing members, as `Get-Member` shows them.

use remora_psobject::{MemberKind, PsString, Value};

use super::members::instance_members;
use super::{MemberInfo, MemberType, TypeMemberKind};
use crate::context::ExecutionContext;

fn of_kind(
    context: &mut ExecutionContext,
    name: &PsString,
    kind: &MemberKind,
) -> (MemberType, String) {
    match kind {
        MemberKind::Note(value) | MemberKind::DeserializedProperty(value) => {
            let type_name = value
                .type_id()
                .map_or_else(|| "object".to_owned(), remora_language::type_name::display);
            let text = if value.is_null() { "null".into() } else { context.display_text(value) };
            let member_type = if matches!(kind, MemberKind::Note(_)) {
                MemberType::NoteProperty
            } else {
                MemberType::Property
            };
            (member_type, format!("{type_name} {name}={text}"))
        }
        MemberKind::Alias { target, .. } => {
            (MemberType::AliasProperty, format!("{name} = {target}"))
        }
        MemberKind::ScriptProperty { getter, setter } => {
            let get = context.text(getter);
            let set = if setter.is_null() {
                String::new()
            } else {
                format!("set={};", context.text(setter))
            };
            (MemberType::ScriptProperty, format!("System.Object {name} {{get={get};{set}}}"))
        }
        MemberKind::ScriptMethod(_) => {
            (MemberType::ScriptMethod, format!("System.Object {name}();"))
        }
        MemberKind::Code { target, .. }
            if target.downcast::<crate::session::Variable>().is_some() =>
        {
            let value = target.downcast::<crate::session::Variable>().map(|known| known.value());
            let value = value.unwrap_or_default();
            let type_name = value
                .type_id()
                .map_or_else(|| "object".to_owned(), remora_language::type_name::display);
            (MemberType::NoteProperty, format!("{type_name} {name}={}", context.text(&value)))
        }
        MemberKind::Code { method, target, .. } => (
            if *method { MemberType::CodeMethod } else { MemberType::CodeProperty },
            context.text(target).to_string(),
        ),
        MemberKind::PropertySet(names) => (
            MemberType::PropertySet,
            format!(
                "{name} {{{}}}",
                names.iter().map(PsString::as_str).collect::<Vec<_>>().join(", ")
            ),
        ),
        MemberKind::MemberSet { members, .. } => (
            MemberType::MemberSet,
            format!(
                "{name} {{{}}}",
                members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>().join(", ")
            ),
        ),
    }
}

impl ExecutionContext {
    /// All members: of the instance, of the type's table, of the type itself.
    pub fn members(&mut self, value: &Value) -> Vec<MemberInfo> {
        let mut found: Vec<MemberInfo> = Vec::new();
        for member in instance_members(value) {
            let (member_type, definition) = of_kind(self, &member.name, &member.kind);
            add(&mut found, &member.name, member_type, definition, member.hidden, true);
        }
        for data in self.types.of_value(value) {
            for member in &data.members {
                let (member_type, definition) = match &member.kind {
                    TypeMemberKind::Plain(kind) => of_kind(self, &member.name, kind),
                    TypeMemberKind::Native(native) => {
                        (native.shown_as, native.definition.to_owned())
                    }
                };
                add(&mut found, &member.name, member_type, definition, member.hidden, true);
            }
        }
        self.own_members(value, &mut found);
        found
    }

    fn own_members(&mut self, value: &Value, found: &mut Vec<MemberInfo>) {
        let Some(id) = value.type_id() else { return };
        for part in id.chain() {
            let Some(definition) = remora_dotnet::registry::definition(part) else {
                continue;
            };
            for property in &definition.properties {
                let parameterized = property.name == "Item" || property.name == "Chars";
                let member_type = if parameterized {
                    MemberType::ParameterizedProperty
                } else {
                    MemberType::Property
                };
                add(found, property.name, member_type, property.signature.to_owned(), false, false);
            }
            for method in &definition.methods {
                let hidden = method.name.starts_with("get_")
                    || method.name.starts_with("set_")
                    || method.name.starts_with("add_")
                    || method.name.starts_with("remove_");
                let signatures: Vec<&str> =
                    method.overloads.iter().map(|overload| overload.signature).collect();
                add(found, method.name, MemberType::Method, signatures.join(", "), hidden, false);
            }
        }
        if let Value::Live(live) = value.base() {
            for name in live.property_names() {
                let value = live.property(&name).and_then(Result::ok).unwrap_or_default();
                let type_name = value.type_id().map_or_else(
                    || "System.Object".to_owned(),
                    remora_language::type_name::display,
                );
                let definition = format!("{type_name} {name} {{get;}}");
                add(found, &name, MemberType::Property, definition, false, false);
            }
        }
    }
}

fn add(
    found: &mut Vec<MemberInfo>,
    name: &str,
    member_type: MemberType,
    definition: String,
    hidden: bool,
    extended: bool,
) {
    if found.iter().any(|known| known.name.eq_ignore_case(name)) {
        return;
    }
    found.push(MemberInfo {
        name: name.into(),
        member_type,
        definition: definition.into(),
        hidden,
        extended,
    });
}

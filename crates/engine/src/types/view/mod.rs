//! Members as objects: `psobject`, `pstypenames`, methods that are not called.

mod call;

use std::sync::Arc;

use remora_psobject::{
    Exception, InstanceMember, ListObject, LiveObject, MemberKind, PsString, TypeId, Value,
};

pub(crate) use call::call;

use super::members::{instance_member, instance_members};
use crate::context::ExecutionContext;
use crate::errors::Flow;

fn register(name: &'static str) -> TypeId {
    TypeId::register(name, Some(TypeId::OBJECT))
}

/// A method of an object (`PSMethod`).
#[derive(Debug)]
pub(crate) struct MethodView {
    /// The object; a type for static methods.
    pub(crate) target: Value,
    /// The method's name.
    pub(crate) name: PsString,
    /// The signatures.
    pub(crate) definitions: Vec<PsString>,
    pub(crate) is_static: bool,
}

impl MethodView {
    /// Calls it.
    pub(crate) fn call(
        &self,
        context: &mut ExecutionContext,
        arguments: &[Value],
    ) -> Result<Value, Flow> {
        if self.is_static {
            context.call_static_method(&self.target, &self.name, arguments)
        } else {
            context.invoke_method(&self.target, &self.name, arguments)
        }
    }
}

impl LiveObject for MethodView {
    fn object_type(&self) -> TypeId {
        let base = register("System.Management.Automation.PSMethod");
        TypeId::register("System.Management.Automation.PSMethod`1", Some(base))
    }

    fn text(&self) -> PsString {
        self.definitions.iter().map(PsString::as_str).collect::<Vec<_>>().join(", ").into()
    }

    fn property_names(&self) -> Vec<PsString> {
        ["OverloadDefinitions", "MemberType", "Value", "Name", "IsInstance", "TypeNameOfValue"]
            .map(PsString::from)
            .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "overloaddefinitions" => Value::from(ListObject::new(
                TypeId::COLLECTION.generic_of(&[TypeId::STRING]),
                self.definitions.iter().cloned().map(Value::Str).collect(),
            )),
            "membertype" => "Method".into(),
            "name" => Value::Str(self.name.clone()),
            "isinstance" => Value::Bool(false),
            "typenameofvalue" => "System.Management.Automation.PSMethod".into(),
            _ => return None,
        }))
    }
}

fn signatures(id: TypeId, name: &str, is_static: bool) -> Vec<PsString> {
    let Some(definition) = remora_dotnet::registry::definition(id) else {
        return Vec::new();
    };
    if is_static && name.eq_ignore_ascii_case("new") {
        let constructors = definition.constructors.iter();
        return constructors.map(|overload| overload.shown(id).into()).collect();
    }
    let method = if is_static { definition.static_method(name) } else { definition.method(name) };
    method.map_or_else(Vec::new, |method| {
        method.overloads.iter().map(|overload| overload.shown(id).into()).collect()
    })
}

/// A method that is not called.
pub(crate) fn method(context: &mut ExecutionContext, target: &Value, name: &str) -> Value {
    let _ = context;
    let definitions = target.type_id().map(|id| signatures(id, name, false)).unwrap_or_default();
    Value::live(MethodView {
        target: target.clone(),
        name: name.into(),
        definitions,
        is_static: false,
    })
}

/// A static method that is not called.
pub(crate) fn static_method(id: TypeId, name: &str) -> Value {
    Value::live(MethodView {
        target: Value::Type(id),
        name: name.into(),
        definitions: signatures(id, name, true),
        is_static: true,
    })
}

/// A member of an object (`PSPropertyInfo`).
#[derive(Debug)]
pub(crate) struct MemberView {
    target: Value,
    name: PsString,
    value: Value,
    kind: &'static str,
}

impl LiveObject for MemberView {
    fn object_type(&self) -> TypeId {
        match self.kind {
            "NoteProperty" => register("System.Management.Automation.PSNoteProperty"),
            "ScriptProperty" => register("System.Management.Automation.PSScriptProperty"),
            "AliasProperty" => register("System.Management.Automation.PSAliasProperty"),
            "ScriptMethod" => register("System.Management.Automation.PSScriptMethod"),
            "Method" => register("System.Management.Automation.PSMethod"),
            _ => register("System.Management.Automation.PSProperty"),
        }
    }

    fn text(&self) -> PsString {
        match self.kind {
            "NoteProperty" => format!(
                "{} {}={}",
                self.value
                    .type_id()
                    .map_or_else(|| "object".to_owned(), remora_language::type_name::display),
                self.name,
                remora_language::string_conversion::to_string(&self.value)
            )
            .into(),
            _ => self.name.clone(),
        }
    }

    fn property_names(&self) -> Vec<PsString> {
        ["MemberType", "IsSettable", "IsGettable", "Value", "TypeNameOfValue", "Name", "IsInstance"]
            .map(PsString::from)
            .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.name.clone()),
            "value" => self.value.clone(),
            "membertype" => match TypeId::find("System.Management.Automation.PSMemberTypes") {
                Some(id) => id
                    .enum_definition()
                    .and_then(|definition| definition.value_of(self.kind))
                    .map_or(self.kind.into(), |number| Value::Enum(id, number)),
                None => self.kind.into(),
            },
            "issettable" => Value::Bool(self.kind == "NoteProperty" || self.kind == "Property"),
            "isgettable" => Value::Bool(true),
            "isinstance" => Value::Bool(self.kind == "NoteProperty"),
            "typenameofvalue" => {
                self.value.type_id().map_or("System.Object", TypeId::full_name).into()
            }
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if !name.eq_ignore_ascii_case("Value") {
            return None;
        }
        match &self.target {
            Value::Object(object) => object.set(&self.name, value),
            other => match other.header().filter(|header| header.member(&self.name).is_some()) {
                Some(header) => header.set_member(InstanceMember::note(self.name.clone(), value)),
                None => match other.base() {
                    Value::Live(live) => return live.set_property(&self.name, value),
                    _ => return None,
                },
            },
        }
        Some(Ok(()))
    }
}

/// `psobject.Properties`, `psobject.Methods`, `psobject.Members`.
#[derive(Debug)]
pub(crate) struct MemberCollection {
    target: Value,
    members: Vec<Value>,
}

impl MemberCollection {
    /// The member of a name; null where there is none.
    pub(crate) fn find(&self, name: &str) -> Value {
        self.members
            .iter()
            .find(|member| {
                member
                    .downcast::<MemberView>()
                    .map(|view| view.name.eq_ignore_case(name))
                    .or_else(|| {
                        member.downcast::<MethodView>().map(|view| view.name.eq_ignore_case(name))
                    })
                    .unwrap_or(false)
            })
            .cloned()
            .unwrap_or_default()
    }
}

impl LiveObject for MemberCollection {
    fn object_type(&self) -> TypeId {
        register("System.Management.Automation.PSMemberInfoIntegratingCollection`1")
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.members.clone().into_iter()))
    }
}

/// `psobject` of a value.
#[derive(Debug)]
pub(crate) struct ObjectView {
    pub(crate) target: Value,
}

impl LiveObject for ObjectView {
    fn object_type(&self) -> TypeId {
        TypeId::PS_OBJECT
    }

    fn text(&self) -> PsString {
        remora_language::string_conversion::to_string(&self.target)
    }
}

fn properties(context: &mut ExecutionContext, target: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    for name in context.property_names(target) {
        let kind = match instance_member(target, &name).map(|member| member.kind) {
            Some(MemberKind::Note(_) | MemberKind::DeserializedProperty(_)) => "NoteProperty",
            Some(MemberKind::ScriptProperty { .. }) => "ScriptProperty",
            Some(MemberKind::Alias { .. }) => "AliasProperty",
            _ => "Property",
        };
        let value = context.get_property(target, &name).ok().flatten().unwrap_or_default();
        found.push(Value::live(MemberView { target: target.clone(), name, value, kind }));
    }
    found
}

fn methods(context: &mut ExecutionContext, target: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    for member in instance_members(target) {
        if let MemberKind::ScriptMethod(block) = member.kind {
            found.push(Value::live(MemberView {
                target: target.clone(),
                name: member.name,
                value: block,
                kind: "ScriptMethod",
            }));
        }
    }
    if let Some(definition) = target.type_id().and_then(remora_dotnet::registry::definition) {
        for entry in &definition.methods {
            found.push(method(context, target, entry.name));
        }
    }
    found
}

/// `psobject`, `psbase`, `psadapted`, `psextended`, `pstypenames`.
pub(crate) fn special(context: &mut ExecutionContext, target: &Value, name: &str) -> Option<Value> {
    if let Some(view) = target.downcast::<ObjectView>() {
        let inner = view.target.clone();
        return Some(match name.to_ascii_lowercase().as_str() {
            "properties" => Value::live(MemberCollection {
                members: properties(context, &inner),
                target: inner,
            }),
            "methods" => {
                Value::live(MemberCollection { members: methods(context, &inner), target: inner })
            }
            "members" => {
                let mut members = properties(context, &inner);
                members.extend(methods(context, &inner));
                Value::live(MemberCollection { members, target: inner })
            }
            "typenames" => type_names(&inner),
            "baseobject" | "immediatebaseobject" => inner.base().clone(),
            _ => return None,
        });
    }
    if let Some(cmdlet) = target.downcast::<super::cmdlet::ScriptCmdlet>() {
        return cmdlet.member(context, name);
    }
    if name.eq_ignore_ascii_case("Drives")
        && let Some(provider) = target.downcast::<crate::providers::ProviderInfo>()
    {
        let drives = context.session.drives().iter();
        let own = drives.filter(|drive| drive.provider.name == provider.name);
        let own: Vec<Value> = own.map(|drive| Value::live_arc(Arc::clone(drive))).collect();
        return Some(Value::from(ListObject::new(
            TypeId::COLLECTION.generic_of(&[register("System.Management.Automation.PSDriveInfo")]),
            own,
        )));
    }
    if let Some(command) = target.downcast::<crate::command::CommandInfo>()
        && (name.eq_ignore_ascii_case("Parameters") || name.eq_ignore_ascii_case("ParameterSets"))
    {
        // They are made when somebody asks for them.
        let metadata = command.metadata(context)?;
        return Some(if name.eq_ignore_ascii_case("Parameters") {
            // Sets of values may come from a class of the session.
            context.lent(|| crate::types::metadata::parameters(&metadata))
        } else {
            crate::types::metadata::parameter_sets(&metadata)
        });
    }
    if let Some(member) = crate::modules::member(context, target, name) {
        return Some(member);
    }
    if name.len() < 6
        || !(name.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("ps"))
            || name.ends_with("__"))
    {
        return None;
    }
    if target.is_null() {
        return None;
    }
    match name.to_ascii_lowercase().as_str() {
        "value__" => match target.base() {
            Value::Enum(id, number) => Some(enum_number(*id, *number)),
            _ => None,
        },
        "psobject" => Some(Value::live(ObjectView { target: target.clone() })),
        "psbase" | "psadapted" => Some(target.base().clone()),
        "psextended" => Some(target.clone()),
        "pstypenames" => Some(type_names(target)),
        _ => None,
    }
}

/// The number behind a value of an enumeration, in its underlying type.
fn enum_number(id: TypeId, number: i64) -> Value {
    let underlying =
        id.enum_definition().map_or("System.Int32", |definition| definition.underlying);
    match underlying {
        "System.Int64" => Value::I64(number),
        "System.Byte" => Value::U8(u8::try_from(number).unwrap_or_default()),
        "System.UInt64" => Value::U64(number.cast_unsigned()),
        _ => i32::try_from(number).map_or(Value::I64(number), Value::I32),
    }
}

/// The type names as a list that changes them.
#[derive(Debug)]
pub(crate) struct TypeNames {
    target: Value,
}

fn type_names(target: &Value) -> Value {
    Value::live(TypeNames { target: target.clone() })
}

impl TypeNames {
    fn set(&self, names: Vec<PsString>) {
        match &self.target {
            Value::Object(object) => object.set_type_names(names),
            other => {
                if let Some(header) = other.header() {
                    header.set_type_names(names);
                }
            }
        }
    }
}

impl LiveObject for TypeNames {
    fn object_type(&self) -> TypeId {
        TypeId::COLLECTION.generic_of(&[TypeId::STRING])
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.target.type_names().into_iter().map(Value::Str)))
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["Count".into()]
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        name.eq_ignore_ascii_case("Count").then(|| {
            let count = self.target.type_names().len();
            Ok(Value::I32(i32::try_from(count).unwrap_or(i32::MAX)))
        })
    }
}

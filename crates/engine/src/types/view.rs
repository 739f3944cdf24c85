//! Members as objects: `psobject`, `pstypenames`, methods that are not called.

use std::sync::Arc;

use remora_psobject::{
    Exception, InstanceMember, ListObject, LiveObject, MemberKind, PsObject, PsString, TypeId,
    Value,
};

use super::access::method_failed;
use super::members::{instance_member, instance_members};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::pipeline::Sink;
use crate::script::{Invocation, ScriptBlock};

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

impl LiveObject for MethodView {
    fn object_type(&self) -> TypeId {
        register("System.Management.Automation.PSMethod")
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
    let method = if is_static { definition.static_method(name) } else { definition.method(name) };
    method
        .map(|method| {
            method
                .overloads
                .iter()
                .map(|overload| {
                    if is_static {
                        format!("static {}", overload.signature).into()
                    } else {
                        PsString::from(overload.signature)
                    }
                })
                .collect()
        })
        .unwrap_or_default()
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

/// Methods of the objects that this engine owns; `None` leaves the call to the type's table.
pub(crate) fn call(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    let Value::Live(_) = target.base() else {
        return None;
    };
    let lower = name.to_ascii_lowercase();
    if let Some(block) = target.downcast::<ScriptBlock>() {
        let block = block.clone();
        return script_block(context, &block, &lower, arguments);
    }
    if let Some(result) = super::cmdlet::call(context, target, &lower, arguments) {
        return Some(result);
    }
    if let Some(enumerator) = target.downcast::<super::enumerator::Enumerator>() {
        return enumerator.call(&lower).map(Ok);
    }
    if let Some(view) = target.downcast::<MethodView>() {
        return (lower == "invoke").then(|| {
            if view.is_static {
                context.call_static_method(&view.target, &view.name, arguments)
            } else {
                context.invoke_method(&view.target, &view.name, arguments)
            }
        });
    }
    if let Some(names) = target.downcast::<TypeNames>() {
        return type_names_call(context, names, &lower, arguments);
    }
    if let Some(collection) = target.downcast::<MemberCollection>() {
        return collection_call(context, collection, &lower, arguments);
    }
    if let Some(view) = target.downcast::<ObjectView>() {
        let inner = view.target.clone();
        return match lower.as_str() {
            "copy" => Some(Ok(copy(&inner))),
            "tostring" => Some(Ok(Value::Str(context.text(&inner)))),
            _ => None,
        };
    }
    if let Some(variable) = target.downcast::<crate::session::Variable>() {
        return (lower == "isvalidvalue").then(|| {
            let value = arguments.first().cloned().unwrap_or_default();
            let constraints = variable.constraints();
            let name = variable.name.clone();
            let valid =
                crate::binder::apply_to_variable(context, &constraints, &name, value).is_ok();
            Ok(Value::Bool(valid))
        });
    }
    None
}

fn copy(value: &Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(Arc::new(object.copy())),
        Value::Dictionary(table) => Value::Dictionary(Arc::new(table.duplicate())),
        other => other.clone(),
    }
}

fn script_block(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    Some(match name {
        "invoke" | "invokereturnasis" => {
            let mut output = Vec::new();
            let invocation = Invocation::new().arguments(arguments.iter().cloned());
            let result =
                context.guarded(|context| context.invoke_block(block, invocation, &mut output));
            match result {
                Ok(()) if name == "invoke" => {
                    Ok(ListObject::new(TypeId::COLLECTION.generic_of(&[TypeId::PS_OBJECT]), output)
                        .into())
                }
                Ok(()) => Ok(crate::context::collapse(output)),
                Err(flow) => Err(method_failed(
                    if name == "invoke" { "Invoke" } else { "InvokeReturnAsIs" },
                    arguments.len(),
                    flow,
                )),
            }
        }
        "getnewclosure" => Ok(Value::live(context.new_closure(block))),
        "invokewithcontext" => {
            let mut invocation = Invocation::new();
            if let Some(Value::Dictionary(functions)) = arguments.first().map(Value::base) {
                for (key, value) in functions.entries() {
                    let name = context.text(&key);
                    if let Some(body) = value.downcast::<ScriptBlock>() {
                        let entry = crate::session::FunctionEntry::new(name, body.clone(), None);
                        if let Err(flow) = context.session.set_function(entry, true) {
                            return Some(Err(flow));
                        }
                    }
                }
            }
            let variables = arguments
                .get(1)
                .map(|list| context.enumerate(list).unwrap_or_else(|| vec![list.clone()]));
            for variable in variables.unwrap_or_default() {
                if let Some(variable) = variable.downcast::<crate::session::Variable>() {
                    if variable.name.eq_ignore_case("_") {
                        invocation = invocation.dollar_under(variable.value());
                    } else if variable.name.eq_ignore_case("this") {
                        invocation = invocation.this(variable.value());
                    } else {
                        invocation = invocation.variable(variable.name.clone(), variable.value());
                    }
                }
            }
            invocation = invocation.arguments(arguments.iter().skip(2).cloned());
            let mut output = Vec::new();
            let result =
                context.guarded(|context| context.invoke_block(block, invocation, &mut output));
            match result {
                Ok(()) => {
                    Ok(ListObject::new(TypeId::COLLECTION.generic_of(&[TypeId::PS_OBJECT]), output)
                        .into())
                }
                Err(flow) => Err(method_failed("InvokeWithContext", arguments.len(), flow)),
            }
        }
        "getsteppablepipeline" => super::cmdlet::steppable(context, block),
        "checkrestrictedlanguage" => Ok(Value::AutomationNull),
        "tostring" => Ok(Value::Str(block.text_inside())),
        _ => return None,
    })
}

fn type_names_call(
    context: &mut ExecutionContext,
    names: &TypeNames,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    let mut current = names.target.type_names();
    let text = |context: &mut ExecutionContext, index: usize| match arguments.get(index) {
        Some(value) => context.text(value),
        None => PsString::empty(),
    };
    Some(Ok(match name {
        "insert" => {
            let at = arguments.first().and_then(Value::as_i64).unwrap_or(0);
            let at = usize::try_from(at).unwrap_or(0).min(current.len());
            let added = text(context, 1);
            current.insert(at, added);
            names.set(current);
            Value::AutomationNull
        }
        "add" => {
            current.push(text(context, 0));
            names.set(current);
            Value::AutomationNull
        }
        "clear" => {
            names.set(Vec::new());
            Value::AutomationNull
        }
        "remove" => {
            let wanted = text(context, 0);
            let before = current.len();
            current.retain(|known| *known != wanted);
            let removed = current.len() != before;
            names.set(current);
            Value::Bool(removed)
        }
        "removeat" => {
            let at = arguments.first().and_then(Value::as_i64).unwrap_or(0);
            if let Ok(at) = usize::try_from(at)
                && at < current.len()
            {
                current.remove(at);
            }
            names.set(current);
            Value::AutomationNull
        }
        "contains" => {
            let wanted = text(context, 0);
            Value::Bool(current.contains(&wanted))
        }
        "get_item" => {
            let at = arguments.first().and_then(Value::as_i64).unwrap_or(0);
            usize::try_from(at)
                .ok()
                .and_then(|at| current.get(at).cloned())
                .map_or(Value::Null, Value::Str)
        }
        _ => return None,
    }))
}

fn collection_call(
    context: &mut ExecutionContext,
    collection: &MemberCollection,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    let target = &collection.target;
    Some(match name {
        "add" => {
            let Some(member) = arguments.first() else {
                return None;
            };
            let made = InstanceMemberOf::read(context, member);
            match made {
                Some(member) => {
                    match target {
                        Value::Object(object) => object.set_member(member),
                        other => {
                            if let Some(header) = other.header() {
                                header.set_member(member);
                            }
                        }
                    }
                    Ok(Value::AutomationNull)
                }
                None => return None,
            }
        }
        "remove" => {
            let name = match arguments.first() {
                Some(name) => context.text(name),
                None => PsString::empty(),
            };
            match target {
                Value::Object(object) => {
                    object.remove_member(&name);
                }
                other => {
                    if let Some(header) = other.header() {
                        header.remove_member(&name);
                    }
                }
            }
            Ok(Value::AutomationNull)
        }
        "match" => {
            let pattern = match arguments.first() {
                Some(pattern) => context.text(pattern),
                None => "*".into(),
            };
            let wildcard = match remora_language::wildcard::WildcardPattern::new(&pattern, true) {
                Ok(wildcard) => wildcard,
                Err(error) => return Some(Err(error.into())),
            };
            let mut found: Vec<Value> = Vec::new();
            for member in &collection.members {
                let matches = member
                    .downcast::<MemberView>()
                    .is_some_and(|view| wildcard.is_match(&view.name));
                if matches && let Err(flow) = found.write(context, member.clone()) {
                    return Some(Err(flow));
                }
            }
            Ok(Value::array(found))
        }
        _ => return None,
    })
}

/// A member that a script made (`[psnoteproperty]::new('a', 1)`).
struct InstanceMemberOf;

impl InstanceMemberOf {
    fn read(context: &mut ExecutionContext, member: &Value) -> Option<InstanceMember> {
        if let Some(view) = member.downcast::<MemberView>() {
            return Some(InstanceMember::note(view.name.clone(), view.value.clone()));
        }
        let name = context.get_property(member, "Name").ok()??;
        let name = context.text(&name);
        let type_name = member.type_name();
        if type_name.ends_with("PSNoteProperty") {
            let value = context.get_property(member, "Value").ok()?.unwrap_or_default();
            return Some(InstanceMember::note(name, value));
        }
        if type_name.ends_with("PSScriptProperty") {
            let getter = context.get_property(member, "GetterScript").ok()?.unwrap_or_default();
            let setter = context.get_property(member, "SetterScript").ok()?.unwrap_or_default();
            return Some(InstanceMember::new(name, MemberKind::ScriptProperty { getter, setter }));
        }
        if type_name.ends_with("PSScriptMethod") {
            let script = context.get_property(member, "Script").ok()?.unwrap_or_default();
            return Some(InstanceMember::new(name, MemberKind::ScriptMethod(script)));
        }
        if type_name.ends_with("PSAliasProperty") {
            let target =
                context.get_property(member, "ReferencedMemberName").ok()?.unwrap_or_default();
            return Some(InstanceMember::new(
                name,
                MemberKind::Alias { target: context.text(&target), conversion: None },
            ));
        }
        None
    }
}

/// A wrapper with one member more, for values that carry none themselves.
pub(crate) fn with_member(value: &Value, member: InstanceMember) -> Value {
    match value {
        Value::Object(object) => {
            object.set_member(member);
            value.clone()
        }
        other => match other.header() {
            Some(header) => {
                header.set_member(member);
                value.clone()
            }
            None => {
                let wrapper = PsObject::wrapper(value.clone());
                wrapper.set_member(member);
                wrapper.into()
            }
        },
    }
}

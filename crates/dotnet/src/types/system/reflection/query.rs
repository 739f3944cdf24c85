//! Which members of a type a query means: `GetMethods()`, `GetProperty(name)`, `InvokeMember(…)`.

use super::{Kind, Member, run, types_of};
use crate::registry::{Overload, TypeDefinition, definition};
use crate::types::prelude::*;

/// The definition of a type, which may be inherited.
fn definition_of(id: TypeId) -> Option<&'static TypeDefinition> {
    id.chain().find_map(definition)
}

/// What members a query asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::types::system) enum Sort {
    Methods,
    Constructors,
    Properties,
    Fields,
    Events,
    All,
}

fn listed(call: &Call<'_>, id: TypeId, sort: Sort) -> Vec<Member> {
    let asked = |kind| sort == kind || sort == Sort::All;
    let mut found = Vec::new();
    let mut add = |kind| found.push(Member { owner: id, kind });
    if asked(Sort::Properties) {
        for (name, type_id) in call.context.class_properties(id) {
            add(Kind::ScriptProperty { name, type_id });
        }
    }
    let Some(known) = definition_of(id) else {
        return found;
    };
    if asked(Sort::Methods) {
        for (list, is_static) in [(&known.methods, false), (&known.static_methods, true)] {
            let overloads = list.iter().flat_map(|method| &method.overloads);
            for overload in overloads.filter(|overload| overload.interface.is_none()) {
                add(Kind::Method { overload, is_static, types: Vec::new() });
            }
        }
    }
    if asked(Sort::Constructors) {
        known.constructors.iter().for_each(|overload| add(Kind::Constructor(overload)));
    }
    for (list, is_static) in [(&known.properties, false), (&known.static_properties, true)] {
        for property in list.iter().filter(|property| !property.is_of_interface()) {
            let wanted = if property.is_field() { Sort::Fields } else { Sort::Properties };
            if asked(wanted) {
                add(Kind::Property { property, is_static });
            }
        }
    }
    if asked(Sort::Events) {
        known.events.iter().for_each(|name| add(Kind::Event(name)));
    }
    found
}

fn array(sort: Sort, members: Vec<Member>) -> Value {
    let name = match sort {
        Sort::Methods => "System.Reflection.MethodInfo",
        Sort::Constructors => "System.Reflection.ConstructorInfo",
        Sort::Properties => "System.Reflection.PropertyInfo",
        Sort::Fields => "System.Reflection.FieldInfo",
        Sort::Events => "System.Reflection.EventInfo",
        Sort::All => "System.Reflection.MemberInfo",
    };
    Value::array_of(type_named(name), members.into_iter().map(Value::live).collect())
}

/// `GetMethods()`, `GetProperties()`, …
pub(in crate::types::system) fn all(call: &Call<'_>, id: TypeId, sort: Sort) -> Outcome {
    Ok(array(sort, listed(call, id, sort)))
}

fn named(call: &Call<'_>, id: TypeId, sort: Sort) -> Result<Vec<Member>, Exception> {
    const IGNORE_CASE: i64 = 1;
    let name = call.required_string(0, "name")?;
    let ignores_case = call.arguments.iter().any(
        |argument| matches!(argument.base(), Value::Enum(_, flags) if flags & IGNORE_CASE != 0),
    );
    let mut found = listed(call, id, sort);
    found.retain(|member| {
        let known = member.name();
        known == name.as_str() || (ignores_case && known.eq_ignore_ascii_case(name))
    });
    Ok(found)
}

/// `GetMember(name)`
pub(in crate::types::system) fn by_name(call: &Call<'_>, id: TypeId) -> Outcome {
    Ok(array(Sort::All, named(call, id, Sort::All)?))
}

fn takes(member: &Member, types: &[TypeId]) -> bool {
    let (Kind::Method { overload, .. } | Kind::Constructor(overload)) = &member.kind else {
        return false;
    };
    let wanted = overload.parameters();
    wanted.len() == types.len()
        && wanted
            .iter()
            .zip(types)
            .all(|(parameter, id)| parameter.type_ref.resolve(member.owner) == Some(*id))
}

/// The array of types among the arguments.
fn asked_types(call: &Call<'_>) -> Option<Vec<TypeId>> {
    call.arguments.iter().find_map(|argument| match argument.base() {
        Value::Array(array) if array.element_type() == TypeId::TYPE => {
            Some(types_of(&array.to_vec()))
        }
        _ => None,
    })
}

/// `GetMethod(name[, types])`, `GetProperty(name)`, `GetField(name)`, `GetConstructor(types)`
pub(in crate::types::system) fn one(call: &Call<'_>, id: TypeId, sort: Sort) -> Outcome {
    let mut found =
        if sort == Sort::Constructors { listed(call, id, sort) } else { named(call, id, sort)? };
    if let Some(types) = asked_types(call).filter(|_| sort != Sort::Properties) {
        found.retain(|member| takes(member, &types));
    }
    if let [first, _, ..] = found.as_slice()
        && sort == Sort::Methods
    {
        let first = format!("{} {}", id.full_name(), first.describe());
        return Err(errors::of(
            "System.Reflection.AmbiguousMatchException",
            format!("Ambiguous match found for '{first}'."),
        ));
    }
    Ok(found.into_iter().next().map_or(Value::Null, Value::live))
}

/// `InvokeMember(name, flags, binder, target, arguments)`
pub(in crate::types::system) fn invoke_member(call: &Call<'_>, id: TypeId) -> Outcome {
    const GET: i64 = 0x1000 | 0x400;
    const SET: i64 = 0x2000 | 0x800;
    const CREATE: i64 = 0x200;
    let name = call.required_string(0, "name")?;
    let flags = call.argument(1).as_i64().unwrap_or(0);
    let (target, given) = (call.argument(3), call.items(4));
    if flags & CREATE != 0 {
        let found =
            listed(call, id, Sort::Constructors).into_iter().find_map(|member| match member.kind {
                Kind::Constructor(overload) if overload.parameters().len() == given.len() => {
                    Some(overload)
                }
                _ => None,
            });
        let overload = found.ok_or_else(|| missing("Constructor on type", id.full_name()))?;
        return run(call, overload, &Value::Null, id, &given, &[]);
    }
    let members = named(call, id, Sort::All)?;
    for member in &members {
        match &member.kind {
            Kind::Property { property, .. } if flags & GET != 0 => {
                return property.get(target, &given, id, call.context);
            }
            Kind::Property { property, .. } if flags & SET != 0 => {
                let value = given.first().cloned().unwrap_or_default();
                let value = call.context.convert(&value, member.value_type())?;
                property.set(target, &[], value, id, call.context)?;
                return Ok(Value::AutomationNull);
            }
            _ => {}
        }
    }
    let fits = |overload: &&'static Overload| {
        overload.parameters().len() == given.len()
            && overload.parameters().iter().zip(&given).all(|(parameter, value)| {
                parameter
                    .type_ref
                    .resolve(id)
                    .is_none_or(|wanted| call.context.convert(value, wanted).is_ok())
            })
    };
    let overload = members
        .iter()
        .filter_map(|member| match &member.kind {
            Kind::Method { overload, .. } => Some(*overload),
            _ => None,
        })
        .find(fits)
        .ok_or_else(|| missing("Method", &format!("{}.{name}", id.full_name())))?;
    run(call, overload, target, id, &given, &[])
}

fn missing(what: &str, name: &str) -> Exception {
    errors::of("System.MissingMethodException", format!("{what} '{name}' not found."))
}

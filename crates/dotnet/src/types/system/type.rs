//! `System.Type`

use super::numeric;
use super::reflection::{self, Sort};
use crate::registry::{TypeKind, definition};
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Type",
    methods: &[
        ("Equals", numeric::equals),
        ("GetArrayRank", |call| Ok(Value::I32(rank(this(call)?)))),
        ("GetConstructor", |call| reflection::one(call, this(call)?, Sort::Constructors)),
        ("GetConstructors", |call| reflection::all(call, this(call)?, Sort::Constructors)),
        ("GetCustomAttributes", |call| {
            let flags = asks_for_flags(call);
            let made =
                flags.map(|id| Value::live(crate::types::record::Record::new(id, Vec::new())));
            Ok(Value::array(made.into_iter().collect()))
        }),
        ("GetElementType", |call| Ok(this(call)?.element_type().map_or(Value::Null, Value::Type))),
        ("GetEnumName", |call| {
            let number = call.argument(0).as_i64().unwrap_or(0);
            let name =
                this(call)?.enum_definition().and_then(|enumeration| enumeration.name_of(number));
            Ok(name.map_or(Value::Null, Value::from))
        }),
        ("GetEnumNames", |call| {
            Ok(Value::strings(enum_members(call)?.iter().map(|(name, _)| *name)))
        }),
        ("GetEnumUnderlyingType", |call| {
            let name = this(call)?.enum_definition().map_or("System.Int32", |e| e.underlying);
            Ok(Value::Type(type_named(name)))
        }),
        ("GetEnumValues", |call| {
            let id = this(call)?;
            let values =
                enum_members(call)?.iter().map(|(_, value)| Value::Enum(id, *value)).collect();
            Ok(Value::array_of(id, values))
        }),
        ("GetEvent", |call| reflection::one(call, this(call)?, Sort::Events)),
        ("GetEvents", |call| reflection::all(call, this(call)?, Sort::Events)),
        ("GetField", |call| reflection::one(call, this(call)?, Sort::Fields)),
        ("GetFields", |call| reflection::all(call, this(call)?, Sort::Fields)),
        ("GetGenericArguments", |call| {
            let arguments = this(call)?.generic().map_or(&[][..], |(_, arguments)| arguments);
            Ok(types(arguments.iter().copied()))
        }),
        ("GetGenericTypeDefinition", |call| match this(call)?.generic() {
            Some((open, _)) => Ok(Value::Type(open)),
            None => {
                Err(errors::invalid_operation("This operation is only valid on generic types."))
            }
        }),
        ("GetInterface", |call| {
            let name = call.required_string(0, "name")?;
            let found = registry::interfaces(this(call)?).into_iter().find(|id| {
                id.short_name().eq_ignore_ascii_case(name)
                    || id.full_name().eq_ignore_ascii_case(name)
            });
            Ok(found.map_or(Value::Null, Value::Type))
        }),
        ("GetInterfaces", |call| Ok(types(registry::interfaces(this(call)?)))),
        ("GetMember", |call| reflection::by_name(call, this(call)?)),
        ("GetMembers", |call| reflection::all(call, this(call)?, Sort::All)),
        ("GetMethod", |call| reflection::one(call, this(call)?, Sort::Methods)),
        ("GetMethods", |call| reflection::all(call, this(call)?, Sort::Methods)),
        ("GetNestedType", |call| {
            let name = call.required_string(0, "name")?;
            let full = format!("{}+{name}", own(this(call)?).full_name());
            Ok(registry::find_exact(&full).map_or(Value::Null, Value::Type))
        }),
        ("GetNestedTypes", |call| {
            let prefix = format!("{}+", own(this(call)?).full_name());
            let nested = registry::type_names()
                .filter(|name| name.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('+')));
            Ok(types(nested.filter_map(registry::find_exact)))
        }),
        ("GetProperties", |call| reflection::all(call, this(call)?, Sort::Properties)),
        ("GetProperty", |call| reflection::one(call, this(call)?, Sort::Properties)),
        ("InvokeMember", |call| reflection::invoke_member(call, this(call)?)),
        ("IsDefined", |call| Ok(asks_for_flags(call).is_some().into())),
        ("MakeByRefType", |call| {
            let id = this(call)?;
            let name = format!("{}&", id.full_name());
            let known = TypeId::find(&name);
            Ok(Value::Type(known.unwrap_or_else(|| TypeId::register(String::leak(name), None))))
        }),
        ("IsAssignableFrom", |call| Ok(assignable(this(call)?, call.argument(0)).into())),
        ("IsAssignableTo", |call| {
            let Value::Type(target) = call.argument(0) else {
                return Ok(false.into());
            };
            Ok(assignable(*target, call.this).into())
        }),
        ("IsEnumDefined", |call| {
            let enumeration = this(call)?.enum_definition();
            let known = enumeration.is_some_and(|e| match call.argument(0).as_str() {
                Some(name) => e.members.iter().any(|(known, _)| *known == name),
                None => e.name_of(call.argument(0).as_i64().unwrap_or(i64::MIN)).is_some(),
            });
            Ok(known.into())
        }),
        ("IsInstanceOfType", |call| {
            let own = this(call)?;
            let given = call.argument(0).type_id();
            Ok(given.is_some_and(|id| is_a(id, own)).into())
        }),
        ("IsSubclassOf", |call| {
            let own = this(call)?;
            let Value::Type(other) = call.argument(0) else {
                return Err(errors::argument_null("type"));
            };
            Ok((own != *other && own.derives_from(*other)).into())
        }),
        ("MakeArrayType", |call| {
            let rank = u32::try_from(call.int(0)).unwrap_or(0).max(1);
            Ok(Value::Type(this(call)?.array_of_rank(rank)))
        }),
        ("MakeGenericType", make_generic_type),
        ("ToString", |call| Ok(crate::text::type_text(this(call)?).into())),
    ],
    static_methods: &[
        ("GetType", get_type),
        ("GetTypeCode", |call| {
            let id = this_of(call.argument(0))?;
            let known = [
                "Boolean", "Char", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64",
                "UInt64", "Single", "Double", "Decimal", "DateTime", "String", "DBNull",
            ];
            let name = known.iter().find(|name| id.full_name() == format!("System.{name}"));
            Ok(enum_named("System.TypeCode", name.unwrap_or(&"Object")))
        }),
    ],
    properties: &[
        ("Assembly", |call| Ok(super::assembly::of_type(this(call)?))),
        ("AssemblyQualifiedName", |call| Ok(this(call)?.assembly_qualified_name().into())),
        ("BaseType", |call| Ok(this(call)?.base().map_or(Value::Null, Value::Type))),
        ("ContainsGenericParameters", |call| Ok(is_open(this(call)?).into())),
        ("DeclaringType", |_| Ok(Value::Null)),
        ("FullName", |call| Ok(this(call)?.full_name().into())),
        ("GenericTypeArguments", |call| {
            let arguments = this(call)?.generic().map_or(&[][..], |(_, arguments)| arguments);
            Ok(types(arguments.iter().copied()))
        }),
        ("GUID", |_| Ok(remora_psobject::Guid::EMPTY.into())),
        ("HasElementType", |call| Ok(this(call)?.element_type().is_some().into())),
        ("IsAbstract", |call| {
            let id = this(call)?;
            let abstract_kind = definition(own(id)).is_some_and(|d| {
                d.is_abstract || matches!(d.kind, TypeKind::Interface | TypeKind::Static)
            });
            Ok((abstract_kind && id.element_type().is_none()).into())
        }),
        ("IsArray", |call| Ok(this(call)?.element_type().is_some().into())),
        ("IsByRef", |_| Ok(false.into())),
        ("IsClass", |call| {
            let id = this(call)?;
            Ok((!id.is_value_type() && kind(id) != TypeKind::Interface).into())
        }),
        ("IsCOMObject", |_| Ok(false.into())),
        ("IsConstructedGenericType", |call| Ok(this(call)?.generic().is_some().into())),
        ("IsEnum", |call| Ok(this(call)?.enum_definition().is_some().into())),
        ("IsGenericParameter", |_| Ok(false.into())),
        ("IsGenericType", |call| {
            let id = this(call)?;
            Ok((id.generic().is_some() || is_open(id)).into())
        }),
        ("IsGenericTypeDefinition", |call| Ok(is_open(this(call)?).into())),
        ("IsInterface", |call| Ok((kind(this(call)?) == TypeKind::Interface).into())),
        ("IsNested", |call| Ok(this(call)?.full_name().contains('+').into())),
        ("IsPointer", |_| Ok(false.into())),
        ("IsPrimitive", |call| {
            let id = this(call)?;
            let primitive =
                matches!(id, TypeId::BOOLEAN | TypeId::CHAR | TypeId::DOUBLE | TypeId::SINGLE)
                    || super::convertible::is_integer_type(id)
                    || matches!(id.full_name(), "System.IntPtr" | "System.UIntPtr");
            Ok(primitive.into())
        }),
        ("IsPublic", |call| Ok((!this(call)?.full_name().contains('+')).into())),
        ("IsNotPublic", |_| Ok(false.into())),
        ("IsSealed", |call| {
            let id = this(call)?;
            let sealed = id.is_value_type()
                || id.element_type().is_some()
                || definition(own(id)).is_some_and(|d| d.is_sealed || d.kind == TypeKind::Static);
            Ok(sealed.into())
        }),
        ("IsSerializable", |call| Ok((kind(this(call)?) != TypeKind::Interface).into())),
        ("IsValueType", |call| {
            let id = this(call)?;
            Ok((id.is_value_type() || id == TypeId::ENUM).into())
        }),
        ("MemberType", |_| Ok(enum_named("System.Reflection.MemberTypes", "TypeInfo"))),
        ("Name", |call| Ok(this(call)?.short_name().into())),
        ("Namespace", |call| Ok(namespace(this(call)?).map_or(Value::Null, Value::from))),
        ("ReflectedType", |_| Ok(Value::Null)),
        ("UnderlyingSystemType", |call| Ok(call.this.clone())),
    ],
    static_properties: &[("EmptyTypes", |_| Ok(types([]))), ("Missing", |_| Ok(Value::Null))],
    ..Implementation::EMPTY
};

/// `FlagsAttribute`, where the call asks for it, or for any attribute, and the enumeration has it.
fn asks_for_flags(call: &Call<'_>) -> Option<TypeId> {
    let flags = type_named("System.FlagsAttribute");
    let asked = match call.argument(0).base() {
        Value::Type(id) => flags.derives_from(*id),
        _ => true,
    };
    let has = this(call).ok()?.enum_definition().is_some_and(|known| known.flags);
    (asked && has).then_some(flags)
}

fn this_of(value: &Value) -> Result<TypeId, Exception> {
    match value.base() {
        Value::Type(id) => Ok(*id),
        _ => Err(errors::argument_null("type")),
    }
}

fn this(call: &Call<'_>) -> Result<TypeId, Exception> {
    this_of(call.this)
}

/// A `Type[]`.
fn types(ids: impl IntoIterator<Item = TypeId>) -> Value {
    Value::array_of(TypeId::TYPE, ids.into_iter().map(Value::Type).collect())
}

fn own(id: TypeId) -> TypeId {
    id.generic().map_or(id, |(open, _)| open)
}

fn kind(id: TypeId) -> TypeKind {
    if id.element_type().is_some() {
        return TypeKind::Class;
    }
    definition(own(id)).map_or(TypeKind::Class, |definition| definition.kind)
}

fn is_open(id: TypeId) -> bool {
    id.generic().is_none() && id.element_type().is_none() && id.full_name().contains('`')
}

fn rank(id: TypeId) -> i32 {
    let full = id.full_name();
    let brackets = full.rfind('[').and_then(|at| full.get(at..)).unwrap_or("");
    i32::try_from(brackets.matches(',').count()).unwrap_or(0) + 1
}

fn namespace(id: TypeId) -> Option<&'static str> {
    let element = id.element_type().unwrap_or(id);
    let full = own(element).full_name();
    let end = full.find(['[', '`', '+']).unwrap_or(full.len());
    let head = full.get(..end)?;
    head.rfind('.').and_then(|dot| head.get(..dot))
}

fn enum_members(call: &Call<'_>) -> Result<Vec<(&'static str, i64)>, Exception> {
    this(call)?
        .enum_definition()
        .map(crate::enums::sorted_members)
        .ok_or_else(|| errors::argument_for("enumType", "Type provided must be an Enum."))
}

/// Whether a value of one type is one of another: by base, by interface, or as an array whose items are.
pub fn is_a(id: TypeId, target: TypeId) -> bool {
    if target == TypeId::OBJECT || id.derives_from(target) || registry::implements(id, target) {
        return true;
    }
    match (id.element_type(), target.element_type()) {
        (Some(from), Some(to)) => {
            rank(id) == rank(target) && !from.is_value_type() && is_a(from, to)
        }
        _ => false,
    }
}

fn assignable(target: TypeId, value: &Value) -> bool {
    match value.base() {
        Value::Type(id) => {
            is_a(*id, target)
                || target
                    .generic()
                    .is_some_and(|(open, arguments)| open == TypeId::NULLABLE && arguments == [*id])
        }
        _ => false,
    }
}

fn make_generic_type(call: &mut Call<'_>) -> Outcome {
    let open = this(call)?;
    let arguments: Vec<TypeId> = call
        .arguments
        .iter()
        .flat_map(sequence::items_of)
        .filter_map(|item| this_of(&item).ok())
        .collect();
    if parameter_names(open).len() != arguments.len() {
        return Err(errors::argument(
            "The number of generic arguments provided doesn't equal the arity of the generic type definition. (Parameter 'instantiation')",
        ));
    }
    Ok(Value::Type(open.generic_of(&arguments)))
}

/// A generic type with its arguments, each in brackets of its own or not.
fn closed_by_name(name: &str) -> Option<TypeId> {
    let (open, rest) = name.split_once('[').filter(|(open, _)| open.contains('`'))?;
    let inner = rest.get(..rest.rfind(']')?)?;
    let mut depth = 0_i32;
    let parts = inner.split(|character: char| {
        match character {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        character == ',' && depth == 0
    });
    let arguments: Option<Vec<TypeId>> = parts
        .map(|part| {
            let part = part.trim();
            let bare =
                part.strip_prefix('[').and_then(|part| part.strip_suffix(']')).unwrap_or(part);
            closed_by_name(bare).or_else(|| registry::find_exact(bare.split(',').next()?.trim()))
        })
        .collect();
    Some(registry::find_exact(open)?.generic_of(&arguments?))
}

fn get_type(call: &mut Call<'_>) -> Outcome {
    let name = call.required_string(0, "typeName")?;
    if let Some(id) = closed_by_name(name) {
        return Ok(Value::Type(id));
    }
    let plain = name.split(',').next().unwrap_or(name).trim();
    let ignore_case = call.bool(2);
    let (bare, array) = match plain.strip_suffix("[]") {
        Some(bare) => (bare, true),
        None => (plain, false),
    };
    let found = registry::find_exact(bare).or_else(|| {
        ignore_case
            .then(|| registry::find_type(bare))
            .flatten()
            .filter(|id| id.full_name().eq_ignore_ascii_case(bare))
    });
    match found {
        Some(id) => Ok(Value::Type(if array { id.array_of() } else { id })),
        None if call.bool(1) => Err(errors::of(
            "System.TypeLoadException",
            format!("Could not load type '{name}' from assembly 'System.Management.Automation'."),
        )),
        None => Ok(Value::Null),
    }
}

/// The names of the parameters of an open generic type.
pub fn parameter_names(id: TypeId) -> Vec<&'static str> {
    let full = id.full_name();
    let count =
        full.rsplit_once('`').and_then(|(_, count)| count.parse::<usize>().ok()).unwrap_or(0);
    let names: &[&str] = match (full, count) {
        ("System.Func`1", _) => &["TResult"],
        ("System.Func`2", _) => &["T", "TResult"],
        ("System.Func`3", _) => &["T1", "T2", "TResult"],
        ("System.Converter`2", _) => &["TInput", "TOutput"],
        ("System.Collections.Generic.PriorityQueue`2", _) => &["TElement", "TPriority"],
        (_, 1) => &["T"],
        (name, 2)
            if ["Dictionary", "KeyValue", "SortedList"].iter().any(|part| name.contains(part)) =>
        {
            &["TKey", "TValue"]
        }
        _ => &["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"],
    };
    names.iter().take(count).copied().collect()
}

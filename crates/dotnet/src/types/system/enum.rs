//! `System.Enum`

use super::numeric;
use crate::enums;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Enum",
    methods: &[
        ("CompareTo", compare_to),
        ("Equals", numeric::equals),
        ("GetTypeCode", |call| {
            Ok(enum_named("System.TypeCode", short(underlying(type_of(call.this)?))))
        }),
        ("HasFlag", has_flag),
        ("ToString", numeric::to_string),
    ],
    static_methods: &[
        ("Format", |call| {
            let id = type_argument(call, 0)?;
            let number = number_of(call.argument(1))?;
            let format = call.string(2).map_or("G", PsString::as_str);
            Ok(enums::format(id, number, format)?.into())
        }),
        ("GetName", get_name),
        ("GetNames", |call| {
            let members = members(call)?;
            Ok(Value::strings(members.iter().map(|(name, _)| *name)))
        }),
        ("GetUnderlyingType", |call| {
            let id = type_argument(call, 0)?;
            Ok(Value::Type(type_named(underlying(id))))
        }),
        ("GetValues", |call| {
            let id = type_argument(call, 0)?;
            let values =
                members(call)?.into_iter().map(|(_, value)| Value::Enum(id, value)).collect();
            Ok(Value::array_of(id, values))
        }),
        ("IsDefined", is_defined),
        ("Parse", |call| {
            let id = type_argument(call, 0)?;
            let at = value_place(call);
            let text = call.required_string(at, "value")?;
            Ok(Value::Enum(id, enums::parse(id, text, call.bool(at + 1))?))
        }),
        ("ToObject", |call| {
            let id = type_argument(call, 0)?;
            Ok(Value::Enum(id, number_of(call.argument(value_place(call)))?))
        }),
        ("TryParse", try_parse),
    ],
    ..Implementation::EMPTY
};

fn type_of(value: &Value) -> Result<TypeId, Exception> {
    value.type_id().ok_or_else(errors::null_reference)
}

fn not_an_enum() -> Exception {
    errors::argument_for("enumType", "Type provided must be an Enum.")
}

/// The enumeration that an argument names.
fn type_argument(call: &Call<'_>, index: usize) -> Result<TypeId, Exception> {
    if let Some(id) = call.type_arguments.first() {
        return if id.enum_definition().is_some() { Ok(*id) } else { Err(not_an_enum()) };
    }
    match call.argument(index).base() {
        Value::Type(id) if id.enum_definition().is_some() => Ok(*id),
        Value::Type(_) => Err(not_an_enum()),
        _ => Err(errors::argument_null("enumType")),
    }
}

/// Where the value stands: behind the type, or first where the call names the type in brackets.
fn value_place(call: &Call<'_>) -> usize {
    usize::from(call.type_arguments.is_empty())
}

fn underlying(id: TypeId) -> &'static str {
    id.enum_definition().map_or("System.Int32", |definition| definition.underlying)
}

fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn members(call: &Call<'_>) -> Result<Vec<(&'static str, i64)>, Exception> {
    let definition = type_argument(call, 0)?.enum_definition().ok_or_else(not_an_enum)?;
    Ok(enums::sorted_members(definition))
}

fn number_of(value: &Value) -> Result<i64, Exception> {
    match value.base() {
        Value::U64(number) => Ok(number.cast_signed()),
        Value::Null | Value::AutomationNull => Err(errors::argument_null("value")),
        other => other.as_i64().ok_or_else(|| {
            errors::argument_for(
                "value",
                "The value passed in must be an enum base or an underlying type for an enum, such as an Int32.",
            )
        }),
    }
}

fn get_name(call: &mut Call<'_>) -> Outcome {
    let id = type_argument(call, 0)?;
    let number = number_of(call.argument(value_place(call)))?;
    let name = id.enum_definition().and_then(|definition| definition.name_of(number));
    Ok(name.map(Value::from).unwrap_or(Value::Null))
}

fn is_defined(call: &mut Call<'_>) -> Outcome {
    let id = type_argument(call, 0)?;
    let definition = id.enum_definition().ok_or_else(not_an_enum)?;
    let given = call.argument(value_place(call));
    let known = match given.as_str() {
        Some(name) => definition.members.iter().any(|(known, _)| *known == name),
        None => definition.name_of(number_of(given)?).is_some(),
    };
    Ok(known.into())
}

fn has_flag(call: &mut Call<'_>) -> Outcome {
    let (own, flag) = (call.this.base(), call.argument(0).base());
    let (Value::Enum(id, own), Value::Enum(other, flag)) = (own, flag) else {
        return Err(errors::argument_null("flag"));
    };
    if id != other {
        return Err(errors::argument(format!(
            "The argument type, '{}', is not the same as the enum type '{}'.",
            other.full_name(),
            id.full_name()
        )));
    }
    Ok((own & flag == *flag).into())
}

fn compare_to(call: &mut Call<'_>) -> Outcome {
    match (call.this.base(), call.argument(0).base()) {
        (_, other) if other.is_null() => Ok(Value::I32(1)),
        (Value::Enum(a, own), Value::Enum(b, other)) if a == b => {
            Ok(Value::I32(own.cmp(other) as i32))
        }
        (own, other) => Err(errors::argument(format!(
            "Object must be the same type as the enum. The type passed in was '{}'; the enum type was '{}'.",
            other.type_id().map_or("", TypeId::full_name),
            own.type_id().map_or("", TypeId::full_name)
        ))),
    }
}

/// `TryParse(type, text[, ignoreCase], [ref] result)`, or without a type where the method is generic.
fn try_parse(call: &mut Call<'_>) -> Outcome {
    let last = call.count().saturating_sub(1);
    let (id, text_at) = match call.argument(0).base() {
        _ if !call.type_arguments.is_empty() => (type_argument(call, 0)?, 0),
        Value::Type(id) => (*id, 1),
        _ => match call.argument(last).base() {
            Value::Enum(id, _) => (*id, 0),
            _ => return call.try_result(None, Value::Null),
        },
    };
    let ignore_case = call.bool(text_at + 1);
    let found = call.string(text_at).and_then(|text| enums::parse(id, text, ignore_case).ok());
    call.try_result(found.map(|number| Value::Enum(id, number)), Value::Enum(id, 0))
}

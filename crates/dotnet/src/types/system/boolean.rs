//! `System.Boolean`

use super::{convertible, numeric};
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Boolean",
    methods: &[
        ("CompareTo", numeric::compare_to),
        ("Equals", numeric::equals),
        ("GetTypeCode", |_| Ok(enum_named("System.TypeCode", "Boolean"))),
        ("ToBoolean", convertible::to_boolean),
        ("ToByte", convertible::to_byte),
        ("ToDecimal", convertible::to_decimal),
        ("ToDouble", convertible::to_double),
        ("ToInt16", convertible::to_int16),
        ("ToInt32", convertible::to_int32),
        ("ToInt64", convertible::to_int64),
        ("ToSingle", convertible::to_single),
        ("ToType", convertible::to_type),
    ],
    static_methods: &[("Parse", parse), ("TryParse", try_parse)],
    ..Implementation::EMPTY
};

fn parse(call: &mut Call<'_>) -> Outcome {
    let text = call.required_string(0, "value")?;
    convertible::parse_bool(text).map(Value::Bool).ok_or_else(|| {
        errors::format(format!("String '{text}' was not recognized as a valid Boolean."))
    })
}

fn try_parse(call: &mut Call<'_>) -> Outcome {
    let found = call.string(0).and_then(|text| convertible::parse_bool(text)).map(Value::Bool);
    call.try_result(found, Value::Bool(false))
}

//! The numeric types: `Byte` to `UInt64`, `Single`, `Double`, `Decimal`.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

use super::convertible;
use super::numeric_static;
use crate::call::Body;
use crate::number;
use crate::types::comparison::compare_values;
use crate::types::prelude::*;

const METHODS: &[(&str, Body)] = &[
    ("CompareTo", compare_to),
    ("Equals", equals),
    ("GetTypeCode", get_type_code),
    ("ToBoolean", convertible::to_boolean),
    ("ToByte", convertible::to_byte),
    ("ToChar", convertible::to_char),
    ("ToDateTime", convertible::to_date_time),
    ("ToDecimal", convertible::to_decimal),
    ("ToDouble", convertible::to_double),
    ("ToInt16", convertible::to_int16),
    ("ToInt32", convertible::to_int32),
    ("ToInt64", convertible::to_int64),
    ("ToSByte", convertible::to_sbyte),
    ("ToSingle", convertible::to_single),
    ("ToString", to_string),
    ("ToType", convertible::to_type),
    ("ToUInt16", convertible::to_uint16),
    ("ToUInt32", convertible::to_uint32),
    ("ToUInt64", convertible::to_uint64),
];

const fn integer(name: &'static str) -> Implementation {
    Implementation {
        name,
        methods: METHODS,
        static_methods: numeric_static::INTEGER,
        ..Implementation::EMPTY
    }
}

const fn floating(name: &'static str) -> Implementation {
    Implementation {
        name,
        methods: METHODS,
        static_methods: numeric_static::FLOATING,
        ..Implementation::EMPTY
    }
}

pub(crate) static BYTE: Implementation = integer("System.Byte");
pub(crate) static SBYTE: Implementation = integer("System.SByte");
pub(crate) static INT16: Implementation = integer("System.Int16");
pub(crate) static UINT16: Implementation = integer("System.UInt16");
pub(crate) static INT32: Implementation = integer("System.Int32");
pub(crate) static UINT32: Implementation = integer("System.UInt32");
pub(crate) static INT64: Implementation = integer("System.Int64");
pub(crate) static UINT64: Implementation = integer("System.UInt64");
pub(crate) static SINGLE: Implementation = floating("System.Single");
pub(crate) static DOUBLE: Implementation = floating("System.Double");
pub(crate) static DECIMAL: Implementation = Implementation {
    name: "System.Decimal",
    constructor: Some(super::decimal::construct),
    methods: METHODS,
    static_methods: super::decimal::STATIC,
    properties: &[("Scale", super::decimal::scale)],
    ..Implementation::EMPTY
};

/// `ToString()`, `ToString(format)`, `ToString(provider)`, `ToString(format, provider)`
pub(crate) fn to_string(call: &mut Call<'_>) -> Outcome {
    let format = call.string(0).map_or("", PsString::as_str);
    let zone = call.system().local_time_zone();
    crate::format::format_value(call.this, format, &call.culture(), &zone).map(Value::Str)
}

/// `Equals`: the same type and the same value.
pub(crate) fn equals(call: &mut Call<'_>) -> Outcome {
    Ok(remora_psobject::equality::equals(call.this, call.argument(0)).into())
}

/// `CompareTo` of values that only compare with their own type.
pub(crate) fn compare_to(call: &mut Call<'_>) -> Outcome {
    let other = call.argument(0);
    if other.is_null() {
        return Ok(Value::I32(1));
    }
    if other.type_id() != call.this.type_id() {
        let name = call.this.type_id().map_or("", TypeId::short_name);
        return Err(errors::argument(format!("Object must be of type {name}.")));
    }
    let small =
        matches!(call.this.base(), Value::I8(_) | Value::U8(_) | Value::I16(_) | Value::U16(_));
    if small && let (Some(a), Some(b)) = (call.this.as_i32(), other.as_i32()) {
        // The small types give the difference.
        return Ok(Value::I32(a - b));
    }
    let order = compare_values(call.context, call.this, other)?;
    Ok(Value::I32(order as i32))
}

fn get_type_code(call: &mut Call<'_>) -> Outcome {
    let name = call.this.type_id().map_or("Object", TypeId::short_name);
    Ok(enum_named("System.TypeCode", name))
}

/// An integer of the type that was asked, from a large one.
pub(super) fn integer_result(call: &Call<'_>, number: &BigInt) -> Outcome {
    number::integer_value(number, call.type_id)
        .ok_or_else(|| errors::overflow("Arithmetic operation resulted in an overflow."))
}

/// An integer argument.
pub(super) fn big(call: &Call<'_>, index: usize) -> BigInt {
    number::to_big_integer(call.argument(index)).unwrap_or_else(BigInt::zero)
}

/// Bits of the type that was asked.
pub(super) fn width(call: &Call<'_>) -> u32 {
    match call.type_id {
        TypeId::BYTE | TypeId::SBYTE => 8,
        TypeId::INT16 | TypeId::UINT16 => 16,
        TypeId::INT64 | TypeId::UINT64 => 64,
        _ => 32,
    }
}

/// The bits of an argument, without its sign.
pub(super) fn bits(call: &Call<'_>, index: usize) -> u64 {
    let number = big(call, index);
    let number =
        if number.is_negative() { number + (BigInt::from(1) << width(call)) } else { number };
    number.to_u64().unwrap_or(0)
}

/// Bits as an integer of the type that was asked.
pub(super) fn from_bits(call: &Call<'_>, bits: u64) -> Outcome {
    let width = width(call);
    let mask = if width == 64 { u64::MAX } else { (1 << width) - 1 };
    let mut number = BigInt::from(bits & mask);
    let signed =
        matches!(call.type_id, TypeId::SBYTE | TypeId::INT16 | TypeId::INT32 | TypeId::INT64);
    if signed && number.bit(u64::from(width) - 1) {
        number -= BigInt::from(1) << width;
    }
    integer_result(call, &number)
}

//! `System.Object`

use remora_psobject::{Exception, TypeId, Value, equality};

use crate::call::Call;
use crate::registry::Implementation;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Object",
    constructor: Some(construct),
    methods: &[
        ("Equals", equals),
        ("GetHashCode", get_hash_code),
        ("GetType", get_type),
        ("ToString", to_string),
    ],
    static_methods: &[("Equals", static_equals), ("ReferenceEquals", reference_equals)],
    ..Implementation::EMPTY
};

struct PlainObject;

impl remora_psobject::LiveObject for PlainObject {
    fn object_type(&self) -> TypeId {
        TypeId::OBJECT
    }
}

fn construct(_: &mut Call<'_>) -> Result<Value, Exception> {
    Ok(Value::live(PlainObject))
}

fn equals(call: &mut Call<'_>) -> Result<Value, Exception> {
    Ok(equality::equals(call.this, call.argument(0)).into())
}

fn get_hash_code(call: &mut Call<'_>) -> Result<Value, Exception> {
    Ok(Value::I32(hash_code(call.this)))
}

/// The hash codes that scripts may rely on – small integers are their own – and stable ones for the rest.
pub(crate) fn hash_code(value: &Value) -> i32 {
    match value.base() {
        Value::Bool(flag) | Value::Switch(flag) => i32::from(*flag),
        Value::I8(number) => i32::from(*number),
        Value::U8(number) => i32::from(*number),
        Value::I16(number) => i32::from(*number),
        Value::U16(number) => i32::from(*number),
        Value::I32(number) => *number,
        Value::U32(number) => number.cast_signed(),
        Value::Char(unit) => i32::from(*unit) | (i32::from(*unit) << 16),
        Value::I64(number) => fold(number.cast_unsigned()),
        Value::U64(number) => fold(*number),
        Value::F64(number) => fold(number.to_bits()),
        Value::DateTime(date) => fold(date.ticks().cast_unsigned()),
        Value::TimeSpan(span) => fold(span.0.cast_unsigned()),
        Value::Enum(_, number) => fold(number.cast_unsigned()),
        other => fold(equality::hash_code(other)),
    }
}

fn fold(bits: u64) -> i32 {
    // The two halves, as .NET folds 64 bits.
    let low = u32::try_from(bits & 0xFFFF_FFFF).unwrap_or(0);
    let high = u32::try_from(bits >> 32).unwrap_or(0);
    (low ^ high).cast_signed()
}

fn get_type(call: &mut Call<'_>) -> Result<Value, Exception> {
    Ok(call.this.type_id().map_or(Value::Null, Value::Type))
}

fn to_string(call: &mut Call<'_>) -> Result<Value, Exception> {
    Ok(Value::Str(crate::text::to_text(call.this, &call.context.culture())))
}

fn static_equals(call: &mut Call<'_>) -> Result<Value, Exception> {
    Ok(equality::equals(call.argument(0), call.argument(1)).into())
}

fn reference_equals(call: &mut Call<'_>) -> Result<Value, Exception> {
    let (left, right) = (call.argument(0), call.argument(1));
    let same = match (left.base(), right.base()) {
        (Value::Null | Value::AutomationNull, Value::Null | Value::AutomationNull) => true,
        (
            Value::Array(_)
            | Value::List(_)
            | Value::Dictionary(_)
            | Value::Object(_)
            | Value::Live(_)
            | Value::Str(_),
            _,
        ) => left.same_reference(right),
        (Value::Type(a), Value::Type(b)) => a == b,
        // Boxed values are never the same object.
        _ => false,
    };
    Ok(same.into())
}

//! `System.Convert`

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD as BASE64};

use super::convertible::{convert, is_integer_type};
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Convert",
    static_methods: &[
        ("ChangeType", change_type),
        ("FromBase64CharArray", |call| {
            let units = super::string::units_of(&call.items(0));
            decode(&String::from_utf16_lossy(&units))
        }),
        ("FromBase64String", |call| decode(call.required_string(0, "s")?)),
        ("FromHexString", from_hex_string),
        ("GetTypeCode", get_type_code),
        ("IsDBNull", |call| Ok((call.argument(0).type_id() == Some(TypeId::DB_NULL)).into())),
        ("ToBase64String", to_base64_string),
        ("ToBoolean", |call| to(call, TypeId::BOOLEAN)),
        ("ToByte", |call| to(call, TypeId::BYTE)),
        ("ToChar", |call| to(call, TypeId::CHAR)),
        ("ToDateTime", |call| to(call, TypeId::DATE_TIME)),
        ("ToDecimal", |call| to(call, TypeId::DECIMAL)),
        ("ToDouble", |call| to(call, TypeId::DOUBLE)),
        ("ToHexString", |call| hex_string(call, true)),
        ("ToHexStringLower", |call| hex_string(call, false)),
        ("ToInt16", |call| to(call, TypeId::INT16)),
        ("ToInt32", |call| to(call, TypeId::INT32)),
        ("ToInt64", |call| to(call, TypeId::INT64)),
        ("ToSByte", |call| to(call, TypeId::SBYTE)),
        ("ToSingle", |call| to(call, TypeId::SINGLE)),
        ("ToString", to_string),
        ("ToUInt16", |call| to(call, TypeId::UINT16)),
        ("ToUInt32", |call| to(call, TypeId::UINT32)),
        ("ToUInt64", |call| to(call, TypeId::UINT64)),
    ],
    static_properties: &[("DBNull", |_| Ok(super::db_null::value()))],
    ..Implementation::EMPTY
};

fn to(call: &Call<'_>, target: TypeId) -> Outcome {
    let value = call.argument(0);
    if is_integer_type(target)
        && let (Value::Str(text), Value::I32(base)) = (value.base(), call.argument(1).base())
    {
        return from_radix(text, *base, target);
    }
    convert(value, target, &call.culture_at(1), call)
}

/// Digits of base 2, 8, 10 or 16.
fn from_radix(text: &str, base: i32, target: TypeId) -> Outcome {
    let radix = radix(base)?;
    if radix != 10 && text.starts_with('-') {
        return Err(errors::argument("String cannot contain a minus sign if the base is not 10."));
    }
    let mut digits = text;
    let negative = radix == 10 && digits.starts_with('-');
    if negative {
        digits = digits.get(1..).unwrap_or_default();
    }
    if radix == 16 {
        digits = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")).unwrap_or(digits);
    }
    if digits.is_empty() {
        // The message stands where the name of the parameter belongs, as in .NET.
        return Err(errors::out_of_range(
            "Index was out of range. Must be non-negative and less than the size of the collection.",
            "Specified argument was out of the range of valid values.",
        ));
    }
    let Some(valid) = digits.find(|c: char| !c.is_digit(radix)) else {
        let number = num_bigint::BigInt::parse_bytes(digits.as_bytes(), radix).unwrap_or_default();
        let number = if negative { -number } else { number };
        return radix_value(number, target, radix);
    };
    Err(errors::format(if valid == 0 {
        "Could not find any recognizable digits."
    } else {
        "Additional non-parsable characters are at the end of the string."
    }))
}

/// Other bases than ten give the bits of the type.
fn radix_value(number: num_bigint::BigInt, target: TypeId, radix: u32) -> Outcome {
    if let Some(value) = crate::number::integer_value(&number, target) {
        return Ok(value);
    }
    let bits = match target {
        TypeId::SBYTE => 8,
        TypeId::INT16 => 16,
        TypeId::INT32 => 32,
        TypeId::INT64 => 64,
        _ => return Err(errors::overflow_of(target)),
    };
    if radix != 10 && number.bits() <= bits {
        let wrapped = number - (num_bigint::BigInt::from(1) << bits);
        if let Some(value) = crate::number::integer_value(&wrapped, target) {
            return Ok(value);
        }
    }
    Err(errors::overflow_of(target))
}

fn radix(base: i32) -> Result<u32, Exception> {
    match base {
        2 | 8 | 10 | 16 => Ok(base.unsigned_abs()),
        _ => Err(errors::argument("Invalid Base.")),
    }
}

fn to_string(call: &mut Call<'_>) -> Outcome {
    let value = call.argument(0).base();
    let is_radix_source =
        matches!(value, Value::U8(_) | Value::I16(_) | Value::I32(_) | Value::I64(_));
    if is_radix_source && let Value::I32(base) = call.argument(1).base() {
        let base = radix(*base)?;
        let bits = match value {
            Value::U8(number) => u64::from(*number),
            Value::I16(number) => u64::from(number.cast_unsigned()),
            Value::I32(number) => u64::from(number.cast_unsigned()),
            other => other.as_i64().unwrap_or(0).cast_unsigned(),
        };
        return Ok(match base {
            2 => format!("{bits:b}"),
            8 => format!("{bits:o}"),
            16 => format!("{bits:x}"),
            _ => crate::text::to_text(value, &Culture::invariant()).to_string(),
        }
        .into());
    }
    if value.is_null() {
        return Ok(Value::string(""));
    }
    Ok(Value::Str(crate::text::to_text(value, &call.culture())))
}

fn change_type(call: &mut Call<'_>) -> Outcome {
    let value = call.argument(0);
    let target = match call.argument(1).base() {
        Value::Type(target) => *target,
        Value::Enum(_, code) => type_of_code(*code),
        _ => return Err(errors::argument_null("conversionType")),
    };
    if value.is_null() {
        if target.is_value_type() {
            return Err(Exception::new(
                TypeId::INVALID_CAST_EXCEPTION,
                "Null object cannot be converted to a value type.",
            ));
        }
        return Ok(Value::Null);
    }
    if value.type_id() == Some(target) {
        return Ok(value.clone());
    }
    let primitive = matches!(
        target,
        TypeId::STRING
            | TypeId::BOOLEAN
            | TypeId::CHAR
            | TypeId::DOUBLE
            | TypeId::SINGLE
            | TypeId::DECIMAL
            | TypeId::DATE_TIME
            | TypeId::OBJECT
    ) || is_integer_type(target);
    let convertible = value
        .type_id()
        .zip(registry::find_type("System.IConvertible"))
        .is_some_and(|(id, interface)| registry::implements(id, interface));
    if !convertible {
        return Err(Exception::new(
            TypeId::INVALID_CAST_EXCEPTION,
            "Object must implement IConvertible.",
        ));
    }
    if !primitive {
        return Err(errors::invalid_cast(value, target));
    }
    convert(value, target, &call.culture_at(2), call)
}

fn type_of_code(code: i64) -> TypeId {
    match code {
        3 => TypeId::BOOLEAN,
        4 => TypeId::CHAR,
        5 => TypeId::SBYTE,
        6 => TypeId::BYTE,
        7 => TypeId::INT16,
        8 => TypeId::UINT16,
        9 => TypeId::INT32,
        10 => TypeId::UINT32,
        11 => TypeId::INT64,
        12 => TypeId::UINT64,
        13 => TypeId::SINGLE,
        14 => TypeId::DOUBLE,
        15 => TypeId::DECIMAL,
        16 => TypeId::DATE_TIME,
        18 => TypeId::STRING,
        _ => TypeId::OBJECT,
    }
}

fn get_type_code(call: &mut Call<'_>) -> Outcome {
    let name = match call.argument(0).type_id() {
        None => "Empty",
        Some(id) if is_integer_type(id) => id.short_name(),
        Some(
            id @ (TypeId::STRING
            | TypeId::BOOLEAN
            | TypeId::CHAR
            | TypeId::DOUBLE
            | TypeId::SINGLE
            | TypeId::DECIMAL
            | TypeId::DATE_TIME),
        ) => id.short_name(),
        Some(TypeId::DB_NULL) => "DBNull",
        Some(_) => "Object",
    };
    Ok(enum_named("System.TypeCode", name))
}

fn decode(text: &str) -> Outcome {
    const FORGIVING: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(&STANDARD, FORGIVING);
    let body: String = text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\r' | '\n')).collect();
    engine.decode(body).map(Value::bytes).map_err(|_| {
        errors::format(
            "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.",
        )
    })
}

fn to_base64_string(call: &mut Call<'_>) -> Outcome {
    let bytes = call.bytes(0).ok_or_else(|| errors::argument_null("inArray"))?;
    let range = match (call.argument(1).base(), call.argument(2).base()) {
        (Value::I32(start), Value::I32(length)) => {
            sequence::range_in(*start, *length, bytes.len())?
        }
        _ => 0..bytes.len(),
    };
    let text = BASE64.encode(bytes.get(range).unwrap_or(&[]));
    let breaks = call.arguments.iter().any(|argument| matches!(argument.base(), Value::Enum(_, 1)));
    if !breaks {
        return Ok(text.into());
    }
    let lines: Vec<&str> = (0..text.len())
        .step_by(76)
        .filter_map(|at| text.get(at..text.len().min(at + 76)))
        .collect();
    Ok(lines.join("\r\n").into())
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8], upper: bool) -> String {
    let digits: &[u8; 16] = if upper { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| digits.get(usize::from(digit)))
        .map(|digit| char::from(*digit))
        .collect()
}

fn hex_string(call: &Call<'_>, upper: bool) -> Outcome {
    let bytes = call.bytes(0).ok_or_else(|| errors::argument_null("inArray"))?;
    let range = if call.count() >= 3 {
        sequence::range_in(call.int(1), call.int(2), bytes.len())?
    } else {
        0..bytes.len()
    };
    Ok(hex(bytes.get(range).unwrap_or(&[]), upper).into())
}

fn from_hex_string(call: &mut Call<'_>) -> Outcome {
    let text = call.required_string(0, "s")?;
    if text.unit_len() % 2 == 1 {
        return Err(errors::format(
            "The input is not a valid hex string as its length is not a multiple of 2.",
        ));
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect::<Option<Vec<u8>>>()
        .map(Value::bytes)
        .ok_or_else(|| {
            errors::format(
                "The input is not a valid hex string as it contains a non-hex character.",
            )
        })
}

//! Enumeration values as text and back.

use remora_psobject::{EnumDefinition, Exception, TypeId};

use crate::errors;

/// `Enum.ToString(format)`: `G`, `F`, `D` or `X`. An empty format is `G`.
///
/// # Errors
/// `FormatException`
pub fn format(type_id: TypeId, number: i64, format: &str) -> Result<String, Exception> {
    let Some(definition) = type_id.enum_definition() else {
        return Ok(number.to_string());
    };
    Ok(match format {
        "" | "G" | "g" => definition.text_of(number),
        "F" | "f" => flags_text(definition, number),
        "D" | "d" => decimal(definition, number),
        "X" | "x" => {
            let digits = 2 * size_of(definition);
            let mask = if digits == 16 { u64::MAX } else { (1 << (4 * digits)) - 1 };
            format!("{:0digits$X}", number.cast_unsigned() & mask)
        }
        _ => {
            return Err(errors::format(
                "Format string can be only \"G\", \"g\", \"X\", \"x\", \"F\", \"f\", \"D\" or \"d\".",
            ));
        }
    })
}

fn decimal(definition: &EnumDefinition, number: i64) -> String {
    if definition.underlying == "System.UInt64" {
        number.cast_unsigned().to_string()
    } else {
        number.to_string()
    }
}

/// Names of bits, whether or not the type is declared as one of flags.
fn flags_text(definition: &EnumDefinition, number: i64) -> String {
    EnumDefinition {
        name: definition.name,
        underlying: definition.underlying,
        flags: true,
        members: definition.members,
    }
    .text_of(number)
}

/// Bytes of the underlying type.
pub fn size_of(definition: &EnumDefinition) -> usize {
    match definition.underlying {
        "System.Byte" | "System.SByte" => 1,
        "System.Int16" | "System.UInt16" => 2,
        "System.Int64" | "System.UInt64" => 8,
        _ => 4,
    }
}

/// Members in the order of their unsigned values, as `GetNames` and `GetValues` give them.
pub fn sorted_members(definition: &EnumDefinition) -> Vec<(&'static str, i64)> {
    let mut members = definition.members.to_vec();
    members.sort_by_key(|(_, value)| value.cast_unsigned());
    members
}

/// `Enum.Parse`: names or numbers, several of them separated by commas.
///
/// # Errors
/// `ArgumentException`
pub fn parse(type_id: TypeId, text: &str, ignore_case: bool) -> Result<i64, Exception> {
    let Some(definition) = type_id.enum_definition() else {
        return Err(errors::argument_for("enumType", "Type provided must be an Enum."));
    };
    let body = text.trim();
    if body.is_empty() {
        return Err(errors::argument_for(
            "value",
            "Must specify valid information for parsing in the string.",
        ));
    }
    if body.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') {
        if let Ok(number) = body.parse::<i64>() {
            return Ok(number);
        }
        if let Ok(number) = body.parse::<u64>() {
            return Ok(number.cast_signed());
        }
    }
    let mut result = 0;
    for part in body.split(',') {
        let part = part.trim();
        let exact =
            definition.members.iter().find(|(name, _)| *name == part).map(|(_, value)| *value);
        let value = exact.or_else(|| ignore_case.then(|| definition.value_of(part)).flatten());
        result |= value
            .ok_or_else(|| errors::argument(format!("Requested value '{body}' was not found.")))?;
    }
    Ok(result)
}

//! The exceptions of .NET with the messages of .NET.

use remora_psobject::{Exception, TypeId, Value};

use crate::registry;

/// An exception of a type that is known by its full name alone.
pub fn of(type_name: &str, message: impl Into<String>) -> Exception {
    let id = registry::find_exact(type_name).unwrap_or(TypeId::EXCEPTION);
    Exception::new(id, message.into())
}

/// `ArgumentException`
pub fn argument(message: impl Into<String>) -> Exception {
    Exception::new(TypeId::ARGUMENT_EXCEPTION, message.into())
}

/// `ArgumentException` about a parameter.
pub fn argument_for(parameter: &str, message: &str) -> Exception {
    argument(format!("{message} (Parameter '{parameter}')")).with_property("ParamName", parameter)
}

/// `ArgumentNullException`
pub fn argument_null(parameter: &str) -> Exception {
    Exception::new(
        TypeId::ARGUMENT_NULL_EXCEPTION,
        format!("Value cannot be null. (Parameter '{parameter}')"),
    )
    .with_property("ParamName", parameter)
}

/// `ArgumentOutOfRangeException` with a text.
pub fn out_of_range(parameter: &str, message: &str) -> Exception {
    Exception::new(
        TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
        format!("{message} (Parameter '{parameter}')"),
    )
    .with_property("ParamName", parameter)
}

/// `ArgumentOutOfRangeException` with the value that was given.
pub fn out_of_range_value(
    parameter: &str,
    message: &str,
    actual: impl std::fmt::Display,
) -> Exception {
    Exception::new(
        TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
        format!("{message} (Parameter '{parameter}')\nActual value was {actual}."),
    )
    .with_property("ParamName", parameter)
    .with_property("ActualValue", actual.to_string().as_str())
}

/// An index that lies outside a collection.
pub fn index_out_of_collection() -> Exception {
    out_of_range(
        "index",
        "Index was out of range. Must be non-negative and less than the size of the collection.",
    )
}

/// `IndexOutOfRangeException`
pub fn index_out_of_range() -> Exception {
    Exception::new(
        TypeId::INDEX_OUT_OF_RANGE_EXCEPTION,
        "Index was outside the bounds of the array.",
    )
}

/// `FormatException`
pub fn format(message: impl Into<String>) -> Exception {
    Exception::new(TypeId::FORMAT_EXCEPTION, message.into())
}

/// A format string that is not understood.
pub fn bad_format_specifier() -> Exception {
    format("Format specifier was invalid.")
}

/// A date or duration format that is not understood.
pub fn bad_format_string() -> Exception {
    format("Input string was not in a correct format.")
}

/// A text that is no number.
pub fn not_a_number(text: &str) -> Exception {
    format(format!("The input string '{text}' was not in a correct format."))
}

/// A text that is no date.
pub fn not_a_date(text: &str) -> Exception {
    format(format!("String '{text}' was not recognized as a valid DateTime."))
}

/// `OverflowException`
pub fn overflow(message: impl Into<String>) -> Exception {
    Exception::new(TypeId::OVERFLOW_EXCEPTION, message.into())
}

/// An integer that does not fit its type.
pub fn overflow_of(type_id: TypeId) -> Exception {
    let what = match type_id {
        TypeId::BYTE => "an unsigned byte",
        TypeId::SBYTE => "a signed byte",
        TypeId::INT16 => "an Int16",
        TypeId::UINT16 => "a UInt16",
        TypeId::INT32 => "an Int32",
        TypeId::UINT32 => "a UInt32",
        TypeId::INT64 => "an Int64",
        TypeId::UINT64 => "a UInt64",
        TypeId::CHAR => "a character",
        TypeId::DECIMAL => "a Decimal",
        TypeId::DOUBLE => "a Double",
        TypeId::SINGLE => "a Single",
        _ => return overflow("Arithmetic operation resulted in an overflow."),
    };
    overflow(format!("Value was either too large or too small for {what}."))
}

/// `InvalidCastException` between two types.
pub fn invalid_cast(value: &Value, target: TypeId) -> Exception {
    let from = value.type_id().map_or("null", TypeId::full_name);
    Exception::new(
        TypeId::INVALID_CAST_EXCEPTION,
        format!("Invalid cast from '{from}' to '{}'.", target.full_name()),
    )
}

/// `InvalidOperationException`
pub fn invalid_operation(message: impl Into<String>) -> Exception {
    Exception::new(TypeId::INVALID_OPERATION_EXCEPTION, message.into())
}

/// `NotSupportedException`
pub fn not_supported(message: impl Into<String>) -> Exception {
    Exception::new(TypeId::NOT_SUPPORTED_EXCEPTION, message.into())
}

/// A member that exists in .NET and not here.
pub fn not_implemented(type_name: &str, member: &str) -> Exception {
    Exception::new(
        TypeId::NOT_IMPLEMENTED_EXCEPTION,
        format!("Remora does not implement the member '{member}' of the type '{type_name}'."),
    )
}

/// `DivideByZeroException`
pub fn divide_by_zero() -> Exception {
    Exception::new(TypeId::DIVIDE_BY_ZERO_EXCEPTION, "Attempted to divide by zero.")
}

/// `KeyNotFoundException`
pub fn key_not_found(key: &str) -> Exception {
    Exception::new(
        TypeId::KEY_NOT_FOUND_EXCEPTION,
        format!("The given key '{key}' was not present in the dictionary."),
    )
}

/// A member of null.
pub fn null_reference() -> Exception {
    Exception::new(
        TypeId::NULL_REFERENCE_EXCEPTION,
        "Object reference not set to an instance of an object.",
    )
}

/// An object that was closed.
pub fn disposed(what: &str) -> Exception {
    Exception::new(TypeId::OBJECT_DISPOSED_EXCEPTION, format!("Cannot access a {what}."))
}

/// A key that a generic dictionary holds already.
pub fn argument_for_key(key: &str) -> Exception {
    argument(format!("An item with the same key has already been added. Key: {key}"))
}

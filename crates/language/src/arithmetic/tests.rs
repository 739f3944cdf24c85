use num_bigint::BigInt;
use remora_psobject::{Decimal, DictionaryObject, Value};

use super::*;
use crate::test_support::{TestRuntime, array, shown, type_of};

type Binary = fn(&Value, &Value, &dyn Runtime) -> Result;

fn decimal(text: &str) -> Value {
    Value::from(text.parse::<Decimal>().unwrap())
}

fn table(rows: &[(&str, Binary, Value, Value, &str)]) {
    let runtime = TestRuntime::new();
    for (name, operator, left, right, expected) in rows {
        let found = match operator(left, right, &runtime) {
            Ok(value) => shown(&value),
            Err(error) => format!("{}: {}", error.error_id, error.message()),
        };
        assert_eq!(&found, expected, "{left:?} {name} {right:?}");
    }
}

#[test]
fn widths() {
    table(&[
        ("+", add, 1.into(), 2.into(), "int:3"),
        ("+", add, i32::MAX.into(), 1.into(), "double:2147483648"),
        ("-", subtract, i32::MIN.into(), 1.into(), "double:-2147483649"),
        ("+", add, i64::MAX.into(), 1.into(), "double:9.22337203685478E+18"),
        ("*", multiply, i64::MAX.into(), 2_i64.into(), "double:1.84467440737095E+19"),
        ("+", add, 200_u8.into(), 100_u8.into(), "int:300"),
        ("+", add, 1_u32.into(), 1.into(), "uint:2"),
        ("+", add, 1_u32.into(), (-2).into(), "double:-1"),
        ("+", add, 1_u32.into(), 1_i64.into(), "long:2"),
        ("+", add, 1_u64.into(), 1.into(), "ulong:2"),
        ("+", add, 1_u64.into(), (-1).into(), "double:0"),
        ("+", add, 1.into(), 1.0.into(), "double:2"),
        ("+", add, 1.5_f32.into(), 1.into(), "double:2.5"),
        ("+", add, decimal("1.1"), 2.2.into(), "decimal:3.3"),
        ("+", add, 1.into(), decimal("1.50"), "decimal:2.50"),
        ("/", divide, 7.into(), 2.into(), "double:3.5"),
        ("/", divide, 8.into(), 2.into(), "int:4"),
        ("/", divide, i32::MIN.into(), (-1).into(), "double:2147483648"),
        ("/", divide, 1.0.into(), 0.into(), "double:Infinity"),
        ("/", divide, decimal("1"), decimal("8"), "decimal:0.125"),
        ("%", remainder, (-7).into(), 3.into(), "int:-1"),
        ("%", remainder, i32::MIN.into(), (-1).into(), "int:0"),
        ("%", remainder, 5.into(), 0.3.into(), "double:0.2"),
        ("%", remainder, 1.into(), 0.0.into(), "double:NaN"),
        ("+", add, 1.into(), true.into(), "int:2"),
        ("+", add, 5.into(), Value::Null, "int:5"),
        ("+", add, Value::Null, "x".into(), "string:x"),
        ("+", add, Value::Null, Value::Null, "null:"),
        ("-", subtract, Value::Null, 5.into(), "int:-5"),
        ("/", divide, 1.into(), 0.into(), "RuntimeException: Attempted to divide by zero."),
        ("%", remainder, decimal("1"), 0.into(), "RuntimeException: Attempted to divide by zero."),
        (
            "+",
            add,
            Value::from(Decimal::MAX),
            1.into(),
            "RuntimeException: Value was either too large or too small for a Decimal.",
        ),
        ("*", multiply, Value::from(BigInt::from(2)), 3.7.into(), "bigint:6"),
        ("+", add, decimal("1"), Value::from(BigInt::from(1)), "decimal:2"),
        ("/", divide, Value::from(BigInt::from(5)), 2.into(), "bigint:2"),
    ]);
}

#[test]
fn strings_and_characters() {
    table(&[
        ("+", add, "5".into(), 3.into(), "string:53"),
        ("+", add, 3.into(), "5".into(), "int:8"),
        ("+", add, 5.into(), "1e1".into(), "double:15"),
        ("+", add, 5.into(), "0x10".into(), "int:21"),
        ("+", add, 5.into(), " ".into(), "int:5"),
        ("-", subtract, "10".into(), 3.into(), "int:7"),
        ("/", divide, "3".into(), "2".into(), "double:1.5"),
        ("*", multiply, "10".into(), 2.into(), "string:1010"),
        ("+", add, Value::Char(97), 1.into(), "string:a1"),
        ("-", subtract, Value::Char(98), Value::Char(97), "int:1"),
        ("+", add, "a".into(), array([1, 2]), "string:a1 2"),
        (
            "-",
            subtract,
            "a".into(),
            1.into(),
            "InvalidCastFromStringToInteger: Cannot convert value \"a\" to type \"System.Int32\". Error: \"The input string 'a' was not in a correct format.\"",
        ),
        (
            "*",
            multiply,
            "a".into(),
            "b".into(),
            "InvalidCastFromStringToInteger: Cannot convert value \"b\" to type \"System.Int32\". Error: \"The input string 'b' was not in a correct format.\"",
        ),
    ]);
}

#[test]
fn characters_are_not_multiplied() {
    table(&[(
        "*",
        multiply,
        Value::Char(97),
        2.into(),
        "NotADefinedOperationForType: The operation '[System.Char] * [System.Int32]' is not defined.",
    )]);
}

#[test]
fn collections() {
    let one = || Value::from(DictionaryObject::from_iter([("a", 1)]));
    table(&[
        ("+", add, array([1, 2]), 3.into(), "System.Object[]:1 2 3"),
        ("+", add, array([1, 2]), array([3, 4]), "System.Object[]:1 2 3 4"),
        ("+", add, array::<i32>([]), Value::Null, "System.Object[]:"),
        ("*", multiply, array([1, 2]), 2.into(), "System.Object[]:1 2 1 2"),
        (
            "+",
            add,
            one(),
            one(),
            "System.ArgumentException: Item has already been added. Key in dictionary: 'a'  Key being added: 'a'",
        ),
        (
            "+",
            add,
            one(),
            1.into(),
            "AddHashTableToNonHashTable: A hash table can only be added to another hash table.",
        ),
        (
            "-",
            subtract,
            one(),
            1.into(),
            "MethodNotFound: Method invocation failed because [System.Collections.Hashtable] does not contain a method named 'op_Subtraction'.",
        ),
        (
            "-",
            subtract,
            1.into(),
            one(),
            "MethodNotFound: Method invocation failed because [System.Collections.Hashtable] does not contain a method named 'op_Subtraction'.",
        ),
        (
            "+",
            add,
            5.into(),
            array([1]),
            "MethodNotFound: Method invocation failed because [System.Object[]] does not contain a method named 'op_Addition'.",
        ),
    ]);
}

#[test]
fn bits_and_shifts() {
    let attributes = type_of("System.IO.FileAttributes");
    table(&[
        ("-band", bit_and, 5.into(), 3.into(), "int:1"),
        ("-bor", bit_or, 5_u8.into(), 2_u8.into(), "int:7"),
        ("-bor", bit_or, 5_u64.into(), 2.into(), "ulong:7"),
        ("-band", bit_and, (-1_i64).into(), 5_u64.into(), "long:5"),
        ("-bor", bit_or, 5.5.into(), 2.into(), "ulong:6"),
        ("-bor", bit_or, Value::Null, 4.into(), "int:4"),
        ("-bor", bit_or, "0xF0".into(), "0x0F".into(), "int:255"),
        (
            "-bor",
            bit_or,
            Value::Enum(attributes, 1),
            "Hidden".into(),
            "System.IO.FileAttributes:ReadOnly, Hidden",
        ),
        ("-shl", shift_left, 1.into(), 31.into(), "int:-2147483648"),
        ("-shl", shift_left, 1.into(), 35.into(), "int:8"),
        ("-shl", shift_left, 1.into(), (-1).into(), "int:-2147483648"),
        ("-shl", shift_left, 1_u8.into(), 8.into(), "byte:0"),
        ("-shl", shift_left, 1_i64.into(), 40.into(), "long:1099511627776"),
        ("-shr", shift_right, 256.into(), 2.into(), "int:64"),
        ("-shl", shift_left, "3".into(), 2.into(), "int:12"),
    ]);
    let runtime = TestRuntime::new();
    for (value, expected) in [
        (Value::I32(5), "int:-6"),
        (Value::U8(1), "int:-2"),
        (Value::U32(0), "uint:4294967295"),
        (Value::Enum(attributes, 2), "System.IO.FileAttributes:-3"),
    ] {
        assert_eq!(shown(&bit_not(&value, &runtime).unwrap()), expected);
    }
}

#[test]
fn enumerations_stay_what_they_are() {
    let day = type_of("DayOfWeek");
    table(&[
        ("+", add, Value::Enum(day, 1), 1.into(), "System.DayOfWeek:Tuesday"),
        ("+", add, 1.into(), Value::Enum(day, 1), "int:2"),
    ]);
}

#[test]
fn dates_and_durations() {
    use remora_psobject::{DateTime, DateTimeKind, TimeSpan};
    let day = |day| {
        Value::DateTime(
            DateTime::from_parts((2024, 2, day), (0, 0, 0), 0, DateTimeKind::Unspecified).unwrap(),
        )
    };
    let minute = Value::TimeSpan(TimeSpan(600_000_000));
    table(&[
        ("-", subtract, day(29), day(1), "timespan:28.00:00:00"),
        ("+", add, day(29), minute.clone(), "datetime:02/29/2024 00:01:00"),
        ("+", add, minute.clone(), minute.clone(), "timespan:00:02:00"),
        ("*", multiply, minute.clone(), 1.5.into(), "timespan:00:01:30"),
        ("/", divide, minute.clone(), minute.clone(), "double:1"),
        (
            "+",
            add,
            day(1),
            "x".into(),
            "MethodArgumentConversionInvalidCastArgument: Cannot convert argument \"1\", with value: \"x\", for \"op_Addition\" to type \"System.TimeSpan\": \"Cannot convert value \"x\" to type \"System.TimeSpan\". Error: \"String 'x' was not recognized as a valid TimeSpan.\"\"",
        ),
        (
            "*",
            multiply,
            day(1),
            2.into(),
            "MethodNotFound: Method invocation failed because [System.DateTime] does not contain a method named 'op_Multiply'.",
        ),
    ]);
}

#[test]
fn signs_and_steps() {
    let runtime = TestRuntime::new();
    let text = |result: Result| match result {
        Ok(value) => shown(&value),
        Err(error) => error.error_id.to_string(),
    };
    assert_eq!(text(negate(&"5".into(), &runtime)), "int:-5");
    assert_eq!(text(negate(&i32::MIN.into(), &runtime)), "double:2147483648");
    assert_eq!(text(negate(&array([1]), &runtime)), "MethodNotFound");
    assert_eq!(text(plus(&"1e2".into(), &runtime)), "double:100");
    assert_eq!(text(plus(&"abc".into(), &runtime)), "InvalidCastFromStringToInteger");
    assert_eq!(text(increment(&Value::Null, &runtime)), "int:1");
    assert_eq!(text(increment(&i32::MAX.into(), &runtime)), "double:2147483648");
    assert_eq!(text(increment(&255_u8.into(), &runtime)), "int:256");
    assert_eq!(text(decrement(&1.5.into(), &runtime)), "double:0.5");
    assert_eq!(text(increment(&"x".into(), &runtime)), "OperatorRequiresNumber");
}

#[test]
fn ranges() {
    let text = |left: Value, right: Value| match range(&left, &right) {
        Ok(value) => crate::string_conversion::to_string(&value).to_string(),
        Err(error) => format!("{}: {}", error.error_id, error.message()),
    };
    assert_eq!(text(1.into(), 3.into()), "1 2 3");
    assert_eq!(text(2.into(), (-1).into()), "2 1 0 -1");
    assert_eq!(text("c".into(), "a".into()), "c b a");
    assert_eq!(text(1.5.into(), 3.5.into()), "2 3 4");
    assert_eq!(text(2.5.into(), 0.into()), "2 1 0");
    assert_eq!(text(Value::Null, 2.into()), "0 1 2");
    assert_eq!(
        text("a".into(), 3.into()),
        "System.FormatException: The input string 'a' was not in a correct format."
    );
    assert_eq!(
        text(1.into(), 2_147_483_648_i64.into()),
        "System.OverflowException: Value was either too large or too small for an Int32."
    );
    assert_eq!(
        text(1.into(), array([1])),
        "System.InvalidCastException: Unable to cast object of type 'System.Object[]' to type 'System.IConvertible'."
    );
    assert_eq!(range_bounds(&1.into(), &1_000_000.into()).unwrap().remaining(), 1_000_000);
}

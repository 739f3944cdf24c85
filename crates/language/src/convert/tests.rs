use proptest::prelude::*;
use remora_psobject::{DictionaryObject, PsCredential, SecureString, TypeId, Value};

use super::*;
use crate::test_support::{TestRuntime, array, shown, type_of};

fn cast(value: impl Into<Value>, name: &str) -> String {
    match to_type(&value.into(), type_of(name), &TestRuntime::new()) {
        Ok(value) => shown(&value),
        Err(error) => {
            let inner =
                error.exception.inner().map_or("", |inner| inner.exception_type().short_name());
            format!("{} [{inner}]: {}", error.error_id, error.message())
        }
    }
}

fn table(rows: &[(Value, &str, &str)]) {
    for (value, name, expected) in rows {
        assert_eq!(&cast(value.clone(), name), expected, "[{name}]{value:?}");
    }
}

fn of(value: &str, name: &str) -> Value {
    to_type(&value.into(), type_of(name), &TestRuntime::new()).unwrap()
}

#[test]
fn numbers() {
    table(&[
        (1.5.into(), "int", "int:2"),
        (2.5.into(), "int", "int:2"),
        ((-7.5).into(), "int", "int:-8"),
        ("7.9".into(), "int", "int:8"),
        (" 42 ".into(), "int", "int:42"),
        ("0x1F".into(), "int", "int:31"),
        ("0b11".into(), "int", "int:3"),
        ("1e2".into(), "int", "int:100"),
        ("1,000".into(), "int", "int:1000"),
        ("1kb".into(), "int", "int:1024"),
        ("+5".into(), "int", "int:5"),
        ("-0".into(), "int", "int:0"),
        ("".into(), "int", "int:0"),
        (Value::Null, "int", "int:0"),
        (true.into(), "int", "int:1"),
        (Value::Char(57), "int", "int:57"),
        (1e10.into(), "long", "long:10000000000"),
        ("2gb".into(), "long", "long:2147483648"),
        ("0x1F".into(), "byte", "byte:31"),
        ("1.50".into(), "decimal", "decimal:1.5"),
        (1.10.into(), "decimal", "decimal:1.1"),
        ("1e2".into(), "decimal", "decimal:100"),
        ("1,234.5".into(), "decimal", "decimal:1234.5"),
        ("NaN".into(), "double", "double:NaN"),
        ("Infinity".into(), "double", "double:Infinity"),
        ("1,234.5".into(), "double", "double:1234.5"),
        ("1d".into(), "double", "double:1"),
        (" 1.5 ".into(), "double", "double:1.5"),
        ("0xff".into(), "bigint", "bigint:255"),
        ("1.5".into(), "bigint", "bigint:1"),
        ((-1.9).into(), "bigint", "bigint:-1"),
        (
            "123456789012345678901234567890".into(),
            "bigint",
            "bigint:123456789012345677877719597056",
        ),
    ]);
}

#[test]
fn numbers_that_do_not_fit() {
    let range = |value: &str, name: &str, what: &str| {
        format!(
            "InvalidCastIConvertible [OverflowException]: Cannot convert value \"{value}\" to type \"{name}\". Error: \"Value was either too large or too small for {what}.\""
        )
    };
    let format = |id: &str, value: &str, name: &str| {
        format!(
            "{id} [FormatException]: Cannot convert value \"{value}\" to type \"{name}\". Error: \"The input string '{value}' was not in a correct format.\""
        )
    };
    for (value, name, expected) in [
        (Value::from(256), "byte", range("256", "System.Byte", "an unsigned byte")),
        ((-1).into(), "uint", range("-1", "System.UInt32", "a UInt32")),
        (40000.into(), "int16", range("40000", "System.Int16", "an Int16")),
        (200.into(), "sbyte", range("200", "System.SByte", "a signed byte")),
        (70000.into(), "char", range("70000", "System.Char", "a character")),
        (2_147_483_648.0.into(), "int", range("2147483648", "System.Int32", "an Int32")),
        (1e30.into(), "decimal", range("1E+30", "System.Decimal", "a Decimal")),
        (1e19.into(), "long", "InvalidCastIConvertible [OverflowException]: Cannot convert value \"1E+19\" to type \"System.Int64\". Error: \"Arithmetic operation resulted in an overflow.\"".to_owned()),
        ("abc".into(), "int", format("InvalidCastFromStringToInteger", "abc", "System.Int32")),
        ("$5".into(), "int", format("InvalidCastFromStringToInteger", "$5", "System.Int32")),
        ("x".into(), "single", format("InvalidCastFromStringToDoubleOrSingle", "x", "System.Single")),
        ("1e50".into(), "decimal", format("InvalidCastFromStringToDecimal", "1e50", "System.Decimal")),
        ("-1".into(), "byte", range("-1", "System.Byte", "an unsigned byte").replace("InvalidCastIConvertible", "InvalidCastFromStringToInteger")),
        ("x".into(), "bigint", "InvalidCastFromStringToInteger [FormatException]: Cannot convert value \"x\" to type \"System.Numerics.BigInteger\". Error: \"The value could not be parsed.\"".to_owned()),
        (65.4.into(), "char", "InvalidCastIConvertible [InvalidCastException]: Cannot convert value \"65.4\" to type \"System.Char\". Error: \"Invalid cast from 'Double' to 'Char'.\"".to_owned()),
        (true.into(), "char", "InvalidCastIConvertible [InvalidCastException]: Cannot convert value \"True\" to type \"System.Char\". Error: \"Invalid cast from 'Boolean' to 'Char'.\"".to_owned()),
        (of("2024-01-01", "datetime"), "int", "InvalidCastIConvertible [InvalidCastException]: Cannot convert value \"1/1/2024 12:00:00\u{202f}AM\" to type \"System.Int32\". Error: \"Invalid cast from 'DateTime' to 'Int32'.\"".to_owned()),
        (array([1, 2]), "int", "ConvertToFinalInvalidCastException []: Cannot convert the \"System.Object[]\" value of type \"System.Object[]\" to type \"System.Int32\".".to_owned()),
        (of("1.2", "version"), "int", "ConvertToFinalInvalidCastException []: Cannot convert the \"1.2\" value of type \"System.Version\" to type \"System.Int32\".".to_owned()),
        (Value::Switch(true), "int", "ConvertToFinalInvalidCastException []: Cannot convert the \"True\" value of type \"System.Management.Automation.SwitchParameter\" to type \"System.Int32\".".to_owned()),
    ] {
        assert_eq!(cast(value.clone(), name), expected, "[{name}]{value:?}");
    }
}

#[test]
fn enumerations() {
    const DAYS: &str = "Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday";
    table(&[
        ("fri".into(), "DayOfWeek", "System.DayOfWeek:Friday"),
        (1.into(), "DayOfWeek", "System.DayOfWeek:Monday"),
        ("3".into(), "DayOfWeek", "System.DayOfWeek:Wednesday"),
        ("monday,friday".into(), "DayOfWeek", "System.DayOfWeek:Friday"),
        ("Hidden, System".into(), "IO.FileAttributes", "System.IO.FileAttributes:Hidden, System"),
        (6.into(), "IO.FileAttributes", "System.IO.FileAttributes:Hidden, System"),
        (
            array(["Hidden", "ReadOnly"]),
            "IO.FileAttributes",
            "System.IO.FileAttributes:ReadOnly, Hidden",
        ),
        (Value::Enum(type_of("DayOfWeek"), 5), "int", "int:5"),
        (
            99.into(),
            "DayOfWeek",
            &format!(
                "UndefinedIntegerToEnum []: Cannot convert value \"99\" to type \"System.DayOfWeek\" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are \"{}\".",
                DAYS.replace(", ", ",")
            ),
        ),
        (
            "Nope".into(),
            "DayOfWeek",
            &format!(
                "SubstringDisambiguationEnumParseThrewAnException [RuntimeException]: Cannot convert value \"Nope\" to type \"System.DayOfWeek\". Error: \"Unable to match the identifier name Nope to a valid enumerator name. Specify one of the following enumerator names and try again:\n{DAYS}\""
            ),
        ),
        (
            "t".into(),
            "DayOfWeek",
            "SubstringDisambiguationEnumParseThrewAnException [RuntimeException]: Cannot convert value \"t\" to type \"System.DayOfWeek\". Error: \"The identifier name t cannot be processed because it is either too similar or identical to the following enumerator names: Tuesday, Thursday. Use a more specific identifier name.\"",
        ),
        (
            Value::Char(51),
            "DayOfWeek",
            "InvalidCastIConvertible [InvalidCastException]: Cannot convert value \"3\" to type \"System.DayOfWeek\". Error: \"Invalid cast from 'System.Char' to 'System.DayOfWeek'.\"",
        ),
    ]);
}

#[test]
fn texts_and_well_known_types() {
    table(&[
        ("x".into(), "char", "char:x"),
        (65.into(), "char", "char:A"),
        (Value::Null, "char", "char:\0"),
        (
            "ab".into(),
            "char",
            "InvalidCastParseTargetInvocation [FormatException]: Cannot convert value \"ab\" to type \"System.Char\". Error: \"String must be exactly one character long.\"",
        ),
        ("2 January 2024".into(), "datetime", "datetime:01/02/2024 00:00:00"),
        (
            "2024-13-01".into(),
            "datetime",
            "InvalidCastParseTargetInvocationWithFormatProvider [FormatException]: Cannot convert value \"2024-13-01\" to type \"System.DateTime\". Error: \"String '2024-13-01' was not recognized as a valid DateTime.\"",
        ),
        (0.into(), "datetime", "datetime:01/01/0001 00:00:00"),
        (
            true.into(),
            "datetime",
            "InvalidCastIConvertible [InvalidCastException]: Cannot convert value \"True\" to type \"System.DateTime\". Error: \"Invalid cast from 'Boolean' to 'DateTime'.\"",
        ),
        ("1:2".into(), "timespan", "timespan:01:02:00"),
        ("1".into(), "timespan", "timespan:1.00:00:00"),
        (5000.into(), "timespan", "timespan:00:00:00.0005000"),
        (
            Value::Null,
            "timespan",
            "InvalidCastFromNull []: Cannot convert null to type \"System.TimeSpan\".",
        ),
        (
            "x".into(),
            "guid",
            "InvalidCastParseTargetInvocationWithFormatProvider [FormatException]: Cannot convert value \"x\" to type \"System.Guid\". Error: \"Unrecognized Guid format.\"",
        ),
        ("1.2.3".into(), "version", "version:1.2.3"),
        (
            "1".into(),
            "version",
            "InvalidCastParseTargetInvocation [ArgumentException]: Cannot convert value \"1\" to type \"System.Version\". Error: \"Version string portion was too short or too long. (Parameter 'input')\"",
        ),
        (
            "1.x".into(),
            "version",
            "InvalidCastParseTargetInvocation [FormatException]: Cannot convert value \"1.x\" to type \"System.Version\". Error: \"The input string 'x' was not in a correct format.\"",
        ),
        ("1.2.3-beta.1+b5".into(), "semver", "semver:1.2.3-beta.1+b5"),
        (
            "x".into(),
            "semver",
            "InvalidCastParseTargetInvocation [FormatException]: Cannot convert value \"x\" to type \"System.Management.Automation.SemanticVersion\". Error: \"The input string '' was not in a correct format.\"",
        ),
        ("int".into(), "type", "System.RuntimeType:int"),
        (
            "nosuch".into(),
            "type",
            "InvalidCastFromStringToType []: Cannot convert the \"nosuch\" value of type \"System.String\" to type \"System.Type\".",
        ),
        (
            1.into(),
            "type",
            "InvalidCastFromStringToType []: Cannot convert the \"1\" value of type \"System.String\" to type \"System.Type\".",
        ),
        (true.into(), "switch", "switch:True"),
        (
            "x".into(),
            "switch",
            "ConvertToFinalInvalidCastException []: Cannot convert the \"x\" value of type \"System.String\" to type \"System.Management.Automation.SwitchParameter\".",
        ),
        (
            "1+1".into(),
            "scriptblock",
            "ConvertToFinalInvalidCastException []: Cannot convert the \"1+1\" value of type \"System.String\" to type \"System.Management.Automation.ScriptBlock\".",
        ),
        (
            "x".into(),
            "hashtable",
            "ConvertToFinalInvalidCastException []: Cannot convert the \"x\" value of type \"System.String\" to type \"System.Collections.Hashtable\".",
        ),
        (
            1.into(),
            "hashtable",
            "ConvertToFinalInvalidCastException []: Cannot convert the \"1\" value of type \"System.Int32\" to type \"System.Collections.Hashtable\".",
        ),
        (5.into(), "object", "int:5"),
        (Value::Null, "nullable[int]", "null:"),
        ("5".into(), "nullable[int]", "int:5"),
        (5.into(), "System.IComparable", "int:5"),
    ]);
}

#[test]
fn collections() {
    table(&[
        (array(["1", "2"]), "int[]", "int[]:1 2"),
        ("5".into(), "int[]", "int[]:5"),
        (Value::Null, "int[]", "null:"),
        ("abc".into(), "char[]", "char[]:a b c"),
        (array([1, 2]), "array", "System.Object[]:1 2"),
        (1.into(), "array", "System.Object[]:1"),
        (
            array([1, 300]),
            "byte[]",
            "InvalidCastIConvertible [OverflowException]: Cannot convert value \"300\" to type \"System.Byte\". Error: \"Value was either too large or too small for an unsigned byte.\"",
        ),
        (
            array([1]),
            "int[,]",
            "System.InvalidCastException []: Unable to cast object of type 'System.Int32[]' to type 'System.Int32[,]'.",
        ),
        (
            array(["1", "2"]),
            "Collections.Generic.List[int]",
            "System.Collections.Generic.List[int]:1 2",
        ),
        (array([1, 2]), "System.Collections.ArrayList", "System.Collections.ArrayList:1 2"),
        (
            array(["x"]),
            "Collections.Generic.List[int]",
            "ConvertToFinalInvalidCastException []: Cannot convert the \"System.Object[]\" value of type \"System.Object[]\" to type \"System.Collections.Generic.List`1[System.Int32]\".",
        ),
        (
            "ab".into(),
            "System.Collections.ArrayList",
            "ConvertToFinalInvalidCastException []: Cannot convert the \"ab\" value of type \"System.String\" to type \"System.Collections.ArrayList\".",
        ),
    ]);
    let ordered = DictionaryObject::ordered();
    ordered.insert("a".into(), 1.into());
    assert_eq!(cast(Value::from(ordered), "hashtable"), "hashtable:System.Collections.Hashtable");
}

#[test]
fn property_bags() {
    let table = Value::from(DictionaryObject::from_iter([("a", 1)]));
    let bag = custom_object(&table).unwrap();
    assert_eq!(to_string(&bag), "@{a=1}");
    assert_eq!(
        custom_object(&"a".into()).unwrap_err().message(),
        "Cannot convert the \"a\" value of type \"System.String\" to type \"System.Management.Automation.PSCustomObject\"."
    );
    let secret = Value::live(PsCredential::new("u", SecureString::new("p")));
    assert_eq!(cast(secret, "int").split(' ').next(), Some("ConvertToFinalInvalidCastException"));
}

#[test]
fn ranks_follow_the_types() {
    use rank::{Rank, rank};
    for (value, name, expected) in [
        (Value::from(1), "int", Rank::Identity),
        (1.into(), "object", Rank::Assignable),
        (1.into(), "long", Rank::NumericImplicit),
        (1_i64.into(), "int", Rank::NumericExplicit),
        (1.into(), "string", Rank::NumericText),
        ("x".into(), "int", Rank::NumericText),
        ("x".into(), "type", Rank::Language),
        ("abc".into(), "char[]", Rank::TextToCharacters),
        (1.into(), "DayOfWeek", Rank::Language),
        ("Monday".into(), "DayOfWeek", Rank::Custom),
        (1.into(), "psobject", Rank::PsObject),
        (Value::Null, "int", Rank::NullToValue),
        (Value::Null, "string", Rank::NullToReference),
        (true.into(), "scriptblock", Rank::None),
        (array([1]), "System.Collections.IEnumerable", Rank::Assignable),
    ] {
        assert_eq!(rank(&value, type_of(name)).rank, expected, "{value:?} {name}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<u16>().prop_map(Value::Char),
        any::<i32>().prop_map(Value::I32),
        any::<i64>().prop_map(Value::I64),
        any::<u64>().prop_map(Value::U64),
        any::<f64>().prop_map(Value::F64),
        any::<f32>().prop_map(Value::F32),
        ".{0,12}".prop_map(Value::from),
        "[-+]?[0-9]{0,25}(\\.[0-9]{0,5})?(e[0-9]{1,3})?(kb|d|l|n)?".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        proptest::collection::vec(inner, 0..4).prop_map(Value::array)
    })
}

const TARGETS: &[&str] = &[
    "int",
    "byte",
    "sbyte",
    "uint",
    "long",
    "ulong",
    "double",
    "single",
    "decimal",
    "bigint",
    "char",
    "bool",
    "string",
    "datetime",
    "timespan",
    "guid",
    "version",
    "semver",
    "uri",
    "type",
    "DayOfWeek",
    "IO.FileAttributes",
    "int[]",
    "string[]",
    "hashtable",
    "switch",
    "nullable[int]",
    "xml",
    "regex",
    "Collections.Generic.List[int]",
    "scriptblock",
    "System.Collections.ArrayList",
    "ipaddress",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn conversions_never_panic(value in any_value(), target in 0..TARGETS.len()) {
        let id = type_of(TARGETS[target]);
        let runtime = TestRuntime::new();
        if let Ok(converted) = to_type(&value, id, &runtime) {
            prop_assert!(rank::rank(&value, id).exists() || value.is_null() || !converted.is_null() || value.type_id().is_some());
        }
    }

    #[test]
    fn integers_survive_the_way_through_text(number in any::<i64>()) {
        let text = to_type(&Value::I64(number), TypeId::STRING, &TestRuntime::new()).unwrap();
        prop_assert_eq!(to_i64(&text).unwrap(), number);
    }

    #[test]
    fn operators_never_panic(left in any_value(), right in any_value()) {
        let runtime = TestRuntime::new();
        for operator in [
            crate::arithmetic::subtract, crate::arithmetic::divide, crate::arithmetic::remainder,
            crate::arithmetic::bit_and, crate::arithmetic::add,
        ] {
            let _ = operator(&left, &right, &runtime);
        }
        let equal = crate::compare::equals(&left, &right, crate::compare::Case::Sensitive, &runtime);
        let same = crate::compare::equals(&left, &right, crate::compare::Case::Ignore, &runtime);
        prop_assert!(!equal || same);
    }
}

use std::sync::Arc;

use remora_psobject::{
    DictionaryObject, Exception, InstanceMember, MemberKind, PsObject, TypeId, Value,
};

use super::*;
use crate::LanguageError;
use crate::error::Result;
use crate::test_support::{TestRuntime, array, shown, type_of};

fn text(result: Result) -> String {
    result.map_or_else(|error| failure(&error), |value| shown(&value))
}

fn failure(error: &LanguageError) -> String {
    format!("{}: {}", error.error_id, error.message())
}

fn call(target: impl Into<Value>, name: &str, arguments: &[Value]) -> String {
    text(call_adapted(&target.into(), name, arguments, &TestRuntime::new()))
}

fn call_type(id: &str, name: &str, arguments: &[Value]) -> String {
    text(call_static(type_of(id), name, arguments, &TestRuntime::new()))
}

fn property(target: &Value, name: &str) -> String {
    match get_property(target, name, &TestRuntime::new()) {
        Ok(Property::Value(value)) => shown(&value),
        Ok(other) => format!("{other:?}"),
        Err(error) => failure(&error),
    }
}

fn assign(target: &Value, name: &str, value: impl Into<Value>) -> String {
    match set_property(target, name, value.into(), &TestRuntime::new()) {
        Ok(_) => property(target, name),
        Err(error) => failure(&error),
    }
}

#[test]
fn properties_are_looked_up_in_order() {
    let object = Value::custom_object([("a", Value::I32(1))]);
    assert_eq!(property(&object, "A"), "int:1");
    assert_eq!(property(&object, "b"), "Missing");
    assert_eq!(property(&object, "Count"), "int:1");
    assert_eq!(property(&"abc".into(), "length"), "int:3");
    assert_eq!(property(&5.into(), "Length"), "int:1");
    assert_eq!(property(&Value::Null, "Count"), "int:0");
    assert_eq!(property(&array([1, 2]), "Count"), "int:2");
    let table = Value::from(DictionaryObject::from_iter([("x y", 1), ("Count", 9)]));
    assert_eq!(property(&table, "x y"), "int:1");
    assert_eq!(property(&table, "count"), "int:9");
    let numbered = DictionaryObject::hashtable();
    numbered.insert(Value::I32(5), "five".into());
    assert_eq!(property(&Value::from(numbered), "5"), "string:five");
}

#[test]
fn properties_of_items_are_collected() {
    let bag = |name: &str, value: Value| Value::custom_object([(name, value)]);
    let mixed = array([bag("n", 1.into()), bag("m", 2.into()), bag("n", array([3, 4]))]);
    assert_eq!(property(&mixed, "n"), "System.Object[]:1  3 4");
    assert_eq!(property(&mixed, "m"), "System.Object[]: 2 ");
    assert_eq!(property(&array([1, 2]), "z"), "Missing");
    assert_eq!(property(&array(["a", "bb"]), "Length"), "int:2");
}

#[test]
fn members_that_need_the_engine_are_handed_to_it() {
    let object = PsObject::custom([]);
    object.set_member(InstanceMember::new(
        "p",
        MemberKind::ScriptProperty { getter: "get".into(), setter: Value::Null },
    ));
    object.set_member(InstanceMember::new(
        "q",
        MemberKind::Alias { target: "p".into(), conversion: None },
    ));
    object.set_member(InstanceMember::new("m", MemberKind::ScriptMethod("run".into())));
    let object = Value::Object(Arc::new(object));
    for name in ["p", "q"] {
        let found = get_property(&object, name, &TestRuntime::new()).unwrap();
        assert!(matches!(found, Property::Script { block: Value::Str(_), .. }), "{name}");
    }
    let invocation = call_method(&object, "M", &[], &TestRuntime::new()).unwrap();
    assert!(matches!(invocation, Invocation::Script { .. }));
    assert_eq!(
        assign(&object, "p", 2),
        "SetWithoutSetterFromScriptProperty: Set accessor for property \"p\" is unavailable."
    );
}

#[test]
fn setting_properties() {
    let object = Value::custom_object([("a", Value::I32(1))]);
    assert_eq!(assign(&object, "A", 5), "int:5");
    assert_eq!(
        assign(&object, "z", 1),
        "ExceptionWhenSetting: Exception setting \"z\": \"The property 'z' cannot be found on this object. Verify that the property exists and can be set.\""
    );
    assert_eq!(
        assign(&"abc".into(), "Length", 3),
        "PropertyAssignmentException: 'Length' is a ReadOnly property."
    );
    assert_eq!(
        assign(&1.into(), "Foo", 2),
        "PropertyAssignmentException: The property 'Foo' cannot be found on this object. Verify that the property exists and can be set."
    );
    assert_eq!(
        assign(&Value::Null, "Foo", 1),
        "PropertyNotFound: The property 'Foo' cannot be found on this object. Verify that the property exists and can be set."
    );
    let table = Value::from(DictionaryObject::hashtable());
    assert_eq!(assign(&table, "k", 1), "int:1");
}

#[test]
fn methods_of_texts() {
    assert_eq!(call("abc", "ToUpper", &[]), "string:ABC");
    assert_eq!(call("hello", "substring", &[1.into()]), "string:ello");
    assert_eq!(call("hello", "Substring", &[1.7.into()]), "string:llo");
    assert_eq!(call("a-b", "Contains", &[45.into()]), "bool:True");
    assert_eq!(call("a-b", "IndexOf", &[45.into()]), "int:1");
    assert_eq!(call("a-b", "Split", &["-".into()]), "string[]:a b");
    assert_eq!(call("x", "PadLeft", &["3".into()]), "string:  x");
    assert_eq!(call("abc", "Replace", &["b".into(), Value::Char(120)]), "string:axc");
    assert_eq!(call("abc", "Trim", &[97.into()]), "string:bc");
    assert_eq!(call("abc", "StartsWith", &["A".into(), "OrdinalIgnoreCase".into()]), "bool:True");
    assert_eq!(call(array(["a", "b"]), "ToUpper", &[]), "System.Object[]:A B");
}

#[test]
fn failed_calls() {
    assert_eq!(
        call("abc", "Substring", &["x".into()]),
        "MethodArgumentConversionInvalidCastArgument: Cannot convert argument \"startIndex\", with value: \"x\", for \"Substring\" to type \"System.Int32\": \"Cannot convert value \"x\" to type \"System.Int32\". Error: \"The input string 'x' was not in a correct format.\"\""
    );
    assert_eq!(
        call("abc", "Substring", &[1.into(), 2.into(), 3.into()]),
        "MethodCountCouldNotFindBest: Cannot find an overload for \"Substring\" and the argument count: \"3\"."
    );
    assert_eq!(
        call("abc", "Substring", &[9.into()]),
        "ArgumentOutOfRangeException: Exception calling \"Substring\" with \"1\" argument(s): \"startIndex cannot be larger than length of string. (Parameter 'startIndex')\""
    );
    assert_eq!(
        call("abc", "Nope", &[]),
        "MethodNotFound: Method invocation failed because [System.String] does not contain a method named 'Nope'."
    );
    assert_eq!(
        call(array([1]), "Nope", &[]),
        "MethodNotFound: Method invocation failed because [System.Int32] does not contain a method named 'Nope'."
    );
    let on_null = call_method(&Value::Null, "Foo", &[], &TestRuntime::new()).unwrap_err();
    assert_eq!(
        failure(&on_null),
        "InvokeMethodOnNull: You cannot call a method on a null-valued expression."
    );
    assert_eq!(
        call_type("math", "Abs", &[true.into()]),
        "MethodCountCouldNotFindBest: Multiple ambiguous overloads found for \"Abs\" and the argument count: \"1\"."
    );
    assert_eq!(
        call_type("int", "TryParse", &["1".into(), Value::Null]),
        "NonRefArgumentToRefParameterMsg: Argument: '2' should be a System.Management.Automation.PSReference. Use [ref]."
    );
    assert_eq!(
        call_type("int", "Nope", &[]),
        "MethodNotFound: Method invocation failed because [System.Int32] does not contain a method named 'Nope'."
    );
    assert_eq!(
        call_type("math", "new", &[]),
        "MethodCountCouldNotFindBest: Cannot find an overload for \"new\" and the argument count: \"0\"."
    );
    assert_eq!(
        call_type("version", "new", &[1.into(), 2.into(), 3.into(), 4.into(), 5.into()]),
        "MethodCountCouldNotFindBest: Cannot find an overload for \"new\" and the argument count: \"5\"."
    );
}

#[test]
fn overloads_go_by_the_cheapest_conversion() {
    let decimal = Value::from(remora_psobject::Decimal::ONE);
    for (arguments, expected) in [
        (vec![Value::from(-5)], "int:5"),
        (vec![(-5_i64).into()], "long:5"),
        (vec![(-5.0).into()], "double:5"),
        (vec!["-5".into()], "double:5"),
        (vec![decimal.clone()], "decimal:1"),
    ] {
        assert_eq!(call_type("math", "Abs", &arguments), expected);
    }
    assert_eq!(call_type("math", "Max", &[1.into(), "5".into()]), "int:5");
    assert_eq!(call_type("math", "Max", &[1_u8.into(), 2_u8.into()]), "byte:2");
    assert_eq!(call_type("math", "Round", &[5.into(), 0.into()]), "decimal:5");
    assert_eq!(call_type("math", "Round", &["2.5".into()]), "double:2");
    assert_eq!(call_type("math", "Pow", &["2".into(), 3.into()]), "double:8");
    assert_eq!(call_type("string", "Join", &[",".into(), array([1, 2])]), "string:1,2");
    assert_eq!(
        call_type(
            "string",
            "Format",
            &["{0}{1}{2}{3}".into(), 1.into(), 2.into(), 3.into(), 4.into()]
        ),
        "string:1234"
    );
    assert_eq!(call_type("convert", "ToInt32", &["5".into()]), "int:5");
    assert_eq!(call_type("convert", "ToInt32", &[Value::Char(53)]), "int:53");
    assert_eq!(call_type("string", "new", &["a".into(), 3.into()]), "string:aaa");
    assert_eq!(call_type("string", "new", &[65.into(), 2.into()]), "string:AA");
}

#[test]
fn references_receive_results() {
    let target = Arc::new(Reference::new(0.into()));
    let argument = Value::live_arc(Arc::clone(&target));
    assert_eq!(call_type("int", "TryParse", &["55".into(), argument.clone()]), "bool:True");
    assert_eq!(shown(&target.get()), "int:55");
    let refused = Value::live(Reference::with_setter(Value::Null, |_| {
        Err(Exception::new(TypeId::PS_INVALID_CAST_EXCEPTION, "no"))
    }));
    assert_eq!(
        call_type("int", "TryParse", &["5".into(), refused]),
        "PSInvalidCastException: Exception calling \"TryParse\" with \"2\" argument(s): \"no\""
    );
}

#[test]
fn the_same_method_of_base_and_type_counts_once() {
    let runtime = TestRuntime::new();
    let culture = |name: &str| {
        crate::convert::to_type(&name.into(), type_of("cultureinfo"), &runtime).unwrap()
    };
    let answer = call_adapted(&culture("en-US"), "Equals", &[culture("en-US")], &runtime);
    assert_eq!(text(answer), "bool:True");
}

#[test]
fn constants_and_members_of_enumerations() {
    let runtime = TestRuntime::new();
    let get = |id: &str, name: &str| {
        get_static(type_of(id), name, &runtime).unwrap().map(|value| shown(&value))
    };
    assert_eq!(get("int", "MaxValue").as_deref(), Some("int:2147483647"));
    assert_eq!(get("DayOfWeek", "monday").as_deref(), Some("System.DayOfWeek:Monday"));
    assert_eq!(get("int", "Nope"), None);
    let error = set_static(type_of("int"), "MaxValue", &1.into(), &runtime).unwrap_err();
    assert_eq!(failure(&error), "PropertyAssignmentException: 'MaxValue' is a ReadOnly property.");
}

#[test]
fn new_arrays() {
    assert_eq!(call_type("int[]", "new", &[3.into()]), "int[]:0 0 0");
    assert_eq!(call_type("string[]", "new", &[1.into()]), "string[]:");
    assert_eq!(call_type("int[,]", "new", &[1.into(), 2.into()]), "int[,]:0 0");
    assert_eq!(
        call_type("int[]", "new", &[(-1).into()]),
        "OverflowException: Exception calling \".ctor\" with \"1\" argument(s): \"Arithmetic operation resulted in an overflow.\""
    );
}

/// The signature of the overload that a call means.
fn chosen(id: &str, name: &str, is_static: bool, arguments: &[Value]) -> String {
    let id = type_of(id);
    let definition = remora_dotnet::registry::definition(id).unwrap();
    let overloads = if name == "new" {
        &definition.constructors
    } else if is_static {
        &definition.static_method(name).unwrap().overloads
    } else {
        &definition.method(name).unwrap().overloads
    };
    let overloads: Vec<_> =
        overloads.iter().filter(|overload| overload::is_reachable(overload)).collect();
    let candidates: Vec<Candidate> =
        overloads.iter().map(|overload| Candidate::of_overload(overload, id)).collect();
    match choose(name, &candidates, arguments) {
        Ok(choice) => overloads[choice.index].signature.to_owned(),
        Err(error) => failure(&error),
    }
}

#[test]
fn signatures_of_chosen_overloads() {
    let abs = |value: Value| chosen("math", "Abs", true, &[value]);
    assert_eq!(abs((-5).into()), "static int Abs(int value)");
    assert_eq!(abs("-5".into()), "static double Abs(double value)");
    assert_eq!(abs(1_u32.into()), "static long Abs(long value)");
    assert_eq!(abs(1_u64.into()), "static decimal Abs(decimal value)");
    assert_eq!(abs(1.5_f32.into()), "static float Abs(float value)");
    assert_eq!(
        chosen("math", "Round", true, &[5.into(), 0.into()]),
        "static decimal Round(decimal d, int decimals)"
    );
    assert_eq!(chosen("math", "Truncate", true, &[5.into()]), "static decimal Truncate(decimal d)");
    assert_eq!(chosen("math", "Floor", true, &["2.7".into()]), "static double Floor(double d)");
    assert_eq!(
        chosen("math", "Max", true, &[1.into(), 2.0.into()]),
        "static int Max(int val1, int val2)"
    );
    let text = |name: &str, arguments: &[Value]| chosen("string", name, false, arguments);
    assert_eq!(text("Contains", &[45.into()]), "bool Contains(char value)");
    assert_eq!(text("Contains", &["a".into()]), "bool Contains(string value)");
    assert_eq!(text("IndexOf", &[45.into()]), "int IndexOf(char value)");
    assert_eq!(
        text("Replace", &["a".into(), Value::Char(120)]),
        "string Replace(string oldValue, string newValue)"
    );
    assert_eq!(text("Trim", &[97.into()]), "string Trim(char trimChar)");
    assert_eq!(
        text("StartsWith", &["A".into(), true.into(), Value::Null]),
        "bool StartsWith(string value, bool ignoreCase, cultureinfo culture)"
    );
    assert_eq!(
        text("Split", &[",".into(), 2.into()]),
        "string[] Split(string separator, int count, System.StringSplitOptions options = System.StringSplitOptions.None)"
    );
    let format = |arguments: &[Value]| chosen("string", "Format", true, arguments);
    assert_eq!(
        format(&["{0}".into(), 1.into()]),
        "static string Format(string format, System.Object arg0)"
    );
    assert_eq!(
        format(&["{0}".into(), array([1, 2])]),
        "static string Format(string format, Params System.Object[] args)"
    );
    assert_eq!(
        chosen("System.Text.StringBuilder", "new", false, &["5".into()]),
        "System.Text.StringBuilder new(string value)"
    );
    assert_eq!(
        chosen("System.Text.StringBuilder", "new", false, &[5.into()]),
        "System.Text.StringBuilder new(int capacity)"
    );
    assert_eq!(
        chosen("convert", "ToString", true, &[Value::Char(97)]),
        "static string ToString(char value)"
    );
    assert_eq!(
        chosen("convert", "ToInt32", true, &["5".into()]),
        "static int ToInt32(string value)"
    );
    assert_eq!(
        chosen("datetime", "new", false, &[2024.into(), "1".into(), 2.0.into()]),
        "datetime new(int year, int month, int day)"
    );
}

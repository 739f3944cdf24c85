use remora_psobject::Value;

use super::*;
use crate::error::Result;
use crate::test_support::{TestRuntime, array, shown};

fn text(result: Result) -> String {
    match result {
        Ok(value) => shown(&value),
        Err(error) => format!("{}: {}", error.error_id, error.message()),
    }
}

fn pieces(value: &Value) -> Vec<String> {
    enumerate::items(value)
        .unwrap_or_default()
        .iter()
        .map(|piece| piece.as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn joined() {
    let culture = remora_dotnet::Culture::en_us();
    assert_eq!(shown(&join(&array([1, 2, 3]), &",".into(), &culture)), "string:1,2,3");
    assert_eq!(shown(&join(&1.into(), &",".into(), &culture)), "string:1");
    assert_eq!(shown(&join(&array([1.5, 2.25]), &";".into(), &culture)), "string:1.5;2.25");
    assert_eq!(shown(&join_unary(&array(["a", "b"]), &culture)), "string:ab");
    let german = remora_dotnet::Culture::find("de-DE").unwrap();
    assert_eq!(shown(&join(&array([1.5]), &";".into(), &german)), "string:1,5");
}

#[test]
fn split_by_patterns() {
    let runtime = TestRuntime::new();
    let split =
        |left: Value, right: Value| pieces(&split(&left, &right, Case::Ignore, &runtime).unwrap());
    assert_eq!(split("a b  c".into(), " ".into()), ["a", "b", "", "c"]);
    assert_eq!(split("a,b,c,d".into(), array([Value::from(","), 2.into()])), ["a", "b,c,d"]);
    assert_eq!(split("a,b,c,d".into(), array([Value::from(","), (-2).into()])), ["a,b,c", "d"]);
    assert_eq!(split("a1b2c".into(), r"(\d)".into()), ["a", "1", "b", "2", "c"]);
    assert_eq!(split("aXbxc".into(), "x".into()), ["a", "b", "c"]);
    assert_eq!(
        split("a.b".into(), array([Value::from("."), 0.into(), "SimpleMatch".into()])),
        ["a", "b"]
    );
    assert_eq!(split("abc".into(), "".into()), ["", "a", "b", "c", ""]);
    assert_eq!(split(array(["a,b", "c,d"]), ",".into()), ["a", "b", "c", "d"]);
    assert_eq!(split("".into(), ",".into()), [""]);
    assert_eq!(
        split("a\nb".into(), array([Value::from("^b"), 0.into(), "multiline".into()])),
        ["a\n", ""]
    );
    assert_eq!(pieces(&split_unary(&"  a b\tc\nd ".into())), ["a", "b", "c", "d"]);
    let sensitive = super::split(&"aXbxc".into(), &"x".into(), Case::Sensitive, &runtime).unwrap();
    assert_eq!(pieces(&sensitive), ["aXb", "c"]);
    let error = |right: Value| text(super::split(&"abc".into(), &right, Case::Ignore, &runtime));
    assert_eq!(
        error("[".into()),
        "System.Text.RegularExpressions.RegexParseException: Invalid pattern '[' at offset 1. Unterminated [] set."
    );
    assert_eq!(
        error(array(["b", "x"])),
        "RuntimeException: Cannot convert value \"x\" to type \"System.Int32\". Error: \"The input string 'x' was not in a correct format.\""
    );
    assert_eq!(
        error(array([Value::from("b"), 0.into(), "SimpleMatch,Multiline".into()])),
        "InvalidSplitOptionCombination: The combination of options with the -split operator is not valid."
    );
}

#[test]
fn replaced() {
    let runtime = TestRuntime::new();
    let replace = |left: Value, right: Value| text(replace(&left, &right, Case::Ignore, &runtime));
    assert_eq!(replace("hello".into(), array(["L", "x"])), "string:hexxo");
    assert_eq!(replace("John Smith".into(), array([r"(\w+) (\w+)", "$2 $1"])), "string:Smith John");
    assert_eq!(replace(5.into(), array([5, 6])), "string:6");
    assert_eq!(replace(Value::Null, array(["a", "b"])), "string:");
    assert_eq!(replace("ab1".into(), r"\d".into()), "string:ab");
    assert_eq!(replace(array(["a1", "b2"]), r"\d".into()), "System.Object[]:a b");
    assert_eq!(
        replace("a".into(), array(["(", "b"])),
        "InvalidRegularExpression: The regular expression pattern ( is not valid."
    );
    assert_eq!(
        replace("aaa".into(), array(["a", "b", "c"])),
        "BadReplaceArgument: The -replace operator allows only two elements to follow it, not 3."
    );
}

#[test]
fn matched() {
    let runtime = TestRuntime::new();
    let found = match_(&"abc".into(), &"(?<x>B)(c)".into(), Case::Ignore, false, &runtime).unwrap();
    assert_eq!(shown(&found.value), "bool:True");
    let groups = found.matches.unwrap();
    let get = |key: Value| shown(&crate::index::get(&groups, &key, false, &runtime).unwrap());
    assert_eq!(get(0.into()), "string:bc");
    assert_eq!(get(1.into()), "string:c");
    assert_eq!(get("X".into()), "string:b");
    let filtered =
        match_(&array(["a1", "b2", "c"]), &r"\d".into(), Case::Ignore, false, &runtime).unwrap();
    assert_eq!(shown(&filtered.value), "System.Object[]:a1 b2");
    assert!(filtered.matches.is_none());
    let no = match_(&"abc".into(), &"B".into(), Case::Sensitive, true, &runtime).unwrap();
    assert_eq!(shown(&no.value), "bool:True");
    assert!(no.matches.is_none());
    let bad = match_(&"abc".into(), &"*".into(), Case::Ignore, false, &runtime).unwrap_err();
    assert_eq!(bad.error_id, "System.Text.RegularExpressions.RegexParseException");
    assert_eq!(bad.message(), "Invalid pattern '*' at offset 1. Quantifier '*' following nothing.");
}

#[test]
fn likeness() {
    let like = |left: Value, pattern: &str, negate| {
        text(like(&left, &pattern.into(), Case::Ignore, negate))
    };
    assert_eq!(like("abc".into(), "A?C", false), "bool:True");
    assert_eq!(like(array(["ab", "cd"]), "a*", true), "System.Object[]:cd");
    assert_eq!(like(Value::Null, "*", false), "bool:True");
    assert_eq!(
        like("abc".into(), "[z-a]", false),
        "RuntimeException: The specified wildcard character pattern is not valid: [z-a]"
    );
}

#[test]
fn formatted() {
    let runtime = TestRuntime::new();
    let format = |text_: &str, arguments: Value| text(format(&text_.into(), &arguments, &runtime));
    assert_eq!(format("{0} {1} {0}", array(["a", "b"])), "string:a b a");
    assert_eq!(format("{0,8:N1}|", 3.1258.into()), "string:     3.1|");
    assert_eq!(format("{0}", array([array([1, 2])])), "string:System.Object[]");
    assert_eq!(format("{0:X2}", 255.into()), "string:FF");
    assert_eq!(format("{0}", Value::custom_object([("a", Value::I32(1))])), "string:@{a=1}");
    assert_eq!(
        format("{0} {1}", 1.into()),
        "FormatError: Error formatting a string: Index (zero based) must be greater than or equal to zero and less than the size of the argument list.."
    );
    assert_eq!(
        format("{x}", 1.into()),
        "FormatError: Error formatting a string: Input string was not in a correct format. Failure to parse near offset 1. Expected an ASCII digit.."
    );
}

#[test]
fn types() {
    let runtime = TestRuntime::new();
    let is = |left: Value, right: Value| match is(&left, &right, &runtime) {
        Ok(answer) => answer.to_string(),
        Err(error) => format!("{}: {}", error.error_id, error.message()),
    };
    assert_eq!(is(1.into(), "int".into()), "true");
    assert_eq!(is(Value::Null, "object".into()), "false");
    assert_eq!(is(1.into(), "System.IComparable".into()), "true");
    assert_eq!(is(array([1]), "array".into()), "true");
    assert_eq!(is(1.into(), "psobject".into()), "false");
    assert_eq!(is(Value::custom_object([("a", Value::I32(1))]), "pscustomobject".into()), "true");
    assert_eq!(
        is(1.into(), "nosuchtype".into()),
        "RuntimeException: Cannot convert the \"nosuchtype\" value of type \"System.String\" to type \"System.Type\"."
    );
    assert_eq!(
        is(1.into(), Value::Null),
        "IsOperatorRequiresType: The right operand of '-is' must be a type."
    );
    assert_eq!(text(as_(&"5".into(), &"int".into(), &runtime)), "int:5");
    assert_eq!(text(as_(&"x".into(), &"int".into(), &runtime)), "null:");
    assert_eq!(text(as_(&array([1, 2, 3]), &"string".into(), &runtime)), "string:1 2 3");
    assert!(in_(&2.into(), &array([1, 2]), Case::Ignore, &runtime));
    assert!(contains(&array(["a"]), &"A".into(), Case::Ignore, &runtime));
    assert!(!contains(&array(["a"]), &"A".into(), Case::Sensitive, &runtime));
}

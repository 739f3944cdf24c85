use remora_psobject::{DictionaryObject, Value};

use super::*;
use crate::test_support::{TestRuntime, array, shown, type_of};

fn answer(comparison: Comparison, left: Value, right: Value, case: Case) -> String {
    match apply(comparison, &left, &right, case, &TestRuntime::new()) {
        Ok(value) => shown(&value),
        Err(error) => format!("{}: {}", error.error_id, error.message()),
    }
}

#[test]
fn the_right_operand_becomes_what_the_left_one_is() {
    use Comparison::{Equal, Greater, Less, NotEqual};
    let day = type_of("DayOfWeek");
    let cast = |text: &str, name: &str| {
        crate::convert::to_type(&text.into(), type_of(name), &TestRuntime::new()).unwrap()
    };
    for (left, operator, right, expected) in [
        (Value::from(1), Equal, Value::from("1"), "bool:True"),
        ("1.0".into(), Equal, 1.into(), "bool:False"),
        (1.into(), Equal, "abc".into(), "bool:False"),
        (16.into(), Equal, "0x10".into(), "bool:True"),
        (1.0.into(), Equal, "1.00".into(), "bool:True"),
        (0.into(), Equal, "".into(), "bool:True"),
        (0.into(), Equal, Value::Null, "bool:False"),
        (Value::Null, Equal, Value::Null, "bool:True"),
        (Value::Null, Equal, "".into(), "bool:False"),
        (true.into(), Equal, "false".into(), "bool:True"),
        ("false".into(), Equal, true.into(), "bool:False"),
        (2.into(), Equal, true.into(), "bool:False"),
        (false.into(), Equal, "".into(), "bool:True"),
        ("abc".into(), Equal, "ABC".into(), "bool:True"),
        ("a".into(), Equal, array(["a"]), "bool:True"),
        (Value::Char(97), Equal, "A".into(), "bool:True"),
        (Value::Enum(day, 1), Equal, "Monday".into(), "bool:True"),
        (Value::Enum(day, 1), Equal, 1.into(), "bool:True"),
        ("monday".into(), Equal, Value::Enum(day, 1), "bool:True"),
        (cast("2024-01-01", "datetime"), Equal, "01/01/2024".into(), "bool:True"),
        (cast("1.0", "version"), Equal, "1.0".into(), "bool:True"),
        (cast("1.0.0+a", "semver"), Equal, cast("1.0.0+b", "semver"), "bool:True"),
        (cast("1:00", "timespan"), Equal, "01:00:00".into(), "bool:True"),
        (cast("int", "type"), Equal, "int".into(), "bool:False"),
        ("int".into(), Equal, cast("int", "type"), "bool:True"),
        (f64::NAN.into(), Equal, f64::NAN.into(), "bool:False"),
        (f64::NAN.into(), Less, 1.into(), "bool:False"),
        ("10".into(), Less, 9.into(), "bool:True"),
        (10.into(), Less, "9".into(), "bool:False"),
        (Value::Null, Less, 1.into(), "bool:True"),
        (Value::Null, Greater, (-1).into(), "bool:True"),
        (1.into(), Greater, Value::Null, "bool:True"),
        (Value::Null, Less, Value::Null, "bool:False"),
        ("a-b".into(), Less, "ab".into(), "bool:True"),
        ("co-op".into(), Greater, "coop".into(), "bool:False"),
        (cast("1.10", "version"), Greater, "1.9".into(), "bool:True"),
        (array([1, 2, 3, 2]), Equal, 2.into(), "System.Object[]:2 2"),
        (array([1, 2, 3]), NotEqual, 2.into(), "System.Object[]:1 3"),
        (array::<i32>([]), Equal, Value::Null, "System.Object[]:"),
        (
            1.into(),
            Less,
            "abc".into(),
            "InvalidCastFromStringToInteger: Cannot convert value \"abc\" to type \"System.Int32\". Error: \"The input string 'abc' was not in a correct format.\"",
        ),
    ] {
        let label = format!("{left:?} {operator:?} {right:?}");
        assert_eq!(answer(operator, left, right, Case::Ignore), expected, "{label}");
    }
    assert_eq!(answer(Less, "a".into(), "A".into(), Case::Sensitive), "bool:True");
    assert_eq!(answer(Equal, "abc".into(), "ABC".into(), Case::Sensitive), "bool:False");
    let table = Value::from(DictionaryObject::hashtable());
    let other = Value::from(DictionaryObject::hashtable());
    assert_eq!(answer(Equal, table.clone(), table.clone(), Case::Ignore), "bool:True");
    assert_eq!(answer(Equal, table, other, Case::Ignore), "bool:False");
}

#[test]
fn sorting_falls_back_to_text() {
    let options = SortOptions { case: Case::Ignore, descending: false };
    let sorted = |mut values: Vec<Value>| {
        let runtime = TestRuntime::new();
        introsort(&mut values, &mut |a, b| compare_for_sort(a, b, options, &runtime));
        crate::string_conversion::to_string(&array(values)).to_string()
    };
    assert_eq!(sorted(vec![10.into(), 9.into(), "8".into(), 1.5.into()]), "1.5 9 10 8");
    assert_eq!(sorted(vec!["2".into(), 10.into(), "1".into()]), "1 10 2");
    assert_eq!(sorted(vec![10.into(), "2".into(), 1.into()]), "1 2 10");
    let mixed = vec![1.into(), "a".into(), 2.5.into(), "10".into(), true.into()];
    assert_eq!(sorted(mixed), "1 10 2.5 a True");
}

/// The order that PowerShell gives 869 strings, ties by code unit.
#[test]
fn the_recorded_order_is_kept() {
    // The quotation marks changed their place between the versions of the Unicode root collation.
    let moved = |text: &str| text.contains(['\u{201C}', '\u{201D}', '\u{2018}', '\u{2019}']);
    for (data, case) in [
        (include_str!("../../tests/data/order_ignore_case.jsonl"), Case::Ignore),
        (include_str!("../../tests/data/order_none.jsonl"), Case::Sensitive),
    ] {
        let rows: Vec<(String, bool)> = data
            .lines()
            .map(|line| {
                let row: serde_json::Value = serde_json::from_str(line).unwrap();
                (row["s"].as_str().unwrap().to_owned(), row["eq"].as_bool().unwrap())
            })
            .collect();
        assert_eq!(rows.len(), 869);
        let mut compared = 0;
        for pair in rows.windows(2) {
            if moved(&pair[0].0) || moved(&pair[1].0) {
                continue;
            }
            let expected =
                if pair[1].1 { std::cmp::Ordering::Equal } else { std::cmp::Ordering::Less };
            assert_eq!(compare_text(&pair[0].0, &pair[1].0, case), expected, "{pair:?} {case:?}");
            compared += 1;
        }
        assert!(compared > 850);
    }
}

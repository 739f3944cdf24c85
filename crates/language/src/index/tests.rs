use remora_psobject::{ArrayObject, DictionaryObject, TypeId, Value};

use super::*;
use crate::test_support::{TestRuntime, array, shown};

fn read(target: &Value, index: impl Into<Value>) -> String {
    match get(target, &index.into(), false, &TestRuntime::new()) {
        Ok(value) => shown(&value),
        Err(error) => format!("{}: {}", error.error_id, error.message()),
    }
}

fn write(target: &Value, index: impl Into<Value>, value: impl Into<Value>) -> String {
    match set(target, &index.into(), value.into(), &TestRuntime::new()) {
        Ok(()) => crate::string_conversion::to_string(target).to_string(),
        Err(error) => format!("{}: {}", error.error_id, error.message()),
    }
}

#[test]
fn elements_are_read() {
    let numbers = array([10, 20, 30]);
    assert_eq!(read(&numbers, 0), "int:10");
    assert_eq!(read(&numbers, -1), "int:30");
    assert_eq!(read(&numbers, 9), "null:");
    assert_eq!(read(&numbers, "2"), "int:30");
    assert_eq!(read(&numbers, 1.5), "int:30");
    assert_eq!(read(&numbers, "x"), "null:");
    assert_eq!(read(&numbers, array([0, 9, -1])), "System.Object[]:10 30");
    assert_eq!(read(&numbers, array::<i32>([])), "System.Object[]:");
    assert_eq!(read(&"hello".into(), -1), "char:o");
    assert_eq!(read(&5.into(), 0), "int:5");
    assert_eq!(read(&5.into(), 1), "null:");
    assert_eq!(read(&Value::Null, 0), "NullArray: Cannot index into a null array.");
    assert_eq!(
        read(&numbers, Value::Null),
        "NullArrayIndex: Index operation failed; the array index evaluated to null."
    );
    let strict = get(&numbers, &9.into(), true, &TestRuntime::new()).unwrap_err();
    assert_eq!(strict.error_id, "System.IndexOutOfRangeException");
}

#[test]
fn dictionaries_go_by_key_and_ordered_ones_by_place_too() {
    let table = Value::from(DictionaryObject::from_iter([("a", 1), ("b", 2)]));
    assert_eq!(read(&table, "B"), "int:2");
    assert_eq!(read(&table, 0), "null:");
    assert_eq!(read(&table, array(["b", "a", "z"])), "System.Object[]:2 1 ");
    let ordered = DictionaryObject::ordered();
    ordered.insert("k".into(), 7.into());
    let ordered = Value::from(ordered);
    assert_eq!(read(&ordered, 0), "int:7");
    assert_eq!(read(&ordered, "K"), "int:7");
    assert_eq!(
        write(&ordered, 5, "x"),
        "System.ArgumentOutOfRangeException: Specified argument was out of the range of valid values. (Parameter 'index')"
    );
}

#[test]
fn elements_are_written_as_their_type() {
    let numbers = Value::array_of(TypeId::INT32, vec![1.into(), 2.into()]);
    assert_eq!(write(&numbers, -1, "5"), "1 5");
    assert_eq!(
        write(&numbers, 0, "x"),
        "InvalidCastFromStringToInteger: Cannot convert value \"x\" to type \"System.Int32\". Error: \"The input string 'x' was not in a correct format.\""
    );
    assert_eq!(
        write(&numbers, 9, 1),
        "System.IndexOutOfRangeException: Index was outside the bounds of the array."
    );
    assert_eq!(
        write(&numbers, array([0, 1]), 5),
        "ArraySliceAssignmentFailed: Array assignment to [0,1] failed because assignment to slices is not supported."
    );
    assert_eq!(
        write(&"abc".into(), 0, "z"),
        "CannotIndex: Unable to index into an object of type \"System.String\"."
    );
}

#[test]
fn dimensions_must_agree() {
    let grid =
        Value::from(ArrayObject::with_dimensions(TypeId::INT32, &[2, 2], vec![Value::I32(0); 4]));
    assert_eq!(write(&grid, array([0, 1]), "5"), "0 5 0 0");
    assert_eq!(read(&grid, array([0, 1])), "int:5");
    assert_eq!(
        read(&grid, 0),
        "NeedMultidimensionalIndex: You cannot index into a 2 dimensional array with index [0]."
    );
    assert_eq!(
        write(&grid, array([0, 5]), 1),
        "System.IndexOutOfRangeException: Index was outside the bounds of the array."
    );
}

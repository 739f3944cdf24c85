//! `-eq` between two values.

use std::cmp::Ordering;

use crate::Runtime;
use remora_psobject::{TypeId, Value, equality};

use super::collation::{Case, same_text};
use crate::arithmetic::{Pair, number_of, pair_of};
use crate::convert;
use crate::number_scan;
use crate::string_conversion::to_string;
use crate::truth::is_true;

/// `left -eq right` for a left operand that is no collection: the right operand is converted to the
/// type of the left one. What cannot be converted is not equal.
#[inline]
pub fn equals(left: &Value, right: &Value, case: Case, runtime: &dyn Runtime) -> bool {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => a == b,
        (Value::Str(a), Value::Str(b)) => a.ptr_eq(b) || same_text(a, b, case),
        _ => slow(left, right, case, runtime),
    }
}

fn slow(left: &Value, right: &Value, case: Case, runtime: &dyn Runtime) -> bool {
    let (left, right) = (left.base(), right.base());
    match (left, right) {
        (Value::Null | Value::AutomationNull, other) => other.is_null(),
        (Value::Str(text), other) if !other.is_null() => same_text(text, &to_string(other), case),
        (_, Value::Null | Value::AutomationNull) => false,
        (Value::Char(a), Value::Char(b)) => same_characters(*a, *b, case),
        (Value::Char(a), Value::Str(text)) => {
            text.unit_len() == 1 && text.unit_at(0).is_some_and(|b| same_characters(*a, b, case))
        }
        (Value::Bool(flag), other) => *flag == is_true(other),
        (Value::Switch(a), Value::Switch(b) | Value::Bool(b)) => a == b,
        (Value::Enum(id, a), Value::Str(_)) => {
            matches!(convert::to_type(right, *id, runtime), Ok(Value::Enum(_, b)) if *a == b)
        }
        _ => {
            if let Some(pair) = pair_of(left, right) {
                return same_numbers(&pair);
            }
            if number_of(left).is_some() {
                return number_and_other(left, right, runtime);
            }
            let by_class = crate::invoke::call_class_method(
                left,
                "Equals",
                std::slice::from_ref(right),
                runtime,
            );
            match by_class {
                Some(answer) => answer.is_ok_and(|answer| is_true(&answer)),
                None => objects(left, right, runtime),
            }
        }
    }
}

fn same_characters(a: u16, b: u16, case: Case) -> bool {
    if a == b {
        return true;
    }
    let fold = |unit: u16| char::from_u32(u32::from(unit)).map(remora_psobject::string::fold_char);
    case == Case::Ignore && fold(a).is_some() && fold(a) == fold(b)
}

fn same_numbers(pair: &Pair) -> bool {
    match pair {
        Pair::I32(a, b) => a == b,
        Pair::U32(a, b) => a == b,
        Pair::I64(a, b) => a == b,
        Pair::U64(a, b) => a == b,
        Pair::F64(a, b) => a == b,
        Pair::Decimal(a, b) => a == b,
        Pair::BigInt(a, b) => a == b,
    }
}

/// A number on the left and a text on the right: the text is read as a number.
fn number_and_other(left: &Value, right: &Value, runtime: &dyn Runtime) -> bool {
    if let Value::Str(text) = right {
        if let Some(number) = number_scan::scan(text) {
            return pair_of(left, &number).is_some_and(|pair| same_numbers(&pair));
        }
        let Some(id) = left.type_id() else {
            return false;
        };
        return convert::to_type(right, id, runtime)
            .is_ok_and(|converted| equality::equals(left, &converted));
    }
    equality::equals(left, right)
}

/// `Equals`, and if that says no, once more with the right operand as the left one's type.
fn objects(left: &Value, right: &Value, runtime: &dyn Runtime) -> bool {
    if equality::equals(left, right) {
        return true;
    }
    if let (Value::SemanticVersion(_), Value::SemanticVersion(_)) = (left, right) {
        // Build labels do not count.
        return super::order::same_type(left, right) == Some(Ordering::Equal);
    }
    match (left, right) {
        // A property bag takes no other value as its equal.
        (Value::Object(_), _) | (Value::Type(_), _) | (Value::Dictionary(_), _) => return false,
        _ => {}
    }
    let Some(id) = left.type_id() else {
        return false;
    };
    if let Value::Live(_) = left {
        let arguments = [left.clone(), right.clone()];
        // Operators of a script's class are not asked.
        if runtime.script_type(id).is_none()
            && let Some(Ok(answer)) =
                crate::invoke::call_operator(id, "op_Equality", &arguments, runtime)
        {
            return is_true(&answer);
        }
        if !matches!(right, Value::Str(_)) || id.derives_from(TypeId::SCRIPT_BLOCK) {
            return false;
        }
    }
    if right.type_id() == Some(id) {
        return false;
    }
    convert::to_type(right, id, runtime).is_ok_and(|converted| equality::equals(left, &converted))
}

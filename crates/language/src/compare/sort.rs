//! The order of Sort-Object, Group-Object and Measure-Object: total, it never fails.

use std::cmp::Ordering;

use crate::Runtime;
use remora_psobject::Value;

use super::collation::{Case, compare_text};
use super::order::compare;
use crate::string_conversion::to_string;

/// How values are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortOptions {
    /// Whether `a` and `A` differ.
    pub case: Case,
    /// Whether larger values come first.
    pub descending: bool,
}

/// The order of two keys. Values that cannot be compared as what they are, are compared as texts.
///
/// A key that is missing must be passed as null; nulls come first.
pub fn compare_for_sort(
    left: &Value,
    right: &Value,
    options: SortOptions,
    runtime: &dyn Runtime,
) -> Ordering {
    let order = match (left.is_null(), right.is_null()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => match compare(left, right, options.case, runtime) {
            Ok(Some(order)) => order,
            Ok(None) | Err(_) => compare_text(&to_string(left), &to_string(right), options.case),
        },
    };
    if options.descending { order.reverse() } else { order }
}

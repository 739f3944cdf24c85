//! Comparison operators with a collection on the left, and `-contains`.

use std::cmp::Ordering;

use crate::Runtime;
use remora_psobject::Value;

use super::collation::Case;
use super::equality::equals;
use super::order::relation;
use crate::enumerate;
use crate::error::Result;

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `-eq`
    Equal,
    /// `-ne`
    NotEqual,
    /// `-lt`
    Less,
    /// `-le`
    LessOrEqual,
    /// `-gt`
    Greater,
    /// `-ge`
    GreaterOrEqual,
}

impl Comparison {
    /// The answer for two single values.
    ///
    /// # Errors
    /// Those of [`super::compare`]; equality has none.
    #[inline]
    pub fn test(
        self,
        left: &Value,
        right: &Value,
        case: Case,
        runtime: &dyn Runtime,
    ) -> Result<bool> {
        let accepts: fn(Ordering) -> bool = match self {
            Self::Equal => return Ok(equals(left, right, case, runtime)),
            Self::NotEqual => return Ok(!equals(left, right, case, runtime)),
            Self::Less => Ordering::is_lt,
            Self::LessOrEqual => Ordering::is_le,
            Self::Greater => Ordering::is_gt,
            Self::GreaterOrEqual => Ordering::is_ge,
        };
        relation(left, right, case, runtime, accepts)
    }
}

/// The operator as scripts use it: a truth value, or for a collection on the left the array of the
/// items for which the answer is yes.
///
/// # Errors
/// See [`Comparison::test`].
#[inline]
pub fn apply(
    comparison: Comparison,
    left: &Value,
    right: &Value,
    case: Case,
    runtime: &dyn Runtime,
) -> Result {
    if !matches!(left, Value::Array(_) | Value::List(_) | Value::Live(_) | Value::Object(_)) {
        return comparison.test(left, right, case, runtime).map(Value::Bool);
    }
    let Some(items) = enumerate::enumerate(left) else {
        return comparison.test(left, right, case, runtime).map(Value::Bool);
    };
    let mut found = Vec::new();
    for item in items {
        if comparison.test(&item, right, case, runtime)? {
            found.push(item);
        }
    }
    Ok(Value::array(found))
}

/// `collection -contains item`; a single value is a collection of one.
pub fn contains(collection: &Value, item: &Value, case: Case, runtime: &dyn Runtime) -> bool {
    match enumerate::enumerate(collection) {
        Some(mut items) => items.any(|candidate| equals(&candidate, item, case, runtime)),
        None => equals(collection, item, case, runtime),
    }
}

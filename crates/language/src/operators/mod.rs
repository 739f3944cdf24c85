//! Operators on texts and types: `-join -split -replace -match -like -f -is -as`.

mod format;
mod join;
mod like;
mod matching;
mod pattern;
mod replace;
mod split;
mod types;

pub use format::format;
pub use join::{join, join_unary};
pub use like::like;
pub use matching::{MatchResult, match_, match_one};
pub use replace::replace;
pub use split::{split, split_unary};
pub use types::{as_, is};

use remora_psobject::Value;

use crate::compare::{self, Case};
use crate::{Runtime, enumerate};

/// `item -in collection`
pub fn in_(item: &Value, collection: &Value, case: Case, runtime: &dyn Runtime) -> bool {
    compare::contains(collection, item, case, runtime)
}

/// `collection -contains item`
pub fn contains(collection: &Value, item: &Value, case: Case, runtime: &dyn Runtime) -> bool {
    compare::contains(collection, item, case, runtime)
}

/// The items that an operator works on one by one; `None` where the operand is a single value.
fn operands(value: &Value) -> Option<Vec<Value>> {
    enumerate::items(value)
}

#[cfg(test)]
mod tests;

//! `-like`

use remora_psobject::Value;

use super::operands;
use crate::compare::Case;
use crate::error::Result;
use crate::string_conversion::to_string;
use crate::wildcard::WildcardPattern;

/// `left -like pattern`, or with `negate` `-notlike`. For a collection on the left: the items for
/// which the answer is yes.
///
/// # Errors
/// A malformed pattern.
pub fn like(left: &Value, pattern: &Value, case: Case, negate: bool) -> Result {
    let pattern = WildcardPattern::new(&to_string(pattern), case == Case::Ignore)?;
    let test = |value: &Value| pattern.is_match(&to_string(value)) != negate;
    Ok(match operands(left) {
        Some(items) => Value::array(items.into_iter().filter(test).collect()),
        None => Value::Bool(test(left)),
    })
}

//! `-match` and `$Matches`

use std::sync::Arc;

use remora_psobject::{DictionaryObject, Value};
use remora_regex::{Regex, Unlimited};

use super::operands;
use super::pattern::{compile, source, stopped, with_subject};
use crate::Runtime;
use crate::compare::Case;
use crate::error::Result;
use crate::string_conversion::to_string;

/// The answer of `-match`, and what `$Matches` becomes.
#[derive(Clone, Debug)]
pub struct MatchResult {
    /// A truth value, or the matching items of a collection.
    pub value: Value,
    /// The groups that took part: numbers and names as keys. `None` leaves `$Matches` as it is.
    pub matches: Option<Value>,
}

/// `left -match pattern`, or with `negate` `-notmatch`.
///
/// # Errors
/// A malformed pattern.
pub fn match_(
    left: &Value,
    pattern: &Value,
    case: Case,
    negate: bool,
    runtime: &dyn Runtime,
) -> Result<MatchResult> {
    let (text, options) = source(pattern, case, runtime);
    let regex = compile(&text, options)?;
    if let Some(items) = operands(left) {
        let mut kept = Vec::new();
        for item in items {
            let found = with_subject(&to_string(&item), |subject| {
                regex.is_match(subject, &mut Unlimited).map_err(stopped)
            })?;
            if found != negate {
                kept.push(item);
            }
        }
        return Ok(MatchResult { value: Value::array(kept), matches: None });
    }
    let matches = groups(&regex, left)?;
    Ok(MatchResult { value: Value::Bool(matches.is_some() != negate), matches })
}

/// The groups of the first match in one value, as `switch -Regex` needs them.
///
/// # Errors
/// A malformed pattern.
pub fn match_one(
    value: &Value,
    pattern: &Value,
    case: Case,
    runtime: &dyn Runtime,
) -> Result<Option<Value>> {
    let (text, options) = source(pattern, case, runtime);
    groups(&compile(&text, options)?, value)
}

fn groups(regex: &Regex, value: &Value) -> Result<Option<Value>> {
    with_subject(&to_string(value), |subject| {
        let Some(found) = regex.find(subject, &mut Unlimited).map_err(stopped)? else {
            return Ok(None);
        };
        let table = DictionaryObject::hashtable();
        for (group, name) in found.groups().iter().zip(regex.group_names()) {
            if group.success() {
                let key = match name.parse::<i32>() {
                    Ok(number) => Value::I32(number),
                    Err(_) => Value::from(name.as_str()),
                };
                table.insert(key, Value::from(group.text(subject).as_ref()));
            }
        }
        Ok(Some(Value::Dictionary(Arc::new(table))))
    })
}

//! Where a view gets a value from.

use std::fmt;

use remora_psobject::{PsString, Value};

use crate::context::{FormatContext, FormatError};

/// A value that is computed here, where PowerShell's own view has a script block.
pub type Native = fn(&Value, &dyn FormatContext) -> Result<Value, FormatError>;

/// Where a value comes from.
#[derive(Clone)]
pub enum Expression {
    /// A property, by name; wildcards are allowed.
    Property(PsString),
    /// A script block, with the object as `$_`.
    Script(Value),
    /// A property of a property, as `$_.A.B` reads it.
    Path(&'static [&'static str]),
    /// A function of this program.
    Native(Native),
    /// An escape sequence in a property of a property, shown in itself.
    Sequence(&'static [&'static str]),
}

impl Expression {
    /// The text that stands as a label where there is no other.
    pub fn label(&self, context: &dyn FormatContext) -> PsString {
        match self {
            Self::Property(name) => name.clone(),
            Self::Script(script) => context.to_text(script),
            Self::Path(path) => format!("$_.{}", path.join(".")).into(),
            Self::Sequence(path) => path.join(".").into(),
            Self::Native(_) => PsString::empty(),
        }
    }

    /// The value of the expression; `None` where the object has no such property.
    pub fn value(
        &self,
        value: &Value,
        context: &dyn FormatContext,
    ) -> Option<Result<Value, FormatError>> {
        match self {
            Self::Property(name) if is_pattern(name) => {
                let found = resolve(name, value, context).into_iter().next()?;
                context.property(value, &found)
            }
            Self::Property(name) => context.property(value, name),
            Self::Script(script) => Some(context.evaluate(script, value)),
            Self::Path(path) => Some(follow(path, value, context)),
            Self::Native(function) => Some(function(value, context)),
            Self::Sequence(path) => Some(Ok(crate::views::sequence(value, path, context))),
        }
    }

    /// Whether the expression is true of the object.
    pub fn holds(&self, value: &Value, context: &dyn FormatContext) -> bool {
        match self.value(value, context) {
            Some(Ok(result)) => is_true(&result),
            _ => false,
        }
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(name) => f.debug_tuple("Property").field(name).finish(),
            Self::Script(script) => f.debug_tuple("Script").field(script).finish(),
            Self::Path(path) => f.debug_tuple("Path").field(path).finish(),
            Self::Sequence(path) => f.debug_tuple("Sequence").field(path).finish(),
            Self::Native(_) => f.write_str("Native"),
        }
    }
}

/// A member as a script reads it: an entry of a dictionary, or else a property.
pub fn member(
    value: &Value,
    name: &str,
    context: &dyn FormatContext,
) -> Option<Result<Value, FormatError>> {
    match value.base() {
        Value::Dictionary(dictionary) => {
            dictionary.get_str(name).map(Ok).or_else(|| context.property(value, name))
        }
        _ => context.property(value, name),
    }
}

/// Reads properties one after another; of a collection's items where it has no such property itself.
fn follow(path: &[&str], value: &Value, context: &dyn FormatContext) -> Result<Value, FormatError> {
    let mut current = value.clone();
    for name in path {
        current = match member(&current, name, context) {
            Some(result) => result?,
            None => match context.enumerate(&current, None) {
                Some(items) => {
                    let found: Vec<Value> = items
                        .iter()
                        .filter_map(|item| member(item, name, context))
                        .filter_map(Result::ok)
                        .collect();
                    Value::array(found)
                }
                None => return Ok(Value::Null),
            },
        };
    }
    Ok(current)
}

/// Whether a name has wildcards.
pub fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '['])
}

/// The names of the object's properties that a name with or without wildcards means, property sets
/// opened.
pub fn resolve(name: &str, value: &Value, context: &dyn FormatContext) -> Vec<PsString> {
    if is_pattern(name) {
        return context
            .property_names(value)
            .into_iter()
            .filter(|candidate| matches(name, candidate))
            .collect();
    }
    if let Some(names) = context.property_set(value, name) {
        return names;
    }
    // The name is shown as the object spells it where it is listed.
    let listed = context.property_names(value).into_iter().find(|known| known.eq_ignore_case(name));
    match listed {
        Some(known) => vec![known],
        None if context.property(value, name).is_some() => vec![name.into()],
        None => Vec::new(),
    }
}

/// Whether a text matches a wildcard pattern, without regard to case.
pub fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    match_from(&pattern, &text)
}

fn match_from(pattern: &[char], text: &[char]) -> bool {
    let Some((first, rest)) = pattern.split_first() else {
        return text.is_empty();
    };
    match first {
        '*' => (0..=text.len()).any(|skip| text.get(skip..).is_some_and(|t| match_from(rest, t))),
        '?' => text.split_first().is_some_and(|(_, t)| match_from(rest, t)),
        '[' => match rest.iter().position(|character| *character == ']') {
            Some(end) => {
                let (set, after) = (rest.get(..end), rest.get(end + 1..));
                text.split_first().is_some_and(|(character, t)| {
                    set.is_some_and(|set| in_set(set, *character))
                        && after.is_some_and(|after| match_from(after, t))
                })
            }
            None => false,
        },
        '`' if !rest.is_empty() => literal(rest, text),
        _ => literal(pattern, text),
    }
}

fn literal(pattern: &[char], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (Some((wanted, rest)), Some((found, tail))) => {
            fold(*wanted) == fold(*found) && match_from(rest, tail)
        }
        _ => false,
    }
}

fn in_set(set: &[char], character: char) -> bool {
    let character = fold(character);
    let mut at = 0;
    while let Some(first) = set.get(at) {
        match (set.get(at + 1), set.get(at + 2)) {
            (Some('-'), Some(last)) => {
                if (fold(*first)..=fold(*last)).contains(&character) {
                    return true;
                }
                at += 3;
            }
            _ => {
                if fold(*first) == character {
                    return true;
                }
                at += 1;
            }
        }
    }
    false
}

fn fold(character: char) -> char {
    remora_psobject::string::fold_char(character)
}

/// Whether a value counts as true.
pub fn is_true(value: &Value) -> bool {
    match value.base() {
        Value::Null | Value::AutomationNull => false,
        Value::Bool(value) | Value::Switch(value) => *value,
        Value::Str(text) => !text.is_empty(),
        Value::F32(number) => *number != 0.0,
        Value::F64(number) => *number != 0.0,
        Value::Decimal(number) => !number.is_zero(),
        Value::Array(array) => match array.len() {
            0 => false,
            1 => array.get(0).is_some_and(|item| is_true(&item)),
            _ => true,
        },
        Value::List(list) => match list.len() {
            0 => false,
            1 => list.get(0).is_some_and(|item| is_true(&item)),
            _ => true,
        },
        other => other.as_i64() != Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_without_case() {
        assert!(matches("*name", "ProcessName") && matches("l*", "LongerName"));
        assert!(matches("[a-c]?", "bX") && matches("*", "") && matches("`*", "*"));
        assert!(!matches("[a-c]?", "dX") && !matches("name", "names"));
    }
}

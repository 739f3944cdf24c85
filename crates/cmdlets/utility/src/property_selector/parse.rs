//! Arguments such as `Name`, `{ $_.Length }`, `@{ n = 'Size'; e = { $_.Length } }`.

use remora_engine::prelude::*;
use remora_psobject::DictionaryObject;

use super::{Expression, Selector};

/// A key that tables of a cmdlet may have. A part of the name from its start is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// `Name` or `Label`: the name of the result.
    Name,
    /// `Expression`, which must be there.
    Expression,
    /// A truth value.
    Flag(&'static str),
    /// A text.
    Text(&'static str),
    /// A whole number.
    Number(&'static str),
}

impl KeyKind {
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["name", "label"],
            Self::Expression => &["expression"],
            Self::Flag("ascending") => &["ascending"],
            Self::Flag(_) => &["descending"],
            Self::Text("alignment") => &["alignment"],
            Self::Text(_) => &["formatstring"],
            Self::Number(_) => &["width"],
        }
    }

    fn matches(self, key: &str) -> bool {
        let key = key.to_ascii_lowercase();
        !key.is_empty() && self.names().iter().any(|name| name.starts_with(&key))
    }
}

/// Reads the arguments of `-Property` and its kin. `keys` are those that tables may have.
///
/// # Errors
/// `DictionaryKey…` errors, with which the command ends.
pub(crate) fn parse(arguments: &[Value], keys: &[KeyKind]) -> CommandResult<Vec<Selector>> {
    arguments.iter().map(|argument| parse_one(argument, keys)).collect()
}

fn parse_one(argument: &Value, keys: &[KeyKind]) -> CommandResult<Selector> {
    match argument.base() {
        Value::Str(name) => return Ok(Selector::of(Expression::of_name(name))),
        Value::Dictionary(table) => return parse_table(table, keys),
        Value::Char(unit) => {
            let name = PsString::from_units(&[*unit]);
            return Ok(Selector::of(Expression::of_name(&name)));
        }
        _ => {}
    }
    if let Some(block) = argument.downcast::<ScriptBlock>() {
        return Ok(Selector::of(Expression::Block(block.clone())));
    }
    let message = format!(
        "Cannot convert {} to one of the following types {{System.String, System.Management.Automation.ScriptBlock}}.",
        type_name(argument)
    );
    Err(refused("DictionaryKeyUnknownType", message))
}

fn parse_table(table: &DictionaryObject, keys: &[KeyKind]) -> CommandResult<Selector> {
    let mut selector = Selector::of(Expression::Name(PsString::empty()));
    let mut seen: Vec<KeyKind> = Vec::new();
    let entries = table.entries();
    // Keys that may not stand there are told before values that may not.
    for (key, _) in &entries {
        if let Some(text) = key.as_str()
            && !keys.iter().any(|kind| kind.matches(text))
        {
            return Err(refused("DictionaryKeyIllegal", format!("The {text} key is not valid.")));
        }
    }
    for (key, value) in entries {
        let Some(text) = key.as_str() else {
            let message = format!("The key must be a string, not {}.", type_name(&key));
            return Err(refused("DictionaryKeyNonString", message));
        };
        let Some(kind) = keys.iter().copied().find(|kind| kind.matches(text)) else {
            return Err(refused("DictionaryKeyIllegal", format!("The {text} key is not valid.")));
        };
        if seen.contains(&kind) {
            let message = format!("The {text} key is specified more than once.");
            return Err(refused("DictionaryKeyDuplicate", message));
        }
        seen.push(kind);
        match kind {
            KeyKind::Expression => selector.expression = expression(text, &value)?,
            KeyKind::Name => {
                let Some(name) = value.as_string() else {
                    return Err(illegal_value(text, &value, "System.String"));
                };
                selector.name = (!name.is_empty()).then(|| name.clone());
            }
            KeyKind::Flag(name) => match value.as_bool() {
                Some(flag) => selector.options.push((name, Value::Bool(flag))),
                None => return Err(illegal_value(text, &value, "System.Boolean")),
            },
            KeyKind::Text(name) => selector.options.push((name, value)),
            KeyKind::Number(name) => match value.as_i64() {
                Some(number) => selector.options.push((name, Value::I64(number))),
                None => return Err(illegal_value(text, &value, "System.Int32")),
            },
        }
    }
    if !seen.contains(&KeyKind::Expression) {
        let message = "A mandatory entry for expression is missing.";
        return Err(refused("DictionaryKeyMandatoryEntry", message));
    }
    Ok(selector)
}

fn expression(key: &str, value: &Value) -> CommandResult<Expression> {
    if let Some(name) = value.as_string() {
        return Ok(Expression::of_name(name));
    }
    if let Some(block) = value.downcast::<ScriptBlock>() {
        return Ok(Expression::Block(block.clone()));
    }
    let message = format!(
        "The \"{key}\" key has a type, {}, that is not valid; expected types are {{System.String, System.Management.Automation.ScriptBlock}}.",
        type_name(value)
    );
    Err(refused("DictionaryKeyIllegalValue1", message))
}

fn illegal_value(key: &str, value: &Value, expected: &str) -> Flow {
    let message = format!(
        "The \"{key}\" key has a type, {}, that is not valid; expected type is {expected}.",
        type_name(value)
    );
    refused("DictionaryKeyIllegalValue", message)
}

fn type_name(value: &Value) -> &'static str {
    value.type_id().map_or("null", TypeId::full_name)
}

/// The exception says nothing; the details do.
fn refused(error_id: &str, message: impl Into<PsString>) -> Flow {
    let exception =
        TypeId::find("System.NotSupportedException").unwrap_or(TypeId::PS_NOT_SUPPORTED_EXCEPTION);
    error(
        exception,
        "Specified method is not supported.",
        error_id,
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
    .with_details(message)
    .into()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn table(entries: &[(&str, Value)]) -> Value {
        let table = DictionaryObject::hashtable();
        for (key, value) in entries {
            table.insert(Value::from(*key), value.clone());
        }
        Value::Dictionary(Arc::new(table))
    }

    fn id_of(argument: Value, keys: &[KeyKind]) -> String {
        let flow = parse(&[argument], keys).expect_err("refused");
        flow.error().map(|record| record.fully_qualified_error_id.to_string()).unwrap_or_default()
    }

    const SELECT: &[KeyKind] = &[KeyKind::Name, KeyKind::Expression];

    #[test]
    fn a_start_of_a_key_is_enough() {
        let parsed =
            parse(&[table(&[("la", "x".into()), ("expr", "y".into())])], SELECT).expect("valid");
        let first = parsed.first().expect("one");
        assert_eq!(first.name.as_deref(), Some("x"));
        assert_eq!(first.expression.text(), "y");
    }

    #[test]
    fn tables_are_checked() {
        assert_eq!(id_of(table(&[("x", "y".into())]), SELECT), "DictionaryKeyIllegal");
        assert_eq!(id_of(table(&[("n", "y".into())]), SELECT), "DictionaryKeyMandatoryEntry");
        assert_eq!(id_of(table(&[("e", 5.into())]), SELECT), "DictionaryKeyIllegalValue1");
        let twice = table(&[("e", "a".into()), ("expression", "b".into())]);
        assert_eq!(id_of(twice, SELECT), "DictionaryKeyDuplicate");
        assert_eq!(id_of(Value::I32(5), SELECT), "DictionaryKeyUnknownType");
        assert_eq!(
            id_of(table(&[("n", "y".into())]), &[KeyKind::Expression]),
            "DictionaryKeyIllegal"
        );
    }

    #[test]
    fn an_empty_name_is_no_name() {
        let parsed =
            parse(&[table(&[("n", "".into()), ("e", "y".into())])], SELECT).expect("valid");
        assert!(parsed.first().expect("one").name.is_none());
    }
}

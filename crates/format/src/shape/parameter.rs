//! `-Property` and `-GroupBy`: names, script blocks, and hashtables with an expression and more.

use remora_psobject::{PsString, TypeId, Value};

use crate::context::{Alignment, FormatContext};
use crate::view::Expression;

/// What a command says about a property.
#[derive(Clone, Debug)]
pub struct PropertyParameter {
    /// The property's name or pattern, or a script block.
    pub expression: Expression,
    /// What it is called.
    pub label: Option<PsString>,
    /// Cells; 0 where the layout decides.
    pub width: usize,
    /// How the values stand.
    pub alignment: Alignment,
    /// How the values are formatted.
    pub format: Option<PsString>,
    /// How deep Format-Custom opens the value.
    pub depth: Option<usize>,
}

/// A value that is no property parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterError {
    /// The error id, without the command.
    pub error_id: &'static str,
    /// What a person reads.
    pub message: String,
}

fn fail<T>(error_id: &'static str, message: String) -> Result<T, ParameterError> {
    Err(ParameterError { error_id, message })
}

/// A key of a hashtable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Expression,
    Label,
    Width,
    Alignment,
    FormatString,
    Depth,
}

/// Keys by the name that messages use, and the names that abbreviate.
const KEYS: [(Key, &[&str]); 6] = [
    (Key::Expression, &["expression"]),
    (Key::Label, &["label", "name"]),
    (Key::Width, &["width"]),
    (Key::Alignment, &["alignment"]),
    (Key::FormatString, &["formatString"]),
    (Key::Depth, &["depth"]),
];

/// Who takes the parameter; it decides which keys there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterUse {
    /// `-Property` of Format-Table.
    Table,
    /// `-Property` of Format-List.
    List,
    /// `-Property` of Format-Wide.
    Wide,
    /// `-Property` of Format-Custom.
    Custom,
    /// `-GroupBy` of all of them.
    GroupBy,
}

impl ParameterUse {
    fn takes(self, key: Key) -> bool {
        match key {
            Key::Expression => true,
            Key::Label => matches!(self, Self::Table | Self::List | Self::GroupBy),
            Key::Width | Key::Alignment => self == Self::Table,
            Key::FormatString => self != Self::Custom,
            Key::Depth => self == Self::Custom,
        }
    }
}

impl PropertyParameter {
    /// A property by name or pattern.
    pub fn named(name: impl Into<PsString>) -> Self {
        Self::of(Expression::Property(name.into()))
    }

    fn of(expression: Expression) -> Self {
        Self {
            expression,
            label: None,
            width: 0,
            alignment: Alignment::Undefined,
            format: None,
            depth: None,
        }
    }

    /// Reads a value that a command got.
    ///
    /// # Errors
    /// It is neither a name, a script block nor a hashtable with known keys and fitting values.
    pub fn parse(
        value: &Value,
        used_for: ParameterUse,
        context: &dyn FormatContext,
    ) -> Result<Self, ParameterError> {
        match value.base() {
            Value::Dictionary(dictionary) => {
                Self::from_entries(dictionary.entries(), used_for, context)
            }
            _ => match expression(value) {
                Some(expression) => Ok(Self::of(expression)),
                None => unknown_type(value),
            },
        }
    }

    fn from_entries(
        entries: Vec<(Value, Value)>,
        used_for: ParameterUse,
        context: &dyn FormatContext,
    ) -> Result<Self, ParameterError> {
        let mut parameter = Self::named("");
        let mut has_expression = false;
        for (key, value) in entries {
            let Some(name) = key.as_string().cloned() else {
                return fail(
                    "DictionaryKeyNonString",
                    format!(
                        "The {} key is not a string; hash table keys must be strings.",
                        context.to_text(&key)
                    ),
                );
            };
            match find_key(&name, used_for)? {
                Key::Expression => {
                    has_expression = true;
                    parameter.expression = match expression(&value) {
                        Some(expression) => expression,
                        None => return illegal_type(&name, &value, EXPRESSION_TYPES),
                    };
                }
                Key::Label => parameter.label = Some(string(&name, &value)?),
                Key::FormatString => parameter.format = Some(string(&name, &value)?),
                Key::Width => parameter.width = positive(&name, "width", &value)?,
                Key::Depth => parameter.depth = Some(positive(&name, "depth", &value)?),
                Key::Alignment => parameter.alignment = alignment(&name, &value)?,
            }
        }
        if !has_expression {
            return fail(
                "DictionaryKeyMandatoryEntry",
                "A mandatory entry for expression is missing.".to_owned(),
            );
        }
        Ok(parameter)
    }
}

const EXPRESSION_TYPES: &str = "{System.String, System.Management.Automation.ScriptBlock}";

fn expression(value: &Value) -> Option<Expression> {
    match value.base() {
        Value::Str(name) => Some(Expression::Property(name.clone())),
        other if other.type_id() == Some(TypeId::SCRIPT_BLOCK) => {
            Some(Expression::Script(other.clone()))
        }
        _ => None,
    }
}

fn type_name(value: &Value) -> &'static str {
    value.type_id().map_or("null", TypeId::full_name)
}

fn unknown_type<T>(value: &Value) -> Result<T, ParameterError> {
    fail(
        "DictionaryKeyUnknownType",
        format!(
            "Cannot convert {} to one of the following types {EXPRESSION_TYPES}.",
            type_name(value)
        ),
    )
}

fn illegal_type<T>(key: &str, value: &Value, expected: &str) -> Result<T, ParameterError> {
    let (id, word) = if expected.starts_with('{') {
        ("DictionaryKeyIllegalValue1", "types are")
    } else {
        ("DictionaryKeyIllegalValue2", "type is")
    };
    fail(
        id,
        format!(
            "The \"{key}\" key has a type, {}, that is not valid; expected {word} {expected}.",
            type_name(value)
        ),
    )
}

fn find_key(name: &str, used_for: ParameterUse) -> Result<Key, ParameterError> {
    let begins = |known: &&str| {
        known.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    let mut found: Vec<Key> = Vec::new();
    if !name.is_empty() {
        for (key, names) in KEYS {
            if used_for.takes(key) && names.iter().any(&begins) {
                found.push(key);
            }
        }
    }
    match found.as_slice() {
        [key] => Ok(*key),
        [] => fail("DictionaryKeyIllegal", format!("The {name} key is not valid.")),
        _ => fail("DictionaryKeyAmbiguous", format!("The {name} key is ambiguous.")),
    }
}

fn string(key: &str, value: &Value) -> Result<PsString, ParameterError> {
    match value.as_string() {
        Some(text) if !text.is_empty() => Ok(text.clone()),
        Some(_) => fail(
            "EmptyStringNotAllowed",
            format!("The value for key \"{key}\" cannot be an empty string."),
        ),
        None => illegal_type(key, value, "System.String"),
    }
}

fn positive(key: &str, name: &str, value: &Value) -> Result<usize, ParameterError> {
    let Value::I32(number) = value.base() else {
        return illegal_type(key, value, "System.Int32");
    };
    match usize::try_from(*number) {
        Ok(width) if width > 0 => Ok(width),
        _ => fail(
            if name == "width" { "WidthOutOfRange" } else { "DepthOutOfRange" },
            format!("The value \"{number}\" for key \"{name}\" should be greater than 0."),
        ),
    }
}

fn alignment(key: &str, value: &Value) -> Result<Alignment, ParameterError> {
    let Some(text) = value.as_string() else {
        return illegal_type(key, value, "System.String");
    };
    let known =
        [("left", Alignment::Left), ("center", Alignment::Center), ("right", Alignment::Right)];
    let begins = |name: &str| {
        !text.is_empty()
            && name.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text))
    };
    match known.iter().find(|(name, _)| begins(name)) {
        Some((_, alignment)) => Ok(*alignment),
        None => fail(
            "AlignmentIllegalValue",
            format!(
                "The value \"{text}\" for key \"alignment\" is not valid; valid values are \
                 {{left, center, right}}."
            ),
        ),
    }
}

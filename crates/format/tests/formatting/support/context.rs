//! A [`FormatContext`] over plain objects, with the texts of the `en-US` culture where tests need them.

use remora_format::view::is_true;
use remora_format::{FormatContext, FormatError, Preferences};
use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};

use super::evaluate::evaluate;

/// A `DictionaryEntry`.
pub(crate) struct Entry {
    pub key: Value,
    pub value: Value,
}

impl LiveObject for Entry {
    fn object_type(&self) -> TypeId {
        TypeId::DICTIONARY_ENTRY
    }

    fn property_names(&self) -> Vec<PsString> {
        ["Key", "Value", "Name"].map(PsString::from).into()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        match name.to_ascii_lowercase().as_str() {
            "key" | "name" => Some(Ok(self.key.clone())),
            "value" => Some(Ok(self.value.clone())),
            _ => None,
        }
    }
}

/// A script block, known by its text.
pub(crate) struct ScriptBlock(pub String);

impl LiveObject for ScriptBlock {
    fn object_type(&self) -> TypeId {
        TypeId::SCRIPT_BLOCK
    }

    fn text(&self) -> PsString {
        self.0.as_str().into()
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["Ast".into()]
    }
}

#[derive(Clone, Default)]
pub(crate) struct TestContext {
    pub preferences: Preferences,
    /// Type name and the properties that it shows where none are named.
    pub default_sets: Vec<(String, Vec<PsString>)>,
}

fn fixed(number: f64, decimals: usize, grouped: bool) -> String {
    let text = format!("{number:.decimals$}");
    if !grouped {
        return text;
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut shown = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{shown}{dot}{fraction}")
}

fn double(value: &Value) -> Option<f64> {
    match value.base() {
        Value::F64(number) => Some(*number),
        Value::F32(number) => Some(f64::from(*number)),
        other => other.as_i64().map(|number| number as f64),
    }
}

impl FormatContext for TestContext {
    fn property_names(&self, value: &Value) -> Vec<PsString> {
        match value {
            Value::Object(object) => object
                .members()
                .into_iter()
                .filter(|member| member.is_property())
                .map(|member| member.name)
                .collect(),
            Value::Live(live) => live.property_names(),
            Value::Str(_) => vec!["Length".into()],
            Value::Version(_) => {
                ["Major", "Minor", "Build", "Revision", "MajorRevision", "MinorRevision"]
                    .map(PsString::from)
                    .into()
            }
            Value::Array(_) => [
                "Length",
                "LongLength",
                "Rank",
                "SyncRoot",
                "IsReadOnly",
                "IsFixedSize",
                "IsSynchronized",
                "Count",
            ]
            .map(PsString::from)
            .into(),
            Value::Dictionary(_) => {
                ["IsReadOnly", "IsFixedSize", "IsSynchronized", "Keys", "Values", "Count"]
                    .map(PsString::from)
                    .into()
            }
            _ => Vec::new(),
        }
    }

    fn property(&self, value: &Value, name: &str) -> Option<Result<Value, FormatError>> {
        match value {
            Value::Object(object) => object.get(name).map(Ok),
            Value::Live(live) => {
                live.property(name).map(|r| r.map_err(|e| FormatError::new(e.message().clone())))
            }
            Value::Version(version) => {
                let part = |number: i32| Some(Ok(Value::I32(number)));
                match name.to_ascii_lowercase().as_str() {
                    "major" => part(version.major),
                    "minor" => part(version.minor),
                    "build" => part(version.build),
                    "revision" => part(version.revision),
                    "majorrevision" | "minorrevision" => part(-1),
                    _ => None,
                }
            }
            Value::Array(array) => Some(Ok(match name.to_ascii_lowercase().as_str() {
                "length" | "longlength" | "count" => Value::I32(array.len() as i32),
                "rank" => Value::I32(1),
                "syncroot" => value.clone(),
                "isreadonly" | "issynchronized" => Value::Bool(false),
                "isfixedsize" => Value::Bool(true),
                _ => return None,
            })),
            Value::Dictionary(dictionary) => Some(Ok(match name.to_ascii_lowercase().as_str() {
                "count" => Value::I32(dictionary.len() as i32),
                _ => return None,
            })),
            Value::Str(text) if name.eq_ignore_ascii_case("length") => {
                Some(Ok(Value::I32(text.unit_len() as i32)))
            }
            _ => None,
        }
    }

    fn evaluate(&self, block: &Value, value: &Value) -> Result<Value, FormatError> {
        let text = block.downcast::<ScriptBlock>().map(|block| block.0.clone()).unwrap();
        evaluate(&text, value, self)
    }

    fn to_text(&self, value: &Value) -> PsString {
        match value {
            Value::Null | Value::AutomationNull => PsString::empty(),
            Value::Bool(flag) => if *flag { "True" } else { "False" }.into(),
            Value::Char(unit) => PsString::from_units(&[*unit]),
            Value::F64(number) if number.is_infinite() => "∞".into(),
            Value::F64(number) => number.to_string().into(),
            Value::F32(number) => number.to_string().into(),
            Value::Str(text) => text.clone(),
            Value::Version(version) => version.to_string().into(),
            Value::Type(id) => id.full_name().into(),
            Value::Array(array) => {
                let items: Vec<String> =
                    array.to_vec().iter().map(|item| self.to_text(item).to_string()).collect();
                items.join(" ").into()
            }
            Value::Dictionary(dictionary) => dictionary.type_id().full_name().into(),
            Value::Object(object) => {
                let members: Vec<String> = object
                    .members()
                    .iter()
                    .map(|member| {
                        let value = member.value().cloned().unwrap_or_default();
                        format!("{}={}", member.name, self.to_text(&value))
                    })
                    .collect();
                if members.is_empty() {
                    return PsString::empty();
                }
                format!("@{{{}}}", members.join("; ")).into()
            }
            Value::Live(live) => match value.downcast::<Entry>() {
                Some(entry) => {
                    format!("[{}, {}]", self.to_text(&entry.key), self.to_text(&entry.value)).into()
                }
                None => live.text(),
            },
            other => match (other.as_i64(), double(other)) {
                (Some(number), _) => number.to_string().into(),
                (None, Some(number)) => number.to_string().into(),
                _ => other.type_name(),
            },
        }
    }

    fn to_text_formatted(&self, value: &Value, format: &str) -> Result<PsString, FormatError> {
        let Some(number) = double(value) else {
            return Ok(self.to_text(value));
        };
        let (kind, digits) = format.split_at(1);
        let digits: Option<usize> = digits.parse().ok();
        Ok(match kind {
            "F" => fixed(number, digits.unwrap_or(3), false),
            "N" => fixed(number, digits.unwrap_or(3), true),
            "#" => fixed(number, 2, false),
            "C" => format!("${}", fixed(number, digits.unwrap_or(2), true)),
            "D" => format!("{:01$}", number as i64, digits.unwrap_or(0)),
            "X" => format!("{:01$X}", number as i64, digits.unwrap_or(0)),
            _ => return Err(FormatError::new("Format specifier was invalid.")),
        }
        .into())
    }

    fn format_composite(&self, format: &str, value: &Value) -> Result<PsString, FormatError> {
        let (before, rest) = format.split_once("{0").unwrap();
        let (inner, after) = rest.split_once('}').unwrap();
        let text = match inner.strip_prefix(':') {
            Some(inner) => self.to_text_formatted(value, inner)?,
            None => self.to_text(value),
        };
        Ok(format!("{before}{text}{after}").into())
    }

    fn enumerate(&self, value: &Value, limit: Option<usize>) -> Option<Vec<Value>> {
        let items = match value.base() {
            Value::Array(array) => array.to_vec(),
            Value::List(list) => list.to_vec(),
            Value::Dictionary(dictionary) => dictionary
                .entries()
                .into_iter()
                .map(|(key, value)| Value::live(Entry { key, value }))
                .collect(),
            _ => return None,
        };
        Some(items.into_iter().take(limit.unwrap_or(usize::MAX)).collect())
    }

    fn has_own_text(&self, value: &Value) -> bool {
        !matches!(value, Value::Array(_) | Value::List(_) | Value::Dictionary(_))
    }

    fn default_display_properties(&self, value: &Value) -> Option<Vec<PsString>> {
        let names = value.type_names();
        self.default_sets
            .iter()
            .find(|(type_name, _)| names.iter().any(|name| name.eq_ignore_case(type_name)))
            .map(|(_, properties)| properties.clone())
    }

    fn same_group(&self, left: &Value, right: &Value) -> bool {
        is_true(left) == is_true(right) && self.to_text(left) == self.to_text(right)
    }

    fn preferences(&self) -> Preferences {
        self.preferences.clone()
    }
}

//! Attributes of parameters and commands: `ParameterAttribute`, `AliasAttribute`, `ValidateSetAttribute`, …

use crate::types::prelude::*;
use crate::types::record::Record;

const SPACE: &str = "System.Management.Automation.";

const fn attribute(name: &'static str) -> Implementation {
    Implementation { name, constructor: Some(construct), ..Implementation::EMPTY }
}

pub(crate) static ALIAS: Implementation = attribute("System.Management.Automation.AliasAttribute");
pub(crate) static ALLOW_EMPTY_COLLECTION: Implementation =
    attribute("System.Management.Automation.AllowEmptyCollectionAttribute");
pub(crate) static ALLOW_EMPTY_STRING: Implementation =
    attribute("System.Management.Automation.AllowEmptyStringAttribute");
pub(crate) static ALLOW_NULL: Implementation =
    attribute("System.Management.Automation.AllowNullAttribute");
pub(crate) static COMPLETER: Implementation =
    attribute("System.Management.Automation.ArgumentCompleterAttribute");
pub(crate) static COUNT: Implementation =
    attribute("System.Management.Automation.ValidateCountAttribute");
pub(crate) static LENGTH: Implementation =
    attribute("System.Management.Automation.ValidateLengthAttribute");
pub(crate) static NOT_NULL: Implementation =
    attribute("System.Management.Automation.ValidateNotNullAttribute");
pub(crate) static NOT_NULL_OR_EMPTY: Implementation =
    attribute("System.Management.Automation.ValidateNotNullOrEmptyAttribute");
pub(crate) static NOT_NULL_OR_WHITE_SPACE: Implementation =
    attribute("System.Management.Automation.ValidateNotNullOrWhiteSpaceAttribute");
pub(crate) static PARAMETER: Implementation =
    attribute("System.Management.Automation.ParameterAttribute");
pub(crate) static PATTERN: Implementation =
    attribute("System.Management.Automation.ValidatePatternAttribute");
pub(crate) static RANGE: Implementation =
    attribute("System.Management.Automation.ValidateRangeAttribute");
pub(crate) static SCRIPT: Implementation =
    attribute("System.Management.Automation.ValidateScriptAttribute");
pub(crate) static SET: Implementation =
    attribute("System.Management.Automation.ValidateSetAttribute");
pub(crate) static TRUSTED: Implementation =
    attribute("System.Management.Automation.ValidateTrustedDataAttribute");
pub(crate) static WILDCARDS: Implementation =
    attribute("System.Management.Automation.SupportsWildcardsAttribute");

/// The properties of an attribute that nothing sets.
fn defaults(short: &str) -> Vec<(&'static str, Value)> {
    let empty = || Value::strings(std::iter::empty::<PsString>());
    let no = || Value::Bool(false);
    match short {
        "ParameterAttribute" => vec![
            ("ExperimentName", Value::Null),
            ("ExperimentAction", enum_value("System.Management.Automation.ExperimentAction", 0)),
            ("Position", Value::I32(i32::MIN)),
            ("ParameterSetName", "__AllParameterSets".into()),
            ("Mandatory", no()),
            ("ValueFromPipeline", no()),
            ("ValueFromPipelineByPropertyName", no()),
            ("ValueFromRemainingArguments", no()),
            ("HelpMessage", Value::Null),
            ("HelpMessageBaseName", Value::Null),
            ("HelpMessageResourceId", Value::Null),
            ("DontShow", no()),
        ],
        "AliasAttribute" => vec![("AliasNames", empty())],
        "ArgumentCompleterAttribute" => vec![("Type", Value::Null), ("ScriptBlock", Value::Null)],
        "ValidateCountAttribute" | "ValidateLengthAttribute" => {
            vec![("MinLength", Value::I32(0)), ("MaxLength", Value::I32(0))]
        }
        "ValidatePatternAttribute" => vec![
            ("RegexPattern", Value::Null),
            ("Options", enum_value("System.Text.RegularExpressions.RegexOptions", 1)),
            ("ErrorMessage", Value::Null),
        ],
        "ValidateRangeAttribute" => vec![("MinRange", Value::Null), ("MaxRange", Value::Null)],
        "ValidateScriptAttribute" => {
            vec![("ErrorMessage", Value::Null), ("ScriptBlock", Value::Null)]
        }
        "ValidateSetAttribute" => vec![
            ("ErrorMessage", Value::Null),
            ("IgnoreCase", Value::Bool(true)),
            ("ValidValues", empty()),
        ],
        _ => Vec::new(),
    }
}

/// An attribute by the name of its class, with these of its properties. The name space may be left out
/// where it is `System.Management.Automation`.
pub fn make(name: &str, given: Vec<(&'static str, Value)>) -> Value {
    let short = name.strip_prefix(SPACE).unwrap_or(name);
    let full = if short.contains('.') { short.to_owned() } else { format!("{SPACE}{short}") };
    let id = registry::find_exact(&full).unwrap_or_else(|| match short {
        "ArgumentTypeConverterAttribute" => TypeId::register(
            "System.Management.Automation.ArgumentTypeConverterAttribute",
            Some(type_named("System.Management.Automation.ArgumentTransformationAttribute")),
        ),
        _ => type_named("System.Attribute"),
    });
    let mut fields = defaults(short);
    for (name, value) in given {
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, slot)) => *slot = value,
            None => fields.push((name, value)),
        }
    }
    fields.push(("TypeId", Value::Type(id)));
    Value::live(Record::new(id, fields))
}

fn texts(call: &Call<'_>) -> Value {
    let items = call.arguments.iter().flat_map(sequence::items_of);
    Value::strings(items.map(|item| item.as_string().cloned().unwrap_or_default()))
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let name = call.type_id.full_name();
    let short = name.strip_prefix(SPACE).unwrap_or(name);
    let first = call.argument(0);
    let given = match short {
        "AliasAttribute" => vec![("AliasNames", texts(call))],
        "ValidateSetAttribute" if !matches!(first.base(), Value::Type(_)) => {
            vec![("ValidValues", texts(call))]
        }
        "ArgumentCompleterAttribute" => match first.base() {
            Value::Type(_) => vec![("Type", first.clone())],
            _ => vec![("ScriptBlock", first.clone())],
        },
        "ValidateCountAttribute" | "ValidateLengthAttribute" => {
            vec![("MinLength", first.clone()), ("MaxLength", call.argument(1).clone())]
        }
        "ValidatePatternAttribute" => vec![("RegexPattern", first.clone())],
        "ValidateRangeAttribute" if call.count() == 2 => {
            vec![("MinRange", first.clone()), ("MaxRange", call.argument(1).clone())]
        }
        "ValidateScriptAttribute" => vec![("ScriptBlock", first.clone())],
        "ParameterAttribute" if call.count() == 2 => {
            vec![("ExperimentName", first.clone()), ("ExperimentAction", call.argument(1).clone())]
        }
        _ => Vec::new(),
    };
    Ok(make(short, given))
}

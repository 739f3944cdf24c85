//! `-replace`

use remora_psobject::{ErrorCategory, Exception, PsString, TypeId, Value};
use remora_regex::{Options, Regex, Replacement, Unlimited};

use super::operands;
use super::pattern::{compile, source, stopped, with_subject};
use crate::Runtime;
use crate::compare::Case;
use crate::enumerate;
use crate::error::{LanguageError, Result};
use crate::invoke::{self, Property};
use crate::string_conversion::to_string;

/// What matches are replaced by.
enum Substitute {
    Text(Replacement),
    /// A script block that gets the match as `$_`.
    Block(Value),
}

/// `left -replace right`, where `right` is a pattern or a pattern and its replacement: a text with
/// `$1`, or a script block. For a collection on the left: each item replaced.
///
/// # Errors
/// `InvalidRegularExpression`, `BadReplaceArgument`; what the script block throws.
pub fn replace(left: &Value, right: &Value, case: Case, runtime: &dyn Runtime) -> Result {
    let parts = enumerate::items(right).unwrap_or_else(|| vec![right.clone()]);
    let (pattern, replacement) = match parts.as_slice() {
        [] => (Value::Null, Value::Null),
        [pattern] => (pattern.clone(), Value::Null),
        [pattern, replacement] => (pattern.clone(), replacement.clone()),
        more => {
            return Err(LanguageError::runtime(
                "BadReplaceArgument",
                format!(
                    "The -replace operator allows only two elements to follow it, not {}.",
                    more.len()
                ),
            )
            .with_target(right.clone()));
        }
    };
    let (pattern, options) = source(&pattern, case, runtime);
    let regex = compile(&pattern, options).map_err(|cause| {
        let message = format!("The regular expression pattern {pattern} is not valid.");
        LanguageError::new(
            "InvalidRegularExpression",
            ErrorCategory::InvalidOperation,
            Exception::new(TypeId::RUNTIME_EXCEPTION, message)
                .with_inner(std::sync::Arc::clone(&cause.exception)),
        )
        .with_target(Value::Str(pattern.clone()))
    })?;
    let substitute = if is_callable(&replacement) {
        Substitute::Block(replacement)
    } else {
        let text = to_string(&replacement);
        Substitute::Text(
            Replacement::new(&text, &regex)
                .map_err(|error| LanguageError::thrown(super::pattern::exception(&error.into())))?,
        )
    };
    let one = |value: &Value| {
        let text = to_string(value);
        match &substitute {
            Substitute::Text(replacement) => with_subject(&text, |subject| {
                regex
                    .replace(
                        subject,
                        replacement,
                        None,
                        regex.default_start(subject),
                        &mut Unlimited,
                    )
                    .map_err(stopped)
            })
            .map(Value::from),
            Substitute::Block(block) => by_block(&text, &regex, options, block, runtime),
        }
    };
    match operands(left) {
        Some(items) => Ok(Value::array(items.iter().map(one).collect::<Result<Vec<_>>>()?)),
        None => one(left),
    }
}

fn is_callable(value: &Value) -> bool {
    value.type_id().is_some_and(|id| id == TypeId::SCRIPT_BLOCK)
        || value.downcast::<invoke::Delegate>().is_some()
}

/// Replaces each match by what the script block makes of it.
fn by_block(
    text: &PsString,
    regex: &Regex,
    options: Options,
    block: &Value,
    runtime: &dyn Runtime,
) -> Result {
    let matches = match_objects(text, regex.pattern(), options, runtime)?;
    let units = text.units();
    let mut replaced: Vec<u16> = Vec::with_capacity(units.len());
    let mut at = 0;
    for found in matches {
        let (Some(index), Some(length)) =
            (place(&found, "Index", runtime)?, place(&found, "Length", runtime)?)
        else {
            continue;
        };
        replaced.extend_from_slice(units.get(at..index).unwrap_or_default());
        let result = runtime.invoke_with_item(block, &found, std::slice::from_ref(&found))?;
        replaced.extend_from_slice(&to_string(&result).units());
        at = index + length;
    }
    replaced.extend_from_slice(units.get(at..).unwrap_or_default());
    Ok(Value::Str(PsString::from_units(&replaced)))
}

/// The matches as objects that scripts can ask.
fn match_objects(
    text: &PsString,
    pattern: &str,
    options: Options,
    runtime: &dyn Runtime,
) -> Result<Vec<Value>> {
    let regex = remora_dotnet::registry::find_type("System.Text.RegularExpressions.Regex")
        .unwrap_or(TypeId::OBJECT);
    let options_type =
        remora_dotnet::registry::find_type("System.Text.RegularExpressions.RegexOptions")
            .unwrap_or(TypeId::INT32);
    let arguments = [
        Value::Str(text.clone()),
        Value::from(pattern),
        Value::Enum(options_type, i64::from(options.bits())),
    ];
    let matches = invoke::call_static(regex, "Matches", &arguments, runtime)?;
    let mut found = enumerate::items(&matches).unwrap_or_default();
    if options.contains(Options::RIGHT_TO_LEFT) {
        found.reverse();
    }
    Ok(found)
}

fn place(found: &Value, name: &str, runtime: &dyn Runtime) -> Result<Option<usize>> {
    Ok(match invoke::get_adapted(found, name, runtime)? {
        Property::Value(value) => value.as_i64().and_then(|n| usize::try_from(n).ok()),
        _ => None,
    })
}

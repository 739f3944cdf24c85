//! `-split`

use remora_psobject::{ErrorCategory, Exception, PsString, TypeId, Value};
use remora_regex::{Options, Unlimited, escape};

use super::operands;
use super::pattern::{compile, source, stopped, with_subject};
use crate::Runtime;
use crate::compare::Case;
use crate::convert;
use crate::enumerate;
use crate::error::{LanguageError, Result};
use crate::string_conversion::to_string;
use crate::truth::is_true;

/// `System.Management.Automation.SplitOptions`: names, bits, and what they mean to a regular
/// expression.
const OPTIONS: &[(&str, i64, Options)] = &[
    ("SimpleMatch", 1, Options::NONE),
    ("RegexMatch", 2, Options::NONE),
    ("CultureInvariant", 4, Options::CULTURE_INVARIANT),
    ("IgnorePatternWhitespace", 8, Options::IGNORE_PATTERN_WHITESPACE),
    ("Multiline", 16, Options::MULTILINE),
    ("Singleline", 32, Options::SINGLELINE),
    ("IgnoreCase", 64, Options::IGNORE_CASE),
    ("ExplicitCapture", 128, Options::EXPLICIT_CAPTURE),
];
const SIMPLE_MATCH: i64 = 1;
const REGEX_MATCH: i64 = 2;
const IGNORE_CASE: i64 = 64;

/// `-split texts`: the words between white space.
pub fn split_unary(value: &Value) -> Value {
    let texts = operands(value).unwrap_or_else(|| vec![value.clone()]);
    let words = texts
        .iter()
        .flat_map(|text| to_string(text).split_whitespace().map(Value::from).collect::<Vec<_>>());
    Value::array_of(TypeId::STRING, words.collect())
}

/// `texts -split right`, where `right` is a pattern or a script block, then a number of pieces, then
/// options. A negative number counts from the end.
///
/// # Errors
/// A malformed pattern, options that do not go together; what the script block throws.
pub fn split(left: &Value, right: &Value, case: Case, runtime: &dyn Runtime) -> Result {
    let parts = enumerate::items(right).unwrap_or_else(|| vec![right.clone()]);
    let separator = parts.first().cloned().unwrap_or_default();
    let limit = match parts.get(1) {
        Some(limit) => convert::to_i32(limit)
            .map_err(|error| LanguageError::wrapped(std::sync::Arc::clone(&error.exception)))?,
        None => 0,
    };
    let options = match parts.get(2) {
        Some(options) => split_options(options, runtime)?,
        None => 0,
    };
    let texts: Vec<PsString> =
        operands(left).unwrap_or_else(|| vec![left.clone()]).iter().map(to_string).collect();
    let mut pieces = Vec::new();
    if separator.type_id() == Some(TypeId::SCRIPT_BLOCK) {
        for text in &texts {
            by_predicate(text, &separator, limit, runtime, &mut pieces)?;
        }
    } else {
        by_pattern(&texts, &separator, limit, options, case, runtime, &mut pieces)?;
    }
    Ok(Value::array_of(TypeId::STRING, pieces))
}

/// Names, numbers or a value of the enumeration.
fn split_options(value: &Value, runtime: &dyn Runtime) -> Result<i64> {
    if let Some(id) =
        remora_dotnet::registry::find_type("System.Management.Automation.SplitOptions")
        && id.enum_definition().is_some()
    {
        return convert::to_type(value, id, runtime)
            .map(|value| value.as_i64().unwrap_or(0))
            .map_err(|error| LanguageError::wrapped(std::sync::Arc::clone(&error.exception)));
    }
    if let Some(bits) = value.as_i64() {
        return Ok(bits);
    }
    let text = to_string(value);
    Ok(text
        .split([',', ' '])
        .filter_map(|name| {
            OPTIONS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name.trim()))
        })
        .fold(0, |bits, (_, bit, _)| bits | bit))
}

fn by_pattern(
    texts: &[PsString],
    separator: &Value,
    limit: i32,
    bits: i64,
    case: Case,
    runtime: &dyn Runtime,
    pieces: &mut Vec<Value>,
) -> Result<()> {
    let simple = bits & SIMPLE_MATCH != 0;
    if simple && bits & !(SIMPLE_MATCH | IGNORE_CASE) != 0 || bits & 3 == SIMPLE_MATCH | REGEX_MATCH
    {
        return Err(LanguageError::new(
            "InvalidSplitOptionCombination",
            ErrorCategory::ParserError,
            Exception::new(
                TypeId::PARSE_EXCEPTION,
                "The combination of options with the -split operator is not valid.",
            ),
        ));
    }
    if limit == 1 || limit == -1 {
        pieces.extend(texts.iter().cloned().map(Value::Str));
        return Ok(());
    }
    let (text, own) = source(separator, case, runtime);
    let mut flags = own.bits();
    for (_, bit, meaning) in OPTIONS {
        if bits & bit != 0 {
            flags |= meaning.bits();
        }
    }
    if limit < 0 {
        flags |= Options::RIGHT_TO_LEFT.bits();
    }
    let pattern = if simple { escape(&text) } else { text.to_string() };
    let regex = compile(&pattern, Options::from_bits(flags).unwrap_or(own))?;
    let count = usize::try_from(limit.unsigned_abs()).unwrap_or(0);
    for text in texts {
        let split = with_subject(text, |subject| {
            let start = regex.default_start(subject);
            regex.split(subject, count, start, &mut Unlimited).map_err(stopped)
        })?;
        pieces.extend(split.into_iter().map(Value::from));
    }
    Ok(())
}

/// Splits at each character for which the script block says so. `$_` is the character; the
/// arguments are the text and the place.
fn by_predicate(
    text: &PsString,
    block: &Value,
    limit: i32,
    runtime: &dyn Runtime,
    pieces: &mut Vec<Value>,
) -> Result<()> {
    let units = text.units();
    let backwards = limit < 0;
    let most = usize::try_from(limit.unsigned_abs()).unwrap_or(0);
    let mut found: Vec<PsString> = Vec::new();
    let mut current: Vec<u16> = Vec::new();
    let finish = |current: &mut Vec<u16>, found: &mut Vec<PsString>| {
        if backwards {
            current.reverse();
        }
        found.push(PsString::from_units(current));
        current.clear();
    };
    let places: Box<dyn Iterator<Item = usize>> =
        if backwards { Box::new((0..units.len()).rev()) } else { Box::new(0..units.len()) };
    for place in places {
        let Some(unit) = units.get(place).copied() else {
            continue;
        };
        let room = most == 0 || found.len() + 1 < most;
        let character = Value::Str(PsString::from_units(&[unit]));
        let place = Value::I32(i32::try_from(place).unwrap_or(i32::MAX));
        let arguments = [Value::Str(text.clone()), place];
        if room && is_true(&runtime.invoke_with_item(block, &character, &arguments)?) {
            finish(&mut current, &mut found);
        } else {
            current.push(unit);
        }
    }
    finish(&mut current, &mut found);
    if backwards {
        found.reverse();
    }
    pieces.extend(found.into_iter().map(Value::Str));
    Ok(())
}

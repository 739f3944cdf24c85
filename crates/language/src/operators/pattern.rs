//! The right operand of `-match`, `-replace` and `-split` as a regular expression.

use std::borrow::Cow;
use std::sync::LazyLock;

use remora_psobject::{Exception, PsString, TypeId, Value};
use remora_regex::{Options, Regex, RegexCache, RegexError, Stopped, Subject};

use crate::Runtime;
use crate::compare::Case;
use crate::error::{LanguageError, Result};
use crate::invoke::{self, Property};
use crate::string_conversion::to_string;

static CACHE: LazyLock<RegexCache> = LazyLock::new(|| RegexCache::new(256));

/// The pattern and its options: a `Regex` object brings its own, anything else is a text.
pub(super) fn source(value: &Value, case: Case, runtime: &dyn Runtime) -> (PsString, Options) {
    let options = if is_regex(value) {
        match invoke::get_adapted(value, "Options", runtime) {
            Ok(Property::Value(options)) => options
                .as_i64()
                .and_then(|bits| u32::try_from(bits).ok())
                .and_then(Options::from_bits),
            _ => None,
        }
    } else {
        None
    };
    let by_operator = match case {
        Case::Ignore => Options::IGNORE_CASE,
        Case::Sensitive => Options::NONE,
    };
    (to_string(value), options.unwrap_or(by_operator))
}

fn is_regex(value: &Value) -> bool {
    value.type_id().is_some_and(|id| id.full_name() == "System.Text.RegularExpressions.Regex")
}

/// Compiles a pattern, or takes it from the cache.
///
/// # Errors
/// `RegexParseException` as .NET throws it.
pub(super) fn compile(pattern: &str, options: Options) -> Result<Regex> {
    CACHE.get(pattern, options).map_err(|error| LanguageError::thrown(exception(&error)))
}

/// The exception of a pattern that is wrong.
pub(super) fn exception(error: &RegexError) -> Exception {
    let (name, base) = match error {
        RegexError::Parse(_) => {
            ("System.Text.RegularExpressions.RegexParseException", TypeId::ARGUMENT_EXCEPTION)
        }
        RegexError::InvalidOptions => {
            ("System.ArgumentOutOfRangeException", TypeId::ARGUMENT_EXCEPTION)
        }
        RegexError::NotSupported(_) => ("System.NotSupportedException", TypeId::SYSTEM_EXCEPTION),
    };
    let id = remora_dotnet::registry::find_exact(name)
        .unwrap_or_else(|| TypeId::register(name, Some(base)));
    Exception::new(id, error.to_string())
}

/// A search that was cut short.
pub(super) fn stopped(cause: Stopped) -> Box<LanguageError> {
    let id = remora_dotnet::registry::find_exact(
        "System.Text.RegularExpressions.RegexMatchTimeoutException",
    )
    .unwrap_or(TypeId::TIMEOUT_EXCEPTION);
    LanguageError::thrown(Exception::new(id, cause.to_string()))
}

/// A text to be searched, lone surrogates and all.
pub(super) fn with_subject<R>(text: &PsString, search: impl FnOnce(&Subject<'_>) -> R) -> R {
    if text.has_lone_surrogates() {
        let units: Cow<'_, [u16]> = text.units();
        search(&Subject::from_utf16(&units))
    } else {
        search(&Subject::new(text))
    }
}

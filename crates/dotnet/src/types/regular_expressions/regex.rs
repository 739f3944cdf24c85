//! `System.Text.RegularExpressions.Regex`

use std::sync::LazyLock;

use remora_psobject::TimeSpan;
use remora_psobject::time::TICKS_PER_MILLISECOND;
use remora_regex::{Budget, Options, Regex, RegexCache, RegexError, Replacement, Stopped, Subject};

use super::found::{self, Source};
use crate::call::Body;
use crate::system::System;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Text.RegularExpressions.Regex",
    constructor: Some(construct),
    methods: METHODS,
    static_methods: &[
        ("Count", |call| on_static(call, count)),
        ("Escape", |call| Ok(remora_regex::escape(call.required_string(0, "str")?).into())),
        ("IsMatch", |call| on_static(call, is_match)),
        ("Match", |call| on_static(call, match_one)),
        ("Matches", |call| on_static(call, match_all)),
        ("Replace", |call| on_static(call, replace)),
        ("Split", |call| on_static(call, split)),
        ("Unescape", |call| {
            let text = call.required_string(0, "str")?;
            remora_regex::unescape(text)
                .map(Value::from)
                .map_err(|error| parse_exception(&RegexError::Parse(error)))
        }),
    ],
    static_properties: &[
        ("CacheSize", |_| Ok(Value::I32(15))),
        ("InfiniteMatchTimeout", |_| Ok(TimeSpan(-TICKS_PER_MILLISECOND).into())),
    ],
    static_setters: &[("CacheSize", |_| Ok(Value::AutomationNull))],
    ..Implementation::EMPTY
};

const METHODS: &[(&str, Body)] = &[
    ("Count", |call| on_this(call, count)),
    ("GetGroupNames", |call| Ok(Value::strings(this(call)?.regex.group_names().to_vec()))),
    ("GetGroupNumbers", |call| {
        let numbers = this(call)?.regex.group_numbers().iter();
        let numbers = numbers.map(|number| Value::I32(number.cast_signed())).collect();
        Ok(Value::array_of(TypeId::INT32, numbers))
    }),
    ("GroupNameFromNumber", |call| {
        let number = u32::try_from(call.int(0)).unwrap_or(u32::MAX);
        Ok(this(call)?.regex.group_name_from_number(number).into())
    }),
    ("GroupNumberFromName", |call| {
        let name = call.required_string(0, "name")?;
        let number = this(call)?.regex.group_number_from_name(name);
        Ok(Value::I32(number.map_or(-1, u32::cast_signed)))
    }),
    ("IsMatch", |call| on_this(call, is_match)),
    ("Match", |call| on_this(call, match_one)),
    ("Matches", |call| on_this(call, match_all)),
    ("Replace", |call| on_this(call, replace)),
    ("Split", |call| on_this(call, split)),
];

/// A regular expression as scripts hold it.
pub struct RegexObject {
    /// The expression.
    pub regex: Regex,
    /// Ticks after which a search ends with an exception; negative for never.
    timeout: i64,
}

static CACHE: LazyLock<RegexCache> = LazyLock::new(|| RegexCache::new(64));

/// The exception of .NET for a pattern that cannot be used.
pub fn parse_exception(error: &RegexError) -> Exception {
    match error {
        RegexError::Parse(error) => {
            let kind = enum_named(
                "System.Text.RegularExpressions.RegexParseError",
                &format!("{:?}", error.kind()),
            );
            errors::of("System.Text.RegularExpressions.RegexParseException", error.to_string())
                .with_property("Error", kind)
                .with_property("Offset", sequence::count(error.offset()))
        }
        RegexError::InvalidOptions => errors::out_of_range(
            "options",
            "Specified argument was out of the range of valid values.",
        ),
        RegexError::NotSupported(_) => errors::not_supported(error.to_string()),
    }
}

impl RegexObject {
    /// The expression of a pattern and the number of its `RegexOptions`.
    ///
    /// # Errors
    /// `RegexParseException`
    pub fn new(pattern: &str, options: i64) -> Result<Self, Exception> {
        let options = u32::try_from(options)
            .ok()
            .and_then(Options::from_bits)
            .ok_or_else(|| parse_exception(&RegexError::InvalidOptions))?;
        let regex = CACHE.get(pattern, options).map_err(|error| parse_exception(&error))?;
        Ok(Self { regex, timeout: -1 })
    }

    fn timed_out(&self, text: &str) -> Exception {
        errors::of(
            "System.Text.RegularExpressions.RegexMatchTimeoutException",
            "The Regex engine has timed out while trying to match a pattern to an input string. This can occur for many reasons, including very large inputs or excessive backtracking caused by nested quantifiers, back-references and other factors.",
        )
        .with_property("Input", text)
        .with_property("Pattern", self.regex.pattern())
        .with_property("MatchTimeout", TimeSpan(self.timeout))
    }

    fn budget(&self, call: &Call<'_>) -> Deadline {
        Deadline {
            system: Arc::clone(call.system()),
            end: (self.timeout >= 0).then(|| call.system().monotonic_ticks() + self.timeout),
        }
    }
}

/// Ends a search at a time of the monotonic clock.
struct Deadline {
    system: Arc<dyn System>,
    end: Option<i64>,
}

impl Budget for Deadline {
    fn check(&mut self) -> Result<(), Stopped> {
        match self.end {
            Some(end) if self.system.monotonic_ticks() > end => Err(Stopped::TimedOut),
            _ => Ok(()),
        }
    }

    fn has_time_limit(&self) -> bool {
        self.end.is_some()
    }
}

impl LiveObject for RegexObject {
    fn object_type(&self) -> TypeId {
        type_named("System.Text.RegularExpressions.Regex")
    }

    fn text(&self) -> PsString {
        self.regex.pattern().into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Options", "RightToLeft", "MatchTimeout"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "options" => enum_value(
                "System.Text.RegularExpressions.RegexOptions",
                i64::from(self.regex.options().bits()),
            ),
            "righttoleft" => self.regex.right_to_left().into(),
            "matchtimeout" => {
                let ticks = if self.timeout < 0 { -TICKS_PER_MILLISECOND } else { self.timeout };
                TimeSpan(ticks).into()
            }
            _ => return None,
        }))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a RegexObject, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn options_of(call: &Call<'_>) -> i64 {
    call.arguments
        .iter()
        .find_map(|argument| match argument.base() {
            Value::Enum(id, flags) if id.short_name() == "RegexOptions" => Some(*flags),
            _ => None,
        })
        .unwrap_or(0)
}

fn timeout_of(call: &Call<'_>) -> i64 {
    call.arguments
        .iter()
        .find_map(|argument| match argument.base() {
            Value::TimeSpan(span) => Some(span.0),
            _ => None,
        })
        .unwrap_or(-1)
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let pattern = call.required_string(0, "pattern")?;
    let made = RegexObject::new(pattern, options_of(call))?;
    Ok(Value::live(RegexObject { timeout: timeout_of(call), ..made }))
}

/// The arguments of a search: the input first, then replacement, count and start.
struct Search<'a, 'c> {
    call: &'a Call<'c>,
    arguments: Vec<Value>,
}

impl Search<'_, '_> {
    fn input(&self) -> Result<PsString, Exception> {
        self.arguments
            .first()
            .and_then(|value| value.as_string().cloned())
            .ok_or_else(|| errors::argument_null("input"))
    }

    fn argument(&self, index: usize) -> Value {
        self.arguments.get(index).cloned().unwrap_or_default()
    }

    fn number(&self, index: usize) -> Option<i32> {
        match self.argument(index).base() {
            Value::I32(number) => Some(*number),
            _ => None,
        }
    }
}

fn on_this(
    call: &mut Call<'_>,
    run: impl Fn(&Arc<RegexObject>, &Search<'_, '_>) -> Outcome,
) -> Outcome {
    let object: Arc<RegexObject> = call.this.downcast_arc().ok_or_else(errors::null_reference)?;
    let search = Search { call, arguments: call.arguments.to_vec() };
    run(&object, &search)
}

/// Static members take the pattern behind the input, and options at the end.
fn on_static(
    call: &mut Call<'_>,
    run: impl Fn(&Arc<RegexObject>, &Search<'_, '_>) -> Outcome,
) -> Outcome {
    let pattern = call.required_string(1, "pattern")?;
    let made = RegexObject::new(pattern, options_of(call))?;
    let object = Arc::new(RegexObject { timeout: timeout_of(call), ..made });
    let mut arguments = call.arguments.to_vec();
    arguments.remove(1);
    arguments.retain(|argument| {
        !matches!(argument.base(), Value::TimeSpan(_))
            && !matches!(argument.base(), Value::Enum(id, _) if id.short_name() == "RegexOptions")
    });
    run(&object, &Search { call, arguments })
}

fn start(
    object: &RegexObject,
    subject: &Subject<'_>,
    given: Option<i32>,
) -> Result<usize, Exception> {
    match given {
        None => Ok(object.regex.default_start(subject)),
        Some(start) => {
            usize::try_from(start).ok().filter(|start| *start <= subject.len()).ok_or_else(|| {
                errors::out_of_range(
                    "startat",
                    "Start index cannot be less than 0 or greater than input length.",
                )
            })
        }
    }
}

fn is_match(object: &Arc<RegexObject>, search: &Search<'_, '_>) -> Outcome {
    let text = search.input()?;
    let units = text.units();
    let subject = subject_of(&text, &units);
    let start = start(object, &subject, search.number(1))?;
    object
        .regex
        .is_match_at(&subject, start, &mut object.budget(search.call))
        .map(Value::Bool)
        .map_err(|_| object.timed_out(&text))
}

/// The text as the engine sees it; half surrogate pairs stay what they are.
pub(super) fn subject_of<'t>(text: &'t PsString, units: &'t [u16]) -> Subject<'t> {
    if text.has_lone_surrogates() { Subject::from_utf16(units) } else { Subject::new(text) }
}

fn match_one(object: &Arc<RegexObject>, search: &Search<'_, '_>) -> Outcome {
    let text = search.input()?;
    let units = text.units();
    let subject = subject_of(&text, &units);
    let mut budget = object.budget(search.call);
    let found = match (search.number(1), search.number(2)) {
        (Some(beginning), Some(length)) => {
            let range = sequence::range_in(beginning, length, subject.len())?;
            object.regex.find_in(&subject, range.start, range.len(), &mut budget)
        }
        (given, _) => {
            let start = start(object, &subject, given)?;
            object.regex.find_at(&subject, start, &mut budget)
        }
    };
    let found = found.map_err(|_| object.timed_out(&text))?;
    Ok(found::match_value(&Source::new(object, text.clone()), found))
}

fn match_all(object: &Arc<RegexObject>, search: &Search<'_, '_>) -> Outcome {
    let text = search.input()?;
    let units = text.units();
    let subject = subject_of(&text, &units);
    let start = start(object, &subject, search.number(1))?;
    let mut budget = object.budget(search.call);
    let found: Result<Vec<_>, _> = object.regex.matches(&subject, start, &mut budget).collect();
    let found = found.map_err(|_| object.timed_out(&text))?;
    let source = Source::new(object, text.clone());
    let items = found.into_iter().map(|one| found::match_value(&source, Some(one))).collect();
    Ok(found::collection("MatchCollection", items, Vec::new()))
}

fn count(object: &Arc<RegexObject>, search: &Search<'_, '_>) -> Outcome {
    let text = search.input()?;
    let units = text.units();
    let subject = subject_of(&text, &units);
    let start = start(object, &subject, search.number(1))?;
    let mut budget = object.budget(search.call);
    Ok(sequence::count(object.regex.matches(&subject, start, &mut budget).count()))
}

/// Why a replacement ended: the search, or the script that was asked.
enum Broken {
    Search,
    Script(Exception),
}

impl From<Stopped> for Broken {
    fn from(_: Stopped) -> Self {
        Self::Search
    }
}

fn replace(object: &Arc<RegexObject>, search: &Search<'_, '_>) -> Outcome {
    let text = search.input()?;
    let units = text.units();
    let subject = subject_of(&text, &units);
    let by = search.argument(1);
    let count = search.number(2).and_then(|count| usize::try_from(count).ok());
    let start = start(object, &subject, search.number(3))?;
    let mut budget = object.budget(search.call);
    if let Some(pattern) = by.as_string() {
        let replacement = Replacement::new(pattern, &object.regex)
            .map_err(|error| parse_exception(&RegexError::Parse(error)))?;
        return object
            .regex
            .replace(&subject, &replacement, count, start, &mut budget)
            .map(Value::from)
            .map_err(|_| object.timed_out(&text));
    }
    let source = Source::new(object, text.clone());
    let replaced = object.regex.replace_with(&subject, count, start, &mut budget, |one| {
        let value = found::match_value(&source, Some(one.clone()));
        let answer = search.call.context.invoke(&by, &[value]).map_err(Broken::Script)?;
        let culture = search.call.context.culture();
        let text = match answer.base() {
            Value::Array(array) => {
                let parts: Vec<String> = array
                    .to_vec()
                    .iter()
                    .map(|item| crate::text::to_text(item, &culture).to_string())
                    .collect();
                parts.join(" ")
            }
            other => crate::text::to_text(other, &culture).to_string(),
        };
        Ok::<String, Broken>(text)
    });
    match replaced {
        Ok(replaced) => Ok(replaced.into()),
        Err(Broken::Search) => Err(object.timed_out(&text)),
        Err(Broken::Script(exception)) => Err(exception),
    }
}

fn split(object: &Arc<RegexObject>, search: &Search<'_, '_>) -> Outcome {
    let text = search.input()?;
    let units = text.units();
    let subject = subject_of(&text, &units);
    let count = usize::try_from(search.number(1).unwrap_or(0))
        .map_err(|_| errors::out_of_range("count", "Count cannot be less than -1."))?;
    let start = start(object, &subject, search.number(2))?;
    object
        .regex
        .split(&subject, count, start, &mut object.budget(search.call))
        .map(Value::strings)
        .map_err(|_| object.timed_out(&text))
}

//! `System.Globalization.TextInfo`, `CompareInfo` and the Gregorian calendar

use remora_psobject::time::{days_in_month, is_leap_year};

use crate::types::prelude::*;
use crate::types::system::string::{lower, upper};

pub(crate) static TEXT: Implementation = Implementation {
    name: "System.Globalization.TextInfo",
    methods: &[
        ("Clone", |call| Ok(call.this.clone())),
        ("ToLower", |call| change_case(call, lower)),
        ("ToTitleCase", |call| {
            let text = call.required_string(0, "str")?;
            Ok(title_case(text, &this(call)?.culture).into())
        }),
        ("ToUpper", |call| change_case(call, upper)),
    ],
    static_methods: &[("ReadOnly", |call| Ok(call.argument(0).clone()))],
    ..Implementation::EMPTY
};

pub(crate) static COMPARE: Implementation = Implementation {
    name: "System.Globalization.CompareInfo",
    methods: &[
        ("Compare", |call| {
            let options = call.argument(2).as_i64().unwrap_or(0);
            let empty = PsString::empty();
            let (left, right) =
                (call.string(0).unwrap_or(&empty), call.string(1).unwrap_or(&empty));
            let order = match options {
                _ if options & 0x4000_0000 != 0 => left.units().cmp(&right.units()),
                _ => call.context.compare_text(left, right, options & 0x1000_0001 != 0),
            };
            Ok(Value::I32(order as i32))
        }),
        ("IndexOf", |call| {
            let (text, wanted) =
                (call.required_string(0, "source")?, call.required_string(1, "value")?);
            let ignore_case = call.argument(2).as_i64().unwrap_or(0) & 0x1000_0001 != 0;
            let fold = |text: &PsString| {
                if ignore_case { upper(text, &Culture::invariant()) } else { text.clone() }
            };
            let at = crate::types::system::string_search::find(
                &fold(text).units(),
                &fold(wanted).units(),
            );
            Ok(Value::I32(at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1)))
        }),
        ("IsPrefix", |call| edge(call, |text, part| text.starts_with(part))),
        ("IsSuffix", |call| edge(call, |text, part| text.ends_with(part))),
    ],
    ..Implementation::EMPTY
};

pub(crate) static GREGORIAN: Implementation = Implementation {
    name: "System.Globalization.GregorianCalendar",
    constructor: Some(|_| Ok(calendar("GregorianCalendar"))),
    methods: &[
        ("AddDays", |call| shifted(call, "AddDays", Value::F64(f64::from(call.int(1))))),
        ("AddMonths", |call| shifted(call, "AddMonths", Value::I32(call.int(1)))),
        ("AddYears", |call| shifted(call, "AddYears", Value::I32(call.int(1)))),
        ("GetMonthsInYear", |_| Ok(Value::I32(12))),
        ("ToFourDigitYear", |call| {
            let year = call.int(0);
            Ok(Value::I32(match year {
                0..=49 => 2000 + year,
                50..=99 => 1900 + year,
                other => other,
            }))
        }),
        ("GetDayOfMonth", |call| Ok(Value::I32(date(call).date().2.cast_signed()))),
        ("GetDayOfWeek", |call| {
            Ok(enum_value("System.DayOfWeek", i64::from(date(call).day_of_week())))
        }),
        ("GetDayOfYear", |call| Ok(Value::I32(date(call).day_of_year().cast_signed()))),
        ("GetDaysInMonth", |call| {
            let month = u32::try_from(call.int(1)).unwrap_or(0);
            Ok(Value::I32(days_in_month(call.int(0), month).cast_signed()))
        }),
        ("GetDaysInYear", |call| Ok(Value::I32(if is_leap_year(call.int(0)) { 366 } else { 365 }))),
        ("GetMonth", |call| Ok(Value::I32(date(call).date().1.cast_signed()))),
        ("GetWeekOfYear", get_week_of_year),
        ("GetYear", |call| Ok(Value::I32(date(call).date().0))),
        ("IsLeapYear", |call| Ok(is_leap_year(call.int(0)).into())),
    ],
    ..Implementation::EMPTY
};

struct TextInfo {
    culture: Culture,
    is_compare: bool,
}

/// `CultureInfo.TextInfo`
pub(super) fn text_info(culture: &Culture) -> Value {
    Value::live(TextInfo { culture: culture.clone(), is_compare: false })
}

/// `CultureInfo.CompareInfo`
pub(super) fn compare_info(culture: &Culture) -> Value {
    Value::live(TextInfo { culture: culture.clone(), is_compare: true })
}

impl LiveObject for TextInfo {
    fn object_type(&self) -> TypeId {
        type_named(if self.is_compare {
            "System.Globalization.CompareInfo"
        } else {
            "System.Globalization.TextInfo"
        })
    }

    fn text(&self) -> PsString {
        let what = if self.is_compare { "CompareInfo" } else { "TextInfo" };
        format!("{what} - {}", self.culture.name).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        if self.is_compare {
            return names(&["Name", "Version", "LCID"]);
        }
        names(&[
            "ANSICodePage",
            "OEMCodePage",
            "MacCodePage",
            "EBCDICCodePage",
            "LCID",
            "CultureName",
            "IsReadOnly",
            "ListSeparator",
            "IsRightToLeft",
        ])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let culture = &self.culture;
        let [ansi, oem, mac, ebcdic] = culture.code_pages;
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "ansicodepage" => Value::I32(ansi),
            "oemcodepage" => Value::I32(oem),
            "maccodepage" => Value::I32(mac),
            "ebcdiccodepage" => Value::I32(ebcdic),
            "lcid" => Value::I32(culture.lcid),
            "name" | "culturename" => culture.name.as_str().into(),
            "isreadonly" => true.into(),
            "listseparator" => culture.list_separator.as_str().into(),
            "isrighttoleft" => culture.right_to_left.into(),
            _ => return None,
        }))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a TextInfo, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn change_case(call: &Call<'_>, change: impl Fn(&PsString, &Culture) -> PsString) -> Outcome {
    let culture = &this(call)?.culture;
    Ok(match call.argument(0) {
        Value::Char(unit) => {
            let changed = change(&PsString::from_units(&[*unit]), culture);
            Value::Char(changed.unit_at(0).unwrap_or(*unit))
        }
        _ => change(call.required_string(0, "str")?, culture).into(),
    })
}

/// Each word with a capital first, words all in capitals as they are.
fn title_case(text: &PsString, culture: &Culture) -> String {
    let mut out = String::new();
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        let has_lower = word.chars().any(char::is_lowercase);
        if has_lower || word.chars().count() == 1 {
            let mut letters = word.chars();
            let first: String = letters.next().into_iter().collect();
            let rest = PsString::from(letters.as_str());
            if first == "i" && rest.starts_with(['j', 'J']) && culture.two_letter_iso == "nl" {
                out.push_str("IJ");
                out.push_str(&rest.get(1..).unwrap_or_default().to_lowercase());
            } else {
                out.push_str(&upper(&first.into(), culture));
                out.push_str(&lower(&rest, culture));
            }
        } else {
            out.push_str(word);
        }
        word.clear();
    };
    for character in text.chars() {
        let in_word = character.is_alphanumeric() || (character == '\'' && !word.is_empty());
        if in_word {
            word.push(character);
        } else {
            flush(&mut word, &mut out);
            out.push(character);
        }
    }
    flush(&mut word, &mut out);
    out
}

fn edge(call: &Call<'_>, test: impl Fn(&[u16], &[u16]) -> bool) -> Outcome {
    let (text, part) = (call.required_string(0, "source")?, call.required_string(1, "prefix")?);
    let ignore_case = call.argument(2).as_i64().unwrap_or(0) & 0x1000_0001 != 0;
    let fold = |text: &PsString| {
        if ignore_case { upper(text, &Culture::invariant()) } else { text.clone() }
    };
    Ok(test(&fold(text).units(), &fold(part).units()).into())
}

struct Calendar {
    name: String,
}

/// A calendar by the short name of its type.
pub(super) fn calendar(name: &str) -> Value {
    Value::live(Calendar { name: name.to_owned() })
}

impl LiveObject for Calendar {
    fn object_type(&self) -> TypeId {
        type_named(&format!("System.Globalization.{}", self.name))
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&[
            "MinSupportedDateTime",
            "MaxSupportedDateTime",
            "AlgorithmType",
            "CalendarType",
            "Eras",
            "TwoDigitYearMax",
            "IsReadOnly",
        ])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "minsupporteddatetime" => remora_psobject::DateTime::MIN.into(),
            "algorithmtype" => {
                enum_named("System.Globalization.CalendarAlgorithmType", "SolarCalendar")
            }
            "calendartype" => {
                enum_named("System.Globalization.GregorianCalendarTypes", "Localized")
            }
            "eras" => Value::array_of(TypeId::INT32, vec![Value::I32(1)]),
            "twodigityearmax" => Value::I32(2049),
            "isreadonly" => false.into(),
            _ => return None,
        }))
    }
}

fn date(call: &Call<'_>) -> remora_psobject::DateTime {
    match call.argument(0).base() {
        Value::DateTime(date) => *date,
        _ => remora_psobject::DateTime::MIN,
    }
}

/// What a member of the date gives for one argument.
fn shifted(call: &Call<'_>, member: &str, by: Value) -> Outcome {
    let method = registry::definition(TypeId::DATE_TIME).and_then(|date| date.method(member));
    let Some(overload) = method.and_then(|method| method.overloads.first()) else {
        return Err(errors::null_reference());
    };
    let arguments = [by];
    (overload.body)(&mut Call::new(
        call.argument(0),
        &arguments,
        TypeId::DATE_TIME,
        Some(overload),
        call.context,
    ))
}

/// `GetWeekOfYear(time, rule, firstDayOfWeek)`
fn get_week_of_year(call: &mut Call<'_>) -> Outcome {
    let date = date(call);
    let rule = call.long(1);
    let first = call.long(2);
    let day_of_year = i64::from(date.day_of_year()) - 1;
    let start_day = (i64::from(date.day_of_week()) - day_of_year).rem_euclid(7);
    // Days of the first, partial week that belong to this year.
    let offset = (start_day - first).rem_euclid(7);
    let full_days = match rule {
        1 => 7,
        2 => 4,
        _ => {
            return Ok(Value::I32(i32::try_from((day_of_year + offset) / 7 + 1).unwrap_or(1)));
        }
    };
    let in_first = 7 - offset;
    let begin = if offset == 0 {
        0
    } else if in_first >= full_days {
        -offset
    } else {
        in_first
    };
    let day = day_of_year - begin;
    if day >= 0 {
        return Ok(Value::I32(i32::try_from(day / 7 + 1).unwrap_or(1)));
    }
    // The day belongs to the last week of the year before.
    let previous =
        remora_psobject::TimeSpan(-(day_of_year + 1) * remora_psobject::time::TICKS_PER_DAY);
    let last = date.checked_add(previous).unwrap_or(date);
    let arguments = [last.into(), call.argument(1).clone(), call.argument(2).clone()];
    get_week_of_year(&mut Call::new(call.this, &arguments, call.type_id, None, call.context))
}

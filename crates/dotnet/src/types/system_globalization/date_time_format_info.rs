//! `System.Globalization.DateTimeFormatInfo`

use parking_lot::RwLock;

use super::{culture_info, text_info};
use crate::culture::DateTimeFormat;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Globalization.DateTimeFormatInfo",
    constructor: Some(|_| {
        Ok(Value::live(DateTimeFormatInfo::new((*Culture::invariant().date_time).clone(), false)))
    }),
    methods: &[
        ("Clone", |call| Ok(Value::live(DateTimeFormatInfo::new(this(call)?.format(), false)))),
        ("GetAbbreviatedDayName", |call| {
            named(&this(call)?.format().abbreviated_day_names, call.long(0), "dayofweek")
        }),
        ("GetAbbreviatedMonthName", |call| {
            named(&this(call)?.format().abbreviated_month_names, call.long(0) - 1, "month")
        }),
        ("GetAllDateTimePatterns", get_all_patterns),
        ("GetDayName", |call| named(&this(call)?.format().day_names, call.long(0), "dayofweek")),
        ("GetEraName", |call| Ok(this(call)?.format().era.as_str().into())),
        ("GetFormat", |call| Ok(call.this.clone())),
        ("GetMonthName", |call| {
            named(&this(call)?.format().month_names, call.long(0) - 1, "month")
        }),
        ("GetShortestDayName", |call| {
            named(&this(call)?.format().shortest_day_names, call.long(0), "dayOfWeek")
        }),
    ],
    static_methods: &[
        ("GetInstance", |call| {
            let culture = culture_info::culture_of(call.argument(0))
                .unwrap_or_else(|| call.context.culture());
            Ok(Value::live(DateTimeFormatInfo::new((*culture.date_time).clone(), true)))
        }),
        ("ReadOnly", |call| Ok(call.argument(0).clone())),
    ],
    static_properties: &[
        ("CurrentInfo", |call| {
            let dates = (*call.context.culture().date_time).clone();
            Ok(Value::live(DateTimeFormatInfo::new(dates, true)))
        }),
        ("InvariantInfo", |_| {
            Ok(Value::live(DateTimeFormatInfo::new(
                (*Culture::invariant().date_time).clone(),
                true,
            )))
        }),
    ],
    ..Implementation::EMPTY
};

/// Date patterns as scripts hold them.
pub struct DateTimeFormatInfo {
    format: RwLock<DateTimeFormat>,
    read_only: bool,
}

impl DateTimeFormatInfo {
    /// Patterns, open to changes or not.
    pub fn new(format: DateTimeFormat, read_only: bool) -> Self {
        Self { format: RwLock::new(format), read_only }
    }

    /// The patterns as they are now.
    pub fn format(&self) -> DateTimeFormat {
        self.format.read().clone()
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a DateTimeFormatInfo, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn named(list: &[String], index: i64, parameter: &str) -> Outcome {
    let name = usize::try_from(index).ok().and_then(|index| list.get(index));
    name.map(|name| name.as_str().into()).ok_or_else(|| {
        let (low, high) = if parameter == "month" { (1, 13) } else { (0, 6) };
        errors::out_of_range(
            parameter,
            &format!("Valid values are between {low} and {high}, inclusive."),
        )
    })
}

fn get_all_patterns(call: &mut Call<'_>) -> Outcome {
    let format = this(call)?.format();
    let letter = match call.argument(0) {
        Value::Char(unit) => char::from_u32(u32::from(*unit)).unwrap_or('G'),
        _ => 'G',
    };
    Ok(Value::strings(match letter {
        'd' => format.all_short_date,
        'D' => format.all_long_date,
        't' => format.all_short_time,
        'T' => format.all_long_time,
        'm' | 'M' => format.all_month_day,
        'y' | 'Y' => format.all_year_month,
        _ => vec![format.general_long()],
    }))
}

impl LiveObject for DateTimeFormatInfo {
    fn object_type(&self) -> TypeId {
        type_named("System.Globalization.DateTimeFormatInfo")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&[
            "AMDesignator",
            "Calendar",
            "DateSeparator",
            "FirstDayOfWeek",
            "CalendarWeekRule",
            "FullDateTimePattern",
            "LongDatePattern",
            "LongTimePattern",
            "MonthDayPattern",
            "PMDesignator",
            "RFC1123Pattern",
            "ShortDatePattern",
            "ShortTimePattern",
            "SortableDateTimePattern",
            "TimeSeparator",
            "UniversalSortableDateTimePattern",
            "YearMonthPattern",
            "AbbreviatedDayNames",
            "ShortestDayNames",
            "DayNames",
            "AbbreviatedMonthNames",
            "MonthNames",
            "IsReadOnly",
            "NativeCalendarName",
            "AbbreviatedMonthGenitiveNames",
            "MonthGenitiveNames",
        ])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let format = self.format.read();
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "amdesignator" => format.am_designator.as_str().into(),
            "calendar" => text_info::calendar("GregorianCalendar"),
            "dateseparator" => format.date_separator.as_str().into(),
            "firstdayofweek" => enum_named("System.DayOfWeek", &format.first_day_of_week),
            "calendarweekrule" => {
                enum_named("System.Globalization.CalendarWeekRule", &format.calendar_week_rule)
            }
            "fulldatetimepattern" => format.full_date_time_pattern.as_str().into(),
            "longdatepattern" => format.long_date_pattern.as_str().into(),
            "longtimepattern" => format.long_time_pattern.as_str().into(),
            "monthdaypattern" => format.month_day_pattern.as_str().into(),
            "pmdesignator" => format.pm_designator.as_str().into(),
            "rfc1123pattern" => format.rfc1123_pattern.as_str().into(),
            "shortdatepattern" => format.short_date_pattern.as_str().into(),
            "shorttimepattern" => format.short_time_pattern.as_str().into(),
            "sortabledatetimepattern" => format.sortable_pattern.as_str().into(),
            "timeseparator" => format.time_separator.as_str().into(),
            "universalsortabledatetimepattern" => format.universal_sortable_pattern.as_str().into(),
            "yearmonthpattern" => format.year_month_pattern.as_str().into(),
            "abbreviateddaynames" => Value::strings(format.abbreviated_day_names.clone()),
            "shortestdaynames" => Value::strings(format.shortest_day_names.clone()),
            "daynames" => Value::strings(format.day_names.clone()),
            "abbreviatedmonthnames" => Value::strings(format.abbreviated_month_names.clone()),
            "monthnames" => Value::strings(format.month_names.clone()),
            "isreadonly" => self.read_only.into(),
            "nativecalendarname" => format.native_calendar_name.as_str().into(),
            "abbreviatedmonthgenitivenames" => {
                Value::strings(format.abbreviated_month_genitive_names.clone())
            }
            "monthgenitivenames" => Value::strings(format.month_genitive_names.clone()),
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if self.read_only {
            return Some(Err(errors::invalid_operation("Instance is read-only.")));
        }
        let mut format = self.format.write();
        let text = || crate::text::to_text(&value, &Culture::invariant()).to_string();
        let list = || -> Vec<String> {
            let items = sequence::items_of(&value);
            items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
        };
        match name.to_ascii_lowercase().as_str() {
            "amdesignator" => format.am_designator = text(),
            "dateseparator" => format.date_separator = text(),
            "firstdayofweek" => format.first_day_of_week = text(),
            "calendarweekrule" => format.calendar_week_rule = text(),
            "fulldatetimepattern" => format.full_date_time_pattern = text(),
            "longdatepattern" => format.long_date_pattern = text(),
            "longtimepattern" => format.long_time_pattern = text(),
            "monthdaypattern" => format.month_day_pattern = text(),
            "pmdesignator" => format.pm_designator = text(),
            "rfc1123pattern" => format.rfc1123_pattern = text(),
            "shortdatepattern" => format.short_date_pattern = text(),
            "shorttimepattern" => format.short_time_pattern = text(),
            "sortabledatetimepattern" => format.sortable_pattern = text(),
            "timeseparator" => format.time_separator = text(),
            "universalsortabledatetimepattern" => format.universal_sortable_pattern = text(),
            "yearmonthpattern" => format.year_month_pattern = text(),
            "abbreviateddaynames" => format.abbreviated_day_names = list(),
            "shortestdaynames" => format.shortest_day_names = list(),
            "daynames" => format.day_names = list(),
            "abbreviatedmonthnames" => format.abbreviated_month_names = list(),
            "monthnames" => format.month_names = list(),
            "nativecalendarname" => format.native_calendar_name = text(),
            "abbreviatedmonthgenitivenames" => format.abbreviated_month_genitive_names = list(),
            "monthgenitivenames" => format.month_genitive_names = list(),
            _ => return None,
        }
        Some(Ok(()))
    }
}

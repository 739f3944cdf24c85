//! `DateTimeFormatInfo`.

/// How a culture writes dates. The names are those of .NET.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the properties of DateTimeFormatInfo")]
pub struct DateTimeFormat {
    pub am_designator: String,
    pub pm_designator: String,
    pub abbreviated_day_names: Vec<String>,
    pub abbreviated_month_genitive_names: Vec<String>,
    pub abbreviated_month_names: Vec<String>,
    pub calendar_week_rule: String,
    pub date_separator: String,
    pub day_names: Vec<String>,
    pub first_day_of_week: String,
    pub full_date_time_pattern: String,
    pub long_date_pattern: String,
    pub long_time_pattern: String,
    pub month_day_pattern: String,
    pub month_genitive_names: Vec<String>,
    pub month_names: Vec<String>,
    pub native_calendar_name: String,
    pub rfc1123_pattern: String,
    pub short_date_pattern: String,
    pub shortest_day_names: Vec<String>,
    pub short_time_pattern: String,
    pub sortable_pattern: String,
    pub time_separator: String,
    pub universal_sortable_pattern: String,
    pub year_month_pattern: String,
    pub all_short_date: Vec<String>,
    pub all_long_date: Vec<String>,
    pub all_short_time: Vec<String>,
    pub all_long_time: Vec<String>,
    pub all_month_day: Vec<String>,
    pub all_year_month: Vec<String>,
    /// The name of the current era.
    pub era: String,
}

impl DateTimeFormat {
    /// Long date and short time, as the format `f` writes them.
    pub fn long_date_short_time(&self) -> String {
        format!("{} {}", self.long_date_pattern, self.short_time_pattern)
    }

    /// All patterns of a standard format; the letter itself where its pattern is fixed.
    pub fn patterns(&self, letter: char) -> Vec<String> {
        let joined = |dates: &[String], times: &[String]| -> Vec<String> {
            dates
                .iter()
                .flat_map(|date| times.iter().map(move |time| format!("{date} {time}")))
                .collect()
        };
        match letter {
            'd' => self.all_short_date.clone(),
            'D' => self.all_long_date.clone(),
            't' => self.all_short_time.clone(),
            'T' => self.all_long_time.clone(),
            'm' | 'M' => self.all_month_day.clone(),
            'y' | 'Y' => self.all_year_month.clone(),
            'f' => joined(&self.all_long_date, &self.all_short_time),
            'F' => joined(&self.all_long_date, &self.all_long_time),
            'g' => joined(&self.all_short_date, &self.all_short_time),
            'G' => joined(&self.all_short_date, &self.all_long_time),
            other => vec![other.to_string()],
        }
    }

    /// Short date and short time, as the format `g` writes them.
    pub fn general_short(&self) -> String {
        format!("{} {}", self.short_date_pattern, self.short_time_pattern)
    }

    /// Short date and long time, as the format `G` writes them.
    pub fn general_long(&self) -> String {
        format!("{} {}", self.short_date_pattern, self.long_time_pattern)
    }
}

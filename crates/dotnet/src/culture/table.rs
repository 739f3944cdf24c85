//! Reading the committed table of cultures.

use std::sync::Arc;

use super::{Culture, CultureData, DateTimeFormat, NumberFormat};

static TABLE: &str = include_str!("../../data/cultures.txt");

fn name_of(line: &'static str) -> &'static str {
    line.split('\t').next().unwrap_or_default()
}

/// The names in the table.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TABLE.lines().map(name_of)
}

/// The culture of this name.
pub(super) fn find(name: &str) -> Option<CultureData> {
    TABLE.lines().find(|line| name_of(line).eq_ignore_ascii_case(name)).map(parse)
}

/// The name of the culture of this identifier.
pub(super) fn name_of_lcid(lcid: i32) -> Option<&'static str> {
    let text = lcid.to_string();
    TABLE.lines().find_map(|line| {
        let mut fields = line.split('\t');
        let name = fields.next()?;
        (fields.next()? == text).then_some(name)
    })
}

/// A culture of a name that the table does not hold: patterns of its language where that is known.
pub(super) fn derive(name: &str) -> Option<CultureData> {
    let mut parts = name.split('-');
    let language = parts.next().unwrap_or_default();
    let good = (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    if !good {
        return None;
    }
    let language = language.to_ascii_lowercase();
    let relative = TABLE.lines().find(|line| name_of(line) == language).or_else(|| {
        let prefix = format!("{language}-");
        TABLE.lines().find(|line| name_of(line).starts_with(&prefix))
    });
    let mut data = relative.map_or_else(|| (*Culture::invariant()).clone(), parse);
    let spelled: Vec<String> = name
        .split('-')
        .enumerate()
        .map(|(at, part)| match (at, part.len()) {
            (0, _) => part.to_ascii_lowercase(),
            (_, 2) => part.to_ascii_uppercase(),
            _ => part.to_owned(),
        })
        .collect();
    data.name = spelled.join("-");
    data.is_neutral = spelled.len() == 1;
    data.parent = if data.is_neutral { String::new() } else { language };
    data.ietf_tag.clone_from(&data.name);
    data.lcid = 4096;
    if relative.is_none() {
        data.display_name.clone_from(&data.name);
        data.english_name.clone_from(&data.name);
        data.native_name.clone_from(&data.name);
    }
    Some(data)
}

/// What is left where the table were empty.
pub(super) fn bare() -> CultureData {
    parse("")
}

struct Fields(std::str::Split<'static, char>);

impl Fields {
    fn text(&mut self) -> String {
        self.0.next().unwrap_or_default().to_owned()
    }

    fn number(&mut self) -> i32 {
        self.0.next().and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    fn flag(&mut self) -> bool {
        self.0.next() == Some("1")
    }

    fn list(&mut self) -> Vec<String> {
        let text = self.0.next().unwrap_or_default();
        text.split('|').map(str::to_owned).collect()
    }

    fn numbers(&mut self) -> Vec<i32> {
        let text = self.0.next().unwrap_or_default();
        text.split('|').filter_map(|part| part.parse().ok()).collect()
    }
}

/// The fields of a line stand in the order of the fields of the structures.
fn parse(line: &'static str) -> CultureData {
    let mut fields = Fields(line.split('\t'));
    let f = &mut fields;
    CultureData {
        name: f.text(),
        lcid: f.number(),
        display_name: f.text(),
        english_name: f.text(),
        native_name: f.text(),
        two_letter_iso: f.text(),
        three_letter_iso: f.text(),
        three_letter_windows: f.text(),
        ietf_tag: f.text(),
        parent: f.text(),
        is_neutral: f.flag(),
        types: f.text(),
        keyboard: f.number(),
        calendar: f.text(),
        code_pages: [f.number(), f.number(), f.number(), f.number()],
        list_separator: f.text(),
        right_to_left: f.flag(),
        number: Arc::new(parse_number(f)),
        date_time: Arc::new(parse_date_time(f)),
    }
}

fn parse_number(f: &mut Fields) -> NumberFormat {
    NumberFormat {
        currency_decimal_digits: f.number(),
        currency_decimal_separator: f.text(),
        currency_group_separator: f.text(),
        currency_group_sizes: f.numbers(),
        currency_negative_pattern: f.number(),
        currency_positive_pattern: f.number(),
        currency_symbol: f.text(),
        digit_substitution: f.text(),
        nan_symbol: f.text(),
        native_digits: f.list(),
        negative_infinity_symbol: f.text(),
        negative_sign: f.text(),
        number_decimal_digits: f.number(),
        number_decimal_separator: f.text(),
        number_group_separator: f.text(),
        number_group_sizes: f.numbers(),
        number_negative_pattern: f.number(),
        percent_decimal_digits: f.number(),
        percent_decimal_separator: f.text(),
        percent_group_separator: f.text(),
        percent_group_sizes: f.numbers(),
        percent_negative_pattern: f.number(),
        percent_positive_pattern: f.number(),
        percent_symbol: f.text(),
        per_mille_symbol: f.text(),
        positive_infinity_symbol: f.text(),
        positive_sign: f.text(),
    }
}

fn parse_date_time(f: &mut Fields) -> DateTimeFormat {
    DateTimeFormat {
        am_designator: f.text(),
        pm_designator: f.text(),
        abbreviated_day_names: f.list(),
        abbreviated_month_genitive_names: f.list(),
        abbreviated_month_names: f.list(),
        calendar_week_rule: f.text(),
        date_separator: f.text(),
        day_names: f.list(),
        first_day_of_week: f.text(),
        full_date_time_pattern: f.text(),
        long_date_pattern: f.text(),
        long_time_pattern: f.text(),
        month_day_pattern: f.text(),
        month_genitive_names: f.list(),
        month_names: f.list(),
        native_calendar_name: f.text(),
        rfc1123_pattern: f.text(),
        short_date_pattern: f.text(),
        shortest_day_names: f.list(),
        short_time_pattern: f.text(),
        sortable_pattern: f.text(),
        time_separator: f.text(),
        universal_sortable_pattern: f.text(),
        year_month_pattern: f.text(),
        all_short_date: f.list(),
        all_long_date: f.list(),
        all_short_time: f.list(),
        all_long_time: f.list(),
        all_month_day: f.list(),
        all_year_month: f.list(),
        era: f.text(),
    }
}

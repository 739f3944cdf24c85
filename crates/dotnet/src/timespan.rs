//! Durations as text and back.

use remora_psobject::time::{TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND};
use remora_psobject::{Exception, TimeSpan};

use crate::culture::Culture;
use crate::errors;

struct Parts {
    negative: bool,
    days: u64,
    hours: u64,
    minutes: u64,
    seconds: u64,
    ticks: u64,
}

impl Parts {
    fn of(span: TimeSpan) -> Self {
        let all = span.0.unsigned_abs();
        let unit = |ticks: i64| ticks.unsigned_abs();
        Self {
            negative: span.0 < 0,
            days: all / unit(TICKS_PER_DAY),
            hours: all / unit(TICKS_PER_HOUR) % 24,
            minutes: all / unit(TICKS_PER_MINUTE) % 60,
            seconds: all / unit(TICKS_PER_SECOND) % 60,
            ticks: all % unit(TICKS_PER_SECOND),
        }
    }
}

/// `TimeSpan.ToString()`: the invariant form `c`.
pub fn to_string(span: TimeSpan) -> String {
    let p = Parts::of(span);
    let sign = if p.negative { "-" } else { "" };
    let days = if p.days > 0 { format!("{}.", p.days) } else { String::new() };
    let fraction = if p.ticks > 0 { format!(".{:07}", p.ticks) } else { String::new() };
    format!("{sign}{days}{:02}:{:02}:{:02}{fraction}", p.hours, p.minutes, p.seconds)
}

/// `TimeSpan.ToString(format, culture)`. An empty format is `c`.
///
/// # Errors
/// `FormatException`
pub fn format(span: TimeSpan, format: &str, culture: &Culture) -> Result<String, Exception> {
    let point = &culture.number.number_decimal_separator;
    let mut letters = format.chars();
    match (letters.next(), letters.next()) {
        (None, _) => Ok(to_string(span)),
        (Some('c' | 't' | 'T'), None) => Ok(to_string(span)),
        (Some('g'), None) => {
            let p = Parts::of(span);
            let sign = if p.negative { "-" } else { "" };
            let days = if p.days > 0 { format!("{}:", p.days) } else { String::new() };
            let mut fraction = String::new();
            if p.ticks > 0 {
                let digits = format!("{:07}", p.ticks);
                fraction = format!("{point}{}", digits.trim_end_matches('0'));
            }
            Ok(format!("{sign}{days}{}:{:02}:{:02}{fraction}", p.hours, p.minutes, p.seconds))
        }
        (Some('G'), None) => {
            let p = Parts::of(span);
            let sign = if p.negative { "-" } else { "" };
            Ok(format!(
                "{sign}{}:{:02}:{:02}:{:02}{point}{:07}",
                p.days, p.hours, p.minutes, p.seconds, p.ticks
            ))
        }
        (Some(_), None) => Err(errors::bad_format_string()),
        _ => picture(span, format),
    }
}

fn picture(span: TimeSpan, format: &str) -> Result<String, Exception> {
    let p = Parts::of(span);
    let picture: Vec<char> = format.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(symbol) = picture.get(at).copied() {
        let run =
            picture.get(at..).map_or(1, |rest| rest.iter().take_while(|c| **c == symbol).count());
        let limit = match symbol {
            'd' => 8,
            'f' | 'F' => 7,
            _ => 2,
        };
        let is_part = matches!(symbol, 'd' | 'h' | 'm' | 's' | 'f' | 'F');
        if is_part && run > limit {
            return Err(errors::bad_format_string());
        }
        at += match symbol {
            'd' => put(&mut out, p.days, run),
            'h' => put(&mut out, p.hours, run),
            'm' => put(&mut out, p.minutes, run),
            's' => put(&mut out, p.seconds, run),
            'f' | 'F' => {
                let digits = format!("{:07}", p.ticks);
                let shown = digits.get(..run).unwrap_or(&digits);
                out.push_str(if symbol == 'F' { shown.trim_end_matches('0') } else { shown });
                run
            }
            '\'' | '"' => {
                let end = picture
                    .get(at + 1..)
                    .and_then(|rest| rest.iter().position(|c| *c == symbol))
                    .ok_or_else(errors::bad_format_string)?;
                out.extend(picture.get(at + 1..at + 1 + end).unwrap_or(&[]));
                end + 2
            }
            '\\' => {
                out.push(*picture.get(at + 1).ok_or_else(errors::bad_format_string)?);
                2
            }
            '%' if picture.get(at + 1).is_some_and(|next| *next != '%') => 1,
            // Unlike in dates, any other character needs a quote.
            _ => return Err(errors::bad_format_string()),
        };
    }
    Ok(out)
}

fn put(out: &mut String, value: u64, width: usize) -> usize {
    out.push_str(&format!("{value:0width$}"));
    width
}

fn not_a_span(text: &str) -> Exception {
    errors::format(format!("String '{text}' was not recognized as a valid TimeSpan."))
}

fn too_long(text: &str) -> Exception {
    errors::overflow(format!(
        "The TimeSpan string '{text}' could not be parsed because at least one of the numeric components is out of range or contains too many digits."
    ))
}

/// `TimeSpan.Parse`: days alone, `[-][d.]hh:mm[:ss[.fffffff]]`, `d:hh:mm:ss`.
///
/// # Errors
/// `FormatException`, or `OverflowException` where a part is too large.
pub fn parse(text: &str, culture: &Culture) -> Result<TimeSpan, Exception> {
    let body = text.trim();
    let (negative, body) = match body.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, body),
    };
    let bad = || not_a_span(text);
    let range = || too_long(text);
    let digits = |part: &str| -> Result<i64, Exception> {
        if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(bad());
        }
        part.parse::<i64>().map_err(|_| range())
    };
    let point = culture.number.number_decimal_separator.as_str();
    let mut fields: Vec<&str> = body.split(':').collect();
    let mut days = 0;
    let mut fraction = 0;
    if fields.len() == 1 {
        // A number alone is days.
        days = digits(body)?;
        fields.clear();
    } else {
        if let Some((head, rest)) = fields.first().and_then(|first| first.split_once('.')) {
            days = digits(head)?;
            if let Some(first) = fields.first_mut() {
                *first = rest;
            }
        } else if fields.len() == 4 {
            days = digits(fields.remove(0))?;
        }
        if fields.len() > 3 {
            return Err(bad());
        }
        if fields.len() == 3
            && let Some(last) = fields.last_mut()
            && let Some((seconds, rest)) = last.split_once(point).or_else(|| last.split_once('.'))
        {
            if rest.is_empty() {
                return Err(bad());
            }
            if rest.len() > 7 {
                return Err(range());
            }
            fraction = digits(rest)? * 10_i64.pow(u32::try_from(7 - rest.len()).unwrap_or(0));
            *last = seconds;
        }
    }
    let mut parts = [0_i64; 3];
    for (slot, field) in parts.iter_mut().zip(&fields) {
        *slot = digits(field)?;
    }
    let [hours, minutes, seconds] = parts;
    if hours > 23 || minutes > 59 || seconds > 59 || days > 10_675_199 {
        return Err(range());
    }
    let total = i128::from(days) * i128::from(TICKS_PER_DAY)
        + i128::from(hours) * i128::from(TICKS_PER_HOUR)
        + i128::from(minutes) * i128::from(TICKS_PER_MINUTE)
        + i128::from(seconds) * i128::from(TICKS_PER_SECOND)
        + i128::from(fraction);
    let total = if negative { -total } else { total };
    i64::try_from(total).map(TimeSpan).map_err(|_| range())
}

/// `TimeSpan.ParseExact`
///
/// # Errors
/// `FormatException`
pub fn parse_exact(text: &str, format: &str, culture: &Culture) -> Result<TimeSpan, Exception> {
    if format.len() == 1 {
        return match format {
            "c" | "t" | "T" | "g" | "G" => parse(text, culture),
            _ => Err(errors::bad_format_string()),
        };
    }
    read_picture(text, format).ok_or_else(|| not_a_span(text))
}

fn read_picture(text: &str, format: &str) -> Option<TimeSpan> {
    let picture: Vec<char> = format.chars().collect();
    let mut rest = text;
    let mut total = 0_i64;
    let mut at = 0;
    while let Some(symbol) = picture.get(at).copied() {
        let run = picture.get(at..)?.iter().take_while(|c| **c == symbol).count();
        at += match symbol {
            'd' | 'h' | 'm' | 's' | 'f' | 'F' => {
                let most = match (symbol, run) {
                    ('d', 1) => 8,
                    ('f' | 'F', run) => run,
                    (_, 1) => 2,
                    (_, run) => run,
                };
                let count = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
                if symbol != 'F' && count < if run == 1 { 1 } else { run } {
                    return None;
                }
                let (digits, tail) = rest.split_at(count);
                rest = tail;
                let value: i64 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
                let unit = match symbol {
                    'd' => TICKS_PER_DAY,
                    'h' if value < 24 => TICKS_PER_HOUR,
                    'm' if value < 60 => TICKS_PER_MINUTE,
                    's' if value < 60 => TICKS_PER_SECOND,
                    'f' | 'F' => 10_i64.pow(u32::try_from(7 - count).ok()?),
                    _ => return None,
                };
                total = total.checked_add(value.checked_mul(unit)?)?;
                run
            }
            '\'' | '"' => {
                let end = picture.get(at + 1..)?.iter().position(|c| *c == symbol)?;
                let literal: String = picture.get(at + 1..at + 1 + end)?.iter().collect();
                rest = rest.strip_prefix(literal.as_str())?;
                end + 2
            }
            '\\' => {
                rest = rest.strip_prefix(*picture.get(at + 1)?)?;
                2
            }
            '%' => 1,
            _ => return None,
        };
    }
    rest.is_empty().then_some(TimeSpan(total))
}

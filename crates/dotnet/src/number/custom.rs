//! Custom formats: pictures such as `#,##0.00;(#,##0.00);zero`.

use remora_psobject::{Exception, Value};

use super::digits::{Digits, character};
use super::standard::exponent_text;
use super::{digits_of, not_numeric, special};
use crate::culture::NumberFormat;

/// The number in a custom format.
pub(super) fn format(
    value: &Value,
    format: &str,
    culture: &NumberFormat,
) -> Result<String, Exception> {
    if let Some(text) = special(value, culture) {
        return Ok(text);
    }
    let picture: Vec<char> = format.chars().collect();
    let original = match value {
        // Floating-point numbers take part with the digits that are sure.
        Value::F64(number) => Digits::significant(*number, 15).trimmed(),
        Value::F32(number) => Digits::significant(f64::from(*number), 7).trimmed(),
        other => digits_of(other).ok_or_else(not_numeric)?,
    };
    let floating = matches!(value, Value::F64(_) | Value::F32(_));
    let sections = split_sections(&picture);
    let wanted = match (original.is_zero(), original.negative) {
        (true, _) => 2,
        (_, true) => 1,
        _ => 0,
    };
    let mut section = find_section(&sections, wanted);
    loop {
        let body = sections.get(section).copied().unwrap_or(&[]);
        let plan = Plan::scan(body);
        let mut digits = original.clone();
        if digits.is_zero() {
            digits = digits.trimmed();
            digits.negative = digits.negative && floating;
        } else {
            digits.scale += plan.scale_adjust;
            let keep = if plan.scientific {
                plan.digit_count
            } else {
                digits.scale + plan.digit_count - plan.decimal_position
            };
            digits.round(keep);
            if digits.is_zero() {
                digits.negative = digits.negative && floating;
                let zero = find_section(&sections, 2);
                if zero != section {
                    section = zero;
                    continue;
                }
            }
        }
        return Ok(Writer::new(body, &plan, &digits, culture).write(section == 0));
    }
}

/// The sections of a picture; quoted and escaped semicolons do not count.
fn split_sections(picture: &[char]) -> Vec<&[char]> {
    let mut sections = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(character) = picture.get(at) {
        match character {
            '\'' | '"' => at = closing_quote(picture, at),
            '\\' => at += 1,
            ';' => {
                sections.push(picture.get(start..at).unwrap_or(&[]));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    sections.push(picture.get(start..).unwrap_or(&[]));
    sections
}

/// Where the quote that opens at `at` closes.
fn closing_quote(picture: &[char], at: usize) -> usize {
    let quote = picture.get(at);
    let mut end = at + 1;
    while end < picture.len() && picture.get(end) != quote {
        end += 1;
    }
    end
}

/// An empty section stands for the first.
fn find_section(sections: &[&[char]], wanted: usize) -> usize {
    match sections.get(wanted) {
        Some(section) if !section.is_empty() => wanted,
        _ => 0,
    }
}

/// What a section asks for.
struct Plan {
    digit_count: i32,
    decimal_position: i32,
    first_digit: i32,
    last_digit: i32,
    scale_adjust: i32,
    scientific: bool,
    grouped: bool,
}

impl Plan {
    fn scan(body: &[char]) -> Self {
        let (mut digit_count, mut decimal, mut first, mut last) = (0, -1, i32::MAX, 0);
        let (mut thousands_at, mut thousands, mut grouped) = (-1, 0, false);
        let (mut scale_adjust, mut scientific) = (0, false);
        let mut at = 0;
        while let Some(character) = body.get(at) {
            match character {
                '#' => digit_count += 1,
                '0' => {
                    first = first.min(digit_count);
                    digit_count += 1;
                    last = digit_count;
                }
                '.' if decimal < 0 => decimal = digit_count,
                ',' if digit_count > 0 && decimal < 0 => {
                    if thousands_at == digit_count {
                        thousands += 1;
                    } else {
                        grouped = grouped || thousands_at >= 0;
                        thousands_at = digit_count;
                        thousands = 1;
                    }
                }
                '%' => scale_adjust += 2,
                '‰' => scale_adjust += 3,
                '\'' | '"' => at = closing_quote(body, at),
                '\\' => at += 1,
                'E' | 'e' => {
                    if let Some((_, length)) = exponent_picture(body, at) {
                        scientific = true;
                        at += length - 1;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        if decimal < 0 {
            decimal = digit_count;
        }
        if thousands_at >= 0 {
            if thousands_at == decimal {
                scale_adjust -= thousands * 3;
            } else {
                grouped = true;
            }
        }
        Self {
            digit_count,
            decimal_position: decimal,
            first_digit: if first < decimal { decimal - first } else { 0 },
            last_digit: if last > decimal { decimal - last } else { 0 },
            scale_adjust,
            scientific,
            grouped,
        }
    }
}

/// `E0`, `E+0`, `E-0`: whether a plus sign is shown, and the length of the picture.
fn exponent_picture(body: &[char], at: usize) -> Option<(bool, usize)> {
    let sign = body.get(at + 1)?;
    let (plus, zeros) = match sign {
        '0' => (false, at + 1),
        '+' => (true, at + 2),
        '-' => (false, at + 2),
        _ => return None,
    };
    let count = body.get(zeros..)?.iter().take_while(|c| **c == '0').count();
    (count > 0).then_some((plus, zeros + count - at))
}

struct Writer<'a> {
    body: &'a [char],
    plan: &'a Plan,
    digits: &'a Digits,
    culture: &'a NumberFormat,
    /// Digits still to be written before the point.
    position: i32,
    /// Digits that have no place in the picture (positive), or places without a digit (negative).
    adjust: i32,
    next_digit: i32,
    group_ends: Vec<i32>,
    out: String,
}

impl<'a> Writer<'a> {
    fn new(
        body: &'a [char],
        plan: &'a Plan,
        digits: &'a Digits,
        culture: &'a NumberFormat,
    ) -> Self {
        let (position, adjust) = if plan.scientific {
            (plan.decimal_position, 0)
        } else {
            (digits.scale.max(plan.decimal_position), digits.scale - plan.decimal_position)
        };
        let group_ends = if plan.grouped {
            group_ends(&culture.number_group_sizes, position)
        } else {
            Vec::new()
        };
        Self {
            body,
            plan,
            digits,
            culture,
            position,
            adjust,
            next_digit: 0,
            group_ends,
            out: String::new(),
        }
    }

    fn has_digits(&self) -> bool {
        self.next_digit < self.digits.len()
    }

    fn take_digit(&mut self) -> Option<char> {
        let digit = self.has_digits().then(|| character(self.digits.at(self.next_digit)));
        self.next_digit += 1;
        digit
    }

    fn put(&mut self, digit: char) {
        self.out.push(digit);
        if self.position > 1 && self.group_ends.contains(&(self.position - 1)) {
            self.out.push_str(&self.culture.number_group_separator);
        }
    }

    fn write(mut self, shows_sign: bool) -> String {
        if self.digits.negative && shows_sign {
            self.out.push_str(&self.culture.negative_sign);
        }
        let mut decimal_written = false;
        let mut at = 0;
        while let Some(symbol) = self.body.get(at).copied() {
            if matches!(symbol, '#' | '0' | '.') {
                while self.adjust > 0 {
                    let digit = self.take_digit().unwrap_or('0');
                    self.put(digit);
                    self.position -= 1;
                    self.adjust -= 1;
                }
            }
            match symbol {
                '#' | '0' => self.place(),
                '.' => {
                    let wanted = self.plan.last_digit < 0
                        || (self.plan.decimal_position < self.plan.digit_count
                            && self.has_digits());
                    if self.position == 0 && !decimal_written && wanted {
                        self.out.push_str(&self.culture.number_decimal_separator);
                        decimal_written = true;
                    }
                }
                '%' => self.out.push_str(&self.culture.percent_symbol),
                '‰' => self.out.push_str(&self.culture.per_mille_symbol),
                ',' => {}
                '\'' | '"' => {
                    let end = closing_quote(self.body, at);
                    self.out.extend(self.body.get(at + 1..end).unwrap_or(&[]));
                    at = end;
                }
                '\\' => {
                    at += 1;
                    self.out.extend(self.body.get(at));
                }
                'E' | 'e' => at += self.exponent(at, symbol),
                other => self.out.push(other),
            }
            at += 1;
        }
        self.out
    }

    /// One place for a digit.
    fn place(&mut self) {
        let digit = if self.adjust < 0 {
            self.adjust += 1;
            (self.position <= self.plan.first_digit).then_some('0')
        } else {
            self.take_digit().or_else(|| (self.position > self.plan.last_digit).then_some('0'))
        };
        if let Some(digit) = digit {
            self.put(digit);
        }
        self.position -= 1;
    }

    /// The exponent; gives the number of characters of the picture to pass over.
    fn exponent(&mut self, at: usize, letter: char) -> usize {
        let Some((plus, length)) = exponent_picture(self.body, at).filter(|_| self.plan.scientific)
        else {
            self.out.push(letter);
            return 0;
        };
        let zeros = self
            .body
            .get(at..at + length)
            .map_or(1, |part| part.iter().filter(|c| **c == '0').count());
        let exponent =
            if self.digits.is_zero() { 0 } else { self.digits.scale - self.plan.decimal_position };
        self.out.push(letter);
        self.out.push_str(&exponent_text(exponent, zeros.min(10), plus, self.culture));
        length - 1
    }
}

/// After how many digits, counted from the point, a group ends.
fn group_ends(sizes: &[i32], digits: i32) -> Vec<i32> {
    let mut ends = Vec::new();
    let (mut total, mut index) = (0, 0);
    while let Some(size) = sizes.get(index).or(sizes.last()).filter(|size| **size > 0) {
        total += size;
        if total >= digits {
            break;
        }
        ends.push(total);
        index += 1;
    }
    ends
}

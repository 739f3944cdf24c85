//! A number as decimal digits and the place of the point.

use num_bigint::{BigInt, Sign};
use remora_psobject::Decimal;

/// The value is `0.d₁d₂d₃… × 10^scale`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    /// Decimal digits as numbers; the first is not zero unless there is none.
    pub(super) digits: Vec<u8>,
    /// The number of digits before the point.
    pub(super) scale: i32,
    /// Whether it is below zero, or the negative zero.
    pub(super) negative: bool,
}

impl Digits {
    /// From text of the form `-1.23e4`, `-1.23` or `123`.
    fn of_text(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let negative = mantissa.starts_with('-');
        let mantissa = mantissa.trim_start_matches('-');
        let whole = mantissa.find('.').unwrap_or(mantissa.len());
        let all: Vec<u8> =
            mantissa.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
        let zeros = all.iter().take_while(|digit| **digit == 0).count();
        let exponent: i32 = exponent.parse().unwrap_or(0);
        Self {
            digits: all.into_iter().skip(zeros).collect(),
            scale: size(whole) + exponent - size(zeros),
            negative,
        }
        .normalized()
    }

    fn normalized(mut self) -> Self {
        if self.digits.is_empty() {
            self.scale = 0;
        }
        self
    }

    /// The shortest digits that stand for this double.
    pub(super) fn shortest(number: f64) -> Self {
        Self::of_text(&format!("{number:e}")).trimmed()
    }

    /// The shortest digits that stand for this single.
    pub(super) fn shortest_single(number: f32) -> Self {
        Self::of_text(&format!("{number:e}")).trimmed()
    }

    /// The double rounded to this many significant digits, ties to even.
    pub(super) fn significant(number: f64, count: usize) -> Self {
        let decimals = count.saturating_sub(1);
        Self::of_text(&format!("{number:.decimals$e}"))
    }

    /// The double rounded to this many decimals, ties to even.
    pub(super) fn decimals(number: f64, count: usize) -> Self {
        Self::of_text(&format!("{number:.count$}"))
    }

    /// All digits of a decimal, zeros at its end included.
    pub(super) fn of_decimal(number: &Decimal) -> Self {
        let mantissa = number.mantissa();
        let scale = i32::try_from(number.scale()).unwrap_or(0);
        let mut digits = Self::of_text(&mantissa.unsigned_abs().to_string());
        if !digits.digits.is_empty() {
            digits.scale -= scale;
        } else {
            digits.scale = -scale;
        }
        digits.negative = mantissa < 0;
        digits
    }

    /// All digits of an integer.
    pub(super) fn of_integer(number: &BigInt) -> Self {
        let (sign, magnitude) = number.to_radix_be(10);
        let digits = if sign == Sign::NoSign { Vec::new() } else { magnitude };
        Self { scale: size(digits.len()), digits, negative: sign == Sign::Minus }
    }

    /// Whether it is zero.
    pub(super) fn is_zero(&self) -> bool {
        self.digits.iter().all(|digit| *digit == 0)
    }

    /// Without zeros at its end.
    pub(super) fn trimmed(mut self) -> Self {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        self.normalized()
    }

    /// Rounded to `count` digits counted from the first, ties away from zero, without zeros at its end.
    pub(super) fn round(&mut self, count: i32) {
        let keep = usize::try_from(count).unwrap_or(0);
        let up = count >= 0 && self.digits.get(keep).is_some_and(|digit| *digit >= 5);
        self.digits.truncate(keep);
        if up {
            while self.digits.last() == Some(&9) {
                self.digits.pop();
            }
            match self.digits.last_mut() {
                Some(last) => *last += 1,
                None => {
                    self.digits.push(1);
                    self.scale += 1;
                }
            }
        }
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.scale = 0;
        }
    }

    /// The digit at a place counted from the first; zero past the end.
    pub(super) fn at(&self, place: i32) -> u8 {
        usize::try_from(place).ok().and_then(|place| self.digits.get(place)).copied().unwrap_or(0)
    }

    /// Number of digits.
    pub(super) fn len(&self) -> i32 {
        size(self.digits.len())
    }
}

fn size(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A digit as its character.
pub(super) fn character(digit: u8) -> char {
    char::from(b'0' + digit.min(9))
}

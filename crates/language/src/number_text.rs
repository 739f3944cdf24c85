//! Numbers as PowerShell writes them into strings: invariant culture, 15 or 7 significant digits.

use remora_psobject::Decimal;

/// `ToString("G15")` in the invariant culture.
pub fn double_text(number: f64) -> String {
    special(number).unwrap_or_else(|| general(number, 15))
}

/// `ToString("G7")` in the invariant culture.
pub fn single_text(number: f32) -> String {
    special(f64::from(number)).unwrap_or_else(|| general(f64::from(number), 7))
}

/// The scale is kept: `1.50` stays `1.50`.
pub fn decimal_text(number: &Decimal) -> String {
    number.to_string()
}

fn special(number: f64) -> Option<String> {
    if number.is_nan() {
        return Some("NaN".into());
    }
    if number.is_infinite() {
        let text = if number > 0.0 { "Infinity" } else { "-Infinity" };
        return Some(text.into());
    }
    if number == 0.0 {
        return Some(if number.is_sign_negative() { "-0" } else { "0" }.into());
    }
    None
}

/// The `G` format with this many significant digits. The number is finite and not zero.
fn general(number: f64, precision: usize) -> String {
    let scientific = format!("{:.*e}", precision - 1, number.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    let sign = if number < 0.0 { "-" } else { "" };
    let limit = i32::try_from(precision).unwrap_or(15);
    if exponent >= limit || exponent < -4 {
        let (first, rest) = digits.split_at(digits.len().min(1));
        let point = if rest.is_empty() { "" } else { "." };
        let mark = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}{point}{rest}E{mark}{:02}", exponent.abs());
    }
    let Ok(whole) = usize::try_from(exponent + 1) else {
        let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
        return format!("{sign}0.{zeros}{digits}");
    };
    if whole == 0 {
        return format!("{sign}0.{digits}");
    }
    if digits.len() <= whole {
        return format!("{sign}{digits:0<whole$}");
    }
    let (integer, fraction) = digits.split_at(whole);
    format!("{sign}{integer}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles() {
        for (number, text) in [
            (1.0, "1"),
            (1.5, "1.5"),
            (0.1 + 0.2, "0.3"),
            (1e15, "1E+15"),
            (1e14, "100000000000000"),
            (1e20, "1E+20"),
            (1e-5, "1E-05"),
            (0.0001, "0.0001"),
            (-0.0, "-0"),
            (1.0 / 3.0, "0.333333333333333"),
            (f64::MAX, "1.79769313486232E+308"),
            (5e-324, "4.94065645841247E-324"),
            (12345678.9, "12345678.9"),
            (f64::NEG_INFINITY, "-Infinity"),
            (123.0, "123"),
            (1200.0, "1200"),
        ] {
            assert_eq!(double_text(number), text);
        }
        assert_eq!(single_text(0.1), "0.1");
        assert_eq!(single_text(f32::MAX), "3.402823E+38");
    }
}

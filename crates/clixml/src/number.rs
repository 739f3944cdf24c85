//! Floating-point numbers as XML Schema and .NET write them.

use std::fmt::LowerExp;

/// The shortest text that reads back as the same `double`.
pub(crate) fn double(number: f64) -> String {
    special(number).unwrap_or_else(|| general(number, 15))
}

/// The shortest text that reads back as the same `float`.
pub(crate) fn single(number: f32) -> String {
    special(f64::from(number)).unwrap_or_else(|| general(number, 7))
}

/// Reads what [`double`] writes, and all that XML Schema allows.
pub(crate) fn parse(text: &str) -> Option<f64> {
    match text.trim() {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        other if other.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) => {
            other.parse().ok()
        }
        _ => None,
    }
}

fn special(number: f64) -> Option<String> {
    let text = if number.is_nan() {
        "NaN"
    } else if number == f64::INFINITY {
        "INF"
    } else if number == f64::NEG_INFINITY {
        "-INF"
    } else if number == 0.0 {
        if number.is_sign_negative() { "-0" } else { "0" }
    } else {
        return None;
    };
    Some(text.to_owned())
}

/// Plain digits where the number has up to `places` before the point, an exponent beyond.
fn general(number: impl LowerExp, places: i32) -> String {
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let digits = mantissa.replace('.', "");
    if exponent >= places || exponent < -5 + 1 {
        let mark = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{mantissa}E{mark}{:02}", exponent.unsigned_abs());
    }
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let before = usize::try_from(exponent + 1).unwrap_or(0);
    if exponent < 0 {
        let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
        format!("{sign}0.{zeros}{digits}")
    } else if count <= exponent + 1 {
        let zeros = "0".repeat(before.saturating_sub(digits.len()));
        format!("{sign}{digits}{zeros}")
    } else {
        let (whole, fraction) = digits.split_at_checked(before).unwrap_or((&digits, ""));
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_dotnet_writes_them() {
        for (number, text) in [
            (1.5, "1.5"),
            (-0.0001, "-0.0001"),
            (0.00001, "1E-05"),
            (1e14, "100000000000000"),
            (1e15, "1E+15"),
            (1.234_567_890_123_456_8e17, "1.2345678901234568E+17"),
            (f64::MAX, "1.7976931348623157E+308"),
            (100.0, "100"),
            (123.456, "123.456"),
            (f64::NEG_INFINITY, "-INF"),
            (5e-324, "5E-324"),
        ] {
            assert_eq!(double(number), text);
            assert_eq!(parse(text), Some(number));
        }
        assert_eq!(single(16_777_216.0), "1.6777216E+07");
        assert_eq!(single(0.1), "0.1");
        assert_eq!(parse("infinity"), None);
    }
}

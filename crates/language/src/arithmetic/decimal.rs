//! Decimals with the scales of .NET.

use remora_psobject::Decimal;

/// The decimal of a double, rounded to 15 significant digits as .NET converts it.
pub fn from_double(number: f64) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    let text = format!("{number:.14e}");
    let decimal = Decimal::from_scientific(&text).ok();
    match decimal {
        Some(decimal) => Some(decimal.normalize()),
        // Too small for the scale of a decimal.
        None if number.abs() < 1.0 => {
            let fixed = format!("{number:.28}");
            Decimal::from_str_exact(&fixed).ok().map(|d| d.normalize())
        }
        None => None,
    }
}

/// The decimal of a single, rounded to 7 significant digits.
pub fn from_single(number: f32) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    let text = format!("{number:.6e}");
    Decimal::from_scientific(&text).ok().map(|d| d.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_keep_fifteen_digits() {
        assert_eq!(from_double(1.1).unwrap().to_string(), "1.1");
        assert_eq!(from_double(0.1 + 0.2).unwrap().to_string(), "0.3");
        assert_eq!(from_double(1e15).unwrap().to_string(), "1000000000000000");
        assert_eq!(from_single(0.1).unwrap().to_string(), "0.1");
        assert!(from_double(1e30).is_none());
        assert!(from_double(f64::NAN).is_none());
    }
}

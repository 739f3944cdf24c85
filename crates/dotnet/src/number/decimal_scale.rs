//! Arithmetic of decimals with the scales that .NET gives its results.

use remora_psobject::Decimal;

/// The most digits behind the point.
const MAX_SCALE: u32 = 28;

fn at_least(mut number: Decimal, scale: u32) -> Decimal {
    if number.scale() < scale {
        number.rescale(scale);
    }
    number
}

/// The sum: as many digits as the longer operand has, a zero included. `None` on overflow.
pub fn add(left: Decimal, right: Decimal) -> Option<Decimal> {
    let scale = left.scale().max(right.scale());
    left.checked_add(right).map(|sum| at_least(sum, scale))
}

/// The difference; as [`add`].
pub fn subtract(left: Decimal, right: Decimal) -> Option<Decimal> {
    let scale = left.scale().max(right.scale());
    left.checked_sub(right).map(|difference| at_least(difference, scale))
}

/// The product: the digits of both operands together, of a zero too. `None` on overflow.
pub fn multiply(left: Decimal, right: Decimal) -> Option<Decimal> {
    let product = left.checked_mul(right)?;
    if product.is_zero() && (left.is_zero() || right.is_zero()) {
        return Some(at_least(product, (left.scale() + right.scale()).min(MAX_SCALE)));
    }
    Some(product)
}

/// The quotient: never fewer digits than the operands differ by, beyond that no zeros at the end.
/// `None` on overflow; the divisor is not zero.
pub fn divide(left: Decimal, right: Decimal) -> Option<Decimal> {
    let kept = left.scale().saturating_sub(right.scale());
    let short = left.checked_div(right)?.normalize();
    Some(at_least(short, kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn scales_are_those_of_dotnet() {
        let shown = |result: Option<Decimal>| result.unwrap().to_string();
        assert_eq!(shown(add(number("2110.00"), number("0.000"))), "2110.000");
        assert_eq!(shown(subtract(number("1.50"), number("1.5"))), "0.00");
        assert_eq!(shown(multiply(number("0"), number("52.75"))), "0.00");
        assert_eq!(shown(multiply(number("1.50"), number("2.0"))), "3.000");
        assert_eq!(shown(divide(number("220.49"), number("2"))), "110.245");
        assert_eq!(shown(divide(number("200.00"), number("10"))), "20.00");
        assert_eq!(shown(divide(number("10"), number("4"))), "2.5");
        assert_eq!(shown(divide(number("1.0"), number("0.50"))), "2");
    }
}

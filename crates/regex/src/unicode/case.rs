//! Letter case as .NET regular expressions see it.
//!
//! Two units are equal without regard to case when their simple lower-case mappings are the same
//! unit. So the Kelvin sign equals `k`, but the long s does not equal `s` and the final sigma does
//! not equal the other one: they are lower case already.

use std::sync::OnceLock;

/// Which language decides about the letter i when case is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum CaseCulture {
    /// The invariant culture: the dotted capital I equals only itself.
    Invariant,
    /// Any culture but the two below: the dotted capital I equals `i` and `I`.
    #[default]
    Neutral,
    /// Turkish and Azeri: dotted and dotless i are two letters.
    Turkic,
}

const DOTTED_CAPITAL: u16 = 0x130;
const DOTLESS_SMALL: u16 = 0x131;
const KELVIN: u16 = 0x212A;

/// The simple lower-case mapping of a unit; a surrogate maps to itself.
pub(crate) fn lower(unit: u16, culture: CaseCulture) -> u16 {
    match (unit, culture) {
        (0x49, CaseCulture::Turkic) => DOTLESS_SMALL,
        (0x41..=0x5A, _) => unit + 32,
        (0..=0x7F, _) => unit,
        (DOTTED_CAPITAL, CaseCulture::Invariant) => unit,
        (DOTTED_CAPITAL, _) => 0x69,
        _ => lower_wide(unit),
    }
}

fn lower_wide(unit: u16) -> u16 {
    let Some(c) = char::from_u32(u32::from(unit)) else {
        return unit;
    };
    let mut mapped = c.to_lowercase();
    match (mapped.next(), mapped.next()) {
        (Some(only), None) if only <= '\u{FFFF}' => only as u16,
        _ => unit,
    }
}

/// Pairs (unit, lower-case unit) of every unit beyond ASCII that takes part in a case pair,
/// the special letters i left out.
fn pairs() -> &'static [(u16, u16)] {
    static PAIRS: OnceLock<Vec<(u16, u16)>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let mut pairs = Vec::new();
        for unit in (0x80..=u16::MAX).filter(|&unit| unit != DOTTED_CAPITAL) {
            let small = lower_wide(unit);
            if small != unit {
                pairs.push((unit, small));
                pairs.push((small, small));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    })
}

/// Every unit that equals `unit` without regard to case, `unit` among them.
pub(crate) fn equivalents(unit: u16, culture: CaseCulture) -> Vec<u16> {
    let small = lower(unit, culture);
    let mut all = vec![unit];
    for other in candidates(small) {
        if other != unit && lower(other, culture) == small {
            all.push(other);
        }
    }
    all
}

fn candidates(small: u16) -> Vec<u16> {
    match small {
        0x69 => vec![0x49, 0x69, DOTTED_CAPITAL],
        DOTLESS_SMALL => vec![0x49, DOTLESS_SMALL],
        0x6B => vec![0x4B, 0x6B, KELVIN],
        0x61..=0x7A => vec![small - 32, small],
        0..=0x7F => vec![small],
        _ => pairs().iter().filter(|pair| pair.1 == small).map(|pair| pair.0).collect(),
    }
}

/// Adds to `ranges` every unit that equals a member of it without regard to case.
pub(crate) fn close_under_case(ranges: &mut Vec<(u16, u16)>, culture: CaseCulture) {
    let mut extra = Vec::new();
    for &(low, high) in ranges.iter() {
        for unit in low..=high.min(0x7F) {
            if (unit as u8).is_ascii_alphabetic() {
                extra.extend(equivalents(unit, culture));
            }
        }
        if high >= 0x80 {
            close_wide(low.max(0x80), high, culture, &mut extra);
        }
    }
    ranges.extend(extra.into_iter().map(|unit| (unit, unit)));
}

fn close_wide(low: u16, high: u16, culture: CaseCulture, extra: &mut Vec<u16>) {
    for special in [DOTTED_CAPITAL, DOTLESS_SMALL] {
        if (low..=high).contains(&special) {
            extra.extend(equivalents(special, culture));
        }
    }
    let table = pairs();
    let from = table.partition_point(|pair| pair.0 < low);
    let mut smalls: Vec<u16> =
        table[from..].iter().take_while(|pair| pair.0 <= high).map(|pair| pair.1).collect();
    smalls.sort_unstable();
    smalls.dedup();
    for small in smalls.iter().copied() {
        if small < 0x80 {
            extra.extend(equivalents(small, culture));
        } else {
            extra.push(small);
        }
    }
    extra.extend(
        table.iter().filter(|pair| smalls.binary_search(&pair.1).is_ok()).map(|pair| pair.0),
    );
}

#[cfg(test)]
mod tests {
    use super::{CaseCulture, equivalents, lower};

    fn same(a: char, b: char, culture: CaseCulture) -> bool {
        lower(a as u16, culture) == lower(b as u16, culture)
    }

    #[test]
    fn the_letter_i_depends_on_the_culture() {
        assert!(same('I', 'i', CaseCulture::Neutral) && same('İ', 'i', CaseCulture::Neutral));
        assert!(same('I', 'i', CaseCulture::Invariant) && !same('İ', 'i', CaseCulture::Invariant));
        assert!(!same('I', 'i', CaseCulture::Turkic) && same('İ', 'i', CaseCulture::Turkic));
        assert!(same('I', 'ı', CaseCulture::Turkic) && !same('I', 'ı', CaseCulture::Neutral));
    }

    #[test]
    fn lower_case_letters_are_not_folded_into_each_other() {
        assert!(!same('ſ', 's', CaseCulture::Neutral) && !same('ς', 'σ', CaseCulture::Neutral));
        assert!(
            same('Σ', 'σ', CaseCulture::Neutral) && same('\u{212A}', 'k', CaseCulture::Neutral)
        );
    }

    #[test]
    fn equivalents_hold_all_forms() {
        let mut forms = equivalents('ǆ' as u16, CaseCulture::Neutral);
        forms.sort_unstable();
        assert_eq!(forms, [0x1C4, 0x1C5, 0x1C6]);
        assert_eq!(equivalents(u16::from(b'k'), CaseCulture::Invariant), [0x6B, 0x4B, 0x212A]);
        assert_eq!(equivalents(0xD800, CaseCulture::Neutral), [0xD800]);
    }
}

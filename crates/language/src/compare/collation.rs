//! The order of texts: linguistic, as .NET's invariant culture has it (root collation of Unicode).

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::{AlternateHandling, CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};

/// Whether a comparison tells `a` from `A`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// `-eq`, `-lt`: it does not.
    Ignore,
    /// `-ceq`, `-clt`: it does; a small letter comes first.
    Sensitive,
}

static IGNORING_CASE: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| collator(Strength::Secondary));
static MINDING_CASE: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| collator(Strength::Tertiary));

fn collator(strength: Strength) -> Option<CollatorBorrowed<'static>> {
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    options.alternate_handling = Some(AlternateHandling::NonIgnorable);
    Collator::try_new(icu_collator::CollatorPreferences::default(), options).ok()
}

/// Printable ASCII in the order of the root collation; letters stand for both cases.
const ASCII_ORDER: &[u8] =
    b" _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";

/// The place of each ASCII character in [`ASCII_ORDER`], from 1; 0 for the others.
static ASCII_WEIGHTS: [u8; 128] = ascii_weights();

const fn ascii_weights() -> [u8; 128] {
    let mut weights = [0; 128];
    let mut at = 0;
    while at < ASCII_ORDER.len() {
        let character = ASCII_ORDER[at];
        weights[character as usize] = at as u8 + 1;
        weights[character.to_ascii_uppercase() as usize] = at as u8 + 1;
        at += 1;
    }
    weights
}

fn weight(byte: u8) -> u8 {
    ASCII_WEIGHTS.get(usize::from(byte)).copied().unwrap_or(0)
}

/// The order of two texts of printable ASCII; `None` if they hold anything else.
fn compare_ascii(left: &[u8], right: &[u8], case: Case) -> Option<Ordering> {
    let mut order = Ordering::Equal;
    let mut by_case = Ordering::Equal;
    let shorter = left.len().min(right.len());
    for (a, b) in left.iter().zip(right) {
        let (first, second) = (weight(*a), weight(*b));
        if first == 0 || second == 0 {
            return None;
        }
        if order == Ordering::Equal {
            order = first.cmp(&second);
            if by_case == Ordering::Equal && a != b {
                // Where the weights agree and the bytes do not, one is a capital letter.
                by_case = b.cmp(a);
            }
        }
    }
    let mut rest = left.iter().chain(right.iter().skip(shorter)).skip(shorter);
    if rest.any(|byte| weight(*byte) == 0) {
        return None;
    }
    let order = order.then(left.len().cmp(&right.len()));
    Some(match case {
        Case::Ignore => order,
        Case::Sensitive => order.then(by_case),
    })
}

/// The linguistic order of two texts.
///
/// Characters that have no weight of their own, such as NUL and the soft hyphen, are not seen.
pub fn compare_text(left: &str, right: &str, case: Case) -> Ordering {
    if let Some(order) = compare_ascii(left.as_bytes(), right.as_bytes(), case) {
        return order;
    }
    let collator = match case {
        Case::Ignore => &*IGNORING_CASE,
        Case::Sensitive => &*MINDING_CASE,
    };
    match collator {
        Some(collator) => collator.compare(left, right).then_with(|| compare_kana(left, right)),
        None => left.cmp(right),
    }
}

/// Hiragana comes before katakana, also where case is ignored.
fn compare_kana(left: &str, right: &str) -> Ordering {
    let kind = |character: char| match character {
        '\u{3041}'..='\u{309F}' => Some(0),
        '\u{30A1}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9D}' => Some(1),
        _ => None,
    };
    let kinds = |text: &str| text.chars().filter_map(kind).collect::<Vec<u8>>();
    if left.is_ascii() || right.is_ascii() {
        return Ordering::Equal;
    }
    kinds(left).cmp(&kinds(right))
}

/// Whether two texts are the same to `-eq` and `-ceq`.
pub fn same_text(left: &str, right: &str, case: Case) -> bool {
    if left == right {
        return true;
    }
    compare_text(left, right, case) == Ordering::Equal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_agrees_with_the_collator() {
        let words = [
            "a", "B", "b", "aB", "Ab", "ab", "a-b", "co-op", "coop", "", "a b", "x10", "x9", "_",
            "$1", "A", "abc", "ABD", "~", "0", "z",
        ];
        for left in words {
            for right in words {
                for (case, collator) in
                    [(Case::Ignore, &*IGNORING_CASE), (Case::Sensitive, &*MINDING_CASE)]
                {
                    let short = compare_ascii(left.as_bytes(), right.as_bytes(), case);
                    let long = collator.as_ref().unwrap().compare(left, right);
                    assert_eq!(short, Some(long), "{left:?} {right:?} {case:?}");
                }
            }
        }
    }

    #[test]
    fn characters_without_weight_are_not_seen() {
        assert!(same_text("a\0b", "AB", Case::Ignore));
        assert!(!same_text("straße", "STRASSE", Case::Ignore));
        assert!(same_text("É", "é", Case::Ignore));
    }
}

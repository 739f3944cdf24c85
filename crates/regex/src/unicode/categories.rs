//! Unicode general categories and the shorthand classes built from them.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use regex_syntax::hir::{Class, HirKind};

use super::CharSet;

/// The categories that .NET knows; `Cs` is left out because it has no table: it is a fixed range.
const CATEGORIES: [&str; 29] = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi",
    "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cn",
];

const SURROGATES: (u16, u16) = (0xD800, 0xDFFF);

/// The set that `\p{name}` stands for when `name` is a general category (`Lu`) or a group of them
/// (`L`). Names are case-sensitive, as in .NET.
pub(crate) fn category(name: &str) -> Option<Arc<CharSet>> {
    static CACHE: LazyLock<Mutex<HashMap<String, Arc<CharSet>>>> = LazyLock::new(Mutex::default);
    let known = name == "Cs"
        || CATEGORIES.contains(&name)
        || matches!(name, "L" | "M" | "N" | "P" | "S" | "Z" | "C");
    if !known {
        return None;
    }
    let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    let set = cache.entry(name.to_owned()).or_insert_with(|| Arc::new(load(name)));
    Some(Arc::clone(set))
}

fn load(name: &str) -> CharSet {
    let mut ranges = Vec::new();
    if matches!(name, "Cs" | "C") {
        ranges.push(SURROGATES);
    }
    let members = CATEGORIES.iter().filter(|category| category.starts_with(name));
    for category in members {
        let Ok(hir) = regex_syntax::parse(&format!(r"\p{{{category}}}")) else {
            continue;
        };
        match hir.kind() {
            HirKind::Class(Class::Unicode(class)) => ranges.extend(
                class
                    .ranges()
                    .iter()
                    .filter(|range| range.start() <= '\u{FFFF}')
                    .map(|range| (range.start() as u16, range.end().min('\u{FFFF}') as u16)),
            ),
            // A class of one member comes back as that literal.
            HirKind::Literal(literal) => ranges.extend(
                std::str::from_utf8(&literal.0)
                    .into_iter()
                    .flat_map(str::chars)
                    .filter(|&c| c <= '\u{FFFF}')
                    .map(|c| (c as u16, c as u16)),
            ),
            _ => {}
        }
    }
    let set = CharSet::from_ranges(ranges);
    if matches!(name, "Cn") { set.subtract(&CharSet::from_ranges(vec![SURROGATES])) } else { set }
}

fn union_of(names: &[&str]) -> CharSet {
    names
        .iter()
        .filter_map(|name| category(name))
        .fold(CharSet::empty(), |all, set| all.union(&set))
}

/// `\w`: letters, non-spacing marks, decimal digits and connector punctuation.
pub(crate) fn word() -> &'static Arc<CharSet> {
    static SET: OnceLock<Arc<CharSet>> = OnceLock::new();
    SET.get_or_init(|| Arc::new(union_of(&["L", "Mn", "Nd", "Pc"])))
}

/// `\d`: decimal digits of every script.
pub(crate) fn digit() -> Arc<CharSet> {
    static SET: OnceLock<Arc<CharSet>> = OnceLock::new();
    Arc::clone(SET.get_or_init(|| Arc::new(union_of(&["Nd"]))))
}

/// `\s`: separators and the white control characters.
pub(crate) fn space() -> Arc<CharSet> {
    static SET: OnceLock<Arc<CharSet>> = OnceLock::new();
    Arc::clone(SET.get_or_init(|| {
        Arc::new(union_of(&["Z"]).union(&CharSet::from_ranges(vec![(9, 13), (0x85, 0x85)])))
    }))
}

/// `\w` under ECMAScript rules. .NET counts the capital dotted I as a member.
pub(crate) fn ecma_word() -> CharSet {
    let pairs = [(b'0', b'9'), (b'A', b'Z'), (b'_', b'_'), (b'a', b'z')];
    let mut ranges: Vec<_> =
        pairs.iter().map(|&(low, high)| (u16::from(low), u16::from(high))).collect();
    ranges.push((0x130, 0x130));
    CharSet::from_ranges(ranges)
}

/// `\d` under ECMAScript rules.
pub(crate) fn ecma_digit() -> CharSet {
    CharSet::from_ranges(vec![(0x30, 0x39)])
}

/// `\s` under ECMAScript rules.
pub(crate) fn ecma_space() -> CharSet {
    CharSet::from_ranges(vec![(9, 13), (32, 32)])
}

/// Whether `unit` counts as part of a word for `\b`: a word character or one of the two joiners.
#[inline]
pub(crate) fn is_boundary_word(unit: u16) -> bool {
    if unit < 128 {
        let byte = unit as u8;
        byte.is_ascii_alphanumeric() || byte == b'_'
    } else {
        matches!(unit, 0x200C | 0x200D) || word().contains(unit)
    }
}

/// Whether `unit` counts as part of a word for `\b` under ECMAScript rules.
#[inline]
pub(crate) fn is_ecma_word(unit: u16) -> bool {
    unit == 0x130 || (unit < 128 && is_boundary_word(unit))
}

#[cfg(test)]
mod tests {
    use super::{CATEGORIES, category, digit, space, word};
    use crate::unicode::CharSet;

    #[test]
    fn every_unit_has_exactly_one_category() {
        let mut covered = category("Cs").unwrap().as_ref().clone();
        let mut total: u32 = 0x800;
        for name in CATEGORIES {
            let set = category(name).unwrap();
            total += set.ranges().iter().map(|r| u32::from(r.1 - r.0) + 1).sum::<u32>();
            covered = covered.union(&set);
        }
        assert_eq!(covered, CharSet::all());
        assert_eq!(total, 0x1_0000);
    }

    #[test]
    fn shorthand_sets_hold_what_dotnet_documents() {
        assert!(word().contains(u16::from(b'_')) && word().contains(0x301));
        assert!(!word().contains(u16::from(b'-')) && !word().contains(0x20AC));
        assert!(digit().contains(0xFF11) && !digit().contains(0xB2));
        assert!(space().contains(0xA0) && space().contains(0x85) && !space().contains(0x200B));
    }

    #[test]
    fn names_are_case_sensitive() {
        assert!(category("Lu").is_some() && category("lu").is_none() && category("X").is_none());
    }
}

//! Wildcard patterns: `*`, `?`, `[a-z]`, and the backtick that takes their meaning away.

use remora_psobject::Exception;
use remora_psobject::TypeId;
use remora_psobject::string::fold_char;

use crate::error::{LanguageError, Result};

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct WildcardPattern {
    elements: Vec<Element>,
    ignore_case: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Element {
    /// One character.
    Literal(char),
    /// `?`
    Any,
    /// `*`
    Many,
    /// `[…]`: characters and ranges.
    Set(Vec<(char, char)>),
}

impl WildcardPattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// `WildcardPatternException` for a bracket that is not closed, is empty, or has a range that
    /// runs backwards.
    pub fn new(pattern: &str, ignore_case: bool) -> Result<Self> {
        match parse(pattern) {
            Some(elements) => Ok(Self { elements, ignore_case }),
            None => Err(invalid(pattern)),
        }
    }

    /// Whether the pattern matches the whole text.
    pub fn is_match(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut at, mut place) = (0, 0);
        // Where to go on after a mismatch: behind the last `*`, one character further.
        let mut retry: Option<(usize, usize)> = None;
        loop {
            match (self.elements.get(place), text.get(at)) {
                (Some(Element::Many), _) => {
                    place += 1;
                    retry = Some((place, at));
                    continue;
                }
                (Some(element), Some(character)) if self.accepts(element, *character) => {
                    place += 1;
                    at += 1;
                    continue;
                }
                (None, None) => return true,
                _ => {}
            }
            match retry {
                Some((after, from)) if from < text.len() => {
                    retry = Some((after, from + 1));
                    place = after;
                    at = from + 1;
                }
                _ => return false,
            }
        }
    }

    fn accepts(&self, element: &Element, character: char) -> bool {
        match element {
            Element::Any => true,
            Element::Many => false,
            Element::Literal(literal) => self.same(*literal, character),
            Element::Set(ranges) => ranges.iter().any(|(low, high)| {
                (*low..=*high).contains(&character)
                    || (self.ignore_case && within_ignoring_case(*low, *high, character))
            }),
        }
    }

    fn same(&self, literal: char, character: char) -> bool {
        literal == character || (self.ignore_case && fold_char(literal) == fold_char(character))
    }
}

fn within_ignoring_case(low: char, high: char, character: char) -> bool {
    let lower = character.to_lowercase().next().unwrap_or(character);
    let upper = fold_char(character);
    let range = low..=high;
    range.contains(&lower)
        || range.contains(&upper)
        || (fold_char(low)..=fold_char(high)).contains(&upper)
}

/// The elements of a pattern, or `None` if it is malformed.
fn parse(pattern: &str) -> Option<Vec<Element>> {
    let mut elements = Vec::new();
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        elements.push(match character {
            '*' => {
                if elements.last() == Some(&Element::Many) {
                    continue;
                }
                Element::Many
            }
            '?' => Element::Any,
            '[' => Element::Set(set(&mut characters)?),
            // A backtick at the end stands for itself.
            '`' => Element::Literal(characters.next().unwrap_or('`')),
            other => Element::Literal(other),
        });
    }
    Some(elements)
}

/// The inside of brackets; a `]` that comes first stands for itself.
fn set(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Vec<(char, char)>> {
    let mut members: Vec<(char, bool)> = Vec::new();
    loop {
        match characters.next()? {
            ']' if !members.is_empty() => break,
            '`' => members.push((characters.next()?, true)),
            other => members.push((other, false)),
        }
    }
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some((low, _)) = members.get(at).copied() {
        match (members.get(at + 1), members.get(at + 2)) {
            (Some(('-', false)), Some((high, _))) => {
                if low > *high {
                    return None;
                }
                ranges.push((low, *high));
                at += 3;
            }
            _ => {
                ranges.push((low, low));
                at += 1;
            }
        }
    }
    Some(ranges)
}

fn invalid(pattern: &str) -> Box<LanguageError> {
    let id = TypeId::find("System.Management.Automation.WildcardPatternException").unwrap_or_else(
        || {
            TypeId::register(
                "System.Management.Automation.WildcardPatternException",
                Some(TypeId::RUNTIME_EXCEPTION),
            )
        },
    );
    let message = format!("The specified wildcard character pattern is not valid: {pattern}");
    let exception = Exception::new(id, message);
    LanguageError::new("RuntimeException", remora_psobject::ErrorCategory::NotSpecified, exception)
}

/// Whether a text holds `*`, `?` or `[` that no backtick takes the meaning from.
pub fn contains_wildcards(pattern: &str) -> bool {
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '`' => {
                characters.next();
            }
            '*' | '?' | '[' | ']' => return true,
            _ => {}
        }
    }
    false
}

/// The text with a backtick before each of `* ? [ ]`.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '*' | '?' | '[' | ']' | '`') && character != '`' {
            escaped.push('`');
        }
        escaped.push(character);
    }
    escaped
}

/// The text without the backticks before `* ? [ ]`.
pub fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let special =
            characters.peek().is_some_and(|next| matches!(next, '*' | '?' | '[' | ']' | '`'));
        if character == '`'
            && special
            && let Some(next) = characters.next()
        {
            plain.push(next);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, text, found) in [
            ("a*", "abc", true),
            ("A?C", "abc", true),
            ("a`[b`]c", "a[b]c", true),
            ("a[a-c]c", "abc", true),
            ("a[d-f]c", "abc", false),
            ("*", "", true),
            ("?", "", false),
            ("", "x", false),
            ("*.txt", "a.b.txt", true),
            ("*a*b*c", "xxaxxbxxc", true),
            ("[]]", "]", true),
            ("[A-C]x", "bX", true),
        ] {
            let compiled = WildcardPattern::new(pattern, true).unwrap();
            assert_eq!(compiled.is_match(text), found, "{pattern} {text}");
        }
        assert!(!WildcardPattern::new("A*", false).unwrap().is_match("abc"));
        for bad in ["[z-a]", "[", "a[bc"] {
            assert!(WildcardPattern::new(bad, true).is_err(), "{bad}");
        }
        assert_eq!(escape("a*[b]"), "a`*`[b`]");
        assert_eq!(unescape("a`*`[b`]"), "a*[b]");
    }
}

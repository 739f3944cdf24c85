//! What the test tables share.
#![allow(dead_code, reason = "each test binary uses a part")]

use remora_regex::{Match, Options, Regex, Subject, Unlimited};

/// Options from the letters of inline options, plus `r` (right to left), `e` (ECMAScript) and `c`
/// (culture-invariant).
pub(crate) fn options(letters: &str) -> Options {
    letters.chars().fold(Options::NONE, |all, letter| {
        all | match letter {
            'i' => Options::IGNORE_CASE,
            'm' => Options::MULTILINE,
            'n' => Options::EXPLICIT_CAPTURE,
            's' => Options::SINGLELINE,
            'x' => Options::IGNORE_PATTERN_WHITESPACE,
            'r' => Options::RIGHT_TO_LEFT,
            'e' => Options::ECMASCRIPT,
            'c' => Options::CULTURE_INVARIANT,
            other => panic!("no option {other}"),
        }
    })
}

pub(crate) fn regex(pattern: &str, letters: &str) -> Regex {
    Regex::new(pattern, options(letters)).unwrap_or_else(|error| panic!("{error}"))
}

/// All matches in a readable form: `value` or `value|group1|group2`, `-` for a group that took no
/// part, captures of one group joined by a comma.
pub(crate) fn all(pattern: &str, letters: &str, text: &str) -> Vec<String> {
    let regex = regex(pattern, letters);
    let subject = Subject::new(text);
    let start = regex.default_start(&subject);
    regex
        .matches(&subject, start, &mut Unlimited)
        .map(|found| show(&found.expect("no limit"), &subject))
        .collect()
}

pub(crate) fn show(found: &Match, subject: &Subject<'_>) -> String {
    let parts: Vec<String> = found
        .groups()
        .iter()
        .map(|group| {
            let captures: Vec<_> = group.captures().iter().map(|one| one.text(subject)).collect();
            if captures.is_empty() { "-".to_owned() } else { captures.join(",") }
        })
        .collect();
    parts.join("|")
}

/// The first match as [`all`] shows it, or `none`.
pub(crate) fn first(pattern: &str, letters: &str, text: &str) -> String {
    let regex = regex(pattern, letters);
    let subject = Subject::new(text);
    let found = regex.find(&subject, &mut Unlimited).expect("no limit");
    found.map_or_else(|| "none".to_owned(), |found| show(&found, &subject))
}

//! Unicode normalization of Latin letters with marks.

use remora_psobject::PsString;

/// Base letters, the mark, and the letters with the mark in the order of the base letters.
const MARKED: &[(char, &str, &str)] = &[
    ('\u{300}', "AEIOUaeiouNn", "ÀÈÌÒÙàèìòùǸǹ"),
    ('\u{301}', "AEIOUYaeiouyCcNnSsZzLlRr", "ÁÉÍÓÚÝáéíóúýĆćŃńŚśŹźĹĺŔŕ"),
    ('\u{302}', "AEIOUaeiouCcGgHhJjSsWwYy", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ"),
    ('\u{303}', "ANOanoIiUu", "ÃÑÕãñõĨĩŨũ"),
    ('\u{308}', "AEIOUaeiouyY", "ÄËÏÖÜäëïöüÿŸ"),
    ('\u{30a}', "AaUu", "ÅåŮů"),
    ('\u{327}', "CcSsTtGKkLlNnRr", "ÇçŞşŢţĢĶķĻļŅņŖŗ"),
    ('\u{30c}', "CcDEeNnRrSsTZzGg", "ČčĎĚěŇňŘřŠšŤŽžǦǧ"),
    ('\u{304}', "AaEeIiOoUu", "ĀāĒēĪīŌōŪū"),
    ('\u{306}', "AaEeGgIiOoUu", "ĂăĔĕĞğĬĭŎŏŬŭ"),
    ('\u{328}', "AaEeIiUu", "ĄąĘęĮįŲų"),
    ('\u{30b}', "OoUu", "ŐőŰű"),
    ('\u{307}', "CcEeGgIZz", "ĊċĖėĠġİŻż"),
];

/// Compatibility characters and what they stand for.
const COMPATIBLE: &[(char, &str)] = &[
    ('ﬁ', "fi"),
    ('ﬂ', "fl"),
    ('ﬀ', "ff"),
    ('½', "1⁄2"),
    ('¼', "1⁄4"),
    ('²', "2"),
    ('³', "3"),
    ('¹', "1"),
    ('™', "TM"),
    ('…', "..."),
    ('\u{a0}', " "),
    ('①', "1"),
    ('②', "2"),
    ('Ⅳ', "IV"),
];

fn decompose(character: char) -> Option<(char, char)> {
    MARKED.iter().find_map(|(mark, bases, letters)| {
        letters
            .chars()
            .zip(bases.chars())
            .find(|(letter, _)| *letter == character)
            .map(|(_, base)| (base, *mark))
    })
}

fn compose(base: char, mark: char) -> Option<char> {
    let (_, bases, letters) = MARKED.iter().find(|(known, ..)| *known == mark)?;
    bases.chars().zip(letters.chars()).find(|(known, _)| *known == base).map(|(_, letter)| letter)
}

/// The text in a form of `NormalizationForm`: 1 C, 2 D, 5 KC, 6 KD.
pub(super) fn normalize(text: &PsString, form: i64) -> PsString {
    let mut out = String::new();
    for character in text.chars() {
        let replacement = COMPATIBLE.iter().find(|(known, _)| form >= 5 && *known == character);
        match (replacement, decompose(character)) {
            (Some((_, plain)), _) => out.push_str(plain),
            (None, Some((base, mark))) => out.extend([base, mark]),
            _ => {
                let full_width = u32::from(character)
                    .checked_sub(0xFF01)
                    .filter(|offset| form >= 5 && *offset < 94)
                    .and_then(|offset| char::from_u32(offset + 0x21));
                out.push(full_width.unwrap_or(character));
            }
        }
    }
    if form % 2 == 0 {
        return out.into();
    }
    let mut composed = String::new();
    for character in out.chars() {
        let whole = composed.chars().next_back().and_then(|base| compose(base, character));
        match whole {
            Some(whole) => {
                composed.pop();
                composed.push(whole);
            }
            None => composed.push(character),
        }
    }
    composed.into()
}

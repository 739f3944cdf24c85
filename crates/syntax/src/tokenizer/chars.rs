//! Character classes. PowerShell treats typographic quotes and dashes like the plain ones.

/// Blank characters inside a line.
pub(crate) fn is_blank(character: char) -> bool {
    match character {
        ' ' | '\t' | '\x0b' | '\x0c' | '\u{85}' | '\u{a0}' => true,
        _ if character.is_ascii() => false,
        '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => true,
        _ => false,
    }
}

/// The dash and its typographic kin.
pub(crate) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2013}' | '\u{2014}' | '\u{2015}')
}

/// The apostrophe and its typographic kin.
pub(crate) fn is_single_quote(character: char) -> bool {
    matches!(character, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}')
}

/// The quotation mark and its typographic kin.
pub(crate) fn is_double_quote(character: char) -> bool {
    matches!(character, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

/// Letters and decimal digits as .NET counts them (no letter-like numbers).
pub(crate) fn is_letter_or_digit(character: char) -> bool {
    character.is_alphabetic() || (character.is_numeric() && is_decimal_digit_category(character))
}

/// Decimal digits of any script; `char::is_numeric` also takes fractions and numerals.
fn is_decimal_digit_category(character: char) -> bool {
    character.is_ascii_digit()
        || matches!(character,
            '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '\u{966}'..='\u{96f}'
            | '\u{9e6}'..='\u{9ef}' | '\u{e50}'..='\u{e59}' | '\u{ff10}'..='\u{ff19}')
}

/// What may start the name of an unbraced variable.
pub(crate) fn starts_variable(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_alphanumeric() || matches!(character, '_' | '$' | '^' | '?' | ':')
    } else {
        is_letter_or_digit(character)
    }
}

/// What may start an identifier or label.
pub(crate) fn starts_identifier(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_alphabetic() || character == '_'
    } else {
        character.is_alphabetic()
    }
}

/// What may go on inside an identifier or label.
pub(crate) fn continues_identifier(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_alphanumeric() || character == '_'
    } else {
        is_letter_or_digit(character)
    }
}

/// What ends a word in every mode. The end of the text reads as `\0`.
pub(crate) fn ends_word(character: char) -> bool {
    match character {
        '\0' | '\t' | '\n' | '\x0b' | '\x0c' | '\r' | ' ' | '&' | '(' | ')' | ',' | ';' | '{'
        | '|' | '}' => true,
        _ if character.is_ascii() => false,
        _ => is_blank(character),
    }
}

/// What ends a number in expression mode although it does not end a word.
pub(crate) fn ends_number(character: char) -> bool {
    matches!(character, '!' | '#' | '%' | '*' | '+' | '-' | '.' | '/' | '<' | '=' | '>' | ']')
        || (!character.is_ascii() && is_dash(character))
}

/// What ends a part of an assembly name.
pub(crate) fn ends_assembly_name(character: char) -> bool {
    match character {
        '\0' | '\t' | '\n' | '\x0b' | '\x0c' | '\r' | ' ' | ',' | '=' | ']' => true,
        _ if character.is_ascii() => false,
        _ => is_blank(character),
    }
}

//! Wrong patterns: kind, offset and text of the error.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail loudly"
)]

mod common;

use remora_regex::ParseErrorKind::{self, *};
use remora_regex::{Options, Regex, RegexError, Replacement};

fn error_of(pattern: &str, letters: &str) -> Option<(ParseErrorKind, usize)> {
    match Regex::new(pattern, common::options(letters)) {
        Ok(_) => None,
        Err(RegexError::Parse(error)) => Some((error.kind(), error.offset())),
        Err(other) => panic!("{pattern}: {other}"),
    }
}

#[test]
fn kinds_and_offsets() {
    let table: &[(&str, &str, ParseErrorKind, usize)] = &[
        // Comments and groups
        ("(?#", "", UnterminatedComment, 3),
        ("ab(?# c", "x", UnterminatedComment, 7),
        ("(?", "", InvalidGroupingConstruct, 2),
        ("(? ", "x", InvalidGroupingConstruct, 3),
        ("(?-x", "x", InvalidGroupingConstruct, 4),
        ("(?-x :)", "x", InvalidGroupingConstruct, 5),
        ("(?z)a", "", InvalidGroupingConstruct, 3),
        ("(?is )", "", InvalidGroupingConstruct, 5),
        ("(?r:a)", "", InvalidGroupingConstruct, 3),
        (")", "", InsufficientOpeningParentheses, 1),
        ("a)", "", InsufficientOpeningParentheses, 2),
        ("(", "", InsufficientClosingParentheses, 1),
        ("(a", "", InsufficientClosingParentheses, 2),
        ("#\n(", "x", InsufficientClosingParentheses, 3),
        ("(?: ", "x", InsufficientClosingParentheses, 4),
        ("(?<=", "", InsufficientClosingParentheses, 4),
        // Names
        ("(?<", "", InvalidGroupingConstruct, 3),
        ("(?<>", "", CaptureGroupNameInvalid, 3),
        ("(?<)", "", CaptureGroupNameInvalid, 3),
        ("(?<a", "", InvalidGroupingConstruct, 4),
        ("(?<a>", "", InsufficientClosingParentheses, 5),
        ("(?<a >a)", "", CaptureGroupNameInvalid, 4),
        ("(?< a>a)", "", CaptureGroupNameInvalid, 3),
        ("(?<0>a)", "", CaptureGroupOfZero, 4),
        ("(?'=)", "", InvalidGroupingConstruct, 4),
        ("ab(?<2k>c)", "", CaptureGroupNameInvalid, 6),
        ("ab(?<n!>c)", "", CaptureGroupNameInvalid, 6),
        ("(?<2147483648>a)", "", QuantifierOrCaptureGroupOutOfRange, 13),
        ("(?<a-b>c)", "", UndefinedNamedReference, 6),
        ("(?<a-5>c)", "", UndefinedNumberedReference, 6),
        ("(?<a->c)", "", CaptureGroupNameInvalid, 5),
        // Quantifiers
        ("*", "", QuantifierAfterNothing, 1),
        ("(*)", "", QuantifierAfterNothing, 2),
        ("(?)", "", QuantifierAfterNothing, 2),
        ("a|+", "", QuantifierAfterNothing, 3),
        ("{0}", "", QuantifierAfterNothing, 1),
        ("(?i)*", "", QuantifierAfterNothing, 5),
        ("a**", "", NestedQuantifiersNotParenthesized, 3),
        ("a*??", "", NestedQuantifiersNotParenthesized, 4),
        ("a*{0}", "", NestedQuantifiersNotParenthesized, 3),
        (r"\d{2,5}?+", "", NestedQuantifiersNotParenthesized, 9),
        ("a{1,0}", "", ReversedQuantifierRange, 6),
        ("a{99999999999}", "", QuantifierOrCaptureGroupOutOfRange, 12),
        // Escapes
        ("\\", "", UnescapedEndingBackslash, 1),
        (r"\c", "", MissingControlCharacter, 2),
        (r"\c<", "", UnrecognizedControlCharacter, 3),
        (r"\m ", "", UnrecognizedEscape, 2),
        (r"\x", "", InsufficientOrInvalidHexDigits, 2),
        (r"\x0 ", "", InsufficientOrInvalidHexDigits, 4),
        (r"\xgg", "", InsufficientOrInvalidHexDigits, 3),
        (r"\u12", "", InsufficientOrInvalidHexDigits, 2),
        (r"\7", "", UndefinedNumberedReference, 2),
        (r"(a)(\7)", "", UndefinedNumberedReference, 6),
        (r"\k", "", MalformedNamedReference, 1),
        (r"\k ", "", MalformedNamedReference, 3),
        (r"\k<", "", MalformedNamedReference, 3),
        (r"\k<0", "", UnrecognizedEscape, 2),
        (r"\k<>", "", UnrecognizedEscape, 2),
        (r"\k<0' ", "", UnrecognizedEscape, 2),
        (r"\k<a> ", "", UndefinedNamedReference, 5),
        (r"\k'a' ", "", UndefinedNamedReference, 5),
        (r"\<a> ", "", UndefinedNamedReference, 4),
        (r"(?<q>q)\k<4>", "", UndefinedNumberedReference, 12),
        (r"\p", "", InvalidUnicodePropertyEscape, 2),
        (r"\p{}", "", InvalidUnicodePropertyEscape, 2),
        (r"\p{} ", "", UnrecognizedUnicodeProperty, 4),
        (r"\p {Lu}", "", MalformedUnicodePropertyEscape, 3),
        (r"\p{ Lu }", "", InvalidUnicodePropertyEscape, 4),
        (r"\p{Lu ", "", InvalidUnicodePropertyEscape, 6),
        (r"\P{dog", "", InvalidUnicodePropertyEscape, 6),
        (r"\p{xxx}", "", UnrecognizedUnicodeProperty, 7),
        // Conditionals
        ("(?(", "", InsufficientClosingParentheses, 3),
        ("(?(0", "", AlternationHasMalformedReference, 4),
        ("(?(0 )", "", AlternationHasMalformedReference, 5),
        ("(?(0)", "", InsufficientClosingParentheses, 5),
        ("(?(1))", "", AlternationHasUndefinedReference, 5),
        ("(?(0)a|b|c)", "", AlternationHasTooManyConditions, 11),
        ("(?()|", "", InsufficientClosingParentheses, 5),
        ("(?(?'", "", AlternationHasNamedCapture, 2),
        ("(?(?<a>))", "", AlternationHasNamedCapture, 2),
        ("ab(?(?#note)c)", "", AlternationHasComment, 4),
        ("(?(?#", "", UnterminatedComment, 5),
        ("(?(?a)", "", InvalidGroupingConstruct, 5),
        // Classes
        ("[", "", UnterminatedBracket, 1),
        ("[] ", "", UnterminatedBracket, 3),
        ("[^", "", UnterminatedBracket, 2),
        ("[b-[:N:]", "", UnterminatedBracket, 8),
        ("[k-p-[]]x", "", UnterminatedBracket, 9),
        ("[a-[b]-c] ", "", ExclusionGroupNotLast, 6),
        ("[c-m-[d]7]", "", ExclusionGroupNotLast, 8),
        ("[--[k] ", "", ExclusionGroupNotLast, 6),
        (r"[a-\w] ", "", ShorthandClassInCharacterRange, 5),
        (r"[a-\p{Lu}] ", "", ShorthandClassInCharacterRange, 5),
        (r"[\p{Nope}-z] ", "", UnrecognizedUnicodeProperty, 9),
        (r"([\pdog])", "", MalformedUnicodePropertyEscape, 5),
        ("[a--]", "", ReversedCharacterRange, 4),
        ("[a-A]", "i", ReversedCharacterRange, 4),
        (r"[\u0001-\u0000]", "", ReversedCharacterRange, 14),
        (r"[\ck-\3]", "", ReversedCharacterRange, 7),
        (r"[\u0-\u1]", "", InsufficientOrInvalidHexDigits, 5),
        (r"[a-\c>]", "", UnrecognizedControlCharacter, 6),
    ];
    for &(pattern, letters, kind, offset) in table {
        assert_eq!(error_of(pattern, letters), Some((kind, offset)), "{pattern:?} {letters}");
    }
}

#[test]
fn odd_but_right_patterns() {
    let table: &[(&str, &str)] = &[
        ("", ""),
        (" ", "x"),
        ("#(?#", "x"),
        ("(?is-n+x)", ""),
        ("(?-x:a(?+x: b ))", "x"),
        ("a{", ""),
        ("a{0,1", ""),
        ("({0)", ""),
        ("a*{0", ""),
        ("a{0 }", "x"),
        ("a* ?", "x"),
        ("||", ""),
        ("(|)", ""),
        ("^*$+", ""),
        (r"\78", ""),
        (r"()\10 ", ""),
        (r"\0000 ", ""),
        (r"\k<0>", ""),
        (r"\<0", ""),
        (r"\'0> ", ""),
        (r"\1", "e"),
        (r"\k< ", "e"),
        (r"\_", "e"),
        ("(?(a))", ""),
        ("(?<k>)(?( k))", "x"),
        ("(?(()k()))", ""),
        ("(?((?<u>)k(?<v>)))", ""),
        ("(?(?<!))", ""),
        ("(?(00))", ""),
        ("[a-]", ""),
        ("[a-b-c]", ""),
        ("[-[b] ", ""),
        ("[+--[k] ", ""),
        ("[--a]", ""),
        (r"[\--a]", ""),
        (r"[\s-a]", ""),
        ("[[:k:]-m]", ""),
        ("[k-[:Nd:]] ", ""),
        (r"[\0-\1]", ""),
        ("]", ""),
        ("}", ""),
    ];
    for &(pattern, letters) in table {
        assert_eq!(error_of(pattern, letters), None, "{pattern:?} {letters}");
    }
}

#[test]
fn texts() {
    let table = [
        ("(", "Invalid pattern '(' at offset 1. Not enough )'s."),
        ("a{3,1}", "Invalid pattern 'a{3,1}' at offset 6. Illegal {x,y} with x > y."),
        ("\\", r"Invalid pattern '\' at offset 1. Illegal \ at end of pattern."),
        ("(?z)a", "Invalid pattern '(?z)a' at offset 3. Unrecognized grouping construct."),
        ("[a", "Invalid pattern '[a' at offset 2. Unterminated [] set."),
        (
            r"\u12",
            r"Invalid pattern '\u12' at offset 2. Insufficient or invalid hexadecimal digits.",
        ),
        ("*", "Invalid pattern '*' at offset 1. Quantifier '*' following nothing."),
        (")", "Invalid pattern ')' at offset 1. Too many )'s."),
        ("a++", "Invalid pattern 'a++' at offset 3. Nested quantifier '+'."),
        (r"\q", r"Invalid pattern '\q' at offset 2. Unrecognized escape sequence \q."),
        (r"\k<x>", r"Invalid pattern '\k<x>' at offset 5. Reference to undefined group name 'x'."),
        (r"\3", r"Invalid pattern '\3' at offset 2. Reference to undefined group number 3."),
        (
            r"[a-\d]",
            r"Invalid pattern '[a-\d]' at offset 5. Cannot include class \d in character range.",
        ),
        (r"\p{No1}", r"Invalid pattern '\p{No1}' at offset 7. Unknown property 'No1'."),
    ];
    for (pattern, text) in table {
        assert_eq!(Regex::new(pattern, Options::NONE).unwrap_err().to_string(), text);
    }
}

#[test]
fn options_that_do_not_go_together() {
    let ecma = Options::ECMASCRIPT;
    let error = |pattern, options| Regex::new(pattern, options).unwrap_err().to_string();
    assert_eq!(
        error("a", ecma | Options::SINGLELINE),
        "Specified argument was out of the range of valid values. (Parameter 'options')"
    );
    assert_eq!(
        error(r"(a)\1", Options::NON_BACKTRACKING),
        "RegexOptions.NonBacktracking is not supported in conjunction with expressions \
         containing: 'backreferences'."
    );
    assert!(Regex::new("[ab]+", Options::NON_BACKTRACKING).is_ok());
}

#[test]
fn a_replacement_fails_only_on_numbers_out_of_range() {
    let regex = common::regex("(a)", "");
    for pattern in ["$", "${", "${1", "$9", "${x}", "$ "] {
        assert!(Replacement::new(pattern, &regex).is_ok(), "{pattern}");
    }
    assert!(Replacement::new("$99999999999", &regex).is_err());
}

//! Why a pattern is refused.

use std::fmt;

/// The kind of a pattern error, under .NET's `RegexParseError` names and numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names are .NET's and say it")]
pub enum ParseErrorKind {
    Unknown = 0,
    AlternationHasTooManyConditions = 1,
    AlternationHasMalformedCondition = 2,
    InvalidUnicodePropertyEscape = 3,
    MalformedUnicodePropertyEscape = 4,
    UnrecognizedEscape = 5,
    UnrecognizedControlCharacter = 6,
    MissingControlCharacter = 7,
    InsufficientOrInvalidHexDigits = 8,
    QuantifierOrCaptureGroupOutOfRange = 9,
    UndefinedNamedReference = 10,
    UndefinedNumberedReference = 11,
    MalformedNamedReference = 12,
    UnescapedEndingBackslash = 13,
    UnterminatedComment = 14,
    InvalidGroupingConstruct = 15,
    AlternationHasNamedCapture = 16,
    AlternationHasComment = 17,
    AlternationHasMalformedReference = 18,
    AlternationHasUndefinedReference = 19,
    CaptureGroupNameInvalid = 20,
    CaptureGroupOfZero = 21,
    UnterminatedBracket = 22,
    ExclusionGroupNotLast = 23,
    ReversedCharacterRange = 24,
    ShorthandClassInCharacterRange = 25,
    InsufficientClosingParentheses = 26,
    ReversedQuantifierRange = 27,
    NestedQuantifiersNotParenthesized = 28,
    QuantifierAfterNothing = 29,
    InsufficientOpeningParentheses = 30,
    UnrecognizedUnicodeProperty = 31,
}

impl ParseErrorKind {
    /// The sentence that says what is wrong; `argument` is the offending part of the pattern where
    /// the sentence names one.
    fn sentence(self, argument: &str) -> String {
        let fixed = match self {
            Self::Unknown => "The pattern is nested too deeply.",
            Self::AlternationHasTooManyConditions => "Too many | in (?()|).",
            Self::AlternationHasMalformedCondition => "Illegal conditional (?(...)) expression.",
            Self::InvalidUnicodePropertyEscape => r"Incomplete \p{X} character escape.",
            Self::MalformedUnicodePropertyEscape => r"Malformed \p{X} character escape.",
            Self::UnrecognizedEscape => {
                return format!(r"Unrecognized escape sequence \{argument}.");
            }
            Self::UnrecognizedControlCharacter => "Unrecognized control character.",
            Self::MissingControlCharacter => "Missing control character.",
            Self::InsufficientOrInvalidHexDigits => "Insufficient or invalid hexadecimal digits.",
            Self::QuantifierOrCaptureGroupOutOfRange => {
                "Quantifier and capture group numbers must be less than or equal to Int32.MaxValue."
            }
            Self::UndefinedNamedReference => {
                return format!("Reference to undefined group name '{argument}'.");
            }
            Self::UndefinedNumberedReference => {
                return format!("Reference to undefined group number {argument}.");
            }
            Self::MalformedNamedReference => r"Malformed \k<...> named back reference.",
            Self::UnescapedEndingBackslash => r"Illegal \ at end of pattern.",
            Self::UnterminatedComment => "Unterminated (?#...) comment.",
            Self::InvalidGroupingConstruct => "Unrecognized grouping construct.",
            Self::AlternationHasNamedCapture => {
                "Alternation conditions do not capture and cannot be named."
            }
            Self::AlternationHasComment => "Alternation conditions cannot be comments.",
            Self::AlternationHasMalformedReference => {
                return format!(
                    "Conditional alternation is missing a closing parenthesis after the group number {argument}."
                );
            }
            Self::AlternationHasUndefinedReference => {
                return format!(
                    "Conditional alternation refers to an undefined group number {argument}."
                );
            }
            Self::CaptureGroupNameInvalid => {
                "Invalid group name: Group names must begin with a word character."
            }
            Self::CaptureGroupOfZero => "Capture number cannot be zero.",
            Self::UnterminatedBracket => "Unterminated [] set.",
            Self::ExclusionGroupNotLast => {
                "A subtraction must be the last element in a character class."
            }
            Self::ReversedCharacterRange => "[x-y] range in reverse order.",
            Self::ShorthandClassInCharacterRange => {
                return format!(r"Cannot include class \{argument} in character range.");
            }
            Self::InsufficientClosingParentheses => "Not enough )'s.",
            Self::ReversedQuantifierRange => "Illegal {x,y} with x > y.",
            Self::NestedQuantifiersNotParenthesized => {
                return format!("Nested quantifier '{argument}'.");
            }
            Self::QuantifierAfterNothing => {
                return format!("Quantifier '{argument}' following nothing.");
            }
            Self::InsufficientOpeningParentheses => "Too many )'s.",
            Self::UnrecognizedUnicodeProperty => return format!("Unknown property '{argument}'."),
        };
        fixed.to_owned()
    }
}

/// An error in a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    kind: ParseErrorKind,
    offset: usize,
    pattern: String,
    sentence: String,
}

impl ParseError {
    pub(crate) fn new(
        kind: ParseErrorKind,
        offset: usize,
        pattern: &[u16],
        argument: &str,
    ) -> Self {
        let pattern = String::from_utf16_lossy(pattern);
        Self { kind, offset, pattern, sentence: kind.sentence(argument) }
    }

    /// What is wrong.
    pub fn kind(&self) -> ParseErrorKind {
        self.kind
    }

    /// How far the parser had read, in UTF-16 units (`RegexParseException.Offset`).
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The sentence alone, without pattern and offset.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Invalid pattern '{}' at offset {}. {}", self.pattern, self.offset, self.sentence)
    }
}

impl std::error::Error for ParseError {}

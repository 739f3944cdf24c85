//! `System.Management.Automation.WildcardPattern`

use remora_psobject::string::fold_char;

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Management.Automation.WildcardPattern",
    constructor: Some(make),
    methods: &[
        ("IsMatch", |call| {
            let own: &WildcardPattern = call.this.downcast().ok_or_else(errors::null_reference)?;
            Ok(call.string(0).is_some_and(|text| own.is_match(text)).into())
        }),
        ("ToWql", |call| {
            let own: &WildcardPattern = call.this.downcast().ok_or_else(errors::null_reference)?;
            Ok(own.text.replace('*', "%").replace('?', "_").into())
        }),
    ],
    static_methods: &[
        ("ContainsWildcardCharacters", |call| {
            Ok(call.string(0).is_some_and(|text| has_wildcards(text)).into())
        }),
        ("Escape", |call| {
            let kept: String = call.string(1).map(|_| String::new()).unwrap_or_default();
            let mut out = kept;
            for character in call.required_string(0, "pattern")?.chars() {
                if matches!(character, '*' | '?' | '[' | ']' | '`') {
                    out.push('`');
                }
                out.push(character);
            }
            Ok(out.into())
        }),
        ("Get", make),
        ("Unescape", |call| {
            let mut out = String::new();
            let mut characters = call.required_string(0, "pattern")?.chars().peekable();
            while let Some(character) = characters.next() {
                let escapes = character == '`'
                    && characters.peek().is_some_and(|next| "*?[]`".contains(*next));
                if escapes {
                    out.extend(characters.next());
                } else {
                    out.push(character);
                }
            }
            Ok(out.into())
        }),
    ],
    ..Implementation::EMPTY
};

/// Whether a pattern has a wildcard that is not escaped.
pub fn has_wildcards(text: &str) -> bool {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '`' => {
                characters.next();
            }
            '*' | '?' | '[' => return true,
            _ => {}
        }
    }
    false
}

/// A piece of a pattern.
#[derive(Debug, PartialEq)]
enum Piece {
    Any,
    One,
    Literal(char),
    Set(Vec<(char, char)>),
}

struct WildcardPattern {
    text: String,
    pieces: Vec<Piece>,
    ignore_case: bool,
}

impl LiveObject for WildcardPattern {
    fn object_type(&self) -> TypeId {
        type_named("System.Management.Automation.WildcardPattern")
    }
}

fn parse(text: &str) -> Option<Vec<Piece>> {
    let characters: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(character) = characters.get(at).copied() {
        at += 1;
        pieces.push(match character {
            '*' => Piece::Any,
            '?' => Piece::One,
            '`' => {
                let next = characters.get(at).copied().unwrap_or('`');
                at += 1;
                Piece::Literal(next)
            }
            '[' => {
                let mut ranges = Vec::new();
                let begin = at;
                loop {
                    let low = *characters.get(at)?;
                    if low == ']' && at > begin {
                        at += 1;
                        break;
                    }
                    let high = match (characters.get(at + 1), characters.get(at + 2)) {
                        (Some('-'), Some(high)) if *high != ']' => {
                            at += 2;
                            *high
                        }
                        _ => low,
                    };
                    ranges.push((low, high));
                    at += 1;
                }
                Piece::Set(ranges)
            }
            other => Piece::Literal(other),
        });
    }
    Some(pieces)
}

impl WildcardPattern {
    fn is_match(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        self.fits(&self.pieces, &text)
    }

    fn same(&self, left: char, right: char) -> bool {
        left == right || (self.ignore_case && fold_char(left) == fold_char(right))
    }

    fn within(&self, character: char, (low, high): (char, char)) -> bool {
        let inside = |c: char| low <= c && c <= high;
        inside(character)
            || (self.ignore_case
                && (inside(fold_char(character)) || character.to_lowercase().any(inside)))
    }

    fn fits(&self, pieces: &[Piece], text: &[char]) -> bool {
        // The last star and the text behind it are tried again from one character further on.
        let (mut piece, mut at) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        loop {
            let next = pieces.get(piece);
            let character = text.get(at).copied();
            let fits = match (next, character) {
                (Some(Piece::Any), _) => {
                    retry = Some((piece + 1, at));
                    piece += 1;
                    continue;
                }
                (None, None) => return true,
                (Some(Piece::One), Some(_)) => true,
                (Some(Piece::Literal(wanted)), Some(character)) => self.same(*wanted, character),
                (Some(Piece::Set(ranges)), Some(character)) => {
                    ranges.iter().any(|range| self.within(character, *range))
                }
                _ => false,
            };
            if fits {
                piece += 1;
                at += 1;
                continue;
            }
            match retry {
                Some((from, place)) if place < text.len() => {
                    retry = Some((from, place + 1));
                    piece = from;
                    at = place + 1;
                }
                _ => return false,
            }
        }
    }
}

fn make(call: &mut Call<'_>) -> Outcome {
    let text = call.required_string(0, "pattern")?;
    let options = call.argument(1).as_i64().unwrap_or(0);
    let pieces = parse(text).ok_or_else(|| {
        errors::of(
            "System.Management.Automation.WildcardPatternException",
            format!("The specified wildcard character pattern is not valid: {text}"),
        )
    })?;
    Ok(Value::live(WildcardPattern {
        text: text.to_string(),
        pieces,
        // WildcardOptions: 2 is IgnoreCase.
        ignore_case: options & 2 != 0,
    }))
}

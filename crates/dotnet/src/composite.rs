//! `String.Format`: texts with numbered holes.

use remora_psobject::{Exception, PsString, Value};

use crate::errors;

fn bad_format(detail: &str) -> Exception {
    errors::format(detail)
}

/// Fills the holes of `format` with `arguments`; `write` turns an argument and the format of its hole into
/// text.
///
/// # Errors
/// `FormatException` where the text is not well formed or names an argument that is not there, and what
/// `write` throws.
pub fn format(
    format: &str,
    arguments: &[Value],
    write: &mut dyn FnMut(&Value, &str) -> Result<PsString, Exception>,
) -> Result<PsString, Exception> {
    const ENDS: &str = "Input string was not in a correct format. Failure to parse near offset ";
    let characters: Vec<char> = format.chars().collect();
    let at_offset = |at: usize, detail: &str| bad_format(&format!("{ENDS}{at}. {detail}"));
    let mut out = PieceBuffer::default();
    let mut at = 0;
    while let Some(symbol) = characters.get(at).copied() {
        match symbol {
            '{' if characters.get(at + 1) == Some(&'{') => {
                out.push('{');
                at += 2;
            }
            '}' if characters.get(at + 1) == Some(&'}') => {
                out.push('}');
                at += 2;
            }
            '}' if at + 1 == characters.len() => {
                return Err(at_offset(at + 1, "Format item ends prematurely."));
            }
            '}' => {
                return Err(at_offset(
                    at + 1,
                    "Unexpected closing brace without a corresponding opening brace.",
                ));
            }
            '{' => {
                let hole = Hole::read(&characters, at + 1, &at_offset)?;
                at = hole.end;
                let argument = arguments.get(hole.index).ok_or_else(|| {
                    bad_format(
                        "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.",
                    )
                })?;
                let text = if argument.is_null() {
                    PsString::empty()
                } else {
                    write(argument, &hole.format)?
                };
                out.push_aligned(&text, hole.alignment);
            }
            other => {
                out.push(other);
                at += 1;
            }
        }
    }
    Ok(out.finish())
}

/// Text that may hold lone surrogates, which only code units can carry.
#[derive(Default)]
struct PieceBuffer {
    text: String,
    units: Option<Vec<u16>>,
}

impl PieceBuffer {
    fn push(&mut self, character: char) {
        match &mut self.units {
            Some(units) => units.extend_from_slice(character.encode_utf16(&mut [0; 2])),
            None => self.text.push(character),
        }
    }

    fn push_text(&mut self, text: &PsString) {
        if text.has_lone_surrogates() && self.units.is_none() {
            self.units = Some(self.text.encode_utf16().collect());
        }
        match &mut self.units {
            Some(units) => units.extend_from_slice(&text.units()),
            None => self.text.push_str(text),
        }
    }

    fn push_aligned(&mut self, text: &PsString, alignment: i64) {
        let width = usize::try_from(alignment.unsigned_abs()).unwrap_or(0);
        let blanks = width.saturating_sub(text.unit_len());
        if alignment < 0 {
            self.push_text(text);
        }
        for _ in 0..blanks {
            self.push(' ');
        }
        if alignment >= 0 {
            self.push_text(text);
        }
    }

    fn finish(self) -> PsString {
        match self.units {
            Some(units) => PsString::from_units(&units),
            None => self.text.into(),
        }
    }
}

struct Hole {
    index: usize,
    alignment: i64,
    format: String,
    end: usize,
}

impl Hole {
    fn read(
        characters: &[char],
        start: usize,
        bad: &dyn Fn(usize, &str) -> Exception,
    ) -> Result<Self, Exception> {
        let mut at = start;
        let digit = |at: usize| characters.get(at).and_then(|c| c.to_digit(10)).map(i64::from);
        let skip = |mut at: usize| {
            while characters.get(at) == Some(&' ') {
                at += 1;
            }
            at
        };
        let missing_digit = |at: usize| {
            if at >= characters.len() {
                bad(at, "Format item ends prematurely.")
            } else {
                bad(at, "Expected an ASCII digit.")
            }
        };
        let mut index = digit(at).ok_or_else(|| missing_digit(at))?;
        at += 1;
        while let Some(next) = digit(at) {
            index = (index * 10 + next).min(1_000_000);
            at += 1;
        }
        at = skip(at);
        let mut alignment = 0;
        if characters.get(at) == Some(&',') {
            at = skip(at + 1);
            let negative = characters.get(at) == Some(&'-');
            at += usize::from(negative);
            alignment = digit(at).ok_or_else(|| missing_digit(at))?;
            at += 1;
            while let Some(next) = digit(at) {
                alignment = (alignment * 10 + next).min(1_000_000);
                at += 1;
            }
            if negative {
                alignment = -alignment;
            }
            at = skip(at);
        }
        let mut format = String::new();
        match characters.get(at) {
            Some('}') => at += 1,
            Some(':') => {
                at += 1;
                loop {
                    match characters.get(at) {
                        None => return Err(bad(at, "Format item ends prematurely.")),
                        Some('}') => break,
                        Some('{') => {
                            return Err(bad(at, "Expected an ASCII digit."));
                        }
                        Some(other) => format.push(*other),
                    }
                    at += 1;
                }
                at += 1;
            }
            None => return Err(bad(at, "Format item ends prematurely.")),
            Some(_) => {
                return Err(bad(at + 1, "Expected a closing brace, a comma or a colon."));
            }
        }
        Ok(Self { index: usize::try_from(index).unwrap_or(usize::MAX), alignment, format, end: at })
    }
}

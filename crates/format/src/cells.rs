//! Cells: how wide a text is on the screen, cutting it to a width, breaking it into lines.
//!
//! A character of the basic plane takes one or two cells, half a surrogate pair takes one. Escape
//! sequences take none and are never cut.

/// What stands where text was left out.
pub const ELLIPSIS: char = '…';

/// Characters that take two cells, first and last of each range.
const WIDE: [(u32, u32); 9] = [
    (0x1100, 0x115F),
    (0x2329, 0x232A),
    (0x2E80, 0x303E),
    (0x3040, 0xA4CF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE19),
    (0xFE30, 0xFE6F),
    (0xFF00, 0xFF60),
];

/// Cells that a character takes.
pub fn char_width(character: char) -> usize {
    let code = u32::from(character);
    if code < 0x1100 {
        return 1;
    }
    if code > 0xFFFF {
        return 2;
    }
    let wide = WIDE.iter().any(|(first, last)| (*first..=*last).contains(&code));
    1 + usize::from(wide || (0xFFE0..=0xFFE6).contains(&code))
}

/// Bytes of the escape sequence at the start of `text`, 0 where there is none.
fn escape_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&0x1B) {
        return 0;
    }
    match bytes.get(1) {
        // A control sequence ends with a letter.
        Some(b'[') => bytes
            .iter()
            .skip(2)
            .position(|byte| (0x40..=0x7E).contains(byte))
            .map_or(0, |at| at + 3),
        // A hyperlink: ESC ]8;; address, and ESC \ or BEL.
        Some(b']') => {
            let bell = text.find('\u{7}').map(|at| at + 1);
            let terminator = text.find("\u{1b}\\").map(|at| at + 2);
            match (bell, terminator) {
                (Some(left), Some(right)) => left.min(right),
                (left, right) => left.or(right).unwrap_or(0),
            }
        }
        _ => 0,
    }
}

/// A piece of text that is cut as one: a character, or an escape sequence of no width.
struct Piece<'a> {
    text: &'a str,
    width: usize,
    is_escape: bool,
}

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let escape = escape_length(rest);
        let length = if escape > 0 { escape } else { first.len_utf8() };
        let (text, tail) = rest.split_at_checked(length)?;
        rest = tail;
        let width = if escape > 0 { 0 } else { char_width(first) };
        Some(Piece { text, width, is_escape: escape > 0 })
    })
}

fn is_simple(text: &str) -> bool {
    text.bytes().all(|byte| byte < 0x80 && byte != 0x1B)
}

/// Cells that a text takes.
pub fn width(text: &str) -> usize {
    if is_simple(text) { text.len() } else { pieces(text).map(|piece| piece.width).sum() }
}

/// Whether the text holds an escape character.
pub fn has_escape(text: &str) -> bool {
    text.as_bytes().contains(&0x1B)
}

/// The text without escape sequences.
pub fn strip(text: &str) -> String {
    pieces(text).filter(|piece| !piece.is_escape).map(|piece| piece.text).collect()
}

/// As much of the start of the text as fits into `cells`. Escape sequences after the cut are kept, so
/// that what they began ends.
pub fn head(text: &str, cells: usize) -> String {
    let mut left = cells;
    let mut full = false;
    let mut kept = String::with_capacity(text.len().min(cells + 8));
    for piece in pieces(text) {
        if piece.is_escape {
            kept.push_str(piece.text);
        } else if !full && piece.width <= left {
            left -= piece.width;
            kept.push_str(piece.text);
        } else {
            full = true;
        }
    }
    kept
}

/// As much of the end of the text as fits into `cells`. Escape sequences before the cut are kept.
pub fn tail(text: &str, cells: usize) -> String {
    let all: Vec<Piece<'_>> = pieces(text).collect();
    let mut left = cells;
    let mut full = false;
    let mut kept: Vec<&str> = Vec::new();
    for piece in all.iter().rev() {
        if piece.is_escape {
            kept.push(piece.text);
        } else if !full && piece.width <= left {
            left -= piece.width;
            kept.push(piece.text);
        } else {
            full = true;
        }
    }
    kept.iter().rev().copied().collect()
}

/// The lines of a text: it is broken at line feeds; carriage returns are dropped.
pub fn split_lines(text: &str) -> Vec<String> {
    if !text.contains(['\n', '\r']) {
        return vec![text.to_owned()];
    }
    text.split('\n').map(|line| line.replace('\r', "")).collect()
}

/// The text up to its first line break, with an ellipsis for the rest.
pub fn first_line(text: &str) -> std::borrow::Cow<'_, str> {
    match text.split_once(['\n', '\r']) {
        Some((line, _)) => format!("{line}{ELLIPSIS}").into(),
        None => text.into(),
    }
}

/// Breaks a text into lines of at most `first` cells, then `following`: at blanks where a word fits
/// into a line, within the word where it does not.
pub fn wrap(text: &str, first: usize, following: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in split_lines(text) {
        if width(&line) <= first {
            lines.push(line);
        } else {
            Wrap::new(first, following, &mut lines).run(&line);
        }
    }
    lines
}

const SOFT_HYPHEN: char = '\u{AD}';

struct Wrap<'a> {
    line: String,
    limit: usize,
    left: usize,
    following: usize,
    lines: &'a mut Vec<String>,
}

impl<'a> Wrap<'a> {
    fn new(first: usize, following: usize, lines: &'a mut Vec<String>) -> Self {
        let limit = if first == 0 { following } else { first };
        Self { line: String::new(), limit, left: limit, following, lines }
    }

    fn run(mut self, text: &str) {
        if self.limit == 0 {
            return;
        }
        let mut word = String::new();
        for piece in pieces(text) {
            let delimiter = piece.text.chars().next().filter(|_| !piece.is_escape);
            match delimiter {
                Some(' ' | '\t') => {
                    word.push_str(piece.text);
                    self.word(&word);
                    word.clear();
                }
                Some(SOFT_HYPHEN) => {
                    if width(&word) + 1 == self.left {
                        word.push('-');
                    }
                    self.word(&word);
                    word.clear();
                }
                _ => word.push_str(piece.text),
            }
        }
        self.word(&word);
        self.lines.push(self.line);
    }

    fn word(&mut self, word: &str) {
        let cells = width(word);
        if cells <= self.limit {
            self.put(word, cells);
            return;
        }
        for piece in pieces(word) {
            if piece.width > self.limit {
                // A character of two cells in a line of one.
                self.put("?", 1);
            } else {
                self.put(piece.text, piece.width);
            }
        }
    }

    fn put(&mut self, text: &str, cells: usize) {
        if cells > self.left {
            self.lines.push(std::mem::take(&mut self.line));
            self.limit = self.following;
            self.left = self.limit;
        }
        self.line.push_str(text);
        self.left = self.left.saturating_sub(cells);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_the_recorded_width() {
        let table = include_str!("../tests/data/cell_width.txt");
        let mut checked = 0;
        for line in table.lines() {
            let (range, cells) = line.split_once(' ').unwrap();
            let (first, last) = range.split_once('-').unwrap();
            let first = u32::from_str_radix(first, 16).unwrap();
            let last = u32::from_str_radix(last, 16).unwrap();
            for character in (first..=last).filter_map(char::from_u32) {
                assert_eq!(char_width(character), cells.parse::<usize>().unwrap(), "{character:?}");
                checked += 1;
            }
        }
        assert!(checked > 60_000);
        assert_eq!(char_width('😀'), 2);
    }

    #[test]
    fn escape_sequences_take_no_cells_and_survive_cuts() {
        let text = "\u{1b}[31mred\u{1b}[0m and";
        assert_eq!(width(text), 7);
        assert_eq!(head(text, 2), "\u{1b}[31mre\u{1b}[0m");
        assert_eq!(tail(text, 2), "\u{1b}[31m\u{1b}[0mnd");
        assert_eq!(strip(text), "red and");
        assert_eq!(width("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\"), 4);
    }

    #[test]
    fn words_wrap_and_long_words_break() {
        assert_eq!(wrap("some longer text here", 6, 6), ["some l", "onger ", "text ", "here"]);
        assert_eq!(wrap("gamma delta", 3, 3), ["gam", "ma ", "del", "ta"]);
        assert_eq!(wrap("a\r\nb", 5, 5), ["a", "b"]);
        assert_eq!(wrap("日本語", 5, 5), ["日本", "語"]);
        assert_eq!(wrap("", 5, 5), [""]);
    }
}

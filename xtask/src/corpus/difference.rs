//! A unified difference of two texts, line by line.

use std::fmt::Write as _;

/// Lines shown around a difference.
const CONTEXT: usize = 2;
/// Texts with more lines than this are compared without looking for moved lines.
const MOST_LINES: usize = 1500;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Same,
    Missing,
    Extra,
}

/// Lines that are only expected are marked `-`, lines that are only there `+`; empty when equal.
pub(crate) fn difference(expected: &str, actual: &str) -> String {
    if expected == actual {
        return String::new();
    }
    let expected: Vec<&str> = expected.split('\n').collect();
    let actual: Vec<&str> = actual.split('\n').collect();
    let lines = align(&expected, &actual);
    let near = |at: usize| {
        let from = at.saturating_sub(CONTEXT);
        lines.iter().skip(from).take(at - from + CONTEXT + 1).any(|(mark, _)| *mark != Mark::Same)
    };
    let mut text = String::new();
    let mut skipped = false;
    for (at, (mark, line)) in lines.iter().enumerate() {
        if *mark == Mark::Same && !near(at) {
            skipped = true;
            continue;
        }
        if std::mem::take(&mut skipped) {
            text += "  …\n";
        }
        let sign = match mark {
            Mark::Same => ' ',
            Mark::Missing => '-',
            Mark::Extra => '+',
        };
        let _ = writeln!(text, "  {sign}{line}");
    }
    text
}

/// Aligns two lists of lines along their longest common subsequence.
fn align<'a>(expected: &[&'a str], actual: &[&'a str]) -> Vec<(Mark, &'a str)> {
    let (rows, columns) = (expected.len(), actual.len());
    if rows.max(columns) > MOST_LINES {
        let missing = expected.iter().map(|line| (Mark::Missing, *line));
        return missing.chain(actual.iter().map(|line| (Mark::Extra, *line))).collect();
    }
    // common[i][j]: length of the longest common subsequence of expected[i..] and actual[j..].
    let mut common = vec![vec![0_u32; columns + 1]; rows + 1];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            common[i][j] = if expected[i] == actual[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::with_capacity(rows + columns);
    while i < rows || j < columns {
        if i < rows && j < columns && expected[i] == actual[j] {
            lines.push((Mark::Same, expected[i]));
            (i, j) = (i + 1, j + 1);
        } else if i < rows && (j == columns || common[i + 1][j] >= common[i][j + 1]) {
            lines.push((Mark::Missing, expected[i]));
            i += 1;
        } else {
            lines.push((Mark::Extra, actual[j]));
            j += 1;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn equal_texts_have_none() {
        assert_eq!(difference("a\nb", "a\nb"), "");
    }

    #[test]
    fn changed_lines_stand_in_their_place() {
        assert_eq!(difference("a\nb\nc\n", "a\nx\nc\n"), "   a\n  -b\n  +x\n   c\n   \n");
    }

    #[test]
    fn far_lines_are_left_out() {
        assert_eq!(difference("1\n2\n3\n4\n5", "1\n2\n3\n4\n6"), "  …\n   3\n   4\n  -5\n  +6\n");
    }
}

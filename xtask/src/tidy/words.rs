//! The project speaks of itself alone: no places of a workshop, no notes to come back to.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::Result;
use regex::Regex;

use super::{Finding, SourceFile};
use crate::workspace;

/// Never in a text of the project.
const FOREIGN: &str = concat!(
    r"/work/|/tmp/brief|(?i)helper session|\bissue #|\bindex\.crates\.io|static\.crates\.io",
    r"|\bpypi\.org|registry\.npmjs\.org|\bproxy\.golang\.org"
);
/// Not in prose or comments: a thing to do is done, or stands in the tracker.
const UNDONE: &str = r"\b(?:TODO|FIXME)\b";

/// Data as it was recorded, lists written by tools, and this rule itself.
const LEFT_OUT: [&str; 3] = ["tests/corpora/", "Cargo.lock", "xtask/src/tidy/words.rs"];

#[expect(clippy::expect_used, reason = "the patterns are constants of this file")]
static PATTERNS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    let pattern = |text: &str| Regex::new(text).expect("a valid pattern");
    (pattern(FOREIGN), pattern(UNDONE))
});

/// Reads every text file of the workspace.
pub(crate) fn check_tree(root: &Path) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in workspace::files_below(root)? {
        let path = workspace::relative(root, &file);
        let is_ours = path == "tests/corpora/README.md"
            || !LEFT_OUT.iter().any(|left_out| path.starts_with(left_out));
        if is_ours {
            // What is no UTF-8 is no text.
            if let Ok(text) = fs::read_to_string(&file) {
                findings.extend(check(&path, &text));
            }
        }
    }
    Ok(findings)
}

fn check(path: &str, text: &str) -> Vec<Finding> {
    let (foreign, undone) = &*PATTERNS;
    let finding = |line: usize, found: &str, advice: &str| Finding {
        file: path.to_owned(),
        line: line + 1,
        rule: "words",
        message: format!("`{}`: {advice}", found.trim()),
    };
    let mut findings = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if let Some(found) = foreign.find(line) {
            findings.push(finding(at, found.as_str(), "this does not belong to the project"));
        }
    }
    // In Rust only comments count: a string may hold the word as data.
    let prose = if path.ends_with(".rs") {
        SourceFile::new(path, "", false, text).comments
    } else {
        text.lines().map(str::to_owned).collect()
    };
    for (at, line) in prose.iter().enumerate() {
        if let Some(found) = undone.find(line) {
            findings.push(finding(at, found.as_str(), "do it, or leave it out"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(path, text).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn foreign_words_are_found_everywhere() {
        assert_eq!(lines("docs/a.md", "see /work/main\nplain\nIssue #3 and issue #4\n"), [1, 3]);
        assert_eq!(lines("a.rs", "let a = \"/tmp/brief/x\";\n"), [1]);
    }

    #[test]
    fn undone_work_is_found_in_comments_only() {
        assert_eq!(lines("a.rs", "// TODO later\nlet a = \"TODO\";\n"), [1]);
        assert_eq!(lines("a.md", "FIXME\n"), [1]);
    }
}

//! `unsafe` stands in two crates only, each time with a comment that says why it is sound.

use std::sync::LazyLock;

use regex::Regex;

use super::{Finding, SourceFile};

/// Crates that may need the system's own interfaces.
const ALLOWED: [&str; 2] = ["providers", "server"];
/// How many lines above `unsafe` the comment may start.
const REACH: usize = 6;

#[expect(clippy::expect_used, reason = "the pattern is a constant")]
static UNSAFE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bunsafe\b\s*(?:\{|fn|impl|extern|$)").expect("a valid pattern"));

/// Finds `unsafe` where it may not stand, and where its comment is missing.
pub(crate) fn check(source: &SourceFile) -> Vec<Finding> {
    let finding = |line: usize, message: &str| Finding {
        file: source.path.clone(),
        line,
        rule: "unsafe",
        message: message.to_owned(),
    };
    let mut findings = Vec::new();
    for (at, code) in source.code.iter().enumerate() {
        if !UNSAFE.is_match(code) {
            continue;
        }
        if !ALLOWED.contains(&source.krate.as_str()) {
            findings.push(finding(at + 1, "`unsafe` may stand in providers and server only"));
        } else if !source
            .comments
            .iter()
            .take(at + 1)
            .rev()
            .take(REACH)
            .any(|comment| comment.contains("SAFETY:"))
        {
            findings.push(finding(at + 1, "say in a `// SAFETY:` comment above why this is sound"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(krate: &str, text: &str) -> usize {
        check(&SourceFile::new("crates/x/src/a.rs", krate, false, text)).len()
    }

    #[test]
    fn only_two_crates_and_with_a_reason() {
        assert_eq!(count("engine", "// SAFETY: no\nlet a = unsafe { f() };\n"), 1);
        assert_eq!(count("server", "// SAFETY: owned here\nlet a = unsafe { f() };\n"), 0);
        assert_eq!(count("server", "let a = unsafe { f() };\n"), 1);
        assert_eq!(count("engine", "#![forbid(unsafe_code)] // unsafe { }\n"), 0);
    }
}

//! What hostile input reaches must not be able to panic.

use std::sync::LazyLock;

use regex::Regex;

use super::{Finding, SourceFile};

/// Crates that read what a peer sent.
const GUARDED: [&str; 7] = ["psobject", "hosting", "clixml", "psrp", "outofproc", "wsman", "auth"];

struct Rule {
    pattern: &'static str,
    advice: &'static str,
}

const RULES: [Rule; 3] = [
    Rule {
        pattern: r#"\.unwrap\(\)|\.expect\(""#,
        advice: "return an error, or use `unwrap_or…` or `let … else`",
    },
    Rule {
        pattern: r"\b(?:panic|unreachable|todo|unimplemented)!",
        advice: "return an error; a state that cannot be belongs into the types",
    },
    Rule {
        pattern: r"[\w)\]?]\[\s*(?:\d[\d_]*(?:usize)?\s*(?:\.\.=?[^\]]*)?|\.\.=?\s*\d[\d_]*\s*)\]",
        advice: "use `get`, `first`, `split_at_checked` or a pattern instead of an index",
    },
];

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the patterns are constants of this file")]
    RULES.iter().map(|rule| Regex::new(rule.pattern).expect("a valid pattern")).collect()
});

/// Finds calls that panic and slices that are indexed by number.
pub(crate) fn check(source: &SourceFile) -> Vec<Finding> {
    if !GUARDED.contains(&source.krate.as_str()) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (line, code) in source.shipped_code() {
        for (rule, pattern) in RULES.iter().zip(PATTERNS.iter()) {
            if let Some(found) = pattern.find(code) {
                findings.push(Finding {
                    file: source.path.clone(),
                    line,
                    rule: "panic",
                    message: format!("`{}` can panic; {}", found.as_str().trim(), rule.advice),
                });
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(krate: &str, text: &str) -> Vec<usize> {
        let source = SourceFile::new("crates/x/src/a.rs", krate, false, text);
        check(&source).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn panics_and_numeric_indexes_are_found() {
        let text = "a.unwrap();\na.expect(\"b\");\npanic!(\"c\");\nlet x = bytes[0];\n\
                    f(&bytes[2..]);\nbytes()[..4].len();\n";
        assert_eq!(lines("clixml", text), [1, 2, 3, 4, 5, 6]);
        assert!(lines("engine", text).is_empty());
    }

    #[test]
    fn arrays_names_and_own_methods_are_free() {
        let text = "let a: [u8; 4] = [0; 4];\nlet b = &[0];\nvec![0];\nlet c = map[key];\n\
                    self.expect(Token::Comma)?;\nx.unwrap_or(0);\nreturn [1];\n";
        assert!(lines("clixml", text).is_empty());
    }
}

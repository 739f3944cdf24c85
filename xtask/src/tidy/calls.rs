//! Below the top floors nobody reads the clock, the environment or random numbers, starts a
//! process or opens a file or socket: a trait that the binary supplies does.

use std::sync::LazyLock;

use regex::Regex;

use super::{Exceptions, Finding, SourceFile};

/// A way to reach the system, and who may take it.
struct Reach {
    what: &'static str,
    /// Matched against code without comments and literals.
    pattern: &'static str,
    /// Crates that may, besides those of [`TOP_FLOORS`]; `*` at the end stands for any rest.
    allowed: &'static [&'static str],
}

/// Crates that join the parts to the system.
const TOP_FLOORS: [&str; 6] = ["transport", "client", "server", "remora", "testkit", "xtask"];

const REACHES: [Reach; 7] = [
    Reach {
        what: "the clock",
        pattern: r"\b(?:Instant|SystemTime|Zoned|Timestamp|Utc|Local)::now\b|\bTimeZone::system\b",
        allowed: &[],
    },
    Reach {
        what: "the environment",
        pattern: r"\bstd::env\b|\benv::(?:var|vars|var_os|vars_os|set_var|remove_var|args|args_os|current_dir|set_current_dir|current_exe|home_dir|temp_dir)\b",
        allowed: &[],
    },
    Reach {
        what: "a process",
        pattern: r"\bstd::process\b|\bprocess::Command\b|\btokio::process\b",
        allowed: &[],
    },
    Reach {
        what: "random numbers",
        pattern: r"\bthread_rng\b|\bOsRng\b|\brand::(?:random|rng)\b|\bnew_v4\b|\bgetrandom\b|\bfrom_(?:entropy|os_rng)\b",
        allowed: &[],
    },
    Reach {
        what: "files",
        pattern: r"\bstd::fs\b|\btokio::fs\b|\bFile::(?:open|create|options)\b|\bOpenOptions::new\b",
        allowed: &["providers", "cmdlets/*"],
    },
    Reach {
        what: "the network",
        pattern: r"\b(?:Tcp|Unix)(?:Stream|Listener)\b|\bUdpSocket\b|\bToSocketAddrs\b|\btokio::net\b",
        allowed: &["cmdlets/*"],
    },
    Reach {
        what: "standard input and output",
        pattern: r"\b(?:std::)?io::(?:stdin|stdout|stderr)\b",
        allowed: &[],
    },
];

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the patterns are constants of this file")]
    REACHES.iter().map(|reach| Regex::new(reach.pattern).expect("a valid pattern")).collect()
});

impl Reach {
    fn is_allowed(&self, krate: &str) -> bool {
        TOP_FLOORS.contains(&krate)
            || self.allowed.iter().any(|allowed| match allowed.strip_suffix('*') {
                Some(start) => krate.starts_with(start),
                None => krate == *allowed,
            })
    }
}

/// Finds code that reaches the system itself.
pub(crate) fn check(source: &SourceFile, exceptions: &Exceptions) -> Vec<Finding> {
    if exceptions.calls.contains_key(&source.path) {
        return Vec::new();
    }
    let watched: Vec<_> = REACHES
        .iter()
        .zip(PATTERNS.iter())
        .filter(|(reach, _)| !reach.is_allowed(&source.krate))
        .collect();
    let mut findings = Vec::new();
    for (line, code) in source.shipped_code() {
        for (reach, pattern) in &watched {
            if let Some(found) = pattern.find(code) {
                findings.push(Finding {
                    file: source.path.clone(),
                    line,
                    rule: "system",
                    message: format!(
                        "`{}` reaches {} directly; take it as an argument or through the trait \
                         that the binary supplies",
                        found.as_str(),
                        reach.what
                    ),
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
        check(&source, &Exceptions::default()).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn lower_floors_reach_nothing() {
        let text = "use std::env;\nlet now = Instant::now();\nUuid::new_v4();\nuse std::fs;\n";
        assert_eq!(lines("engine", text), [1, 2, 3, 4]);
        assert!(lines("server", text).is_empty());
        assert_eq!(lines("providers", text), [1, 2, 3]);
    }

    #[test]
    fn own_names_comments_and_tests_are_free() {
        let text = "// Instant::now\nlet c = Command::new(1);\nlet s = \"std::env\";\n\
                    fn f(now: Instant) {}\n#[cfg(test)]\nmod tests {\n use std::fs;\n}\n";
        assert!(lines("psrp", text).is_empty());
    }

    #[test]
    fn cmdlets_may_open_files_but_not_read_the_clock() {
        assert_eq!(lines("cmdlets/utility", "std::fs::read(p);\nSystemTime::now();"), [2]);
    }
}

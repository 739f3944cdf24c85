//! Files that a reader can hold in mind: limits by kind, and one that nobody may pass.

use super::{Exceptions, Finding, SourceFile};

/// A cmdlet or a .NET type.
const UNIT_LIMIT: usize = 450;
/// Any other file.
const FILE_LIMIT: usize = 600;
/// With a written reason, and for tests.
const HARD_LIMIT: usize = 800;

/// Checks the length of a file, without the test module at its end.
pub(crate) fn check(source: &SourceFile, exceptions: &Exceptions) -> Option<Finding> {
    if source.is_generated() {
        return None;
    }
    let length = source.length();
    let is_excepted = source.is_test || exceptions.length.contains_key(&source.path);
    let limit = if is_excepted { HARD_LIMIT } else { limit_of(source) };
    (length > limit).then(|| Finding {
        file: source.path.clone(),
        line: 0,
        rule: "length",
        message: if limit == HARD_LIMIT {
            format!("{length} lines without tests, the most for any file is {limit}; split it")
        } else {
            format!(
                "{length} lines without tests, the limit is {limit}; split it, or give a reason \
                 in xtask/tidy.toml"
            )
        },
    })
}

fn limit_of(source: &SourceFile) -> usize {
    let is_unit =
        source.krate.starts_with("cmdlets/") || source.path.starts_with("crates/dotnet/src/types/");
    if is_unit { UNIT_LIMIT } else { FILE_LIMIT }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, krate: &str, lines: usize, tests: usize) -> SourceFile {
        let module = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "//\n".repeat(tests));
        let text = "fn a() {}\n".repeat(lines) + &module;
        SourceFile::new(path, krate, false, &text)
    }

    #[test]
    fn limits_depend_on_the_kind() {
        let none = Exceptions::default();
        assert_eq!(check(&source("crates/a/src/a.rs", "a", 600, 500), &none), None);
        assert!(check(&source("crates/a/src/a.rs", "a", 601, 0), &none).is_some());
        let cmdlet = source("crates/cmdlets/core/src/a_b.rs", "cmdlets/core", 451, 0);
        assert!(check(&cmdlet, &none).is_some_and(|finding| finding.message.contains("450")));
    }

    #[test]
    fn an_exception_ends_at_the_hard_limit() {
        let mut exceptions = Exceptions::default();
        exceptions.length.insert("crates/a/src/a.rs".into(), "a table".into());
        assert_eq!(check(&source("crates/a/src/a.rs", "a", 800, 0), &exceptions), None);
        assert!(check(&source("crates/a/src/a.rs", "a", 801, 0), &exceptions).is_some());
    }
}

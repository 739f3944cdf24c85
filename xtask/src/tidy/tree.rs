//! Which source files there are, and which of them a crate really compiles.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::Regex;

use super::{Finding, SourceFile};
use crate::workspace;

/// All source files of the workspace.
pub(crate) struct Sources {
    pub(crate) files: Vec<SourceFile>,
    /// Files that no crate reaches.
    pub(crate) forgotten: Vec<Finding>,
}

/// Reads every Rust file below the crates' folders and xtask.
pub(crate) fn load(root: &Path) -> Result<Sources> {
    let mut sources = Sources { files: Vec::new(), forgotten: Vec::new() };
    for folder in crate_folders(root)? {
        let name = workspace::relative(root, &folder);
        let name = name.strip_prefix("crates/").unwrap_or(&name).to_owned();
        let mut texts = BTreeMap::new();
        for file in workspace::files_below(&folder)? {
            let is_source = file.extension().is_some_and(|extension| extension == "rs");
            if is_source && !is_data(&folder, &file) {
                let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
                texts.insert(workspace::relative(root, &file), text);
            }
        }
        let reached = reach(&texts, &workspace::relative(root, &folder));
        for (path, text) in &texts {
            let is_test = reached.get(path).copied().unwrap_or(true);
            sources.files.push(SourceFile::new(path, &name, is_test, text));
            if !reached.contains_key(path) {
                sources.forgotten.push(Finding {
                    file: path.clone(),
                    line: 0,
                    rule: "forgotten",
                    message: "no `mod` leads to this file; declare it or delete it".to_owned(),
                });
            }
        }
    }
    Ok(sources)
}

/// Files that tests read as data (`tests/data/…`) are no modules.
fn is_data(folder: &Path, file: &Path) -> bool {
    file.strip_prefix(folder).is_ok_and(|inside| inside.starts_with("tests/data"))
}

fn crate_folders(root: &Path) -> Result<Vec<PathBuf>> {
    let mut folders = vec![root.join("xtask")];
    let parents = [root.join("crates"), root.join("crates/cmdlets")];
    for parent in parents.iter().filter(|parent| parent.is_dir()) {
        for entry in fs::read_dir(parent)? {
            let folder = entry?.path();
            if folder.join("Cargo.toml").is_file() {
                folders.push(folder);
            }
        }
    }
    folders.sort();
    Ok(folders)
}

/// The files that the crate in `folder` compiles; true for those that only tests see.
fn reach(texts: &BTreeMap<String, String>, folder: &str) -> BTreeMap<String, bool> {
    let mut reached = BTreeMap::new();
    let mut waiting: VecDeque<(String, bool)> =
        texts.keys().filter_map(|path| Some((path.clone(), crate_root(path, folder)?))).collect();
    while let Some((path, is_test)) = waiting.pop_front() {
        match reached.get(&path) {
            // What ships stays shipped, also when a test names it, too.
            Some(known) if !known || is_test => continue,
            _ => reached.insert(path.clone(), is_test),
        };
        let Some(text) = texts.get(&path) else {
            continue;
        };
        for module in modules(text) {
            let inside = is_test || module.is_test;
            let candidates = module.candidates(&path, crate_root(&path, folder).is_some());
            for candidate in candidates.into_iter().filter(|file| texts.contains_key(file)) {
                waiting.push_back((candidate, inside));
            }
        }
    }
    reached
}

/// Whether a file is the root of a target, and if so, whether only of a test.
fn crate_root(path: &str, folder: &str) -> Option<bool> {
    let inside = path.strip_prefix(folder)?.trim_start_matches('/');
    let parts: Vec<&str> = inside.split('/').collect();
    match parts.as_slice() {
        ["src", "lib.rs" | "main.rs"] | ["build.rs"] | ["src", "bin", _] => Some(false),
        ["src", "bin", _, "main.rs"] => Some(false),
        ["tests" | "benches" | "examples", _] => Some(true),
        ["tests" | "benches" | "examples", _, "main.rs"] => Some(true),
        _ => None,
    }
}

/// One `mod name;`, `include!` or `#[path]`.
struct Module {
    /// Names of the inline modules around it, and its own.
    names: Vec<String>,
    /// The path that an attribute or a macro gives, relative to the file's folder.
    path: Option<String>,
    is_test: bool,
}

impl Module {
    fn candidates(&self, file: &str, is_root: bool) -> BTreeSet<String> {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        if let Some(path) = &self.path {
            return [resolve(&format!("{folder}/{path}"))].into();
        }
        let stem = name.trim_end_matches(".rs");
        let is_folder = is_root || stem == "mod";
        let base = if is_folder { folder.to_owned() } else { format!("{folder}/{stem}") };
        let target = format!("{base}/{}", self.names.join("/"));
        [format!("{target}.rs"), format!("{target}/mod.rs")].into()
    }
}

/// Takes `.` and `..` out of a path.
fn resolve(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

#[expect(clippy::expect_used, reason = "the pattern is a constant")]
static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?P<test>#\[cfg\((?:test|all\(test[^\n]*)\)\])|#\[path\s*=\s*"(?P<path>[^"]+)"\]"#,
        r#"|\binclude!\(\s*"(?P<include>[^"]+\.rs)""#,
        r"|\bmod\s+(?:r#)?(?P<name>\w+)\s*(?P<kind>[;{])|(?P<open>\{)|(?P<close>\})|(?P<end>;)"
    ))
    .expect("a valid pattern")
});

/// The modules that a text declares in other files.
fn modules(text: &str) -> Vec<Module> {
    let plain = SourceFile::new("", "", false, text);
    let code = plain.code.join("\n");
    // Literals are blank in `code`; what an attribute names is read from the text at its place.
    let original: Vec<char> = text.chars().collect();
    let code_chars: Vec<char> = code.chars().collect();
    let shown: String = code_chars
        .iter()
        .enumerate()
        .map(|(at, c)| if is_in_path_literal(&code_chars, at) { original[at] } else { *c })
        .collect();

    let mut found = Vec::new();
    // Open braces: the name of the inline module and whether it is for tests; none for others.
    let mut open: Vec<Option<(String, bool)>> = Vec::new();
    let (mut test_next, mut path_next) = (false, None);
    for captures in DECLARATION.captures_iter(&shown) {
        let group = |name: &str| captures.name(name).map(|found| found.as_str().to_owned());
        let around = |open: &[Option<(String, bool)>]| open.iter().flatten().any(|inline| inline.1);
        if captures.name("test").is_some() {
            test_next = true;
        } else if let Some(path) = group("path") {
            path_next = Some(path);
        } else if let Some(path) = group("include") {
            let is_test = around(&open);
            found.push(Module { names: Vec::new(), path: Some(path), is_test });
        } else if let Some(name) = group("name") {
            let is_test = std::mem::take(&mut test_next) || around(&open);
            let path = path_next.take();
            if group("kind").as_deref() == Some("{") {
                open.push(Some((name, is_test)));
            } else {
                let mut names: Vec<String> =
                    open.iter().flatten().map(|inline| inline.0.clone()).collect();
                names.push(name);
                found.push(Module { names, path, is_test });
            }
        } else if captures.name("open").is_some() {
            open.push(None);
            test_next = false;
        } else if captures.name("close").is_some() {
            open.pop();
        } else {
            test_next = false;
        }
    }
    found
}

/// Whether a place lies between quotes that follow `path =` or `include!(`.
fn is_in_path_literal(code: &[char], at: usize) -> bool {
    if code.get(at) != Some(&' ') {
        return false;
    }
    let Some(quote) = code[..at].iter().rposition(|c| !matches!(c, ' ')) else {
        return false;
    };
    if code.get(quote) != Some(&'"') {
        return false;
    }
    let before: String =
        code[quote.saturating_sub(16)..quote].iter().filter(|c| **c != ' ').collect();
    before.ends_with("path=") || before.ends_with("include!(")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(files: &[(&str, &str)]) -> BTreeMap<String, bool> {
        let texts = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        reach(&texts.collect(), "crates/a")
    }

    #[test]
    fn modules_are_found_in_both_layouts() {
        let found = reached(&[
            ("crates/a/src/lib.rs", "mod b;\npub(crate) mod c;\n"),
            ("crates/a/src/b.rs", "mod d;"),
            ("crates/a/src/b/d.rs", ""),
            ("crates/a/src/c/mod.rs", "mod e;"),
            ("crates/a/src/c/e.rs", ""),
            ("crates/a/src/lost.rs", ""),
        ]);
        assert_eq!(found.len(), 5);
        assert!(!found.contains_key("crates/a/src/lost.rs"));
    }

    #[test]
    fn test_modules_are_test_code() {
        let found = reached(&[
            ("crates/a/src/lib.rs", "mod b;\n#[cfg(test)]\nmod tests;\nmod c;"),
            ("crates/a/src/tests.rs", "mod deep;"),
            ("crates/a/src/tests/deep.rs", ""),
            ("crates/a/src/b.rs", ""),
            ("crates/a/src/c.rs", ""),
            ("crates/a/tests/all.rs", ""),
        ]);
        let tests: Vec<_> =
            found.iter().filter(|(_, is_test)| **is_test).map(|(path, _)| path).collect();
        assert_eq!(
            tests,
            ["crates/a/src/tests.rs", "crates/a/src/tests/deep.rs", "crates/a/tests/all.rs"]
        );
    }

    #[test]
    fn paths_and_inline_modules_lead_on() {
        let found = reached(&[
            ("crates/a/src/lib.rs", "mod b { mod c; }\n#[path = \"x/other.rs\"]\nmod d;"),
            ("crates/a/src/b/c.rs", "fn f() { let s = \"mod z;\"; }"),
            ("crates/a/src/x/other.rs", "include!(\"../y.rs\");"),
            ("crates/a/src/y.rs", ""),
            ("crates/a/src/b/z.rs", ""),
        ]);
        assert_eq!(found.len(), 4);
        assert!(!found.contains_key("crates/a/src/b/z.rs"));
    }
}

//! `cargo xtask tidy`: the rules of the house, each checked.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

pub(crate) use self::source::SourceFile;
use crate::{codegen, workspace};

mod calls;
mod layers;
mod lengths;
mod panics;
mod safety;
mod source;
mod tree;
mod words;

/// One broken rule at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file, relative to the workspace.
    pub(crate) file: String,
    /// The line, counted from one; zero where the finding is about the whole file.
    pub(crate) line: usize,
    /// The short name of the rule.
    pub(crate) rule: &'static str,
    /// What is wrong and what to do.
    pub(crate) message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: [{}] {}", self.file, self.line.max(1), self.rule, self.message)
    }
}

/// Exceptions, each with its reason (`xtask/tidy.toml`).
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exceptions {
    /// File → why it may be longer than its kind (never beyond the hard limit).
    #[serde(default)]
    pub(crate) length: BTreeMap<String, String>,
    /// File → why it may reach the system below the top floors.
    #[serde(default)]
    pub(crate) calls: BTreeMap<String, String>,
}

impl Exceptions {
    fn load(root: &Path) -> Result<Self> {
        let file = root.join("xtask/tidy.toml");
        if !file.exists() {
            return Ok(Self::default());
        }
        toml::from_str(&fs::read_to_string(&file)?).with_context(|| file.display().to_string())
    }

    /// Exceptions for files that are not there any more, and those without a reason.
    fn check(&self, root: &Path) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (file, reason) in self.length.iter().chain(&self.calls) {
            let message = if !root.join(file).is_file() {
                format!("{file} does not exist; take its exception out")
            } else if reason.trim().is_empty() {
                format!("the exception of {file} has no reason; write it down")
            } else {
                continue;
            };
            let own = "xtask/tidy.toml".to_owned();
            findings.push(Finding { file: own, line: 0, rule: "exceptions", message });
        }
        findings
    }
}

/// Checks everything; findings are sorted by file and line.
pub(crate) fn check(root: &Path) -> Result<Vec<Finding>> {
    let exceptions = Exceptions::load(root)?;
    let sources = tree::load(root)?;
    let mut findings = exceptions.check(root);
    findings.extend(layers::check(root)?);
    for source in &sources.files {
        findings.extend(lengths::check(source, &exceptions));
        findings.extend(calls::check(source, &exceptions));
        findings.extend(safety::check(source));
        findings.extend(panics::check(source));
    }
    findings.extend(sources.forgotten);
    findings.extend(words::check_tree(root)?);
    findings.extend(codegen::stale(root)?.into_iter().map(|file| Finding {
        file,
        line: 0,
        rule: "generated",
        message: "the list of cmdlets is out of date; run `cargo xtask codegen`".to_owned(),
    }));
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// Runs the task; false where a rule is broken.
pub(crate) fn main() -> Result<bool> {
    let findings = check(&workspace::root())?;
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        println!("{} findings", findings.len());
    }
    Ok(findings.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_is_tidy() {
        let findings = check(&workspace::root()).unwrap();
        let text: String = findings.iter().map(|finding| format!("{finding}\n")).collect();
        assert!(findings.is_empty(), "\n{text}");
    }
}

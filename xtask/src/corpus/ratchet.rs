//! What passed must go on passing: lists of ids, and of known failures with their reasons.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::case::Set;

/// Reasons by id, by set.
pub(crate) type Reasons = BTreeMap<String, BTreeMap<String, String>>;

/// The cases that are named with a reason, of all sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Exceptions {
    known_failures: Reasons,
    left_to_chance: Reasons,
}

/// The committed expectations of one set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ratchet {
    /// Ids of cases that pass.
    pub(crate) passing: BTreeSet<String>,
    /// Ids of cases that are known to fail, and why.
    pub(crate) known_failures: BTreeMap<String, String>,
    /// Ids of cases whose answer on record is one of several right ones, and why: they run, but no
    /// list holds them to it.
    pub(crate) left_to_chance: BTreeMap<String, String>,
}

/// One way in which a run and the lists disagree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Violation {
    /// It is listed as passing and failed.
    Regression(String),
    /// It is listed as a known failure and passed.
    UnexpectedPass(String),
    /// It is in more than one list.
    Contradiction(String),
    /// It is listed, but there is no such case.
    Unknown(String),
}

impl Violation {
    /// What happened, and what to do.
    pub(crate) fn message(&self, set: Set) -> String {
        let set = set.name();
        match self {
            Self::Regression(id) => format!("{id}: passed before and fails now; mend it"),
            Self::UnexpectedPass(id) => {
                format!("{id}: a known failure that passes; take it out of known_failures.toml")
            }
            Self::Contradiction(id) => {
                format!("{id}: stands in more than one list of {set}; keep one")
            }
            Self::Unknown(id) => {
                format!("{id}: is listed, but {set} has no such case; take it out of the list")
            }
        }
    }
}

impl Ratchet {
    /// Whether either list names the case.
    pub(crate) fn names(&self, id: &str) -> bool {
        self.passing.contains(id) || self.known_failures.contains_key(id)
    }

    /// Compares the lists with the outcomes (id, passed) of the cases that ran. `all_ids`: every
    /// case of the set.
    pub(crate) fn check<'a>(
        &self,
        outcomes: impl IntoIterator<Item = (&'a str, bool)>,
        all_ids: &BTreeSet<&str>,
    ) -> Vec<Violation> {
        let mut violations = Vec::new();
        for (id, passed) in outcomes {
            if !passed && self.passing.contains(id) {
                violations.push(Violation::Regression(id.to_owned()));
            }
            if passed && self.known_failures.contains_key(id) {
                violations.push(Violation::UnexpectedPass(id.to_owned()));
            }
        }
        let reasoned = self.known_failures.keys().chain(self.left_to_chance.keys());
        for id in self.passing.iter().chain(reasoned) {
            if !all_ids.contains(id.as_str()) {
                violations.push(Violation::Unknown(id.clone()));
            }
        }
        let is_reasoned = |id: &String| {
            self.known_failures.contains_key(id) || self.left_to_chance.contains_key(id)
        };
        let twice = self.known_failures.keys().filter(|id| self.left_to_chance.contains_key(*id));
        for id in self.passing.iter().filter(|id| is_reasoned(id)).chain(twice) {
            violations.push(Violation::Contradiction(id.clone()));
        }
        violations
    }

    /// Takes in what passes now; what fails leaves the list only with `allow_removal`.
    pub(crate) fn update<'a>(
        &mut self,
        outcomes: impl IntoIterator<Item = (&'a str, bool)>,
        allow_removal: bool,
    ) -> Change {
        let mut change = Change::default();
        for (id, passed) in outcomes {
            if passed {
                let is_new =
                    !self.known_failures.contains_key(id) && !self.left_to_chance.contains_key(id);
                change.added += usize::from(is_new && self.passing.insert(id.to_owned()));
            } else if allow_removal {
                change.removed += usize::from(self.passing.remove(id));
            }
        }
        change
    }
}

/// How many ids an update moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) added: usize,
    pub(crate) removed: usize,
}

fn passing_file(corpora: &Path, set: Set) -> PathBuf {
    corpora.join("passing").join(format!("{}.txt", set.name()))
}

/// Reads the lists of one set; a list that is missing is empty.
pub(crate) fn load(corpora: &Path, set: Set, exceptions: &Exceptions) -> Result<Ratchet> {
    let file = passing_file(corpora, set);
    let passing = if file.exists() {
        fs::read_to_string(&file)?.lines().map(str::to_owned).collect()
    } else {
        BTreeSet::new()
    };
    let of_set = |reasons: &Reasons| reasons.get(set.name()).cloned().unwrap_or_default();
    Ok(Ratchet {
        passing,
        known_failures: of_set(&exceptions.known_failures),
        left_to_chance: of_set(&exceptions.left_to_chance),
    })
}

/// Reads `known_failures.toml` and `left_to_chance.toml`: a table per set, `"id" = "reason"`.
pub(crate) fn load_exceptions(corpora: &Path) -> Result<Exceptions> {
    let read = |name: &str| -> Result<Reasons> {
        let file = corpora.join(name);
        if !file.exists() {
            return Ok(Reasons::new());
        }
        toml::from_str(&fs::read_to_string(&file)?).with_context(|| file.display().to_string())
    };
    Ok(Exceptions {
        known_failures: read("known_failures.toml")?,
        left_to_chance: read("left_to_chance.toml")?,
    })
}

/// Writes the list of passing ids.
pub(crate) fn save(corpora: &Path, set: Set, ratchet: &Ratchet) -> Result<()> {
    let file = passing_file(corpora, set);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let lines: String = ratchet.passing.iter().map(|id| format!("{id}\n")).collect();
    fs::write(&file, lines).with_context(|| file.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratchet(passing: &[&str], known: &[&str]) -> Ratchet {
        Ratchet {
            passing: passing.iter().map(|id| (*id).to_owned()).collect(),
            known_failures: known.iter().map(|id| ((*id).to_owned(), "why".to_owned())).collect(),
            ..Ratchet::default()
        }
    }

    #[test]
    fn a_listed_case_that_fails_is_a_regression() {
        let found = ratchet(&["a", "b"], &[])
            .check([("a", true), ("b", false), ("c", false)], &["a", "b", "c"].into());
        assert_eq!(found, [Violation::Regression("b".into())]);
    }

    #[test]
    fn a_known_failure_that_passes_is_told() {
        let found =
            ratchet(&[], &["a", "b"]).check([("a", true), ("b", false)], &["a", "b"].into());
        assert_eq!(found, [Violation::UnexpectedPass("a".into())]);
    }

    #[test]
    fn cases_that_did_not_run_are_not_judged() {
        assert_eq!(ratchet(&["a"], &["b"]).check([], &["a", "b"].into()), []);
    }

    #[test]
    fn lists_name_each_existing_case_once() {
        let found = ratchet(&["a", "gone"], &["a"]).check([], &["a"].into());
        assert_eq!(
            found,
            [Violation::Unknown("gone".into()), Violation::Contradiction("a".into())]
        );
    }

    #[test]
    fn what_is_left_to_chance_is_not_judged() {
        let mut list = ratchet(&[], &[]);
        list.left_to_chance.insert("a".into(), "why".into());
        for passed in [true, false] {
            assert_eq!(list.check([("a", passed)], &["a"].into()), []);
            assert_eq!(list.update([("a", passed)], true), Change::default());
        }
        list.passing.insert("a".into());
        assert_eq!(list.check([], &["a"].into()), [Violation::Contradiction("a".into())]);
    }

    #[test]
    fn an_update_adds_and_removes_only_when_allowed() {
        let mut list = ratchet(&["a", "b"], &["known"]);
        let outcomes = [("a", false), ("b", true), ("c", true), ("known", true)];
        assert_eq!(list.update(outcomes, false), Change { added: 1, removed: 0 });
        assert_eq!(list, ratchet(&["a", "b", "c"], &["known"]));
        assert_eq!(list.update(outcomes, true), Change { added: 0, removed: 1 });
        assert_eq!(list, ratchet(&["b", "c"], &["known"]));
    }
}

//! What a run says: a table by area, failures in detail, and the same for machines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::case::{Answer, Case, Set};
use super::difference::difference;
use crate::table;

/// A case and what the shell answered.
pub(crate) struct Outcome<'a> {
    pub(crate) case: &'a Case,
    pub(crate) actual: Answer,
}

impl Outcome<'_> {
    /// Standard output, standard error and exit code are exactly those on record.
    pub(crate) fn passed(&self) -> bool {
        self.actual == self.case.expected
    }
}

/// Counts of one area or set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Score {
    total: usize,
    exact: usize,
    out: usize,
}

impl Score {
    fn add(&mut self, outcome: &Outcome<'_>) {
        self.total += 1;
        self.exact += usize::from(outcome.passed());
        self.out += usize::from(outcome.actual.out == outcome.case.expected.out);
    }

    fn row(self, name: &str) -> Vec<String> {
        let percent = (self.exact * 1000).checked_div(self.total).unwrap_or(0);
        vec![
            name.to_owned(),
            self.total.to_string(),
            self.exact.to_string(),
            format!("{}.{}%", percent / 10, percent % 10),
            self.out.to_string(),
        ]
    }
}

/// The table of areas, with a line for each set and one for all.
pub(crate) fn by_area(outcomes: &[Outcome<'_>]) -> String {
    let mut areas: BTreeMap<(Set, &str), Score> = BTreeMap::new();
    let mut sets: BTreeMap<Set, Score> = BTreeMap::new();
    let mut all = Score::default();
    for outcome in outcomes {
        areas.entry((outcome.case.set, &outcome.case.area)).or_default().add(outcome);
        sets.entry(outcome.case.set).or_default().add(outcome);
        all.add(outcome);
    }
    let heading = ["area", "cases", "exact", "", "output"].map(str::to_owned).to_vec();
    let mut rows = vec![heading];
    rows.extend(areas.iter().map(|((_, area), score)| score.row(area)));
    rows.push(Vec::new());
    rows.extend(sets.iter().map(|(set, score)| score.row(&format!("set {}", set.name()))));
    rows.push(all.row("all"));
    table::lay_out(&rows)
}

/// A failure as its author wants to see it: the script, then what is missing and what is too much.
pub(crate) fn in_detail(outcome: &Outcome<'_>) -> String {
    let (expected, actual) = (&outcome.case.expected, &outcome.actual);
    let mut text = format!("--- {}\n{}\n", outcome.case.id, outcome.case.body.text());
    for (name, expected, actual) in
        [("output", &expected.out, &actual.out), ("error", &expected.err, &actual.err)]
    {
        let lines = difference(expected, actual);
        if !lines.is_empty() {
            let _ = write!(text, "  {name} (- expected, + actual)\n{lines}");
        }
    }
    if expected.code != actual.code {
        let _ = writeln!(text, "  code: expected {}, actual {}", expected.code, actual.code);
    }
    text
}

/// The run for other programs.
pub(crate) fn as_json(shell: &str, outcomes: &[Outcome<'_>]) -> Value {
    let mut sets = BTreeMap::new();
    for set in Set::ALL {
        let of_set: Vec<_> = outcomes.iter().filter(|outcome| outcome.case.set == set).collect();
        if of_set.is_empty() {
            continue;
        }
        let mut total = Score::default();
        let mut areas: BTreeMap<&str, Score> = BTreeMap::new();
        for outcome in &of_set {
            total.add(outcome);
            areas.entry(&outcome.case.area).or_default().add(outcome);
        }
        let score = |score: &Score| json!({ "total": score.total, "exact": score.exact, "output": score.out });
        let areas: BTreeMap<_, _> = areas.iter().map(|(area, of)| (*area, score(of))).collect();
        let failed: Vec<_> = of_set
            .iter()
            .filter(|outcome| !outcome.passed())
            .map(|outcome| json!({ "id": outcome.case.id, "actual": outcome.actual }))
            .collect();
        sets.insert(
            set.name(),
            json!({ "score": score(&total), "areas": areas, "failed": failed }),
        );
    }
    json!({ "shell": shell, "sets": sets })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::case::Body;

    fn case(id: &str, out: &str) -> Case {
        Case {
            set: Set::Corpus,
            id: id.to_owned(),
            area: "op".to_owned(),
            body: Body::Snippet { script: "1 + 1".to_owned() },
            expected: Answer { out: out.to_owned(), err: String::new(), code: 0 },
        }
    }

    fn answer(out: &str, code: i32) -> Answer {
        Answer { out: out.to_owned(), err: String::new(), code }
    }

    #[test]
    fn exact_means_all_three_parts() {
        let (one, two) = (case("op.1", "2\n"), case("op.2", "3\n"));
        let outcomes = [
            Outcome { case: &one, actual: answer("2\n", 0) },
            Outcome { case: &two, actual: answer("3\n", 1) },
        ];
        let text = by_area(&outcomes);
        assert!(text.contains("op              2      1  50.0%       2\n"), "{text}");
        let summary = as_json("sh", &outcomes);
        assert_eq!(summary["sets"]["corpus"]["failed"][0]["id"], "op.2");
    }

    #[test]
    fn detail_shows_script_difference_and_code() {
        let one = case("op.1", "2\n");
        let text = in_detail(&Outcome { case: &one, actual: answer("4\n", 1) });
        assert_eq!(
            text,
            "--- op.1\n1 + 1\n  output (- expected, + actual)\n  -2\n  +4\n   \n  \
             code: expected 0, actual 1\n"
        );
    }
}

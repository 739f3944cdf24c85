//! Matches on their way out: what they show, and the lines behind that they wait for.

use std::collections::VecDeque;
use std::sync::Arc;

use remora_engine::prelude::*;
use remora_regex::{Match, Subject};

use crate::record_object::RecordObject;

/// A match that waits for the lines behind it.
#[derive(Debug)]
pub(super) struct Waiting {
    object: Arc<RecordObject>,
    context: Arc<RecordObject>,
    /// Lines that are still wanted.
    pub(super) missing: usize,
    after: Vec<PsString>,
    /// Those of them that are shown with this match, not with one that comes.
    shown: Vec<PsString>,
    is_open: bool,
}

/// What is known of the lines of a file so far.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The lines before with their numbers.
    pub(super) before: VecDeque<(i64, PsString)>,
    pub(super) waiting: VecDeque<Waiting>,
    /// The number of the last line that is shown with a match.
    pub(super) shown: i64,
}

impl Scan {
    /// Keeps a line as one before those that come.
    pub(super) fn remember(&mut self, size: usize, number: i64, line: &str) {
        if size > 0 {
            self.before.push_back((number, line.into()));
            while self.before.len() > size {
                self.before.pop_front();
            }
        }
    }

    /// The lines before that no match shows yet.
    pub(super) fn not_shown(&self) -> Vec<PsString> {
        let unseen = self.before.iter().filter(|(number, _)| *number > self.shown);
        unseen.map(|(_, line)| line.clone()).collect()
    }
}

impl Waiting {
    pub(super) fn new(
        object: Arc<RecordObject>,
        context: Arc<RecordObject>,
        missing: usize,
    ) -> Self {
        Self { object, context, missing, after: Vec::new(), shown: Vec::new(), is_open: true }
    }

    /// Takes the next line. Whether the line is shown with this match.
    pub(super) fn add(&mut self, line: &str, is_match: bool) -> bool {
        self.is_open &= !is_match;
        if self.missing == 0 {
            return false;
        }
        self.missing -= 1;
        self.after.push(line.into());
        if self.is_open {
            self.shown.push(line.into());
        }
        self.is_open
    }

    pub(super) fn write(self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.context.set("PostContext", Value::strings(self.after));
        self.context.set("DisplayPostContext", Value::strings(self.shown));
        if !self.object.get("Context").is_null() {
            self.object.set_text(super::methods::shown(&self.object, None));
        }
        runtime.write_object(Value::live_arc(self.object))
    }
}

/// A match with its groups, as scripts read them.
pub(super) fn match_value(found: &Match, line: &str) -> Value {
    let subject = Subject::new(line);
    let whole = |number: usize| Value::I32(i32::try_from(number).unwrap_or(i32::MAX));
    let names = found.table().names();
    let groups = found.groups().iter().enumerate().map(|(at, group)| {
        let name = names.get(at).cloned().unwrap_or_else(|| at.to_string());
        let text = group.text(&subject).into_owned();
        let object = RecordObject::new(
            "System.Text.RegularExpressions.Group",
            [
                ("Success", Value::Bool(group.success())),
                ("Name", Value::from(name)),
                ("Index", whole(group.index())),
                ("Length", whole(group.length())),
                ("Value", Value::from(text.clone())),
            ],
        );
        Value::live(object.with_text(text))
    });
    let text = found.text(&subject).into_owned();
    let object = RecordObject::new(
        "System.Text.RegularExpressions.Match",
        [
            ("Groups", Value::array(groups.collect())),
            ("Success", Value::Bool(true)),
            ("Name", Value::from("0")),
            ("Index", whole(found.index())),
            ("Length", whole(found.length())),
            ("Value", Value::from(text.clone())),
        ],
    );
    Value::live(object.with_text(text))
}

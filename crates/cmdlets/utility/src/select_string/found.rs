//! Matches on their way out: what they show, and the lines behind that they wait for.

use std::collections::VecDeque;
use std::sync::Arc;

use remora_engine::prelude::*;
use remora_regex::{Match, Subject};

use crate::record_object::RecordObject;

/// A match that waits for the lines behind it.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) object: Arc<RecordObject>,
    pub(super) context: Arc<RecordObject>,
    pub(super) missing: usize,
    pub(super) after: Vec<PsString>,
}

/// What is known of the lines of a file so far.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) before: VecDeque<PsString>,
    pub(super) waiting: VecDeque<Waiting>,
}

impl Waiting {
    pub(super) fn add(&mut self, line: &str) {
        if self.missing > 0 {
            self.after.push(line.into());
            self.missing -= 1;
        }
    }

    pub(super) fn write(self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let lines = Value::strings(self.after);
        self.context.set("PostContext", lines.clone());
        self.context.set("DisplayPostContext", lines);
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

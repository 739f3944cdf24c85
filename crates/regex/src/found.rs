//! What a match found.

use std::borrow::Cow;
use std::sync::Arc;

use crate::matcher::Span;
use crate::subject::Subject;
use crate::syntax::GroupTable;

/// One capture: a position and a length in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Capture {
    /// Where it begins.
    pub index: usize,
    /// How long it is.
    pub length: usize,
}

impl Capture {
    /// The position behind it.
    pub fn end(&self) -> usize {
        self.index + self.length
    }

    /// Its text in the subject that was searched.
    pub fn text<'s>(&self, subject: &'s Subject<'_>) -> Cow<'s, str> {
        subject.slice(self.index, self.length)
    }
}

impl From<Span> for Capture {
    fn from(span: Span) -> Self {
        Self { index: span.start as usize, length: (span.end - span.start) as usize }
    }
}

/// All captures of one group. Nearly every group has one or none.
#[derive(Clone, Debug, PartialEq, Eq)]
enum CaptureList {
    One(Option<Capture>),
    Many(Box<[Capture]>),
}

/// A group of a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group(CaptureList);

impl Group {
    pub(crate) fn one(capture: Option<Capture>) -> Self {
        Self(CaptureList::One(capture))
    }

    pub(crate) fn many(spans: &[Span]) -> Self {
        match spans {
            [] => Self::one(None),
            [only] => Self::one(Some((*only).into())),
            _ => Self(CaptureList::Many(spans.iter().map(|&span| span.into()).collect())),
        }
    }

    /// Every capture, in the order in which the match made them.
    pub fn captures(&self) -> &[Capture] {
        match &self.0 {
            CaptureList::One(one) => one.as_slice(),
            CaptureList::Many(all) => all,
        }
    }

    /// The last capture; `None` when the group took no part in the match.
    pub fn capture(&self) -> Option<Capture> {
        self.captures().last().copied()
    }

    /// Whether the group took part (`Group.Success`).
    pub fn success(&self) -> bool {
        self.capture().is_some()
    }

    /// Where the last capture begins; 0 without one.
    pub fn index(&self) -> usize {
        self.capture().map_or(0, |capture| capture.index)
    }

    /// How long the last capture is; 0 without one.
    pub fn length(&self) -> usize {
        self.capture().map_or(0, |capture| capture.length)
    }

    /// The text of the last capture; empty without one.
    pub fn text<'s>(&self, subject: &'s Subject<'_>) -> Cow<'s, str> {
        self.capture().map_or(Cow::Borrowed(""), |capture| capture.text(subject))
    }
}

/// A successful match. It holds positions only; texts come from the subject.
#[derive(Clone, Debug)]
pub struct Match {
    whole: Capture,
    /// By slot: the whole match first.
    groups: Vec<Group>,
    table: Arc<GroupTable>,
}

impl Match {
    /// `groups` holds one group for each slot, slot 0 included.
    pub(crate) fn new(whole: Capture, groups: Vec<Group>, table: Arc<GroupTable>) -> Self {
        Self { whole, groups, table }
    }

    /// Moves every position by `offset`, after a search in a part of a text.
    pub(crate) fn shifted(mut self, offset: usize) -> Self {
        let shift = |capture: &mut Capture| capture.index += offset;
        shift(&mut self.whole);
        for group in &mut self.groups {
            match &mut group.0 {
                CaptureList::One(one) => one.iter_mut().for_each(shift),
                CaptureList::Many(all) => all.iter_mut().for_each(shift),
            }
        }
        self
    }

    /// Where the match begins.
    pub fn index(&self) -> usize {
        self.whole.index
    }

    /// How long the match is.
    pub fn length(&self) -> usize {
        self.whole.length
    }

    /// The position behind the match.
    pub fn end(&self) -> usize {
        self.whole.end()
    }

    /// The matched text.
    pub fn text<'s>(&self, subject: &'s Subject<'_>) -> Cow<'s, str> {
        self.whole.text(subject)
    }

    /// Numbers and names of the groups.
    pub fn table(&self) -> &GroupTable {
        &self.table
    }

    /// The groups in ascending order of their numbers, the whole match first.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The group in a slot, which is its place in [`Match::groups`].
    pub fn group(&self, slot: usize) -> Option<&Group> {
        self.groups.get(slot)
    }

    /// The group with a number.
    pub fn group_by_number(&self, number: u32) -> Option<&Group> {
        self.group(self.table.slot_of_number(number)?)
    }

    /// The group with a name, or with a number written as a name.
    pub fn group_by_name(&self, name: &str) -> Option<&Group> {
        self.group(self.table.slot_of_name(name)?)
    }
}

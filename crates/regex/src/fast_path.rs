//! Patterns that the `regex` crate answers exactly as .NET does.
//!
//! The fast path takes ASCII texts only. There every class is one of 128 bits, computed by our own
//! class code, and positions are byte offsets; what remains of a pattern are sequences, ordered
//! choices, loops over bodies that always consume something, and anchors, which mean the same in
//! both engines.
//!
//! Groups are taken over where they capture at most once. Where a group may capture more often, the
//! linear engine still says whether and where there is a match, and the backtracking matcher runs at
//! that one position for the captures.

use std::fmt::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex::bytes::{Regex as LinearRegex, RegexBuilder};

use crate::found::{Capture, Group};
use crate::program::can_match_empty;
use crate::syntax::tree::{Anchor, Node, UNBOUNDED};

/// Compiling for the linear engine costs as much as searching about this many units.
const WORTH_COMPILING: usize = 2_000;

/// What a search costs before it looks at the first unit, in units.
const SEARCH_COST: usize = 40;

/// Counted loops are unrolled by the linear engine.
const MAX_COUNT: u32 = 200;

const MAX_PROGRAM_BYTES: usize = 4 << 20;

/// The translation of a pattern, compiled once the searches done have paid for it.
#[derive(Debug)]
pub(crate) struct FastPath {
    translation: Option<Translation>,
    compiled: OnceLock<Option<LinearRegex>>,
    work: AtomicUsize,
}

#[derive(Debug, Default)]
struct Translation {
    source: String,
    /// The slot of each group of the translated pattern, in order, from its group 1 on.
    slots: Vec<usize>,
    /// Some group captures more often than the linear engine can tell.
    spans_only: bool,
    /// `$` is translated to the end of the text, so a text that ends in a line feed is not for us.
    final_line_feed_matters: bool,
}

/// What the linear engine found.
pub(crate) enum FastMatch {
    /// The match and its groups by slot.
    Complete(Capture, Vec<Group>),
    /// Only where the match begins.
    Start(usize),
}

impl FastPath {
    pub(crate) fn new(tree: &Node, right_to_left: bool) -> Self {
        let mut translation = Translation::default();
        let possible = !right_to_left && translation.node(tree, false);
        Self {
            translation: possible.then_some(translation),
            compiled: OnceLock::new(),
            work: AtomicUsize::new(0),
        }
    }

    /// The engine for this text, if it may be used.
    pub(crate) fn ready(&self, text: &[u8]) -> Option<Ready<'_>> {
        let translation = self.translation.as_ref()?;
        if translation.final_line_feed_matters && text.last() == Some(&b'\n') {
            return None;
        }
        let linear = match self.compiled.get() {
            Some(compiled) => compiled.as_ref()?,
            None => {
                let cost = text.len() + SEARCH_COST;
                let work = self
                    .work
                    .fetch_add(cost, Ordering::Relaxed)
                    .saturating_add(cost);
                if work < WORTH_COMPILING {
                    return None;
                }
                self.compiled
                    .get_or_init(|| translation.compile())
                    .as_ref()?
            }
        };
        Some(Ready {
            linear,
            translation,
        })
    }

    /// Compiles at once, whatever the cost.
    #[cfg(test)]
    pub(crate) fn force(&self) -> bool {
        self.work.store(WORTH_COMPILING, Ordering::Relaxed);
        self.translation.is_some()
    }
}

/// A compiled translation.
pub(crate) struct Ready<'f> {
    linear: &'f LinearRegex,
    translation: &'f Translation,
}

impl Ready<'_> {
    pub(crate) fn is_match(&self, text: &[u8], start: usize) -> bool {
        self.linear.is_match_at(text, start)
    }

    /// The first match at or after `start`; `slots` counts the groups, group 0 included.
    pub(crate) fn find(&self, text: &[u8], start: usize, slots: usize) -> Option<FastMatch> {
        let span = |start: usize, end: usize| Capture {
            index: start,
            length: end - start,
        };
        if slots == 1 {
            let found = self.linear.find_at(text, start)?;
            let whole = span(found.start(), found.end());
            return Some(FastMatch::Complete(whole, vec![Group::one(Some(whole))]));
        }
        if self.translation.spans_only {
            let found = self.linear.find_at(text, start)?;
            return Some(FastMatch::Start(found.start()));
        }
        let mut locations = self.linear.capture_locations();
        let found = self.linear.captures_read_at(&mut locations, text, start)?;
        let whole = span(found.start(), found.end());
        let mut groups = vec![Group::one(None); slots];
        if let Some(group) = groups.first_mut() {
            *group = Group::one(Some(whole));
        }
        for (index, &slot) in self.translation.slots.iter().enumerate() {
            let capture = locations
                .get(index + 1)
                .map(|(start, end)| span(start, end));
            if let Some(group) = groups.get_mut(slot) {
                *group = Group::one(capture);
            }
        }
        Some(FastMatch::Complete(whole, groups))
    }
}

impl Translation {
    fn compile(&self) -> Option<LinearRegex> {
        RegexBuilder::new(&self.source)
            .unicode(false)
            .size_limit(MAX_PROGRAM_BYTES)
            .build()
            .ok()
    }

    /// Translates a node; `false` means that the pattern is not for the linear engine. `repeated`
    /// says that the node is in a loop that can run more than once.
    fn node(&mut self, node: &Node, repeated: bool) -> bool {
        match node {
            Node::Empty => self.push("(?:)"),
            Node::Unit(unit) => self.bits(if *unit < 128 { 1 << unit } else { 0 }),
            Node::Set(set) => self.bits(set.ascii_bits()),
            Node::Anchor(anchor) => self.anchor(*anchor),
            Node::Concat(items) => {
                self.push("(?:");
                items.iter().all(|item| self.node(item, repeated)) && self.push(")")
            }
            Node::Alternate(choices) => {
                self.push("(?:");
                for (index, choice) in choices.iter().enumerate() {
                    if index > 0 {
                        self.push("|");
                    }
                    if !self.node(choice, repeated) {
                        return false;
                    }
                }
                self.push(")")
            }
            Node::Capture {
                slot: Some(slot),
                uncapture: None,
                body,
            } => {
                if repeated || self.slots.contains(slot) {
                    self.spans_only = true;
                    self.push("(?:");
                } else {
                    self.slots.push(*slot);
                    self.push("(");
                }
                self.node(body, repeated) && self.push(")")
            }
            Node::Repeat {
                body,
                min,
                max,
                lazy,
            } => self.repeat(body, *min, *max, *lazy, repeated),
            Node::Capture { .. }
            | Node::BackReference { .. }
            | Node::Atomic(_)
            | Node::Look { .. }
            | Node::IfGroup { .. }
            | Node::IfLook { .. } => false,
        }
    }

    fn push(&mut self, text: &str) -> bool {
        self.source.push_str(text);
        true
    }

    fn anchor(&mut self, anchor: Anchor) -> bool {
        let text = match anchor {
            Anchor::Start => r"\A",
            Anchor::LineStart => "(?m:^)",
            Anchor::End => r"\z",
            Anchor::EndOrFinalLineFeed => {
                self.final_line_feed_matters = true;
                r"\z"
            }
            Anchor::LineEnd => "(?m:$)",
            Anchor::Boundary | Anchor::EcmaBoundary => r"\b",
            Anchor::NotBoundary | Anchor::EcmaNotBoundary => r"\B",
            Anchor::SearchStart => return false,
        };
        self.push(text)
    }

    fn repeat(&mut self, body: &Node, min: u32, max: u32, lazy: bool, repeated: bool) -> bool {
        if max == 0 {
            // The groups inside stay without captures.
            return self.push("(?:)");
        }
        let bounded = max == UNBOUNDED || max <= MAX_COUNT;
        if min > MAX_COUNT || !bounded || (max > 1 && can_match_empty(body)) {
            return false;
        }
        self.push("(?:");
        if !self.node(body, repeated || max > 1) {
            return false;
        }
        let written = if max == UNBOUNDED {
            write!(self.source, "){{{min},}}")
        } else {
            write!(self.source, "){{{min},{max}}}")
        };
        written.is_ok() && (!lazy || self.push("?"))
    }

    /// A class given by its ASCII members. A class without any becomes one that no ASCII text has.
    fn bits(&mut self, bits: u128) -> bool {
        if bits == 0 {
            return self.push(r"[\x80-\xFF]");
        }
        self.push("[");
        let mut unit = 0;
        while unit < 128 {
            if bits >> unit & 1 == 1 {
                let first = unit;
                while unit < 127 && bits >> (unit + 1) & 1 == 1 {
                    unit += 1;
                }
                if write!(self.source, r"\x{first:02X}-\x{unit:02X}").is_err() {
                    return false;
                }
            }
            unit += 1;
        }
        self.push("]")
    }
}

#[cfg(test)]
mod tests {
    use super::FastPath;
    use crate::syntax::{Options, parse};
    use crate::unicode::CaseCulture;

    fn eligible(pattern: &str) -> bool {
        let units: Vec<u16> = pattern.encode_utf16().collect();
        let (tree, _) = parse(&units, Options::NONE, CaseCulture::Neutral).unwrap();
        FastPath::new(&tree, false)
            .translation
            .is_some_and(|t| t.compile().is_some())
    }

    #[test]
    fn ordinary_patterns_are_eligible() {
        for pattern in [
            r"(\d+)-(?<n>\w+)",
            "^a|b$",
            "[^x]*?y",
            r"(?i)\bk\B",
            "(a)?b",
            "(a)+",
            "é",
        ] {
            assert!(eligible(pattern), "{pattern}");
        }
    }

    #[test]
    fn patterns_with_another_meaning_are_not() {
        for pattern in [r"(a)\1", "(?=a)", "(?>a)", r"\Ga", "(?:a?)*", "(?<x-x>a)"] {
            assert!(!eligible(pattern), "{pattern}");
        }
    }
}

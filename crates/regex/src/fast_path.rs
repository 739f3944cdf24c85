//! Patterns that the `regex` crate answers exactly as .NET does.
//!
//! The fast path takes ASCII texts only. There every class is one of 128 bits, computed by our own
//! class code, and positions are byte offsets; what remains of a pattern are sequences, ordered
//! choices, loops over bodies that always consume something, and anchors, which mean the same in
//! both engines.
//!
//! The backtracking matcher is the faster one on short texts and for groups, so the linear engine
//! comes in where it pays: it finds the place of a match in a long text, and it takes over when the
//! backtracking matcher has gone through a few thousand steps without an answer. Groups that may
//! capture more than once are beyond it; it still knows whether and where there is a match.

use std::fmt::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex::bytes::{Regex as LinearRegex, RegexBuilder};

use crate::found::{Capture, Group};
use crate::program::can_match_empty;
use crate::syntax::tree::{Anchor, Node, UNBOUNDED};

/// Compiling for the linear engine costs as much as searching about this many units.
const WORTH_COMPILING: usize = 4_000;

/// Texts up to this length are the backtracking matcher's.
const SHORT: usize = 200;

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

    /// The linear engine, if searching `text` from `start` is a task for it.
    pub(crate) fn for_long_search(&self, text: &[u8], start: usize) -> Option<Linear<'_>> {
        let length = text.len().saturating_sub(start);
        if length <= SHORT {
            return None;
        }
        if self.compiled.get().is_none() {
            let work = self.work.fetch_add(length, Ordering::Relaxed).saturating_add(length);
            if work < WORTH_COMPILING {
                return None;
            }
        }
        self.linear(text)
    }

    /// The linear engine, if it can search `text` at all.
    pub(crate) fn linear(&self, text: &[u8]) -> Option<Linear<'_>> {
        let translation = self.translation_for(text)?;
        let engine = self.compiled.get_or_init(|| translation.compile()).as_ref()?;
        Some(Linear { engine, translation })
    }

    /// Whether the linear engine could take over a search of `text`.
    pub(crate) fn suits(&self, text: &[u8]) -> bool {
        self.translation_for(text).is_some() && !matches!(self.compiled.get(), Some(None))
    }

    fn translation_for(&self, text: &[u8]) -> Option<&Translation> {
        self.translation.as_ref().filter(|translation| {
            !(translation.final_line_feed_matters && text.last() == Some(&b'\n'))
        })
    }
}

/// A compiled translation.
pub(crate) struct Linear<'f> {
    engine: &'f LinearRegex,
    translation: &'f Translation,
}

impl Linear<'_> {
    pub(crate) fn is_match(&self, text: &[u8], start: usize) -> bool {
        self.engine.is_match_at(text, start)
    }

    /// Where the first match at or after `start` is.
    pub(crate) fn find(&self, text: &[u8], start: usize) -> Option<Capture> {
        self.engine.find_at(text, start).map(|found| capture(found.start(), found.end()))
    }

    /// Whether [`Linear::find_groups`] may be used.
    pub(crate) fn knows_groups(&self) -> bool {
        !self.translation.spans_only
    }

    /// The groups by slot of the first match at or after `start`; `slots` counts the groups,
    /// group 0 included.
    pub(crate) fn find_groups(
        &self,
        text: &[u8],
        start: usize,
        slots: usize,
    ) -> Option<(Capture, Vec<Group>)> {
        let mut locations = self.engine.capture_locations();
        let found = self.engine.captures_read_at(&mut locations, text, start)?;
        let whole = capture(found.start(), found.end());
        let mut groups = vec![Group::one(None); slots];
        let slots = std::iter::once(&0).chain(&self.translation.slots);
        for (index, &slot) in slots.enumerate() {
            if let Some(group) = groups.get_mut(slot) {
                *group = Group::one(locations.get(index).map(|(start, end)| capture(start, end)));
            }
        }
        Some((whole, groups))
    }
}

fn capture(start: usize, end: usize) -> Capture {
    Capture { index: start, length: end - start }
}

impl Translation {
    fn compile(&self) -> Option<LinearRegex> {
        RegexBuilder::new(&self.source).unicode(false).size_limit(MAX_PROGRAM_BYTES).build().ok()
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
            Node::Capture { slot: Some(slot), uncapture: None, body } => {
                if repeated || self.slots.contains(slot) {
                    self.spans_only = true;
                    self.push("(?:");
                } else {
                    self.slots.push(*slot);
                    self.push("(");
                }
                self.node(body, repeated) && self.push(")")
            }
            Node::Repeat { body, min, max, lazy } => self.repeat(body, *min, *max, *lazy, repeated),
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
        FastPath::new(&tree, false).translation.is_some_and(|t| t.compile().is_some())
    }

    #[test]
    fn ordinary_patterns_are_eligible() {
        for pattern in [r"(\d+)-(?<n>\w+)", "^a|b$", "[^x]*?y", r"(?i)\bk\B", "(a)?b", "(a)+", "é"]
        {
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

//! The syntax tree of a pattern.

use std::sync::Arc;

use crate::unicode::CharSet;

/// The upper bound of a quantifier without one.
pub(crate) const UNBOUNDED: u32 = u32::MAX;

/// A place in the text that matches without consuming anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// `\A`, and `^` outside multiline mode.
    Start,
    /// `^` in multiline mode.
    LineStart,
    /// `\z`.
    End,
    /// `\Z`, and `$` outside multiline mode: the end, or before a final line feed.
    EndOrFinalLineFeed,
    /// `$` in multiline mode.
    LineEnd,
    /// `\G`: where the search began.
    SearchStart,
    /// `\b`.
    Boundary,
    /// `\B`.
    NotBoundary,
    /// `\b` under ECMAScript rules.
    EcmaBoundary,
    /// `\B` under ECMAScript rules.
    EcmaNotBoundary,
}

/// One node. Options are resolved: a node that ignores case is a set of all forms. The direction is
/// not part of the tree; the compiler knows it from the look-around it is in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Empty,
    Unit(u16),
    Set(Arc<CharSet>),
    Anchor(Anchor),
    BackReference {
        slot: usize,
        ignore_case: bool,
        /// ECMAScript: a group that did not take part matches the empty string.
        empty_when_unset: bool,
    },
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    /// A capturing group, a balancing group, or both at once.
    Capture {
        slot: Option<usize>,
        uncapture: Option<usize>,
        body: Box<Node>,
    },
    Atomic(Box<Node>),
    Look {
        behind: bool,
        negative: bool,
        body: Box<Node>,
    },
    IfGroup {
        slot: usize,
        yes: Box<Node>,
        no: Box<Node>,
    },
    IfLook {
        condition: Box<Node>,
        yes: Box<Node>,
        no: Box<Node>,
    },
    Repeat {
        body: Box<Node>,
        min: u32,
        max: u32,
        lazy: bool,
    },
}

impl Node {
    /// One node for a sequence.
    pub(crate) fn concat(mut items: Vec<Node>) -> Node {
        match items.len() {
            0 => Node::Empty,
            1 => items.remove(0),
            _ => Node::Concat(items),
        }
    }

    /// One node for a choice.
    pub(crate) fn alternate(mut choices: Vec<Node>) -> Node {
        if choices.len() == 1 { choices.remove(0) } else { Node::Alternate(choices) }
    }
}

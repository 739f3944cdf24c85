//! What can be said of a pattern without running it.

use crate::syntax::tree::{Anchor, Node};
use crate::unicode::CharSet;

/// Whether the node can match without consuming anything; `true` also where that is not known.
pub(crate) fn can_match_empty(node: &Node) -> bool {
    match node {
        Node::Unit(_) | Node::Set(_) => false,
        Node::Empty | Node::Anchor(_) | Node::BackReference { .. } | Node::Look { .. } => true,
        Node::Concat(items) => items.iter().all(can_match_empty),
        Node::Alternate(choices) => choices.iter().any(can_match_empty),
        Node::Capture { body, .. } | Node::Atomic(body) => can_match_empty(body),
        Node::IfGroup { yes, no, .. } | Node::IfLook { yes, no, .. } => {
            can_match_empty(yes) || can_match_empty(no)
        }
        Node::Repeat { body, min, .. } => *min == 0 || can_match_empty(body),
    }
}

/// The units that a match from left to right can begin with; `None` when it can be empty or when
/// nothing is known.
pub(super) fn first_set(node: &Node) -> Option<CharSet> {
    let mut first = CharSet::empty();
    (!collect_first(node, &mut first)?).then_some(first)
}

/// Adds what `node` can begin with; says whether what comes after `node` counts too. `None`: unknown.
fn collect_first(node: &Node, first: &mut CharSet) -> Option<bool> {
    let add = |first: &mut CharSet, set: &CharSet| *first = first.union(set);
    match node {
        Node::Empty | Node::Anchor(_) | Node::Look { .. } => Some(true),
        Node::BackReference { .. } => None,
        Node::Unit(unit) => {
            add(first, &CharSet::single(*unit));
            Some(false)
        }
        Node::Set(set) => {
            add(first, set);
            Some(false)
        }
        Node::Concat(items) => {
            for item in items {
                if !collect_first(item, first)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        Node::Alternate(choices) => {
            let mut more = false;
            for choice in choices {
                more |= collect_first(choice, first)?;
            }
            Some(more)
        }
        Node::Capture { body, .. } | Node::Atomic(body) => collect_first(body, first),
        Node::IfGroup { yes, no, .. } | Node::IfLook { yes, no, .. } => {
            let yes = collect_first(yes, first)?;
            Some(collect_first(no, first)? | yes)
        }
        Node::Repeat { max: 0, .. } => Some(true),
        Node::Repeat { body, min, .. } => Some(collect_first(body, first)? | (*min == 0)),
    }
}

/// Whether every match from left to right must pass `anchor` before it consumes anything.
pub(super) fn begins_with(node: &Node, anchor: Anchor) -> bool {
    match node {
        Node::Anchor(own) => *own == anchor,
        Node::Concat(items) => items.first().is_some_and(|item| begins_with(item, anchor)),
        Node::Alternate(choices) => choices.iter().all(|choice| begins_with(choice, anchor)),
        Node::Capture { body, .. } | Node::Atomic(body) => begins_with(body, anchor),
        Node::Repeat { body, min, .. } => *min > 0 && begins_with(body, anchor),
        _ => false,
    }
}

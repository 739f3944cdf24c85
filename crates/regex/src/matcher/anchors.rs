//! Anchors against a position.

use crate::subject::Units;
use crate::syntax::tree::Anchor;
use crate::unicode::categories::{is_boundary_word, is_ecma_word};

const LINE_FEED: u16 = 10;

/// Whether `anchor` holds at `position`; `search_start` is where the search began.
#[inline]
pub(super) fn holds<U: Units>(
    anchor: Anchor,
    units: U,
    position: usize,
    search_start: usize,
) -> bool {
    let length = units.len();
    match anchor {
        Anchor::Start => position == 0,
        Anchor::LineStart => position == 0 || units.at(position - 1) == LINE_FEED,
        Anchor::End => position == length,
        Anchor::EndOrFinalLineFeed => {
            position == length || (position + 1 == length && units.at(position) == LINE_FEED)
        }
        Anchor::LineEnd => position == length || units.at(position) == LINE_FEED,
        Anchor::SearchStart => position == search_start,
        Anchor::Boundary => is_edge(units, position, is_boundary_word),
        Anchor::NotBoundary => !is_edge(units, position, is_boundary_word),
        Anchor::EcmaBoundary => is_edge(units, position, is_ecma_word),
        Anchor::EcmaNotBoundary => !is_edge(units, position, is_ecma_word),
    }
}

fn is_edge<U: Units>(units: U, position: usize, is_word: fn(u16) -> bool) -> bool {
    let before = position > 0 && is_word(units.at(position - 1));
    let after = position < units.len() && is_word(units.at(position));
    before != after
}

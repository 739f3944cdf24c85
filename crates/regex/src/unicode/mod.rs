//! What Unicode contributes: sets of code units, general categories, named blocks, letter case.

mod blocks;
pub(crate) mod case;
pub(crate) mod categories;
mod char_set;

use std::sync::Arc;

pub use case::CaseCulture;
pub(crate) use char_set::CharSet;

/// The set that `\p{name}` stands for: a general category or a block name with its `Is` prefix.
pub(crate) fn property(name: &str) -> Option<Arc<CharSet>> {
    categories::category(name)
        .or_else(|| blocks::block(name).map(|range| Arc::new(CharSet::from_ranges(vec![range]))))
}

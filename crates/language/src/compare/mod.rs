//! Equality and order: the comparison operators, `-contains`, and the keys of sorting and grouping.

mod collation;
mod equality;
mod filter;
mod hash;
mod introsort;
mod order;
mod sort;

pub use collation::{Case, compare_text, same_text};
pub use equality::equals;
pub use filter::{Comparison, apply, contains};
pub use hash::GroupKey;
pub use introsort::introsort;
pub use order::{compare, relation};
pub use sort::{SortOptions, compare_for_sort};

#[cfg(test)]
mod tests;

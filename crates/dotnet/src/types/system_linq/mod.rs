//! `System.Linq`

pub(crate) mod aggregate;
pub(crate) mod enumerable;
mod grouping;
mod order;
pub(crate) mod query;
mod sets;

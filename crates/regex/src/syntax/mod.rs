//! From pattern text to syntax tree.
//!
//! The pattern is read twice, as .NET does it: a light scan finds the groups, so that forward
//! references and named groups have their numbers, and the parser then builds the tree.

mod class;
mod error;
mod escapes;
mod group_open;
mod groups;
mod options;
mod parser;
mod scan;
pub(crate) mod tree;

pub use error::{ParseError, ParseErrorKind};
pub use groups::GroupTable;
pub use options::Options;

pub(crate) use parser::parse;
pub(crate) use scan::Scanner;

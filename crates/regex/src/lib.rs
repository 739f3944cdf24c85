//! Regular expressions with the meaning that .NET gives them.
//!
//! A pattern is parsed into a syntax tree, compiled into a program and run by a backtracking
//! matcher over UTF-16 units. Patterns whose meaning is the same in the `regex` crate are handed to
//! it when the text is ASCII; the answers are equal, only faster.
//!
//! ```
//! use remora_regex::{Options, Regex, Replacement, Subject, Unlimited};
//!
//! let regex = Regex::new(r"(?<first>\w+)\s(?<last>\w+)", Options::NONE)?;
//! let subject = Subject::new("John Smith");
//! let found = regex.find(&subject, &mut Unlimited)?.expect("two words");
//! assert_eq!(found.group_by_name("last").expect("named").text(&subject), "Smith");
//!
//! let swap = Replacement::new("${last}, $1", &regex)?;
//! assert_eq!(regex.replace(&subject, &swap, None, 0, &mut Unlimited)?, "Smith, John");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Everything that searches takes a [`Budget`], so that a time limit or a cancelled pipeline stops
//! a pattern that backtracks without end.

mod cache;
mod error;
mod escape;
mod fast_path;
mod found;
mod matcher;
mod program;
mod regex;
mod replace;
mod split;
mod subject;
mod syntax;
mod unicode;

pub use cache::RegexCache;
pub use error::RegexError;
pub use escape::{escape, unescape};
pub use found::{Capture, Group, Match};
pub use matcher::{Budget, CheckLimit, Stopped, Unlimited};
pub use regex::{Matches, Regex};
pub use replace::Replacement;
pub use subject::Subject;
pub use syntax::{GroupTable, Options, ParseError, ParseErrorKind};
pub use unicode::CaseCulture;

#[cfg(test)]
mod self_check;

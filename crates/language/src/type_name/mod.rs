//! Type names: as scripts write them, as PowerShell shows them, as .NET prints them.

mod display;
mod parse;
mod resolve;

pub use display::{display, net_text};
pub use parse::{ParseError, TypeName, parse};
pub use resolve::{Names, not_found, resolve, resolve_with, unknown_part};

#[cfg(test)]
mod tests;

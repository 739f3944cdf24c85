//! Type names: as scripts write them, as PowerShell shows them, as .NET prints them.

mod display;
mod parse;
mod resolve;

pub use display::{display, net_text};
pub use parse::{ParseError, TypeName, parse};
pub use resolve::{Names, resolve, resolve_with};

#[cfg(test)]
mod tests;

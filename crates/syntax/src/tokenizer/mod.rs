//! The tokenizer.
//!
//! PowerShell's tokens depend on where the parser stands: `-eq` is an operator in an expression
//! and an argument of a command. So the parser drives the tokenizer, one token ahead at most, and
//! rewinds it when it changes the mode.

mod chars;
mod kind;
pub(crate) mod lexer;
mod number;
mod properties;
mod token;

pub use kind::TokenKind;
pub use number::parse_number;
pub use token::*;

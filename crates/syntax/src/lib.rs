//! The PowerShell language: tokens, abstract syntax tree, parser.
//!
//! [`parse`] never fails: it gives a tree, the mistakes it found and the tokens. Names of nodes,
//! kinds and error ids are PowerShell's own.

pub mod ast;
mod error;
pub mod parser;
mod requirements;
mod source;
pub mod tokenizer;

pub use error::ParseError;
pub use parser::{
    AttributeFacts, ParseEnvironment, ParseOutput, PermissiveEnvironment, check_restricted, parse,
    parse_expandable_string, parse_in, parse_type_name,
};
pub use requirements::{ModuleSpecification, ScriptRequirements};
pub use source::{Extent, ScriptPosition, ScriptSource};
pub use tokenizer::{Token, TokenFlags, TokenKind, parse_number};

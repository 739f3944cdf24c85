//! The abstract syntax tree, under the names of `System.Management.Automation.Language`.

mod attribute;
mod class;
mod command;
mod expression;
mod literal;
mod script;
mod statement;

pub use attribute::*;
pub use class::*;
pub use command::*;
pub use expression::*;
pub use literal::*;
pub use script::*;
pub use statement::*;

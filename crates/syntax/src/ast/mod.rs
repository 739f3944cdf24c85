//! The abstract syntax tree, under the names of `System.Management.Automation.Language`.

mod attribute;
mod children;
mod class;
mod command;
mod dump;
mod expression;
mod handle;
mod literal;
mod node;
mod script;
mod statement;

pub use attribute::*;
pub use class::*;
pub use command::*;
pub use expression::*;
pub use handle::NodeHandle;
pub use literal::*;
pub use node::{NodeRef, Visit};
pub use script::*;
pub use statement::*;

//! Running compiled code.

mod assign;
pub(crate) mod call;
mod command;
mod expression;
mod index;
mod intrinsic;
mod loops;
mod member;
mod operators;
pub(crate) mod statement;
mod switch;
mod trap;
mod variable;

pub(crate) use expression::eval;
pub(crate) use statement::{block, value_of};

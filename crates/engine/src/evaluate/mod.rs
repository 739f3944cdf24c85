//! Running compiled code.

pub(crate) mod call;

//! JSON texts to and from objects.

mod read;
mod scan;
mod write;

pub(crate) use read::{ReadOptions, read};
pub(crate) use write::{Escape, WriteOptions, write};

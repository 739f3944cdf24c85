//! Arrays, lists, dictionaries, queues and stacks.
//!
//! Each is shared and locked for the length of one operation, so that a value may go to any thread.
//! None calls back into anything while its lock is held.

mod array;
mod dictionary;
mod list;
mod sequence;

pub use array::ArrayObject;
pub use dictionary::{DictionaryKind, DictionaryObject, HashKey, KeyComparer};
pub use list::ListObject;
pub use sequence::{Sequence, SequenceKind};

//! `System.Collections` and its name spaces

pub mod array_segment;
pub mod bits;
pub mod comparers;
pub mod dictionaries;
pub mod dictionary_body;
pub mod entries;
pub mod enumerator;
pub mod hash_set;
pub mod linked_list;
pub mod list_body;
pub mod lists;
pub(crate) mod name_values;
pub mod priority_queue;
pub mod queues;
pub mod sorting;

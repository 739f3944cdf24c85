//! `System.Text.Json`

pub(crate) mod document;
pub(crate) mod node;
mod read;
pub(crate) mod serializer;
mod write;

//! `System.Xml`

mod adapter;
pub mod convert;
pub mod document;
pub mod node;
pub mod parse;
pub(crate) mod reader;
mod reader_members;
mod reader_place;
pub mod write;
pub(crate) mod writer;
mod writer_nodes;
pub(crate) mod writer_settings;
mod writer_text;
pub mod xpath;
mod xpath_answer;
mod xpath_tokens;

pub use adapter::{adapted_names, local_name};

//! `System.Xml`

mod adapter;
pub mod document;
pub mod node;
pub mod parse;
pub mod write;
pub mod xpath;
mod xpath_answer;
mod xpath_tokens;

pub use adapter::{adapted_names, local_name};

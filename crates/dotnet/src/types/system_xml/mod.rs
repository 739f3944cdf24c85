//! `System.Xml`

pub mod document;
pub mod node;
pub mod parse;
pub mod write;
pub mod xpath;

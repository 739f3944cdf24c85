//! Reading and writing XML within bounds.

mod element;
mod reader;
mod scan;
mod text;
mod writer;

pub use element::{Attribute, Content, Element};
pub use reader::{Document, Node, decode_text};
pub(crate) use text::{decode_base64, encode_base64, parse_bool};
pub use writer::XmlWriter;

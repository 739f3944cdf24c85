//! Reading and writing XML within bounds.

mod element;
mod outline;
mod reader;
mod scan;
mod text;
mod writer;

pub use element::{Attribute, Content, Element};
pub use outline::Outline;
pub use reader::{Document, Node, decode_text};
pub(crate) use text::{append_base64, decode_base64, encode_base64, parse_bool};
pub use writer::XmlWriter;

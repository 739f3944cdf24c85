//! CLIXML with the session's own view of objects: what Export-Clixml, Import-Clixml and `PSSerializer`
//! share.

mod secret;
mod serializer;
mod view;

use remora_clixml::{ErrorKind, Layout, NAMESPACE, ReadOptions, WriteOptions, read_all, write_all};
use remora_engine::ExecutionContext;
use remora_engine::prelude::*;

use secret::HexCodec;
pub(crate) use serializer::{deserialize, deserialize_as_list, serialize};
use view::SessionView;

/// Values as an indented document.
///
/// # Errors
/// What a getter's script threw that is no error, such as a stop.
pub(crate) fn write_document(
    context: &mut ExecutionContext,
    values: &[Value],
    depth: u32,
) -> CommandResult<String> {
    let view = SessionView::new(context);
    let options =
        WriteOptions { depth, layout: Layout::Indented, view: &view, secrets: Some(&HexCodec) };
    let written = write_all(values.iter(), &options);
    view.finish()?;
    written.map_err(|failure| xml_exception(failure.to_string()).into())
}

/// The values of a document.
///
/// # Errors
/// `XmlException` where the text is no CLIXML.
pub(crate) fn read_document(
    context: &mut ExecutionContext,
    text: &str,
) -> CommandResult<Vec<Value>> {
    check_root(text)?;
    let view = SessionView::new(context);
    let options = ReadOptions { view: &view, secrets: Some(&HexCodec), ..ReadOptions::default() };
    let read = read_all(text, &options);
    view.finish()?;
    read.map_err(|failure| {
        let message = match failure.kind {
            ErrorKind::Malformed(_) | ErrorKind::UnexpectedElement | ErrorKind::BadValue(_) => {
                let (line, column) = place(text, failure.at);
                format!("{failure}. Line {line}, position {column}.")
            }
            _ => failure.to_string(),
        };
        xml_exception(message).into()
    })
}

/// The element around all values must be there; messages about it are the XML reader's own.
fn check_root(text: &str) -> CommandResult<()> {
    let start = text.find(|letter: char| !letter.is_whitespace() && letter != '\u{feff}');
    let Some(mut at) = start else {
        return Err(xml_exception("Root element is missing.").into());
    };
    while let Some(rest) = text.get(at..) {
        let skipped = if rest.starts_with("<?") {
            rest.find("?>").map(|end| end + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else {
            None
        };
        let Some(skipped) = skipped else { break };
        let behind = rest.get(skipped..).unwrap_or_default();
        at += skipped + (behind.len() - behind.trim_start().len());
    }
    let rest = text.get(at..).unwrap_or_default();
    let Some(name) = rest.strip_prefix('<') else {
        let (line, column) = place(text, at);
        let message = format!("Data at the root level is invalid. Line {line}, position {column}.");
        return Err(xml_exception(message).into());
    };
    let end = name.find(|letter: char| !letter.is_alphanumeric() && letter != ':' && letter != '_');
    if name.get(..end.unwrap_or(name.len())) == Some("Objs") {
        return Ok(());
    }
    let (line, column) = place(text, at + 1);
    let message = format!(
        "Element 'Objs' with namespace name '{NAMESPACE}' was not found. Line {line}, position {column}."
    );
    Err(xml_exception(message).into())
}

/// Line and column of a byte, from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
    (line, column)
}

fn xml_exception(message: impl Into<PsString>) -> Exception {
    Exception::new(crate::record_object::type_named("System.Xml.XmlException"), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        let flow = check_root(text).expect_err("refused");
        flow.error().map(|record| record.exception.message().to_string()).unwrap_or_default()
    }

    #[test]
    fn a_document_begins_with_its_element() {
        assert!(check_root("\u{feff}<?xml version=\"1.0\"?>\n<!-- x --><Objs/>").is_ok());
        assert_eq!(refusal("  \n bad"), "Data at the root level is invalid. Line 2, position 2.");
        assert!(refusal("<Objects/>").ends_with("was not found. Line 1, position 2."));
        assert_eq!(refusal(" "), "Root element is missing.");
    }
}

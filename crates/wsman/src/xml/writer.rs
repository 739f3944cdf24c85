//! An XML writer that cannot write anything but well-formed text.

use crate::names::Namespace;

struct Open {
    namespace: Option<Namespace>,
    local: String,
    declared_before: u16,
    default_before: Option<String>,
}

/// Writes elements with known namespaces; a prefix is declared where it is first needed.
///
/// ```
/// use remora_wsman::names::Namespace;
/// use remora_wsman::xml::XmlWriter;
///
/// let mut writer = XmlWriter::new();
/// writer.start(Namespace::Shell, "Signal");
/// writer.attribute("CommandId", "a\"b");
/// writer.text_element(Namespace::Shell, "Code", "x<y");
/// writer.end();
/// assert_eq!(
///     writer.finish(),
///     "<rsp:Signal xmlns:rsp=\"http://schemas.microsoft.com/wbem/wsman/1/windows/shell\" \
///      CommandId=\"a&quot;b\"><rsp:Code>x&lt;y</rsp:Code></rsp:Signal>"
/// );
/// ```
#[derive(Default)]
pub struct XmlWriter {
    out: String,
    open: Vec<Open>,
    /// One bit for each namespace whose prefix is in scope.
    declared: u16,
    /// What the empty prefix stands for.
    default: Option<String>,
    tag_open: bool,
    generated: u32,
}

impl XmlWriter {
    /// An empty document.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty document with room for `capacity` bytes.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { out: String::with_capacity(capacity), ..Self::default() }
    }

    /// Bytes written so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Opens an element.
    pub fn start(&mut self, namespace: Namespace, local: &str) {
        self.close_tag();
        self.push_open(Some(namespace), local);
        self.out.push('<');
        self.push_name(Some(namespace), local);
        self.tag_open = true;
        self.declare(namespace);
    }

    /// Opens an element of a namespace that may be none of ours.
    pub fn start_foreign(&mut self, namespace: Option<&str>, local: &str) {
        if let Some(known) = namespace.and_then(Namespace::from_uri) {
            return self.start(known, local);
        }
        self.close_tag();
        self.push_open(None, local);
        self.out.push('<');
        self.out.push_str(local);
        self.tag_open = true;
        if self.default.as_deref() != namespace {
            self.declare_default(namespace.unwrap_or_default());
        }
    }

    /// Declares the prefix of `namespace` on the open tag, unless it is in scope.
    pub fn declare(&mut self, namespace: Namespace) {
        if namespace == Namespace::Xml || !self.tag_open {
            return;
        }
        if namespace.prefix().is_empty() {
            if self.default.as_deref() != Some(namespace.uri()) {
                self.declare_default(namespace.uri());
            }
        } else if self.declared & bit(namespace) == 0 {
            self.declared |= bit(namespace);
            self.out.push_str(" xmlns:");
            self.out.push_str(namespace.prefix());
            self.out.push_str("=\"");
            self.out.push_str(namespace.uri());
            self.out.push('"');
        }
    }

    /// Writes an attribute without a namespace on the open tag.
    pub fn attribute(&mut self, name: &str, value: &str) {
        if self.tag_open {
            self.out.push(' ');
            self.out.push_str(name);
            self.push_value(value);
        }
    }

    /// Writes an attribute with a namespace on the open tag.
    pub fn attribute_in(&mut self, namespace: Namespace, name: &str, value: &str) {
        self.declare(namespace);
        if self.tag_open {
            self.out.push(' ');
            self.push_name(Some(namespace), name);
            self.push_value(value);
        }
    }

    /// Writes an attribute of a namespace that may be none of ours.
    pub fn attribute_foreign(&mut self, namespace: Option<&str>, name: &str, value: &str) {
        let Some(uri) = namespace else {
            return self.attribute(name, value);
        };
        match Namespace::from_uri(uri) {
            Some(known) if !known.prefix().is_empty() => self.attribute_in(known, name, value),
            _ if self.tag_open => {
                self.generated += 1;
                let mut prefix = String::from("ns");
                prefix.push_str(&self.generated.to_string());
                self.out.push_str(" xmlns:");
                self.out.push_str(&prefix);
                self.push_value(uri);
                self.out.push(' ');
                self.out.push_str(&prefix);
                self.out.push(':');
                self.out.push_str(name);
                self.push_value(value);
            }
            _ => {}
        }
    }

    /// Writes character data.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.close_tag();
        escape(&mut self.out, text, false);
    }

    /// Writes octets as base64.
    pub fn base64(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.close_tag();
            super::append_base64(bytes, &mut self.out);
        }
    }

    /// Writes an element that another writer finished, with all its declarations.
    pub(crate) fn finished(&mut self, element: &str) {
        self.close_tag();
        self.out.push_str(element);
    }

    /// Closes the innermost element.
    pub fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if self.tag_open {
            self.out.push_str("/>");
            self.tag_open = false;
        } else {
            self.out.push_str("</");
            self.push_name(open.namespace, &open.local);
            self.out.push('>');
        }
        self.declared = open.declared_before;
        self.default = open.default_before;
    }

    /// Writes an element that holds only text.
    pub fn text_element(&mut self, namespace: Namespace, local: &str, text: &str) {
        self.start(namespace, local);
        self.text(text);
        self.end();
    }

    /// Writes an element that holds only text, if there is one.
    pub fn optional_element(&mut self, namespace: Namespace, local: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text_element(namespace, local, text);
        }
    }

    /// Writes an element without content.
    pub fn empty_element(&mut self, namespace: Namespace, local: &str) {
        self.start(namespace, local);
        self.end();
    }

    /// Closes what is open and gives the text.
    #[must_use]
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out
    }

    fn push_open(&mut self, namespace: Option<Namespace>, local: &str) {
        self.open.push(Open {
            namespace,
            local: local.to_owned(),
            declared_before: self.declared,
            default_before: self.default.clone(),
        });
    }

    fn declare_default(&mut self, uri: &str) {
        self.default = Some(uri.to_owned()).filter(|uri| !uri.is_empty());
        self.out.push_str(" xmlns");
        self.push_value(uri);
    }

    fn push_name(&mut self, namespace: Option<Namespace>, local: &str) {
        if let Some(prefix) = namespace.map(Namespace::prefix).filter(|prefix| !prefix.is_empty()) {
            self.out.push_str(prefix);
            self.out.push(':');
        }
        self.out.push_str(local);
    }

    fn push_value(&mut self, value: &str) {
        self.out.push_str("=\"");
        escape(&mut self.out, value, true);
        self.out.push('"');
    }

    fn close_tag(&mut self) {
        if self.tag_open {
            self.out.push('>');
            self.tag_open = false;
        }
    }
}

const fn bit(namespace: Namespace) -> u16 {
    1 << (namespace as u16)
}

/// Replaces what XML 1.0 cannot hold, and what a parser would normalise away.
fn escape(out: &mut String, text: &str, attribute: bool) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(character),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ => out.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::XmlWriter;
    use crate::Limits;
    use crate::names::Namespace;
    use crate::xml::Document;

    #[test]
    fn namespaces_are_declared_where_first_needed() {
        let mut writer = XmlWriter::new();
        writer.start(Namespace::Soap, "Body");
        writer.text_element(Namespace::PowerShell, "creationXml", "AA==");
        writer.empty_element(Namespace::Shell, "SignalResponse");
        writer.empty_element(Namespace::Shell, "SignalResponse");
        assert_eq!(
            writer.finish(),
            "<s:Body xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">\
             <creationXml xmlns=\"http://schemas.microsoft.com/powershell\">AA==</creationXml>\
             <rsp:SignalResponse xmlns:rsp=\"http://schemas.microsoft.com/wbem/wsman/1/windows/shell\"/>\
             <rsp:SignalResponse xmlns:rsp=\"http://schemas.microsoft.com/wbem/wsman/1/windows/shell\"/>\
             </s:Body>"
        );
    }

    #[test]
    fn whatever_is_written_is_read_back() {
        let nasty = "a<b>&\"'\t\r\n]]>\u{0}\u{1}\u{B}\u{FFFF}é\u{1F600}";
        let mut writer = XmlWriter::new();
        writer.start_foreign(Some("urn:x"), "outer");
        writer.attribute("n", nasty);
        writer.attribute_foreign(Some("urn:y"), "n", nasty);
        writer.start_foreign(None, "inner");
        writer.text(nasty);
        let text = writer.finish();
        let document = Document::parse(&text, &Limits::default()).unwrap();
        let expected = nasty.replace(['\u{0}', '\u{1}', '\u{B}', '\u{FFFF}'], "\u{FFFD}");
        assert_eq!(document.root().attribute("n"), Some(expected.as_str()));
        assert_eq!(document.root().namespace(), Some("urn:x"));
        let inner = document.root().child_named("inner").unwrap();
        assert_eq!(inner.namespace(), None);
        assert_eq!(inner.text(), expected);
    }
}

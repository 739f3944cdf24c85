//! A parsed document within bounds, and the few questions that messages ask it.

use std::borrow::Cow;

use crate::names::Namespace;
use crate::xml::outline::{Outline, Taken};
use crate::xml::scan;
use crate::{Error, Limits};

/// Turns the octets of an HTTP body into text: UTF-8 or UTF-16, with or without a byte order mark.
///
/// # Errors
/// [`Error::Malformed`] when the octets are neither.
pub fn decode_text(bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
    let (bytes, big_endian) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (rest, None),
        [0xFF, 0xFE, rest @ ..] => (rest, Some(false)),
        [0xFE, 0xFF, rest @ ..] => (rest, Some(true)),
        [b'<', 0, ..] => (bytes, Some(false)),
        [0, b'<', ..] => (bytes, Some(true)),
        _ => (bytes, None),
    };
    let Some(big_endian) = big_endian else {
        return std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|_| Error::malformed("the text is not UTF-8"));
    };
    if bytes.len() % 2 != 0 {
        return Err(Error::malformed("the text is not UTF-16"));
    }
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [one, two] if big_endian => u16::from_be_bytes([*one, *two]),
        [one, two] => u16::from_le_bytes([*one, *two]),
        _ => 0,
    });
    char::decode_utf16(units)
        .collect::<Result<String, _>>()
        .map(Cow::Owned)
        .map_err(|_| Error::malformed("the text is not UTF-16"))
}

/// A document whose size, depth and counts were checked before it was parsed.
#[derive(Debug)]
pub struct Document<'input> {
    tree: roxmltree::Document<'input>,
    taken: &'input [Taken<'input>],
    limits: Limits,
}

impl<'input> Document<'input> {
    /// Parses `text`. For what may be large there is [`Document::of`].
    ///
    /// # Errors
    /// [`Error::LimitExceeded`] beyond `limits`; [`Error::Malformed`] for a document type
    /// declaration, an undefined entity or text that is not well-formed.
    pub fn parse(text: &'input str, limits: &Limits) -> Result<Self, Error> {
        scan::check(text, limits, |_| ())?;
        // The parser refuses white space before the declaration; several clients send some.
        Self::read(text.trim_ascii_start(), &[], limits)
    }

    /// Parses a text that was checked.
    ///
    /// # Errors
    /// [`Error::Malformed`] for an undefined entity or text that is not well-formed.
    pub fn of(outline: &'input Outline<'input>) -> Result<Self, Error> {
        Self::read(outline.text(), outline.taken(), outline.limits())
    }

    fn read(
        text: &'input str,
        taken: &'input [Taken<'input>],
        limits: &Limits,
    ) -> Result<Self, Error> {
        let options = roxmltree::ParsingOptions { allow_dtd: false, ..Default::default() };
        let tree = roxmltree::Document::parse_with_options(text, options)
            .map_err(|error| Error::malformed(error.to_string()))?;
        Ok(Self { tree, taken, limits: *limits })
    }

    /// The root element.
    #[must_use]
    pub fn root(&self) -> Node<'_, 'input> {
        Node { node: self.tree.root_element(), document: self }
    }
}

/// One element of a [`Document`].
#[derive(Debug, Clone, Copy)]
pub struct Node<'a, 'input> {
    pub(super) node: roxmltree::Node<'a, 'input>,
    document: &'a Document<'input>,
}

impl<'a, 'input> Node<'a, 'input> {
    /// The bounds that the document was read with.
    #[must_use]
    pub const fn limits(&self) -> &'a Limits {
        &self.document.limits
    }

    /// Whether this is the element `name` of `namespace`.
    #[must_use]
    pub fn is(&self, namespace: Namespace, name: &str) -> bool {
        self.name() == name && self.namespace() == Some(namespace.uri())
    }

    /// The local name.
    #[must_use]
    pub fn name(&self) -> &'input str {
        self.node.tag_name().name()
    }

    /// The namespace name.
    #[must_use]
    pub fn namespace(&self) -> Option<&'a str> {
        // `xmlns=""` comes as an empty name.
        self.node.tag_name().namespace().filter(|uri| !uri.is_empty())
    }

    /// The element children in document order.
    pub fn children(&self) -> impl Iterator<Item = Node<'a, 'input>> + use<'a, 'input> {
        let document = self.document;
        self.node
            .children()
            .filter(roxmltree::Node::is_element)
            .map(move |node| Self { node, document })
    }

    /// The first child element with this name.
    #[must_use]
    pub fn child(&self, namespace: Namespace, name: &str) -> Option<Self> {
        self.children().find(|node| node.is(namespace, name))
    }

    /// The first child element with this name in any namespace.
    #[must_use]
    pub fn child_named(&self, name: &str) -> Option<Self> {
        self.children().find(|node| node.name() == name)
    }

    /// The trimmed text of the first child element with this name.
    #[must_use]
    pub fn child_text(&self, namespace: Namespace, name: &str) -> Option<String> {
        self.child(namespace, name).map(|node| node.trimmed_text())
    }

    /// The value of an attribute without a namespace.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.node.attribute(name)
    }

    /// The value of an attribute in a namespace.
    #[must_use]
    pub fn attribute_in(&self, namespace: Namespace, name: &str) -> Option<&'a str> {
        self.node.attribute((namespace.uri(), name))
    }

    /// The character data directly inside, pieces around comments and elements joined.
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        let texts = self.node.children().filter(roxmltree::Node::is_text);
        let mut pieces = texts.filter_map(|node| self.text_of(node));
        let Some(first) = pieces.next() else {
            return Cow::Borrowed("");
        };
        match pieces.next() {
            None => Cow::Borrowed(first),
            Some(second) => {
                let mut joined = String::from(first);
                joined.push_str(second);
                joined.extend(pieces);
                Cow::Owned(joined)
            }
        }
    }

    /// The text of a text node of this document, taken out of the outline or not.
    pub(super) fn text_of(&self, node: roxmltree::Node<'a, 'input>) -> Option<&'a str> {
        Taken::at(self.document.taken, node.range().start).or_else(|| node.text())
    }

    /// [`Node::text`] without the surrounding white space.
    #[must_use]
    pub fn trimmed_text(&self) -> String {
        self.text().trim().to_owned()
    }

    /// The namespace that the prefix of a qualified name in content stands for, and the local part.
    #[must_use]
    pub fn resolve_qualified<'t>(&self, text: &'t str) -> (Option<&'a str>, &'t str) {
        let text = text.trim();
        match text.split_once(':') {
            Some((prefix, local)) => (self.node.lookup_namespace_uri(Some(prefix)), local),
            None => (self.node.lookup_namespace_uri(None), text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, decode_text};
    use crate::names::Namespace;
    use crate::{Error, Limits};

    #[test]
    fn utf16_both_orders_and_marks() {
        let text = "<a>é\u{1F600}</a>";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode_text(&little).unwrap(), text);
        assert_eq!(decode_text(&big).unwrap(), text);
        assert_eq!(decode_text(&[&[0xFF, 0xFE][..], &little].concat()).unwrap(), text);
        assert_eq!(decode_text(&[&[0xFE, 0xFF][..], &big].concat()).unwrap(), text);
        assert_eq!(
            decode_text(&[&[0xEF, 0xBB, 0xBF][..], text.as_bytes()].concat()).unwrap(),
            text
        );
        assert!(decode_text(&[b'<', 0, 1]).is_err());
        assert!(decode_text(&[0xC3]).is_err());
        assert!(decode_text(&[b'<', 0, 0, 0xD8]).is_err());
    }

    #[test]
    fn entities_and_declarations_are_refused() {
        let limits = Limits::default();
        for text in [
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "<a>&b;</a>",
            "<a b='&c;'/>",
            "<a>",
            "",
            "<a></b>",
            "<p:a/>",
        ] {
            assert!(matches!(Document::parse(text, &limits), Err(Error::Malformed(_))), "{text}");
        }
    }

    #[test]
    fn text_is_joined_around_comments() {
        let document = Document::parse(
            " \r\n<?xml version=\"1.0\"?><a> x&amp;<!-- c -->y<b/><![CDATA[<z>]]> </a>",
            &Limits::default(),
        )
        .unwrap();
        assert_eq!(document.root().trimmed_text(), "x&y<z>");
        assert!(document.root().child(Namespace::Soap, "b").is_none());
        assert!(document.root().child_named("b").is_some());
    }
}

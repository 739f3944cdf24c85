//! Where the reader stands in a file, and what all parts of it have in common.

use std::collections::HashMap;

use remora_psobject::PsString;
use roxmltree::Node;

use super::Compile;
use crate::context::Alignment;
use crate::view::Expression;

/// Controls may use each other; after so many the rest is left out.
const MAX_USES: usize = 500;

/// Reads one file.
pub(super) struct Reader<'c, 'k> {
    file: String,
    compile: &'c mut Compile<'k>,
    path: Vec<String>,
    errors: Vec<String>,
    /// Types by the folded name of their set.
    pub(super) sets: HashMap<String, Vec<PsString>>,
    /// The bodies of shared controls by folded name, as text that is read where it is used.
    pub(super) controls: HashMap<String, String>,
    /// How often shared controls may still be used.
    uses_left: usize,
}

/// The elements in a node.
pub(super) fn elements<'a, 'i>(node: &Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// A node's name in small letters.
pub(super) fn name_of(node: &Node<'_, '_>) -> String {
    node.tag_name().name().to_ascii_lowercase()
}

/// Whether a node has a name, in any case.
pub(super) fn is_named(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name().eq_ignore_ascii_case(name)
}

/// The first element of a name in a node.
pub(super) fn child<'a, 'i>(node: &Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    elements(node).find(|child| is_named(child, name))
}

/// All text in a node.
pub(super) fn inner_text(node: &Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

impl<'c, 'k> Reader<'c, 'k> {
    pub(super) fn new(file: &str, compile: &'c mut Compile<'k>) -> Self {
        Self {
            file: file.to_owned(),
            compile,
            path: Vec::new(),
            errors: Vec::new(),
            sets: HashMap::new(),
            controls: HashMap::new(),
            uses_left: MAX_USES,
        }
    }

    pub(super) fn into_errors(self) -> Vec<String> {
        self.errors
    }

    pub(super) fn error_count(&self) -> usize {
        self.errors.len()
    }

    /// Whether a shared control may be used once more.
    pub(super) fn take_use(&mut self) -> bool {
        let left = self.uses_left > 0;
        self.uses_left = self.uses_left.saturating_sub(1);
        left
    }

    /// Reads what is in a node.
    pub(super) fn inside<T>(
        &mut self,
        node: &Node<'_, '_>,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.within(node.tag_name().name().to_owned(), read)
    }

    /// Reads what is in a node that is one of several; the first has the number 1.
    pub(super) fn inside_numbered<T>(
        &mut self,
        node: &Node<'_, '_>,
        number: usize,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.within(format!("{}[{number}]", node.tag_name().name()), read)
    }

    fn within<T>(&mut self, step: String, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let result = read(self);
        self.path.pop();
        result
    }

    /// Reads the elements of one name in a list; other elements are wrong. `None` where one of them is.
    pub(super) fn each<T>(
        &mut self,
        list: &Node<'_, '_>,
        name: &str,
        mut read: impl FnMut(&mut Self, &Node<'_, '_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.inside(list, |reader| {
            let mut found = Vec::new();
            let mut whole = true;
            for child in elements(list) {
                if !is_named(&child, name) {
                    reader.unknown(&child);
                    continue;
                }
                let number = found.len() + 1;
                match reader.inside_numbered(&child, number, |reader| read(reader, &child)) {
                    Some(item) => found.push(item),
                    None => whole = false,
                }
            }
            whole.then_some(found)
        })
    }

    /// Notes what is wrong here.
    pub(super) fn error(&mut self, what: impl AsRef<str>) {
        let place = format!("/{}", self.path.join("/"));
        let (file, what) = (&self.file, what.as_ref());
        self.errors.push(format!("Error at XPath {place} in file {file}: {what}"));
    }

    /// Notes a node that does not belong here.
    pub(super) fn unknown(&mut self, node: &Node<'_, '_>) {
        self.error(format!("{} is an unknown node.", node.tag_name().name()));
    }

    /// The text in a node; an error and `None` where there is none.
    pub(super) fn required_text(&mut self, node: &Node<'_, '_>) -> Option<PsString> {
        let text = inner_text(node);
        let text = text.trim();
        if text.is_empty() {
            self.inside(node, |reader| reader.error("The inner text value is missing."));
            return None;
        }
        Some(text.into())
    }

    /// The text in a node as it stands; `None` where there is none.
    pub(super) fn text(&mut self, node: &Node<'_, '_>) -> Option<PsString> {
        let text = inner_text(node);
        Some(PsString::from(text)).filter(|text| !text.is_empty())
    }

    /// A node that is true where it is empty.
    pub(super) fn flag(&mut self, node: &Node<'_, '_>) -> Option<bool> {
        match inner_text(node).trim().to_ascii_lowercase().as_str() {
            "" | "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.inside(node, |reader| reader.error("A Boolean value is expected."));
                None
            }
        }
    }

    /// A number of at least `least`.
    pub(super) fn number(&mut self, node: &Node<'_, '_>, least: usize) -> Option<usize> {
        let number = inner_text(node).trim().parse().ok().filter(|number| *number >= least);
        if number.is_none() {
            let what = if least == 0 {
                "A non-negative integer is expected."
            } else {
                "A positive integer is expected."
            };
            self.inside(node, |reader| reader.error(what));
        }
        number
    }

    /// `Alignment`
    pub(super) fn alignment(&mut self, node: &Node<'_, '_>) -> Option<Alignment> {
        let text = inner_text(node);
        Some(match text.trim().to_ascii_lowercase().as_str() {
            "left" => Alignment::Left,
            "center" => Alignment::Center,
            "right" => Alignment::Right,
            _ => {
                let what = format!("\"{}\" is not a valid alignment value.", text.trim());
                self.inside(node, |reader| reader.error(what));
                return None;
            }
        })
    }

    /// The `PropertyName` or the `ScriptBlock` in a node; `None` where there is neither, or where it is
    /// wrong.
    pub(super) fn expression(&mut self, node: &Node<'_, '_>) -> Option<Expression> {
        let property = child(node, "PropertyName");
        let script = child(node, "ScriptBlock");
        match (property, script) {
            (Some(_), Some(_)) => {
                self.error("PropertyName and ScriptBlock are mutually exclusive.");
                None
            }
            (Some(property), None) => match inner_text(&property).trim() {
                "" => {
                    self.inside(&property, |reader| reader.error("A property is missing."));
                    None
                }
                name => Some(Expression::Property(name.into())),
            },
            (None, Some(script)) => self.script(&script),
            (None, None) => None,
        }
    }

    fn script(&mut self, node: &Node<'_, '_>) -> Option<Expression> {
        let text = inner_text(node);
        let text = text.trim();
        if text.is_empty() {
            self.inside(node, |reader| reader.error("Script block text is missing."));
            return None;
        }
        let block = (self.compile)(text);
        if block.is_none() {
            let what = format!("Script block \"{text}\" is not valid.");
            self.inside(node, |reader| reader.error(what));
        }
        block.map(Expression::Script)
    }
}

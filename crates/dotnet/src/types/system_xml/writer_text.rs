//! The text that an `XmlWriter` makes: tags, indentation, name space declarations

use super::write::{escape_attribute, escape_text};
use crate::types::prelude::*;

/// How the text looks.
#[derive(Clone)]
pub(super) struct Style {
    pub(super) indent: bool,
    pub(super) indent_text: String,
    pub(super) new_line: String,
    pub(super) attributes_on_lines: bool,
}

/// An element that is open.
struct Open {
    name: String,
    /// Whether text stands in it, so that its parts stand on no lines of their own.
    mixed: bool,
    has_content: bool,
    /// Declared in it: prefix and name space.
    declared: Vec<(String, String)>,
}

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Content,
    Tag,
    Attribute,
}

/// The text so far and where in it the writer stands.
pub(super) struct Text {
    style: Style,
    pub(super) out: String,
    /// Whether anything was ever written; `out` is emptied now and then.
    begun: bool,
    open: Vec<Open>,
    place: Place,
    /// A declaration that the attribute being written makes: the prefix and where its value begins.
    declares: Option<(String, usize)>,
    roots: usize,
}

impl Text {
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            out: String::new(),
            begun: false,
            open: Vec::new(),
            place: Place::Content,
            declares: None,
            roots: 0,
        }
    }

    pub(super) fn set_indent(&mut self, indent: bool) {
        self.style.indent = indent;
    }

    pub(super) fn set_indent_text(&mut self, text: &str) {
        text.clone_into(&mut self.style.indent_text);
    }

    /// Whether the start tag that is open has declared a prefix.
    pub(super) fn declared_here(&self, prefix: &str) -> bool {
        let open = self.open.last();
        open.is_some_and(|open| open.declared.iter().any(|(known, _)| known == prefix))
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn in_attribute(&self) -> bool {
        self.place == Place::Attribute
    }

    /// The member of `WriteState` for the place.
    pub(super) fn state(&self) -> &'static str {
        match self.place {
            Place::Attribute => "Attribute",
            Place::Tag => "Element",
            Place::Content if !self.open.is_empty() => "Content",
            Place::Content if self.begun => "Prolog",
            Place::Content => "Start",
        }
    }

    fn push(&mut self, text: &str) {
        self.begun |= !text.is_empty();
        self.out.push_str(text);
    }

    /// Closes the start tag that is open.
    fn close_tag(&mut self) {
        self.end_attribute();
        if self.place == Place::Tag {
            self.out.push('>');
            self.place = Place::Content;
        }
    }

    fn new_line(&mut self, depth: usize) {
        if self.style.indent && self.begun {
            let line = format!("{}{}", self.style.new_line, self.style.indent_text.repeat(depth));
            self.out.push_str(&line);
        }
    }

    /// Makes room for something that stands on a line of its own.
    fn begin_item(&mut self) {
        self.close_tag();
        if !self.open.last().is_some_and(|open| open.mixed) {
            self.new_line(self.open.len());
        }
        if let Some(open) = self.open.last_mut() {
            open.has_content = true;
        }
    }

    /// Something that stands among text.
    pub(super) fn inline(&mut self, text: &str) {
        if self.place == Place::Attribute {
            self.push(text);
            return;
        }
        self.close_tag();
        if let Some(open) = self.open.last_mut() {
            open.mixed = true;
            open.has_content = true;
        }
        self.push(text);
    }

    /// Something that stands on a line of its own.
    pub(super) fn item(&mut self, text: &str) {
        self.begin_item();
        self.push(text);
    }

    pub(super) fn text(&mut self, text: &str) {
        let escaped = match self.place {
            Place::Attribute => escape_attribute(text),
            _ => escape_text(text),
        };
        self.inline(&escaped);
    }

    /// The prefix that stands for a name space here.
    pub(super) fn prefix_of(&self, namespace: &str) -> Option<String> {
        let mut hidden: Vec<&str> = Vec::new();
        for (prefix, known) in self.open.iter().rev().flat_map(|open| open.declared.iter().rev()) {
            if known == namespace && !hidden.contains(&prefix.as_str()) {
                return Some(prefix.clone());
            }
            hidden.push(prefix);
        }
        match namespace {
            "http://www.w3.org/XML/1998/namespace" => Some("xml".to_owned()),
            "http://www.w3.org/2000/xmlns/" => Some("xmlns".to_owned()),
            _ => None,
        }
    }

    fn namespace_of(&self, prefix: &str) -> Option<&str> {
        let mut all = self.open.iter().rev().flat_map(|open| open.declared.iter().rev());
        all.find(|(known, _)| known == prefix).map(|(_, namespace)| namespace.as_str())
    }

    pub(super) fn start_element(
        &mut self,
        prefix: Option<&str>,
        local: &str,
        namespace: Option<&str>,
        single_root: bool,
    ) -> Result<(), Exception> {
        if self.open.is_empty() {
            if single_root && self.roots > 0 {
                return Err(errors::invalid_operation(
                    "Token StartElement in state EndRootElement would result in an invalid XML document. Make sure that the ConformanceLevel setting is set to ConformanceLevel.Fragment or ConformanceLevel.Auto if you want to write an XML fragment. ",
                ));
            }
            self.roots += 1;
        }
        let prefix = match (prefix, namespace) {
            (Some(prefix), _) => prefix.to_owned(),
            (None, Some(namespace)) if !namespace.is_empty() => {
                self.prefix_of(namespace).unwrap_or_default()
            }
            _ => String::new(),
        };
        self.begin_item();
        let name = if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") };
        self.push(&format!("<{name}"));
        let mixed = self.open.last().is_some_and(|open| open.mixed);
        let needed = namespace
            .is_some_and(|namespace| self.namespace_of(&prefix).unwrap_or_default() != namespace);
        self.open.push(Open { name, mixed, has_content: false, declared: Vec::new() });
        self.place = Place::Tag;
        if let (true, Some(namespace)) = (needed, namespace) {
            self.declare(&prefix, namespace);
        }
        Ok(())
    }

    fn declare(&mut self, prefix: &str, namespace: &str) {
        let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        self.push(&format!(" {name}=\"{}\"", escape_attribute(namespace)));
        if let Some(open) = self.open.last_mut() {
            open.declared.push((prefix.to_owned(), namespace.to_owned()));
        }
    }

    pub(super) fn start_attribute(
        &mut self,
        prefix: Option<&str>,
        local: &str,
        namespace: Option<&str>,
    ) -> Result<(), Exception> {
        self.end_attribute();
        if self.place != Place::Tag {
            return Err(errors::invalid_operation(format!(
                "Token StartAttribute in state {} would result in an invalid XML document.",
                if self.open.is_empty() { "Prolog" } else { "Element Content" }
            )));
        }
        let prefix = match (prefix.filter(|prefix| !prefix.is_empty()), namespace) {
            (Some(prefix), namespace) => {
                if let Some(namespace) = namespace.filter(|namespace| !namespace.is_empty())
                    && !matches!(prefix, "xmlns" | "xml")
                    && self.namespace_of(prefix) != Some(namespace)
                {
                    self.declare(prefix, namespace);
                }
                prefix.to_owned()
            }
            (None, Some(namespace)) if !namespace.is_empty() && local != "xmlns" => {
                match self.prefix_of(namespace).filter(|prefix| !prefix.is_empty()) {
                    Some(known) => known,
                    None => {
                        let own = self.open.last().map_or(0, |open| open.declared.len());
                        let made = format!("d{}p{}", self.open.len(), own + 1);
                        self.declare(&made, namespace);
                        made
                    }
                }
            }
            _ => String::new(),
        };
        let name = if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") };
        let declared = match (prefix.as_str(), local) {
            ("", "xmlns") => Some(String::new()),
            ("xmlns", local) => Some(local.to_owned()),
            _ => None,
        };
        if self.style.attributes_on_lines {
            self.new_line(self.open.len());
            self.push(&format!("{name}=\""));
        } else {
            self.push(&format!(" {name}=\""));
        }
        self.declares = declared.map(|prefix| (prefix, self.out.len()));
        self.place = Place::Attribute;
        Ok(())
    }

    pub(super) fn end_attribute(&mut self) {
        if self.place != Place::Attribute {
            return;
        }
        if let Some((prefix, start)) = self.declares.take() {
            let namespace = self.out.get(start..).unwrap_or_default().to_owned();
            if let Some(open) = self.open.last_mut() {
                open.declared.push((prefix, namespace));
            }
        }
        self.out.push('"');
        self.place = Place::Tag;
    }

    pub(super) fn end_element(&mut self, full: bool) -> Result<(), Exception> {
        self.end_attribute();
        let Some(open) = self.open.pop() else {
            return Err(errors::invalid_operation("There was no XML start tag open."));
        };
        if self.place == Place::Tag {
            if !full {
                self.push(" />");
                self.place = Place::Content;
                return Ok(());
            }
            self.close_tag();
        } else if open.has_content && !open.mixed {
            self.new_line(self.open.len());
        }
        self.push(&format!("</{}>", open.name));
        Ok(())
    }
}

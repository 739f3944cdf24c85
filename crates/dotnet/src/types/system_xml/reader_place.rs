//! Where an `XmlReader` stands in its document

use super::node::{Kind, Node};
use super::parse;
use super::reader::XmlReader;
use crate::types::prelude::*;
use crate::types::record::Record;

/// A step through the document: a node, or the end of an element.
pub(super) struct Step {
    pub(super) node: Arc<Node>,
    pub(super) depth: usize,
    pub(super) is_end: bool,
}

/// Where a reader stands.
#[derive(Default)]
pub(super) struct Place {
    pub(super) steps: Vec<Step>,
    /// The step that it stands on; `None` before the first read.
    pub(super) at: Option<usize>,
    /// The attribute of that element that it stands on.
    pub(super) attribute: Option<usize>,
    pub(super) parsed: bool,
    pub(super) closed: bool,
}

impl Place {
    /// Reads the whole document when the first node is asked for.
    pub(super) fn parse(&mut self, reader: &XmlReader) -> Result<(), Exception> {
        if std::mem::replace(&mut self.parsed, true) {
            return Ok(());
        }
        let text = reader.source.lock().take().unwrap_or_default();
        let document = Node::document();
        *document.preserve_whitespace.write() = true;
        parse::load(&document, &text)?;
        let flag = |name: &str| {
            reader.settings.downcast::<Record>().is_some_and(|settings| settings.get_bool(name))
        };
        let hidden = Hidden {
            whitespace: flag("IgnoreWhitespace"),
            comments: flag("IgnoreComments"),
            instructions: flag("IgnoreProcessingInstructions"),
        };
        for child in document.children.read().iter() {
            self.add(child, 0, &hidden);
        }
        Ok(())
    }

    fn add(&mut self, node: &Arc<Node>, depth: usize, hidden: &Hidden) {
        let is_hidden = match node.kind {
            Kind::Whitespace => hidden.whitespace,
            Kind::Comment => hidden.comments,
            Kind::ProcessingInstruction => hidden.instructions,
            _ => false,
        };
        if is_hidden {
            return;
        }
        self.steps.push(Step { node: Arc::clone(node), depth, is_end: false });
        for child in node.children.read().iter() {
            self.add(child, depth + 1, hidden);
        }
        if node.kind == Kind::Element && !*node.short.read() {
            self.steps.push(Step { node: Arc::clone(node), depth, is_end: true });
        }
    }

    pub(super) fn step(&self) -> Option<&Step> {
        self.steps.get(self.at?)
    }

    pub(super) fn node(&self) -> Option<&Arc<Node>> {
        self.step().map(|step| &step.node)
    }

    /// The node or attribute that the reader stands on.
    pub(super) fn current(&self) -> Option<Arc<Node>> {
        let node = self.node()?;
        match self.attribute {
            Some(at) => node.attributes.read().get(at).cloned(),
            None => Some(Arc::clone(node)),
        }
    }

    pub(super) fn read(&mut self) -> bool {
        self.attribute = None;
        let next = self.at.map_or(0, |at| at + 1);
        self.at = Some(next.min(self.steps.len()));
        next < self.steps.len()
    }

    /// Goes to what follows the node with all that is in it.
    pub(super) fn skip(&mut self) -> bool {
        let end = self.end();
        self.at = end;
        self.read()
    }

    /// The step that ends the node.
    pub(super) fn end(&self) -> Option<usize> {
        let at = self.at?;
        let step = self.steps.get(at)?;
        if step.node.kind != Kind::Element || step.is_end {
            return Some(at);
        }
        let ends = |other: &Step| other.is_end && Arc::ptr_eq(&other.node, &step.node);
        Some(self.steps.iter().position(ends).unwrap_or(at))
    }

    pub(super) fn is_start(&self) -> bool {
        self.step().is_some_and(|step| step.node.kind == Kind::Element && !step.is_end)
    }

    /// Passes white space, comments and instructions.
    pub(super) fn pass_to_content(&mut self) {
        self.attribute = None;
        loop {
            let passes = self.step().is_some_and(|step| {
                matches!(
                    step.node.kind,
                    Kind::Whitespace
                        | Kind::Comment
                        | Kind::ProcessingInstruction
                        | Kind::Declaration
                        | Kind::DocumentType
                )
            });
            if (self.at.is_some() && !passes) || !self.read() {
                return;
            }
        }
    }

    pub(super) fn matches(&self, name: &str, namespace: Option<&str>) -> bool {
        self.is_start()
            && self.node().is_some_and(|node| match namespace {
                Some(namespace) => node.local_name() == name && node.namespace == namespace,
                None => *node.name.read() == name,
            })
    }
}

struct Hidden {
    whitespace: bool,
    comments: bool,
    instructions: bool,
}

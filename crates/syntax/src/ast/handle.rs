//! Nodes that keep their tree alive and know their parents.

use super::{NodeRef, ScriptBlockAst};
use std::sync::Arc;

/// A node together with the script block that it is part of.
///
/// The tree has no links upwards, so that its parts can be shared; a handle is the way from the
/// root to the node. It is what a value such as `$sb.Ast` holds.
#[derive(Debug, Clone)]
pub struct NodeHandle {
    root: Arc<ScriptBlockAst>,
    /// The index among the children at each level.
    path: Arc<[u32]>,
}

impl PartialEq for NodeHandle {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.root, &other.root) && self.path == other.path
    }
}

impl Eq for NodeHandle {}

impl NodeHandle {
    /// The script block itself.
    pub fn root(root: Arc<ScriptBlockAst>) -> Self {
        Self { root, path: Arc::from([]) }
    }

    /// The script block that the handle keeps alive.
    pub fn script_block(&self) -> &Arc<ScriptBlockAst> {
        &self.root
    }

    /// The node.
    pub fn node(&self) -> NodeRef<'_> {
        let mut node = NodeRef::ScriptBlock(&self.root);
        for index in self.path.iter() {
            match node.children().get(*index as usize) {
                Some(child) => node = *child,
                None => break,
            }
        }
        node
    }

    /// The node above; `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, path) = self.path.split_last()?;
        Some(Self { root: Arc::clone(&self.root), path: path.into() })
    }

    /// A node further down, by what it is; `None` where it is not below this one.
    pub fn below(&self, wanted: NodeRef<'_>) -> Option<Self> {
        let is_wanted = |node: NodeRef<'_>| {
            node.address() == wanted.address() && node.kind_name() == wanted.kind_name()
        };
        let children = self.node().children();
        match children.iter().position(|child| is_wanted(*child)) {
            Some(index) => Some(self.child(index)),
            None => self.find_all(true, is_wanted).into_iter().next(),
        }
    }

    fn child(&self, index: usize) -> Self {
        let path = self.path.iter().copied().chain([index as u32]).collect();
        Self { root: Arc::clone(&self.root), path }
    }

    /// The nodes below.
    pub fn children(&self) -> Vec<Self> {
        (0..self.node().children().len()).map(|index| self.child(index)).collect()
    }

    /// All nodes from here downwards that `wanted` accepts, parents first; inside nested script
    /// blocks only when `nested`.
    pub fn find_all(&self, nested: bool, mut wanted: impl FnMut(NodeRef<'_>) -> bool) -> Vec<Self> {
        let mut found = Vec::new();
        let mut pending = vec![(self.node(), self.path.to_vec())];
        while let Some((node, path)) = pending.pop() {
            if wanted(node) {
                found.push(Self { root: Arc::clone(&self.root), path: path.as_slice().into() });
            }
            let is_nested =
                matches!(node, NodeRef::FunctionDefinition(_) | NodeRef::ScriptBlockExpression(_));
            if is_nested && !nested && path.len() > self.path.len() {
                continue;
            }
            let children = node.children();
            for (index, child) in children.into_iter().enumerate().rev() {
                let mut path = path.clone();
                path.push(index as u32);
                pending.push((child, path));
            }
        }
        found
    }
}

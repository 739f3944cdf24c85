//! Jumps out of `finally` blocks.

use super::Checker;
use crate::ast::{Expression, NodeRef};
use crate::parser::diagnostics::{CONTROL_LEAVING_FINALLY, LABEL_NOT_FOUND};

impl Checker<'_> {
    /// Reports `return`, `break` and `continue` that leave a `finally` block. A jump to a loop
    /// inside the block stays in it.
    pub(super) fn leaving(
        &mut self,
        jump: NodeRef<'_>,
        label: Option<&Expression>,
        ancestors: &[NodeRef<'_>],
    ) {
        let returns = matches!(jump, NodeRef::Return(_));
        let mut child = jump;
        for ancestor in ancestors.iter().rev() {
            let stays = match ancestor {
                NodeRef::ScriptBlock(_) | NodeRef::Trap(_) => return,
                NodeRef::Try(statement) => {
                    let in_finally = statement.finally.as_ref().is_some_and(|block| {
                        NodeRef::StatementBlock(block).address() == child.address()
                    });
                    if in_finally {
                        self.report(jump.extent(), CONTROL_LEAVING_FINALLY, &[]);
                        return;
                    }
                    false
                }
                _ if returns => false,
                NodeRef::While(node) => is_target(node.label.as_deref(), label),
                NodeRef::DoWhile(node) | NodeRef::DoUntil(node) => {
                    is_target(node.label.as_deref(), label)
                }
                NodeRef::For(node) => is_target(node.label.as_deref(), label),
                NodeRef::ForEach(node) => is_target(node.label.as_deref(), label),
                NodeRef::Switch(node) => is_target(node.label.as_deref(), label),
                _ => false,
            };
            if stays {
                return;
            }
            child = *ancestor;
        }
    }
}

impl Checker<'_> {
    /// Methods of classes see nothing of their callers, so a label has to be in the method.
    pub(super) fn label(
        &mut self,
        jump: NodeRef<'_>,
        label: Option<&Expression>,
        ancestors: &[NodeRef<'_>],
    ) {
        let Some(Expression::StringConstant(name)) = label else { return };
        for (index, ancestor) in ancestors.iter().enumerate().rev() {
            let own = match ancestor {
                NodeRef::FunctionDefinition(_) => {
                    let parent = index.checked_sub(1).and_then(|above| ancestors.get(above));
                    if matches!(parent, Some(NodeRef::FunctionMember(_))) {
                        self.report(jump.extent(), LABEL_NOT_FOUND, &[&name.value]);
                    }
                    return;
                }
                NodeRef::While(node) => node.label.as_deref(),
                NodeRef::DoWhile(node) | NodeRef::DoUntil(node) => node.label.as_deref(),
                NodeRef::For(node) => node.label.as_deref(),
                NodeRef::ForEach(node) => node.label.as_deref(),
                NodeRef::Switch(node) => node.label.as_deref(),
                _ => None,
            };
            if is_target(own, label) {
                return;
            }
        }
    }
}

/// True when a jump to `wanted` ends at a loop with `label`. A label that is computed may be none
/// of those inside the block.
fn is_target(label: Option<&str>, wanted: Option<&Expression>) -> bool {
    match wanted {
        None => true,
        Some(Expression::StringConstant(name)) => {
            label.is_some_and(|label| label.eq_ignore_ascii_case(&name.value))
        }
        Some(_) => false,
    }
}

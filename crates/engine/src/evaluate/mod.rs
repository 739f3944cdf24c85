//! Running compiled code.

mod assign;
pub(crate) mod call;
mod command;
mod expression;
mod head;
mod index;
mod intrinsic;
mod loops;
mod member;
mod operators;
mod plain;
pub(crate) mod statement;
mod switch;
mod trap;
mod variable;

pub(crate) use command::BYTE_FILE;
pub(crate) use expression::eval;

use crate::compile::node::{Element, StatementKind};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::pipeline::SteppablePipeline;
use crate::script::ScriptBlock;

/// Starts the one pipeline of a block, to be fed from outside.
pub(crate) fn start_block(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
) -> Result<SteppablePipeline, Flow> {
    let code = std::sync::Arc::clone(block.body().dotted_code());
    let pipeline =
        code.end.as_ref().and_then(|block| block.statements.first()).and_then(|statement| {
            match &statement.kind {
                StatementKind::Pipeline(pipeline) => Some(pipeline),
                _ => None,
            }
        });
    match pipeline {
        Some(pipeline) if pipeline.elements.iter().all(|element| matches!(element, Element::Command(_))) => {
            command::start_pipeline(context, pipeline)
        }
        _ => Err(crate::errors::invalid_operation(
            "Only a script block with exactly one pipeline or command can be converted. Expressions or control structures are not permitted. Verify that the script block contains exactly one pipeline or command.",
            "CanOnlyConvertOnePipeline",
            remora_psobject::Value::Null,
        )
        .into()),
    }
}

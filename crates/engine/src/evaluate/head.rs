//! The expression at the head of a pipeline.

use std::sync::Arc;

use remora_language::arithmetic::{Range, range_bounds};
use remora_psobject::Value;
use remora_syntax::TokenKind;

use super::command::Redirected;
use super::eval;
use crate::compile::node::Expr;
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::pipeline::{MergeQueue, Route, Sink, write_enumerated};

/// The value of an expression at the head of a pipeline. It is there before any command begins.
pub(super) enum Head {
    Range(Range),
    Value { merged: Vec<Value>, value: Value },
}

impl Head {
    /// Hands the value to the first command, what was merged into the output before it.
    pub(super) fn feed(
        self,
        context: &mut ExecutionContext,
        sink: &mut dyn Sink,
    ) -> Result<(), Flow> {
        match self {
            Self::Range(mut items) => items.try_for_each(|item| sink.write(context, item)),
            Self::Value { merged, value } => {
                for record in merged {
                    sink.write(context, record)?;
                }
                write_enumerated(context, sink, value)
            }
        }
    }
}

/// Evaluates the expression at the head of a pipeline.
pub(super) fn head(
    context: &mut ExecutionContext,
    expression: &Expr,
    redirected: Redirected,
) -> Result<Head, Flow> {
    if redirected.merges.is_empty()
        && redirected.discards.is_empty()
        && redirected.files.is_empty()
        && !redirected.discard_output
    {
        if let Expr::Binary { operator: TokenKind::DotDot, operands, .. } = expression {
            let first = eval(context, &operands.0)?;
            let last = eval(context, &operands.1)?;
            return context.bridged(|_| range_bounds(&first, &last)).map(Head::Range);
        }
        return Ok(Head::Value { merged: Vec::new(), value: eval(context, expression)? });
    }
    let saved = context.routes.clone();
    let queue = Arc::new(MergeQueue::default());
    for stream in &redirected.merges {
        context.routes.set(*stream, Route::Queue(Arc::clone(&queue)));
    }
    for stream in redirected.discards {
        context.routes.set(stream, Route::Discard);
    }
    let mut files = Vec::new();
    for (stream, target) in redirected.files {
        let queue = Arc::new(MergeQueue::default());
        context.routes.set(stream, Route::Queue(Arc::clone(&queue)));
        files.push((queue, target));
    }
    let value = eval(context, expression);
    context.routes = saved;
    let merged = std::iter::from_fn(|| queue.pop()).collect();
    for (queue, target) in files {
        let records: Vec<Value> = std::iter::from_fn(|| queue.pop()).collect();
        let mut builder = crate::pipeline::PipelineBuilder::new()
            .command("Out-File")
            .parameter("FilePath", target.path);
        if target.append {
            builder = builder.switch("Append");
        }
        builder.run(context, records, &mut crate::pipeline::Null)?;
    }
    let value = value?;
    let value = if redirected.discard_output { Value::AutomationNull } else { value };
    Ok(Head::Value { merged, value })
}

//! Statements and blocks.

use std::sync::Arc;

use remora_psobject::{ErrorRecord, PsString, Value};

use super::{assign, eval, loops, plain, switch, trap, variable};
use crate::command::ActionPreference;
use crate::compile::node::{Block, Chain, Expr, If, Numeric, Statement, StatementKind};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow, Label, ThrowKind, position, report};
use crate::pipeline::{Sink, write_enumerated};
use crate::script::ScriptBlock;
use crate::session::{AliasEntry, FunctionEntry, Symbol};

pub(crate) use crate::context::collapse;

/// Runs the statements of a block one after the other.
pub(crate) fn block(
    context: &mut ExecutionContext,
    block: &Block,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    if !block.traps.is_empty() {
        return trap::block_with_traps(context, block, out);
    }
    for statement in &block.statements {
        if let Err(flow) = run(context, statement, out) {
            failed(context, flow, out)?;
        }
    }
    Ok(())
}

/// Runs a block inside an expression.
pub(super) fn nested_block(
    context: &mut ExecutionContext,
    inner: &Block,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    block(context, inner, out)
}

/// What becomes of an error that ended a statement: it is written and the next statement runs, or it
/// goes on to a handler.
#[cold]
pub(super) fn failed(
    context: &mut ExecutionContext,
    flow: Flow,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let Flow::Throw(mut thrown) = flow else {
        return Err(flow);
    };
    context.status = false;
    thrown.record = with_place(context, thrown.record);
    if context.handlers > 0 || thrown.raised_by_preference || thrown.kind == ThrowKind::Command {
        return Err(Flow::Throw(thrown));
    }
    let action = context.preference_of(Symbol::ERROR_ACTION);
    let silent = matches!(action, ActionPreference::Ignore | ActionPreference::SilentlyContinue);
    if thrown.kind == ThrowKind::Script && !silent {
        return Err(Flow::Throw(thrown));
    }
    if action == ActionPreference::Stop {
        thrown.kind = ThrowKind::Script;
        return Err(Flow::Throw(thrown));
    }
    report::emit_error(context, out, thrown.record, action)
}

/// A record with the place of the running statement, where it has none.
pub(crate) fn with_place(context: &ExecutionContext, record: Arc<ErrorRecord>) -> Arc<ErrorRecord> {
    if record.invocation_info.is_some() && record.script_stack_trace.is_some() {
        return record;
    }
    let Some(frame) = context.frames.last() else {
        return record;
    };
    let mut placed = ErrorRecord::clone(&record);
    if placed.invocation_info.is_none() {
        let mut info = position::of_extent(context, &frame.source, frame.extent);
        if record.exception.exception_type() == remora_psobject::TypeId::COMMAND_NOT_FOUND_EXCEPTION
        {
            // There is no command, but a name by which one was called.
            info.invocation_name = record.target_object.as_str().unwrap_or_default().into();
        }
        placed.invocation_info = Some(Arc::new(info));
    }
    if placed.script_stack_trace.is_none() {
        placed.script_stack_trace = Some(position::stack_trace(context));
    }
    Arc::new(placed)
}

/// Marks where the running code stands.
#[inline]
pub(super) fn mark(context: &mut ExecutionContext, extent: remora_syntax::Extent) {
    if let Some(frame) = context.frames.last_mut() {
        frame.extent = extent;
    }
}

/// The value of a statement: of an expression as it is, of anything else what it writes.
#[inline]
pub(crate) fn value_of(
    context: &mut ExecutionContext,
    statement: &Statement,
) -> Result<Value, Flow> {
    if let StatementKind::Expression(expression) = &statement.kind {
        mark(context, statement.extent);
        return eval(context, expression);
    }
    let mut output = Vec::new();
    run(context, statement, &mut output)?;
    Ok(collapse(output))
}

/// The truth of a condition.
#[inline]
pub(super) fn condition(
    context: &mut ExecutionContext,
    statement: &Statement,
) -> Result<bool, Flow> {
    if let StatementKind::Expression(expression) = &statement.kind {
        if let Expr::Binary { numeric: Numeric::Compare(relation), operands, .. } = expression
            && let Some(truth) = plain::comparison(context.session.locals(), *relation, operands)
        {
            return Ok(truth);
        }
        mark(context, statement.extent);
        return super::expression::truth(context, expression);
    }
    let value = value_of(context, statement)?;
    Ok(context.is_true(&value))
}

/// Runs a statement.
#[inline]
pub(super) fn run(
    context: &mut ExecutionContext,
    statement: &Statement,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let done = match &statement.kind {
        StatementKind::Step { slot, by, .. } => {
            plain::step(context.session.locals_mut(), *slot, *by)
        }
        StatementKind::Update { slot, operator, value, .. } => {
            plain::update(context.session.locals_mut(), *slot, *operator, value)
        }
        _ => false,
    };
    if done {
        context.status = true;
        return Ok(());
    }
    run_general(context, statement, out)
}

/// As [`run`], for what does not change a number in place.
fn run_general(
    context: &mut ExecutionContext,
    statement: &Statement,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    mark(context, statement.extent);
    match &statement.kind {
        StatementKind::Step { general: expression, .. }
        | StatementKind::Update { general: expression, .. }
        | StatementKind::Silent(expression) => {
            assign::execute(context, expression)?;
            if !matches!(expression, Expr::Assign(assign)
                if matches!(assign.value.kind, StatementKind::Pipeline(_)))
            {
                context.status = true;
            }
            Ok(())
        }
        StatementKind::Expression(expression) => {
            let value = eval(context, expression)?;
            if !is_grouped_command(expression) {
                context.status = true;
            }
            write_enumerated(context, out, value)
        }
        StatementKind::Pipeline(pipeline) => super::command::run_pipeline(context, pipeline, out),
        StatementKind::If(node) => run_if(context, node, out),
        _ => run_other(context, statement, out),
    }
}

/// The statements whose choice costs nothing beside what they do.
#[inline(never)]
fn run_other(
    context: &mut ExecutionContext,
    statement: &Statement,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    match &statement.kind {
        // Those of `run`.
        StatementKind::Silent(_)
        | StatementKind::Step { .. }
        | StatementKind::Update { .. }
        | StatementKind::Expression(_)
        | StatementKind::Pipeline(_)
        | StatementKind::If(_) => run(context, statement, out),
        StatementKind::For(node) => loops::run_for(context, node, out),
        StatementKind::ForEach(node) => loops::run_for_each(context, node, out),
        StatementKind::While(node) => loops::run_while(context, node, out),
        StatementKind::DoWhile(node) => loops::run_do(context, node, true, out),
        StatementKind::DoUntil(node) => loops::run_do(context, node, false, out),
        StatementKind::Switch(node) => switch::run_switch(context, node, out),
        StatementKind::Try(node) => trap::run_try(context, node, out),
        StatementKind::Chain(node) => run_chain(context, node, out),
        StatementKind::Function(definition, body) => {
            let module = context.current_module();
            let block = ScriptBlock::of_body(Arc::clone(body), module.clone())
                .in_mode(context.language_mode());
            let name = PsString::from(&*definition.name);
            let aliases = crate::binder::function_aliases(&block);
            let entry = FunctionEntry::new(name.clone(), block, module);
            context.session.set_function(entry, false)?;
            for alias in aliases {
                context.session.set_alias(AliasEntry::new(alias, name.clone()), false)?;
            }
            Ok(())
        }
        StatementKind::Data(node) => {
            let mut output = Vec::new();
            block(context, &node.body, &mut output)?;
            match &node.variable {
                Some(reference) => variable::store(context, reference, collapse(output)),
                None => output.into_iter().try_for_each(|item| out.write(context, item)),
            }
        }
        StatementKind::Nothing => Ok(()),
        StatementKind::Break(label) => Err(Flow::Break(evaluate_label(context, label)?)),
        StatementKind::Continue(label) => Err(Flow::Continue(evaluate_label(context, label)?)),
        StatementKind::Return(value) => {
            if let Some(value) = value {
                if context.frames.last().is_some_and(|frame| frame.is_method) {
                    let value = value_of(context, value)?;
                    context.method_result = Some(value);
                } else {
                    run(context, value, out)?;
                }
            }
            Err(Flow::Return)
        }
        StatementKind::Exit(code) => {
            let code = match code {
                Some(code) => {
                    let value = value_of(context, code)?;
                    remora_language::convert::to_i32(&value).unwrap_or(0)
                }
                None => 0,
            };
            Err(Flow::Exit(code))
        }
        StatementKind::Throw(value) => {
            let value = match value {
                Some(value) => Some(value_of(context, value)?),
                None => None,
            };
            mark(context, statement.extent);
            Err(trap::throw(context, value))
        }
        StatementKind::Unsupported(what) => Err(errors::not_implemented(what).into()),
    }
}

/// Whether the expression is a command in parentheses, whose success `$?` tells.
fn is_grouped_command(expression: &Expr) -> bool {
    match expression {
        Expr::Paren(inner) => matches!(inner.kind, StatementKind::Pipeline(_)),
        Expr::Sub(inner) | Expr::Array(inner) => inner
            .statements
            .last()
            .is_some_and(|last| matches!(last.kind, StatementKind::Pipeline(_))),
        _ => false,
    }
}

fn evaluate_label(context: &mut ExecutionContext, label: &Option<Expr>) -> Result<Label, Flow> {
    match label {
        None => Ok(None),
        Some(expression) => {
            let value = eval(context, expression)?;
            let text = context.text(&value);
            Ok((!text.is_empty()).then_some(text))
        }
    }
}

fn run_if(context: &mut ExecutionContext, node: &If, out: &mut dyn Sink) -> Result<(), Flow> {
    for (test, body) in &node.clauses {
        if condition(context, test)? {
            return block(context, body, out);
        }
    }
    match &node.otherwise {
        Some(body) => block(context, body, out),
        None => Ok(()),
    }
}

/// `left && right`, `left || right`
fn run_chain(context: &mut ExecutionContext, node: &Chain, out: &mut dyn Sink) -> Result<(), Flow> {
    if node.background {
        return Err(errors::not_implemented("Background chains").into());
    }
    if let Err(flow) = run(context, &node.left, out) {
        match flow {
            Flow::Throw(_) => failed(context, flow, out)?,
            other => return Err(other),
        }
    }
    if context.status == node.and { run(context, &node.right, out) } else { Ok(()) }
}

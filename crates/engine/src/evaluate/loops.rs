//! `for`, `foreach`, `while`, `do`.

use remora_language::arithmetic::range_bounds;
use remora_psobject::{PsString, Value};
use remora_syntax::TokenKind;

use super::statement::{block, condition, mark, run, value_of};
use super::{eval, variable};
use crate::compile::node::{Block, Expr, For, ForEach, Loop, StatementKind};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::pipeline::{Null, Sink};
use crate::session::{ScopeId, Slot, Symbol};
use crate::types::enumerator::Enumerator;

/// Whether a label is this loop's, or there is none.
pub(super) fn is_mine(label: &Option<PsString>, own: &Option<PsString>) -> bool {
    match (label, own) {
        (None, _) => true,
        (Some(label), Some(own)) => label.eq_ignore_case(own),
        (Some(_), None) => false,
    }
}

/// Runs the body once; whether the loop goes on.
#[inline]
pub(super) fn round(
    context: &mut ExecutionContext,
    body: &Block,
    own: &Option<PsString>,
    out: &mut dyn Sink,
) -> Result<bool, Flow> {
    match block(context, body, out) {
        Ok(()) => Ok(true),
        Err(Flow::Break(label)) if is_mine(&label, own) => Ok(false),
        Err(Flow::Continue(label)) if is_mine(&label, own) => Ok(true),
        Err(flow) => Err(flow),
    }
}

pub(super) fn run_for(
    context: &mut ExecutionContext,
    node: &For,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    if let Some(initializer) = &node.initializer {
        run(context, initializer, &mut Null)?;
    }
    loop {
        context.check_stop()?;
        if let Some(test) = &node.condition
            && !condition(context, test)?
        {
            return Ok(());
        }
        if !round(context, &node.body, &node.label, out)? {
            return Ok(());
        }
        if let Some(iterator) = &node.iterator {
            run(context, iterator, &mut Null)?;
        }
    }
}

pub(super) fn run_while(
    context: &mut ExecutionContext,
    node: &Loop,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    loop {
        context.check_stop()?;
        if !condition(context, &node.condition)? || !round(context, &node.body, &node.label, out)? {
            return Ok(());
        }
    }
}

pub(super) fn run_do(
    context: &mut ExecutionContext,
    node: &Loop,
    wanted: bool,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    loop {
        context.check_stop()?;
        if !round(context, &node.body, &node.label, out)?
            || condition(context, &node.condition)? != wanted
        {
            return Ok(());
        }
    }
}

pub(super) fn run_for_each(
    context: &mut ExecutionContext,
    node: &ForEach,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    if node.needs_enumerator {
        return with_enumerator(context, node, out);
    }
    if let StatementKind::Expression(Expr::Binary {
        operator: TokenKind::DotDot, operands, ..
    }) = &node.condition.kind
    {
        mark(context, node.condition.extent);
        let first = eval(context, &operands.0)?;
        let last = eval(context, &operands.1)?;
        let items = context.bridged(|_| range_bounds(&first, &last))?;
        return each(context, node, items, out);
    }
    let value = value_of(context, &node.condition)?;
    if let Value::List(list) = value.base() {
        return each_of_list(context, node, list, out);
    }
    match crate::types::enumerate(&value) {
        Some(items) => each(context, node, items, out),
        None if value.is_null() => Ok(()),
        None => each(context, node, std::iter::once(value), out),
    }
}

fn each(
    context: &mut ExecutionContext,
    node: &ForEach,
    items: impl Iterator<Item = Value>,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    for item in items {
        context.check_stop()?;
        variable::store(context, &node.variable, item)?;
        if !round(context, &node.body, &node.label, out)? {
            return Ok(());
        }
    }
    Ok(())
}

/// Items of a list that the body must not change.
fn each_of_list(
    context: &mut ExecutionContext,
    node: &ForEach,
    list: &remora_psobject::ListObject,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let version = list.version();
    let mut index = 0;
    while let Some(item) = list.get(index) {
        context.check_stop()?;
        variable::store(context, &node.variable, item)?;
        if !round(context, &node.body, &node.label, out)? {
            return Ok(());
        }
        if list.version() != version {
            return Err(crate::errors::collection_modified());
        }
        index += 1;
    }
    Ok(())
}

/// A loop whose body may take items itself, through `$foreach`.
fn with_enumerator(
    context: &mut ExecutionContext,
    node: &ForEach,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let value = value_of(context, &node.condition)?;
    let items: Vec<Value> = match crate::types::enumerate(&value) {
        Some(items) => items.collect(),
        None if value.is_null() => return Ok(()),
        None => vec![value],
    };
    let enumerator = Enumerator::of_loop(items);
    let scope = context.session.current;
    set_enumerator(context, scope, Symbol::FOREACH, &enumerator);
    let remaining = enumerator.clone();
    let result = each(context, node, std::iter::from_fn(move || remaining.advance()), out);
    context.session.scope_mut(scope).remove(Symbol::FOREACH);
    result
}

/// Sets `$foreach` or `$switch`.
pub(super) fn set_enumerator(
    context: &mut ExecutionContext,
    scope: ScopeId,
    symbol: Symbol,
    enumerator: &Enumerator,
) {
    let name = symbol.name();
    *context.session.scope_mut(scope).slot_for(symbol, &name) =
        Slot::Value(Value::live(enumerator.clone()));
}

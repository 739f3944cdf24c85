//! `switch`

use remora_language::compare::Case;
use remora_language::operators;
use remora_language::wildcard::WildcardPattern;
use remora_psobject::{ErrorCategory, TypeId, Value};

use super::eval;
use super::loops::is_mine;
use super::statement::{block, value_of};
use crate::compile::node::{Block, Expr, Switch};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::pipeline::Sink;
use crate::script::{Invocation, ScriptBlock};
use crate::session::{ScopeSelector, Slot, Symbol};
use crate::types::enumerator::Enumerator;

pub(super) fn run_switch(
    context: &mut ExecutionContext,
    node: &Switch,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let value = value_of(context, &node.condition)?;
    let items: Vec<Value> = if node.flags.file {
        lines_of(context, &value)?
    } else {
        match crate::types::enumerate(&value) {
            Some(items) => items.collect(),
            None if matches!(value, Value::AutomationNull) => Vec::new(),
            None => vec![value],
        }
    };
    let saved = std::mem::take(&mut context.session.current_mut().underscore);
    let mut result = Ok(());
    let enumerator = Enumerator::of_loop(items);
    let scope = context.session.current;
    if node.needs_enumerator {
        super::loops::set_enumerator(context, scope, Symbol::SWITCH, &enumerator);
    }
    while let Some(item) = enumerator.advance() {
        if let Err(flow) = context.check_stop() {
            result = Err(flow);
            break;
        }
        match one(context, node, item, out) {
            Ok(true) => {}
            Ok(false) => break,
            Err(flow) => {
                result = Err(flow);
                break;
            }
        }
    }
    context.session.current_mut().underscore = saved;
    if node.needs_enumerator {
        context.session.scope_mut(scope).remove(Symbol::SWITCH);
    }
    result
}

/// Runs the clauses that fit an item; whether the next item is looked at.
fn one(
    context: &mut ExecutionContext,
    node: &Switch,
    item: Value,
    out: &mut dyn Sink,
) -> Result<bool, Flow> {
    let mut matched = false;
    for (test, body) in &node.clauses {
        context.session.current_mut().underscore = Slot::Value(item.clone());
        if !fits(context, node, test, &item)? {
            continue;
        }
        matched = true;
        match clause(context, node, body, out)? {
            Next::Clause => {}
            Next::Item => return Ok(true),
            Next::Nothing => return Ok(false),
        }
    }
    if !matched && let Some(body) = &node.default {
        context.session.current_mut().underscore = Slot::Value(item);
        return Ok(!matches!(clause(context, node, body, out)?, Next::Nothing));
    }
    Ok(true)
}

enum Next {
    Clause,
    Item,
    Nothing,
}

fn clause(
    context: &mut ExecutionContext,
    node: &Switch,
    body: &Block,
    out: &mut dyn Sink,
) -> Result<Next, Flow> {
    match block(context, body, out) {
        Ok(()) => Ok(Next::Clause),
        Err(Flow::Break(label)) if is_mine(&label, &node.label) => Ok(Next::Nothing),
        Err(Flow::Continue(label)) if is_mine(&label, &node.label) => Ok(Next::Item),
        Err(flow) => Err(flow),
    }
}

fn fits(
    context: &mut ExecutionContext,
    node: &Switch,
    test: &Expr,
    item: &Value,
) -> Result<bool, Flow> {
    let test = eval(context, test)?;
    if let Some(block) = test.downcast::<ScriptBlock>() {
        let mut output = Vec::new();
        let invocation = Invocation::in_current_scope().dollar_under(item.clone());
        context.invoke_block(&block.clone(), invocation, &mut output)?;
        let value = super::statement::collapse(output);
        return Ok(context.is_true(&value));
    }
    let case = if node.flags.case_sensitive { Case::Sensitive } else { Case::Ignore };
    if node.flags.regex {
        let groups = context.bridged(|runtime| operators::match_one(item, &test, case, runtime))?;
        return Ok(match groups {
            Some(groups) => {
                context.assign(Symbol::MATCHES, "Matches", ScopeSelector::Local, groups)?;
                true
            }
            None => false,
        });
    }
    if node.flags.wildcard {
        let (text, pattern) = (context.text(item), context.text(&test));
        return Ok(WildcardPattern::new(&pattern, case == Case::Ignore)?.is_match(&text));
    }
    if test.is_null() {
        return Ok(item.is_null());
    }
    if test.as_str().is_some() && item.as_str().is_none() && !item.is_null() {
        let text = Value::Str(context.text(item));
        return Ok(context.equals(&text, &test, case == Case::Sensitive));
    }
    Ok(context.equals(item, &test, case == Case::Sensitive))
}

fn lines_of(context: &mut ExecutionContext, name: &Value) -> Result<Vec<Value>, Flow> {
    let name = context.text(name);
    let path = context.resolve_path(&name)?.provider_path;
    let bytes = context.system.read(&path).map_err(|_| {
        errors::error(
            TypeId::FILE_NOT_FOUND_EXCEPTION,
            format!("Could not find file '{path}'."),
            "FileNotFound",
            ErrorCategory::ObjectNotFound,
            path.clone(),
        )
    })?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(text.lines().map(Value::from).collect())
}

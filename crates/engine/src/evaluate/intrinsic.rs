//! Methods that every object has: `ForEach`, `Where`.

use remora_psobject::{ErrorCategory, ListObject, PsString, TypeId, Value};

use super::eval;
use crate::compile::node::Expr;
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::pipeline::write_enumerated;
use crate::script::{Invocation, ScriptBlock};

fn collection(items: Vec<Value>) -> Value {
    ListObject::new(TypeId::COLLECTION.generic_of(&[TypeId::PS_OBJECT]), items).into()
}

fn items_of(target: &Value) -> Vec<Value> {
    match crate::types::enumerate(target) {
        Some(items) => items.collect(),
        None => vec![target.clone()],
    }
}

/// Whether a call is of one of them, with arguments that run as code of the caller's own: each item is
/// checked when its turn comes.
pub(super) fn is_loop(target: &Value, name: &str, arguments: &[Value]) -> bool {
    let _ = target;
    !arguments.is_empty()
        && (name.eq_ignore_ascii_case("ForEach") || name.eq_ignore_ascii_case("Where"))
}

/// The method, if it is one of them.
pub(super) fn call(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
    arguments: &[Value],
) -> Result<Option<Value>, Flow> {
    if target.is_null() || arguments.is_empty() {
        return Ok(None);
    }
    if name.eq_ignore_ascii_case("ForEach") {
        // A list has a ForEach of its own, which takes an action.
        return for_each(context, target, arguments).map(Some);
    }
    if name.eq_ignore_ascii_case("Where") {
        return where_(context, target, arguments).map(Some);
    }
    Ok(None)
}

fn for_each(
    context: &mut ExecutionContext,
    target: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let Some((first, rest)) = arguments.split_first() else {
        return Ok(Value::AutomationNull);
    };
    let mut output = Vec::new();
    let block = first.downcast::<ScriptBlock>().cloned();
    for item in items_of(target) {
        context.check_stop()?;
        if let Some(block) = &block {
            let invocation =
                Invocation::in_current_scope().dollar_under(item).arguments(rest.iter().cloned());
            context.invoke_block(block, invocation, &mut output)?;
            continue;
        }
        if let Value::Type(id) = first.base() {
            output.push(context.cast(&item, *id)?);
            continue;
        }
        let name = context.text(first);
        let is_method = context
            .bridged(|runtime| Ok(remora_language::invoke::has_method(&item, &name, runtime)))?;
        if is_method {
            context.check_method(&item, &name)?;
            let value = context.invoke_method(&item, &name, rest)?;
            write_enumerated(context, &mut output, value)?;
        } else if let Some(value) = rest.first() {
            context.check_setter(&item, false)?;
            context.set_property(&item, &name, value.clone())?;
        } else {
            let value = context.get_member(&item, &name)?;
            write_enumerated(context, &mut output, value)?;
        }
    }
    Ok(collection(output))
}

fn where_(
    context: &mut ExecutionContext,
    target: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let Some(block) = arguments.first().and_then(|first| first.downcast::<ScriptBlock>().cloned())
    else {
        return Err(errors::make::runtime(
            "Cannot convert the first argument of the Where method to a script block.",
            "WhereOperatorRequiresScriptBlock",
            ErrorCategory::InvalidOperation,
            Value::Null,
        )
        .into());
    };
    let mode = match arguments.get(1) {
        Some(mode) => context.text(mode).to_ascii_lowercase(),
        None => "default".to_owned(),
    };
    let limit = match arguments.get(2) {
        Some(number) => remora_language::convert::to_i32(number)?,
        None => 0,
    };
    let limit = usize::try_from(limit).unwrap_or(0);
    let mut chosen = Vec::new();
    let mut others = Vec::new();
    let mut found = false;
    for item in items_of(target) {
        context.check_stop()?;
        let done = match mode.as_str() {
            "skipuntil" => found,
            "until" => found,
            _ => false,
        };
        if done {
            if mode == "skipuntil" && (limit == 0 || chosen.len() < limit) {
                chosen.push(item);
            }
            continue;
        }
        let mut output = Vec::new();
        let invocation = Invocation::in_current_scope().dollar_under(item.clone());
        context.invoke_block(&block, invocation, &mut output)?;
        let value = super::statement::collapse(output);
        let fits = context.is_true(&value);
        match mode.as_str() {
            "skipuntil" => {
                if fits {
                    found = true;
                    chosen.push(item);
                }
            }
            "until" => {
                if fits {
                    found = true;
                } else if limit == 0 || chosen.len() < limit {
                    chosen.push(item);
                }
            }
            "split" => {
                if fits && (limit == 0 || chosen.len() < limit) {
                    chosen.push(item);
                } else {
                    others.push(item);
                }
            }
            "first" => {
                if fits {
                    chosen.push(item);
                    if chosen.len() >= limit.max(1) {
                        break;
                    }
                }
            }
            _ => {
                if fits {
                    chosen.push(item);
                    if mode == "default" && limit > 0 && chosen.len() >= limit {
                        break;
                    }
                }
            }
        }
    }
    match mode.as_str() {
        "last" => {
            let keep = limit.max(1);
            let start = chosen.len().saturating_sub(keep);
            chosen.drain(..start);
            Ok(collection(chosen))
        }
        "split" => Ok(collection(vec![collection(chosen), collection(others)])),
        _ => Ok(collection(chosen)),
    }
}

/// `target.$member(…)` where `$member` is a method object or a script block.
pub(super) fn call_member_value(
    context: &mut ExecutionContext,
    target: &Value,
    member: &Value,
    arguments: &[Expr],
) -> Result<Value, Flow> {
    let mut values = Vec::with_capacity(arguments.len());
    for argument in arguments {
        values.push(eval(context, argument)?);
    }
    if let Some(method) = member.downcast::<crate::types::view::MethodView>() {
        let name: PsString = method.name.clone();
        context.check_method(target, &name)?;
        return context.invoke_method(target, &name, &values);
    }
    let Some(block) = member.downcast::<ScriptBlock>().cloned() else {
        return Ok(Value::Null);
    };
    let mut output = Vec::new();
    let invocation = Invocation::new().this(target.clone()).arguments(values);
    context.invoke_block(&block, invocation, &mut output)?;
    Ok(super::statement::collapse(output))
}

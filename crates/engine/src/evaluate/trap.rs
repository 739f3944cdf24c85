//! `try`, `trap`, `throw`.

use std::sync::Arc;

use remora_hosting::StopToken;
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, PsString, TypeId, Value};

use super::expression::resolve;
use super::statement::{block, failed, run, with_place};
use crate::compile::node::{Block, Try, TypeRef};
use crate::context::ExecutionContext;
use crate::errors::{Flow, ThrowKind, Thrown, report};
use crate::pipeline::Sink;
use crate::session::Slot;

/// What `throw` throws.
pub(super) fn throw(context: &mut ExecutionContext, value: Option<Value>) -> Flow {
    let Some(value) = value else {
        // Inside a handler the error goes on; elsewhere there is nothing to say.
        if let Some(current) = context.handled.last() {
            return Flow::Throw(Box::new(Thrown {
                record: rethrown(current),
                kind: ThrowKind::Script,
                recorded: false,
                raised_by_preference: false,
            }));
        }
        return Flow::script_error(ErrorRecord::new(
            thrown("ScriptHalted"),
            "ScriptHalted",
            ErrorCategory::OperationStopped,
            Value::Null,
        ));
    };
    if let Some(record) = value.downcast_arc::<ErrorRecord>() {
        return Flow::script_error(record);
    }
    if let Some(exception) = value.downcast_arc::<Exception>() {
        if let Some(record) = exception.error_record() {
            return Flow::script_error(record);
        }
        let message = exception.message().clone();
        let record =
            ErrorRecord::new(exception, message, ErrorCategory::OperationStopped, Value::Null);
        return Flow::script_error(record);
    }
    let text = context.text(&value);
    let text = if text.is_empty() && value.is_null() { "ScriptHalted".into() } else { text };
    Flow::script_error(ErrorRecord::new(
        thrown(text.clone()),
        text,
        ErrorCategory::OperationStopped,
        value,
    ))
}

/// What a `throw` without a value hands on. The exception travels alone: one that keeps a record of its
/// own for the session's drives and items shows that, without the command that first told of it.
fn rethrown(current: &Arc<ErrorRecord>) -> Arc<ErrorRecord> {
    let own_record = current
        .exception
        .exception_type()
        .chain()
        .any(|id| id.full_name() == "System.Management.Automation.SessionStateException");
    match current.fully_qualified_error_id.split_once(',') {
        Some((id, _)) if own_record => {
            let mut record = ErrorRecord::clone(current);
            record.fully_qualified_error_id = id.into();
            Arc::new(record)
        }
        _ => Arc::clone(current),
    }
}

/// The exception of a `throw` that names none.
fn thrown(message: impl Into<PsString>) -> Exception {
    Exception::new(TypeId::RUNTIME_EXCEPTION, message)
        .with_property("WasThrownFromThrowStatement", true)
}

/// Whether an exception is of one of these types.
fn is_of(
    context: &mut ExecutionContext,
    types: &[TypeRef],
    exception: &Exception,
) -> Result<bool, Flow> {
    for wanted in types {
        let Ok(id) = resolve(context, wanted) else {
            continue;
        };
        if exception.exception_type().derives_from(id) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The exceptions that a handler may name: the record's own, and the cause that it wraps.
fn candidates(record: &ErrorRecord) -> Vec<Arc<Exception>> {
    let mut found = vec![Arc::clone(&record.exception)];
    if record.exception.exception_type().derives_from(TypeId::RUNTIME_EXCEPTION)
        && let Some(inner) = record.exception.inner()
    {
        found.push(Arc::clone(inner));
        if inner.exception_type().derives_from(TypeId::RUNTIME_EXCEPTION)
            && let Some(innermost) = inner.inner()
        {
            found.push(Arc::clone(innermost));
        }
    }
    found
}

pub(super) fn run_try(
    context: &mut ExecutionContext,
    node: &Try,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let result = if node.catches.is_empty() {
        block(context, &node.body, out)
    } else {
        context.handlers += 1;
        let result = block(context, &node.body, out);
        context.handlers -= 1;
        match result {
            Err(Flow::Throw(thrown)) => catch(context, node, thrown, out),
            other => other,
        }
    };
    let Some(finally) = &node.finally else {
        return result;
    };
    let stopped = matches!(result, Err(Flow::Stopped)) || context.stop.is_stopped();
    let saved = stopped.then(|| std::mem::replace(&mut context.stop, StopToken::new()));
    let status = context.status;
    let last = block(context, finally, out);
    if let Some(token) = saved {
        context.stop = token;
    }
    last?;
    if result.is_err() {
        context.status = status;
    }
    result
}

fn catch(
    context: &mut ExecutionContext,
    node: &Try,
    thrown: Box<Thrown>,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let mut chosen = None;
    'search: for exception in candidates(&thrown.record) {
        for (types, body) in &node.catches {
            if !types.is_empty() && is_of(context, types, &exception)? {
                chosen = Some(body);
                break 'search;
            }
        }
    }
    let any = || node.catches.iter().find(|(types, _)| types.is_empty());
    let Some(body) = chosen.or_else(|| any().map(|(_, body)| body)) else {
        return Err(Flow::Throw(thrown));
    };
    handle(context, &thrown, body, out)
}

/// Runs a handler with `$_` as the error.
fn handle(
    context: &mut ExecutionContext,
    thrown: &Thrown,
    body: &Block,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let record = with_place(context, Arc::clone(&thrown.record));
    let value = Value::live_arc(Arc::clone(&record));
    if record.exception.exception_type().derives_from(TypeId::RUNTIME_EXCEPTION)
        && record.exception.error_record().is_none()
    {
        // A copy, so that record and exception do not hold each other.
        let source = &record.exception;
        let copy = Exception::new(source.exception_type(), source.message().clone());
        let mut inside = ErrorRecord::clone(&record);
        inside.exception = Arc::new(copy);
        record.exception.set_error_record(Arc::new(inside));
    }
    context.remember_error(value.clone());
    let scope = context.session.current;
    let saved =
        std::mem::replace(&mut context.session.scope_mut(scope).underscore, Slot::Value(value));
    context.handled.push(record);
    let result = block(context, body, out);
    context.handled.pop();
    context.session.scope_mut(scope).underscore = saved;
    result
}

/// Runs a block that has traps.
pub(super) fn block_with_traps(
    context: &mut ExecutionContext,
    node: &Block,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    for statement in &node.statements {
        context.handlers += 1;
        let result = run(context, statement, out);
        context.handlers -= 1;
        let thrown = match result {
            Ok(()) => continue,
            Err(Flow::Throw(thrown)) => thrown,
            Err(flow) => return Err(flow),
        };
        let mut body = None;
        'search: for exception in candidates(&thrown.record) {
            for trap in &node.traps {
                if let Some(wanted) = &trap.trap_type
                    && is_of(context, std::slice::from_ref(wanted), &exception)?
                {
                    body = Some(&trap.body);
                    break 'search;
                }
            }
        }
        let any = || node.traps.iter().find(|trap| trap.trap_type.is_none());
        let Some(body) = body.or_else(|| any().map(|trap| &trap.body)) else {
            failed(context, Flow::Throw(thrown), out)?;
            continue;
        };
        match handle(context, &thrown, body, out) {
            // The error is shown and the next statement runs.
            Ok(()) => {
                let record = with_place(context, thrown.record);
                let action = context.preference_of(crate::session::Symbol::ERROR_ACTION);
                context.status = false;
                report::emit_error(context, out, record, action)?;
            }
            Err(Flow::Continue(None)) => {}
            Err(Flow::Break(None)) => return Err(Flow::Throw(thrown)),
            Err(flow) => return Err(flow),
        }
    }
    Ok(())
}

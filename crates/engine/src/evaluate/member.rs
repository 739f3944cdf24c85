//! Members of objects and types.

use remora_language::invoke as members;
use remora_psobject::{PsString, Value};

use super::{eval, intrinsic};
use crate::compile::node::{Expr, MemberName, MethodCall};
use crate::context::ExecutionContext;
use crate::errors::Flow;

/// The name of a member.
pub(super) fn name(context: &mut ExecutionContext, name: &MemberName) -> Result<PsString, Flow> {
    match name {
        MemberName::Constant(name) => Ok(name.clone()),
        MemberName::Dynamic(expression) => {
            let value = eval(context, expression)?;
            Ok(context.text(&value))
        }
    }
}

/// `target.name`
pub(super) fn get(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
) -> Result<Value, Flow> {
    context.get_member(target, name)
}

/// `target.name = value`
pub(super) fn set(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
    value: Value,
) -> Result<(), Flow> {
    context.set_property(target, name, value)
}

/// The type that `[type]::` names: a type literal, or any expression that gives a type.
fn type_of(context: &mut ExecutionContext, object: &Expr) -> Result<Value, Flow> {
    eval(context, object)
}

/// `[type]::name`
pub(super) fn get_static(
    context: &mut ExecutionContext,
    object: &Expr,
    member: &MemberName,
) -> Result<Value, Flow> {
    let target = type_of(context, object)?;
    let member = name(context, member)?;
    context.get_static_member(&target, &member)
}

/// `[type]::name = value`
pub(super) fn set_static(
    context: &mut ExecutionContext,
    object: &Expr,
    member: &MemberName,
    value: Value,
) -> Result<(), Flow> {
    let target = type_of(context, object)?;
    let member = name(context, member)?;
    let Value::Type(id) = target.base() else {
        return context.set_property(&target, &member, value);
    };
    let id = *id;
    if let Some(done) = crate::types::class::set_static(context, id, &member, &value) {
        return done;
    }
    context.bridged(|runtime| members::set_static(id, &member, &value, runtime))
}

/// `target.name(arguments)`, `[type]::name(arguments)`
pub(super) fn call(context: &mut ExecutionContext, call: &MethodCall) -> Result<Value, Flow> {
    let target = eval(context, &call.object)?;
    if call.null_conditional && target.is_null() {
        return Ok(Value::Null);
    }
    let made;
    let name = match &call.name {
        MemberName::Constant(name) => name,
        MemberName::Dynamic(expression) => {
            let value = eval(context, expression)?;
            if value.downcast::<crate::types::view::MethodView>().is_some()
                || value.downcast::<crate::script::ScriptBlock>().is_some()
            {
                return intrinsic::call_member_value(context, &target, &value, &call.arguments);
            }
            made = context.text(&value);
            &made
        }
    };
    let mut arguments = Vec::with_capacity(call.arguments.len());
    for argument in &call.arguments {
        arguments.push(eval(context, argument)?.or_null());
    }
    if call.is_static {
        return context.call_static_method(&target, name, &arguments);
    }
    if let Expr::Variable(crate::compile::node::VariableRef::Automatic(symbol)) = &call.object
        && *symbol == crate::session::Symbol::THIS
        && let Some(done) =
            crate::types::class::base_call(context, &call.object, &target, name, &arguments)
    {
        return done;
    }
    if let Expr::Convert { target: class, .. } = unwrapped(&call.object)
        && let Some(id) = class.known.get().copied().or_else(|| context.find_type(&class.name))
        && let Some(done) = crate::types::class::call_as(context, id, &target, name, &arguments)
    {
        return done;
    }
    if let Some(done) = intrinsic::call(context, &target, name, &arguments)? {
        return Ok(done);
    }
    context.invoke_method(&target, name, &arguments)
}

/// An expression without the parentheses around it.
fn unwrapped(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(inner) => match &inner.kind {
            crate::compile::node::StatementKind::Expression(inner) => unwrapped(inner),
            _ => expression,
        },
        other => other,
    }
}

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
#[inline]
pub(super) fn get(
    context: &mut ExecutionContext,
    target: &Value,
    name: &PsString,
) -> Result<Value, Flow> {
    // The keys of tables and the members of property bags are what most scripts read.
    match target {
        Value::Dictionary(table)
            if !table.header().has_members()
                && !is_intrinsic(name)
                && !context.types.may_have_member(name) =>
        {
            if let Some(value) = table.get(&Value::Str(name.clone())) {
                return Ok(value);
            }
        }
        Value::Object(object) if !is_intrinsic(name) => {
            if let Some(value) = object.get(name) {
                return Ok(value);
            }
        }
        _ => {}
    }
    context.get_member(target, name)
}

/// Whether a name may be one of those that every object has: `psobject`, `pstypenames`, `value__`.
fn is_intrinsic(name: &PsString) -> bool {
    name.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("ps")) || name.ends_with("__")
}

/// `target.name = value`
pub(super) fn set(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
    value: Value,
) -> Result<(), Flow> {
    if context.is_constrained() {
        context.check_setter(target, false)?;
    }
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
    context.check_setter(&target, true)?;
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
    match call.arguments.as_slice() {
        [] => dispatch(context, call, &target, name, &[]),
        [only] => {
            let arguments = [eval(context, only)?.or_null()];
            dispatch(context, call, &target, name, &arguments)
        }
        several => {
            let mut arguments = Vec::with_capacity(several.len());
            for argument in several {
                arguments.push(eval(context, argument)?.or_null());
            }
            dispatch(context, call, &target, name, &arguments)
        }
    }
}

/// Calls the member with the values of the arguments.
fn dispatch(
    context: &mut ExecutionContext,
    call: &MethodCall,
    target: &Value,
    name: &PsString,
    arguments: &[Value],
) -> Result<Value, Flow> {
    if context.is_constrained() {
        if call.is_static {
            context.check_static_method(target, name)?;
        } else if !intrinsic::is_loop(target, name, arguments) {
            context.check_method(target, name)?;
        }
    }
    if !call.type_arguments.is_empty() {
        let mut types = Vec::with_capacity(call.type_arguments.len());
        for reference in &call.type_arguments {
            types.push(super::expression::resolve(context, reference)?);
        }
        return context.bridged(|runtime| {
            members::call_generic(target, call.is_static, name, &types, arguments, runtime)
        });
    }
    if call.is_static {
        return context.call_static_method_at(&call.site, target, name, arguments);
    }
    if let Expr::Variable(crate::compile::node::VariableRef::Automatic(symbol)) = &call.object
        && *symbol == crate::session::Symbol::THIS
        && let Some(done) =
            crate::types::class::base_call(context, &call.object, target, name, arguments)
    {
        return done;
    }
    if let Expr::Convert { target: class, .. } = unwrapped(&call.object)
        && let Some(id) = class.known.get().copied().or_else(|| context.find_type(&class.name))
        && let Some(done) = crate::types::class::call_as(context, id, target, name, arguments)
    {
        return done;
    }
    if let Some(done) = intrinsic::call(context, target, name, arguments)? {
        return Ok(done);
    }
    context.invoke_method_at(&call.site, target, name, arguments)
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

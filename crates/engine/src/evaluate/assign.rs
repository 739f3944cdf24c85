//! Assignments.

use std::sync::Arc;

use remora_language::arithmetic;
use remora_language::invoke::Reference;
use remora_psobject::{ErrorCategory, Value};
use remora_syntax::TokenKind;

use super::{eval, index, member, operators, plain, statement, variable};
use crate::compile::node::{Assign, Expr, Target, VariableRef};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::session::{ScopeSelector, Slot, Symbol};

/// Runs an assignment or an increment whose value nobody wants.
pub(super) fn execute(context: &mut ExecutionContext, expression: &Expr) -> Result<(), Flow> {
    if let Expr::Assign(node) = expression {
        if node.operator == TokenKind::Equals {
            let value = statement::value_of(context, &node.value)?;
            return store(context, &node.target, value);
        }
        if node.operator != TokenKind::QuestionQuestionEquals {
            return compound(context, node).map(drop);
        }
    }
    eval(context, expression).map(drop)
}

/// Runs an assignment and gives the assigned value.
pub(super) fn assign(context: &mut ExecutionContext, node: &Assign) -> Result<Value, Flow> {
    match node.operator {
        TokenKind::Equals => {
            let value = statement::value_of(context, &node.value)?;
            store(context, &node.target, value.clone())?;
            Ok(value)
        }
        TokenKind::QuestionQuestionEquals => {
            if let Some(read) = &node.read {
                let current = eval(context, read)?;
                if !current.is_null() {
                    return Ok(current);
                }
            }
            let value = statement::value_of(context, &node.value)?.or_null();
            store(context, &node.target, value.clone())?;
            Ok(value)
        }
        _ => match compound(context, node)? {
            Some(result) => Ok(result),
            None => match &node.target {
                Target::Variable(reference) => variable::read(context, reference),
                _ => Ok(Value::Null),
            },
        },
    }
}

/// `target operator= value`; the result, where it is not only in the variable itself.
fn compound(context: &mut ExecutionContext, node: &Assign) -> Result<Option<Value>, Flow> {
    let operator = operators::compound(node.operator);
    if let (Target::Variable(reference), TokenKind::Plus) = (&node.target, operator) {
        // A variable that is not set is an error under strict mode, before anything else happens.
        if context.session.strict_scopes > 0 {
            variable::read(context, reference)?;
        }
        let value = statement::value_of(context, &node.value)?;
        return append(context, reference, value);
    }
    let current = match (&node.read, &node.target) {
        (_, Target::Variable(reference)) => read_own(context, reference)?,
        (Some(read), _) => eval(context, read)?,
        (None, _) => Value::Null,
    };
    let value = statement::value_of(context, &node.value)?;
    let result = operators::binary(context, operator, &current, &value)?;
    store(context, &node.target, result.clone())?;
    Ok(Some(result))
}

/// What a compound assignment starts from: a variable of the block's own scope, even where a scope
/// above has one of that name.
fn read_own(context: &mut ExecutionContext, reference: &VariableRef) -> Result<Value, Flow> {
    if let VariableRef::Slot { slot, symbol, .. } = reference
        && matches!(context.session.current().slot(*slot), Slot::Unset)
        && context.session.strict_scopes == 0
        && !context.session.all_scope.contains(symbol)
        && context.session.current != crate::session::ScopeId::GLOBAL
    {
        return Ok(Value::Null);
    }
    variable::read(context, reference)
}

/// `$variable += value`
fn append(
    context: &mut ExecutionContext,
    reference: &VariableRef,
    value: Value,
) -> Result<Option<Value>, Flow> {
    if let Some(held) = variable::local(context, reference) {
        if let Some(sum) = plain::of_values(TokenKind::Plus, held, &value) {
            *held = sum;
            return Ok(None);
        }
        // What nobody else holds grows where it is.
        if matches!(held, Value::Array(_)) {
            let array = std::mem::take(held);
            *held = arithmetic::append_to(array, &value);
            return Ok(None);
        }
    }
    let current = read_own(context, reference)?;
    let sum = operators::binary(context, TokenKind::Plus, &current, &value)?;
    drop(current);
    variable::store(context, reference, sum.clone())?;
    Ok(Some(sum))
}

/// `++` and `--`
pub(super) fn increment(
    context: &mut ExecutionContext,
    target: &Target,
    read: &Expr,
    down: bool,
    prefix: bool,
) -> Result<Value, Flow> {
    if let Target::Variable(reference) = target
        && let Some(held) = variable::local_integer(context, reference)
    {
        let before = *held;
        let after = if down { before.checked_sub(1) } else { before.checked_add(1) };
        if let Some(after) = after {
            *held = after;
            return Ok(Value::I32(if prefix { after } else { before }));
        }
    }
    let before = eval(context, read)?;
    let after = context.bridged(|runtime| {
        if down {
            arithmetic::decrement(&before, runtime)
        } else {
            arithmetic::increment(&before, runtime)
        }
    })?;
    store(context, target, after.clone())?;
    Ok(if prefix {
        after
    } else if before.is_null() {
        Value::I32(0)
    } else {
        before
    })
}

/// Stores a value in a target.
pub(super) fn store(
    context: &mut ExecutionContext,
    target: &Target,
    value: Value,
) -> Result<(), Flow> {
    match target {
        Target::Variable(reference) => variable::store(context, reference, value),
        Target::Constrained {
            variable,
            attributes,
        } => {
            let constraints = crate::binder::variable_constraints(context, attributes)?;
            declare(context, variable, constraints, value)
        }
        Target::Member {
            object,
            name,
            is_static,
        } => {
            if *is_static {
                return member::set_static(context, object, name, value);
            }
            let object = eval(context, object)?;
            let name = member::name(context, name)?;
            member::set(context, &object, &name, value)
        }
        Target::Index { object, index: at } => {
            let object = eval(context, object)?;
            let at = eval(context, at)?;
            index::set(context, &object, &at, value)
        }
        Target::List(targets) => spread(context, targets, value),
        Target::Invalid => Err(errors::make::runtime(
            "The assignment expression is not valid. The input to an assignment operator must be an object that is able to accept assignments, such as a variable or a property.",
            "InvalidLeftHandSide",
            ErrorCategory::InvalidOperation,
            Value::Null,
        )
        .into()),
    }
}

/// Makes a variable with constraints, which stay with it.
fn declare(
    context: &mut ExecutionContext,
    reference: &VariableRef,
    constraints: Arc<[crate::binder::Constraint]>,
    value: Value,
) -> Result<(), Flow> {
    let name = variable::name_of(reference);
    let value = crate::binder::apply_to_variable(context, &constraints, &name, value)?;
    let (selector, symbol) = match reference {
        VariableRef::Scoped { selector, symbol, .. } => (*selector, *symbol),
        VariableRef::Slot { symbol, .. } | VariableRef::Named { symbol, .. } => {
            (ScopeSelector::Nearest, *symbol)
        }
        _ => return variable::store(context, reference, value),
    };
    if constraints.is_empty() {
        return variable::store(context, reference, value);
    }
    let scope = context.session.select(selector);
    let slot = context.session.scope_mut(scope).slot_for(symbol, &name);
    if let Slot::Variable(known) = slot {
        let known = Arc::clone(known);
        let options = known.options();
        if options.contains(crate::session::ItemOptions::CONSTANT)
            || options.contains(crate::session::ItemOptions::READ_ONLY)
        {
            return Err(crate::session::not_writable(&name));
        }
    }
    let made = crate::session::Variable::new(name, value, crate::session::ItemOptions::NONE)
        .with_constraints(constraints);
    *slot = Slot::Variable(Arc::new(made));
    Ok(())
}

/// `$a, $b = value`
fn spread(context: &mut ExecutionContext, targets: &[Target], value: Value) -> Result<(), Flow> {
    let items = match value.base() {
        Value::Array(array) => array.to_vec(),
        Value::List(list) => list.to_vec(),
        _ => match crate::types::enumerate(&value) {
            Some(items) => items.collect(),
            None => vec![value],
        },
    };
    let last = targets.len().saturating_sub(1);
    let mut items = items.into_iter();
    for (position, target) in targets.iter().enumerate() {
        let value = if position == last {
            let rest: Vec<Value> = items.by_ref().collect();
            match rest.len() {
                0 => Value::Null,
                1 => rest.into_iter().next().unwrap_or_default(),
                _ => Value::array(rest),
            }
        } else {
            items.next().unwrap_or_default()
        };
        store(context, target, value)?;
    }
    Ok(())
}

/// `[ref]$variable`
pub(super) fn reference(
    context: &mut ExecutionContext,
    target: &Target,
    read: &Expr,
) -> Result<Value, Flow> {
    let Target::Variable(variable) = target else {
        let value = eval(context, read)?;
        return Ok(Value::live(Reference::new(value)));
    };
    let symbol = match variable {
        VariableRef::Slot { symbol, .. }
        | VariableRef::Named { symbol, .. }
        | VariableRef::Scoped { symbol, .. } => *symbol,
        VariableRef::Underscore => Symbol::UNDERSCORE,
        _ => {
            let value = eval(context, read)?;
            return Ok(Value::live(Reference::new(value)));
        }
    };
    let selector = match variable {
        VariableRef::Scoped { selector, .. } => *selector,
        _ => ScopeSelector::Nearest,
    };
    let name = variable::name_of(variable);
    let Some(object) = context.session.variable_object(&name, selector) else {
        return Err(errors::make::runtime(
            "[ref] cannot be applied to a variable that does not exist.".to_string(),
            "NonExistingVariableReference",
            ErrorCategory::InvalidOperation,
            name,
        )
        .into());
    };
    let _ = symbol;
    let value = object.value();
    Ok(Value::live(Reference::with_setter(value, move |value| {
        object.store(value);
        Ok(())
    })))
}

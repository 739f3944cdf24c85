//! Assignments.

use std::sync::Arc;

use remora_language::arithmetic;
use remora_language::invoke::Reference;
use remora_psobject::{ErrorCategory, Value};
use remora_syntax::TokenKind;

use super::plain::{self, Plain};
use super::{eval, index, member, operators, statement, variable};
use crate::compile::node::{Assign, Expr, StatementKind, Target, VariableRef};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::session::{ScopeSelector, Slot, Symbol};

/// Runs an assignment or an increment whose value nobody wants.
pub(super) fn execute(context: &mut ExecutionContext, expression: &Expr) -> Result<(), Flow> {
    match expression {
        Expr::Assign(node) => {
            if node.operator == TokenKind::Equals {
                let value = statement::value_of(context, &node.value)?;
                return store(context, &node.target, value);
            }
            if in_place(context, node).is_some() {
                return Ok(());
            }
        }
        Expr::Increment { target, down, .. } => {
            if let Target::Variable(reference) = &**target
                && let Some(held) = variable::local_integer(context, reference)
                && let Some(after) = held.checked_add(if *down { -1 } else { 1 })
            {
                *held = after;
                return Ok(());
            }
        }
        _ => {}
    }
    eval(context, expression).map(drop)
}

/// `$variable operator= number`, where both are plain numbers.
fn in_place(context: &mut ExecutionContext, node: &Assign) -> Option<()> {
    let (Target::Variable(reference), StatementKind::Expression(value)) =
        (&node.target, &node.value.kind)
    else {
        return None;
    };
    let right = plain::number(context, value)?;
    let held = variable::local(context, reference)?;
    *held = plain::reckon(operators::compound(node.operator), Plain::of(held)?, right)?.into();
    Some(())
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
        operator => {
            let operator = operators::compound(operator);
            if let (Target::Variable(reference), TokenKind::Plus) = (&node.target, operator) {
                let value = statement::value_of(context, &node.value)?;
                return append(context, reference, value);
            }
            let current = match &node.read {
                Some(read) => eval(context, read)?,
                None => Value::Null,
            };
            let value = statement::value_of(context, &node.value)?;
            let result = operators::binary(context, operator, &current, &value)?;
            store(context, &node.target, result.clone())?;
            Ok(result)
        }
    }
}

/// `$variable += value`
fn append(
    context: &mut ExecutionContext,
    reference: &VariableRef,
    value: Value,
) -> Result<Value, Flow> {
    if let Some(held) = variable::local(context, reference) {
        if let (Some(left), Some(right)) = (Plain::of(held), Plain::of(&value))
            && let Some(sum) = plain::reckon(TokenKind::Plus, left, right)
        {
            *held = sum.into();
            return Ok(sum.into());
        }
        if matches!(held, Value::Array(_)) {
            let array = std::mem::take(held);
            let sum = arithmetic::append_to(array, &value);
            *held = sum.clone();
            return Ok(sum);
        }
    }
    let current = variable::read(context, reference)?;
    let sum = operators::binary(context, TokenKind::Plus, &current, &value)?;
    drop(current);
    variable::store(context, reference, sum.clone())?;
    Ok(sum)
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

//! Reading and storing variables.

use remora_psobject::{ErrorCategory, PsString, Value};

use crate::compile::node::VariableRef;
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::session::{ScopeSelector, Slot, StrictMode, Symbol};

/// The value of a variable.
#[inline]
pub(super) fn read(context: &mut ExecutionContext, variable: &VariableRef) -> Result<Value, Flow> {
    if let VariableRef::Slot { slot, symbol, .. } = variable {
        match context.session.current().slot(*slot) {
            Slot::Value(value) => return Ok(value.clone()),
            Slot::Variable(object) => return Ok(object.value()),
            Slot::Unset => {}
        }
        return match context.session.find_slot(*symbol).and_then(Slot::value) {
            Some(value) => Ok(value),
            None => missing(context, variable),
        };
    }
    read_slowly(context, variable)
}

fn read_slowly(context: &mut ExecutionContext, variable: &VariableRef) -> Result<Value, Flow> {
    let found = match variable {
        VariableRef::Slot { symbol, .. } | VariableRef::Named { symbol, .. } => {
            context.session.find_slot(*symbol).and_then(Slot::value)
        }
        VariableRef::Underscore => {
            match context.session.find_slot(Symbol::UNDERSCORE).and_then(Slot::value) {
                Some(value) => return Ok(value),
                None => return Ok(Value::Null),
            }
        }
        VariableRef::Automatic(symbol) => crate::session::read_automatic(context, *symbol),
        VariableRef::Scoped { selector, symbol, .. } => context.variable_of(*symbol, *selector),
        VariableRef::Drive { drive, name } => {
            return Ok(context.drive_variable(drive, name)?.unwrap_or_default());
        }
    };
    match found {
        Some(value) => Ok(value),
        None => missing(context, variable),
    }
}

fn missing(context: &ExecutionContext, variable: &VariableRef) -> Result<Value, Flow> {
    let session = &context.session;
    // The first version of the rules lets strings be.
    let wanted = if session.expanding > 0 { StrictMode::V2 } else { StrictMode::V1 };
    if !session.is_strict(wanted) {
        return Ok(Value::Null);
    }
    let scope = match variable {
        VariableRef::Scoped { selector: ScopeSelector::Global, .. } => "global:",
        VariableRef::Scoped { selector: ScopeSelector::Local, .. } => "local:",
        VariableRef::Scoped { selector: ScopeSelector::Private, .. } => "private:",
        VariableRef::Scoped { selector: ScopeSelector::Script, .. } => "script:",
        _ => "",
    };
    let name = PsString::from(format!("{scope}{}", name_of(variable)));
    Err(errors::make::runtime(
        format!("The variable '${name}' cannot be retrieved because it has not been set."),
        "VariableIsUndefined",
        ErrorCategory::InvalidOperation,
        name,
    )
    .into())
}

/// The name of a variable without its scope.
pub(super) fn name_of(variable: &VariableRef) -> PsString {
    match variable {
        VariableRef::Slot { name, .. }
        | VariableRef::Named { name, .. }
        | VariableRef::Scoped { name, .. }
        | VariableRef::Drive { name, .. } => name.clone(),
        VariableRef::Underscore => "_".into(),
        VariableRef::Automatic(symbol) => symbol.name(),
    }
}

/// Stores a value.
#[inline]
pub(super) fn store(
    context: &mut ExecutionContext,
    variable: &VariableRef,
    value: Value,
) -> Result<(), Flow> {
    if let VariableRef::Slot { slot, symbol, name } = variable {
        if let Some(Slot::Value(held)) = context.session.current_mut().slot_mut(*slot) {
            *held = value;
            return Ok(());
        }
        return context.assign(*symbol, name, ScopeSelector::Nearest, value);
    }
    match variable {
        VariableRef::Slot { .. } => Ok(()),
        VariableRef::Named { symbol, name } => {
            context.assign(*symbol, name, ScopeSelector::Nearest, value)
        }
        VariableRef::Underscore => {
            context.session.current_mut().underscore = Slot::Value(value);
            Ok(())
        }
        VariableRef::Automatic(symbol) => {
            let name = symbol.name();
            if matches!(*symbol, Symbol::NULL | Symbol::TRUE | Symbol::FALSE | Symbol::STATUS) {
                if *symbol == Symbol::NULL {
                    return Ok(());
                }
                return Err(crate::session::not_writable(&name));
            }
            context.assign(*symbol, &name, ScopeSelector::Nearest, value)
        }
        VariableRef::Scoped { selector, symbol, name } => {
            context.assign(*symbol, name, *selector, value)
        }
        VariableRef::Drive { drive, name } => context.set_drive_variable(drive, name, value),
    }
}

/// The value in a plain local variable, to be changed in place.
#[inline]
pub(super) fn local<'a>(
    context: &'a mut ExecutionContext,
    variable: &VariableRef,
) -> Option<&'a mut Value> {
    let VariableRef::Slot { slot, .. } = variable else {
        return None;
    };
    match context.session.current_mut().slot_mut(*slot) {
        Some(Slot::Value(value)) => Some(value),
        _ => None,
    }
}

/// The integer in a plain local variable, to be changed in place.
#[inline]
pub(super) fn local_integer<'a>(
    context: &'a mut ExecutionContext,
    variable: &VariableRef,
) -> Option<&'a mut i32> {
    match local(context, variable) {
        Some(Value::I32(number)) => Some(number),
        _ => None,
    }
}

//! Calls of instance methods.

use remora_dotnet::registry::{self, Method, Property};
use remora_psobject::{InstanceMember, MemberKind, TypeId, Value};

use super::call::{invoke_overloads, invoke_script};
use super::delegate::{self, Delegate};
use super::errors::{argument_error, method_not_found, on_null};
use super::instance::instance_member;
use crate::Runtime;
use crate::convert;
use crate::enumerate;
use crate::error::Result;

/// What a call comes to.
#[derive(Clone, Debug)]
pub enum Invocation {
    /// The method ran.
    Done(Value),
    /// A script block that the engine runs with `$this` and the arguments.
    Script {
        /// The script block.
        block: Value,
        /// `$this`
        this: Value,
    },
    /// A code method: a static method of a type, whose first argument is the object.
    Code {
        /// What implements it.
        target: Value,
        /// The object.
        this: Value,
    },
}

fn methods_of(id: TypeId, name: &str) -> Option<&'static Method> {
    registry::definition(id)?.method(name)
}

/// Whether the value's type or class has a method of this name.
pub fn has_method(target: &Value, name: &str, runtime: &dyn Runtime) -> bool {
    let Some(id) = target.type_id() else {
        return false;
    };
    methods_of(id, name).is_some()
        || indexer_of(id, name).is_some()
        || id
            .chain()
            .any(|id| runtime.script_type(id).is_some_and(|class| !class.methods(name).is_empty()))
}

/// `target.name(arguments)`: the object's own methods, then those of its type, then those of its
/// items.
///
/// # Errors
/// `InvokeMethodOnNull`, `MethodNotFound`, `MethodCountCouldNotFindBest`,
/// `MethodArgumentConversionInvalidCastArgument`; what the body throws.
pub fn call_method(
    target: &Value,
    name: &str,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Result<Invocation> {
    if target.is_null() {
        return Err(on_null());
    }
    if let Some(member) = instance_member(target, name)
        && let Some(invocation) = of_member(&member, target)
    {
        return Ok(invocation);
    }
    call_adapted(target, name, arguments, runtime).map(Invocation::Done)
}

fn of_member(member: &InstanceMember, target: &Value) -> Option<Invocation> {
    match &member.kind {
        MemberKind::ScriptMethod(block) => {
            Some(Invocation::Script { block: block.clone(), this: target.clone() })
        }
        MemberKind::Code { method: true, target: code, .. } => {
            Some(Invocation::Code { target: code.clone(), this: target.clone() })
        }
        _ => None,
    }
}

/// As [`call_method`], but for members that the object itself carries.
///
/// # Errors
/// See [`call_method`].
pub fn call_adapted(
    target: &Value,
    name: &str,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Result {
    let base = target.base();
    let Some(id) = base.type_id() else {
        return Err(on_null());
    };
    for part in id.chain() {
        if let Some(class) = runtime.script_type(part) {
            let overloads = class.methods(name);
            if !overloads.is_empty() {
                return invoke_script(name, &overloads, class.as_ref(), base, arguments, runtime);
            }
        }
    }
    if let Some(delegate) = base.downcast::<Delegate>() {
        for known in ["Invoke", "DynamicInvoke"] {
            if known.eq_ignore_ascii_case(name) {
                return delegate::call(delegate, id, known, arguments, runtime);
            }
        }
    }
    if let Some(method) = methods_of(id, name) {
        return invoke_overloads(method.name, &method.overloads, base, arguments, id, runtime);
    }
    // A type that a script derives from one of .NET has the methods of its bases.
    for part in id.chain().skip(1) {
        if let Some(method) = methods_of(part, name) {
            return invoke_overloads(
                method.name,
                &method.overloads,
                base,
                arguments,
                part,
                runtime,
            );
        }
    }
    if let Some(result) = accessor(base, name, arguments, runtime) {
        return result;
    }
    if let Some((part, property)) = indexer_of(id, name)
        && property.parameters().len() == arguments.len()
    {
        return by_indexer(base, part, property, arguments, runtime);
    }
    match enumerate::items(base) {
        Some(items) => on_items(&items, id, name, arguments, runtime),
        // The name stands in the record where the object is a property bag.
        None if matches!(base, Value::Object(_)) => {
            Err(method_not_found(id, name).with_target(Value::from(name)))
        }
        None => Err(method_not_found(id, name)),
    }
}

/// `get_Name()` and `set_Name(value)`: the methods behind a property.
fn accessor(
    target: &Value,
    name: &str,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Option<Result> {
    let id = target.type_id()?;
    let (head, property) = name.split_at_checked(4)?;
    if head.eq_ignore_ascii_case("set_") && arguments.len() == 1 {
        let value = arguments.first()?.clone();
        let known = id
            .chain()
            .any(|part| registry::definition(part).is_some_and(|d| d.property(property).is_some()));
        return known.then(|| {
            super::set_adapted(target, property, value, runtime).map(|()| Value::AutomationNull)
        });
    }
    if !head.eq_ignore_ascii_case("get_") {
        return None;
    }
    if arguments.is_empty() {
        return match super::get_adapted(target, property, runtime) {
            Ok(super::Property::Value(value)) => Some(Ok(value)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        };
    }
    let (part, indexer) = indexer_of(id, property)?;
    (indexer.parameters().len() == arguments.len())
        .then(|| by_indexer(target, part, indexer, arguments, runtime))
}

/// A property with parameters, which is read like a method is called.
fn indexer_of(id: TypeId, name: &str) -> Option<(TypeId, &'static Property)> {
    id.chain().find_map(|part| {
        let property = registry::definition(part)?.property(name)?;
        property.is_indexer().then_some((part, property))
    })
}

fn by_indexer(
    target: &Value,
    id: TypeId,
    property: &'static Property,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Result {
    let converted: Result<Vec<Value>> = arguments
        .iter()
        .zip(property.parameters())
        .map(|(argument, parameter)| {
            let wanted = parameter.type_ref.resolve(id).unwrap_or(TypeId::OBJECT);
            convert::to_type(argument, wanted, runtime).map_err(|cause| {
                argument_error(parameter.name, argument, property.name, wanted, &cause)
            })
        })
        .collect();
    property
        .get(target, &converted?, id, runtime)
        .map_err(|cause| super::property::getter_failed(property.name, cause))
}

/// Calls the method of each item and collects what comes back.
fn on_items(
    items: &[Value],
    id: TypeId,
    name: &str,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Result {
    if items.is_empty() {
        return Err(method_not_found(id, name));
    }
    let mut results = Vec::new();
    for item in items {
        match call_method(item, name, arguments, runtime)? {
            Invocation::Done(Value::AutomationNull) => {}
            Invocation::Done(value) => results.push(value),
            Invocation::Script { block, .. } | Invocation::Code { target: block, .. } => {
                results.push(runtime.invoke(&block, arguments)?);
            }
        }
    }
    Ok(collected(results))
}

/// No result, the only one, or an array of them.
pub(super) fn collected(mut results: Vec<Value>) -> Value {
    match results.len() {
        0 => Value::AutomationNull,
        1 => results.pop().unwrap_or_default(),
        _ => Value::array(results),
    }
}

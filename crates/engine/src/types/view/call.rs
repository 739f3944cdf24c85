//! Methods of the objects that this engine owns.

use std::sync::Arc;

use remora_psobject::{InstanceMember, ListObject, MemberKind, PsString, TypeId, Value};

use super::{MemberCollection, MemberView, MethodView, ObjectView, TypeNames};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::pipeline::Sink;
use crate::script::{Invocation, ScriptBlock};
use crate::types::access::method_failed;

/// Methods of the objects that this engine owns; `None` leaves the call to the type's table.
pub(crate) fn call(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    let Value::Live(_) = target.base() else {
        return None;
    };
    let lower = name.to_ascii_lowercase();
    if let Some(block) = target.downcast::<ScriptBlock>() {
        let block = block.clone();
        return script_block(context, &block, &lower, arguments);
    }
    if let Some(result) = crate::types::cmdlet::call(context, target, &lower, arguments) {
        return Some(result);
    }
    if let Some(result) = crate::modules::call(context, target, &lower, arguments) {
        return Some(result);
    }
    if let Some(enumerator) = target.downcast::<crate::types::enumerator::Enumerator>() {
        return enumerator.call(&lower).map(Ok);
    }
    if let Some(view) = target.downcast::<MethodView>() {
        return (lower == "invoke").then(|| view.call(context, arguments));
    }
    if let Some(names) = target.downcast::<TypeNames>() {
        return type_names_call(context, names, &lower, arguments);
    }
    if let Some(collection) = target.downcast::<MemberCollection>() {
        return collection_call(context, collection, &lower, arguments);
    }
    if let Some(view) = target.downcast::<ObjectView>() {
        let inner = view.target.clone();
        return match lower.as_str() {
            "copy" => Some(Ok(copy(&inner))),
            "tostring" => Some(Ok(Value::Str(context.text(&inner)))),
            _ => None,
        };
    }
    if let Some(variable) = target.downcast::<crate::session::Variable>() {
        return (lower == "isvalidvalue").then(|| {
            let value = arguments.first().cloned().unwrap_or_default();
            let constraints = variable.constraints();
            let name = variable.name.clone();
            let valid =
                crate::binder::apply_to_variable(context, &constraints, &name, value).is_ok();
            Ok(Value::Bool(valid))
        });
    }
    None
}

fn copy(value: &Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(Arc::new(object.copy())),
        Value::Dictionary(table) => Value::Dictionary(Arc::new(table.duplicate())),
        other => other.clone(),
    }
}

fn script_block(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    Some(match name {
        "invoke" | "invokereturnasis" => {
            let clauses = block.ast().named_blocks().count();
            if clauses > 1 {
                let refused = crate::errors::invalid_operation(
                    "The script block cannot be invoked because it contains more than one clause. The Invoke() method can only be used on script blocks that contain a single clause.",
                    "InvalidOperation",
                    Value::Null,
                );
                let method = if name == "invoke" { "Invoke" } else { "InvokeReturnAsIs" };
                return Some(Err(method_failed(method, arguments.len(), refused.into())));
            }
            let mut output = Vec::new();
            // An array in the place of all arguments is the list of them.
            let given = match arguments {
                [Value::Array(list)] if list.element_type() == TypeId::OBJECT => list.to_vec(),
                several => several.to_vec(),
            };
            let invocation = Invocation::new().arguments(given);
            let result =
                context.guarded(|context| context.invoke_block(block, invocation, &mut output));
            match result {
                Ok(()) if name == "invoke" => {
                    Ok(ListObject::new(TypeId::COLLECTION.generic_of(&[TypeId::PS_OBJECT]), output)
                        .into())
                }
                Ok(()) => Ok(crate::context::collapse(output)),
                Err(flow) => Err(method_failed(
                    if name == "invoke" { "Invoke" } else { "InvokeReturnAsIs" },
                    arguments.len(),
                    flow,
                )),
            }
        }
        "getnewclosure" => Ok(Value::live(context.new_closure(block))),
        "invokewithcontext" => {
            let mut invocation = Invocation::new();
            if let Some(Value::Dictionary(functions)) = arguments.first().map(Value::base) {
                for (key, value) in functions.entries() {
                    let name = context.text(&key);
                    if let Some(body) = value.downcast::<ScriptBlock>() {
                        let entry = crate::session::FunctionEntry::new(name, body.clone(), None);
                        if let Err(flow) = context.session.set_function(entry, true) {
                            return Some(Err(flow));
                        }
                    }
                }
            }
            let variables = arguments
                .get(1)
                .map(|list| context.enumerate(list).unwrap_or_else(|| vec![list.clone()]));
            for variable in variables.unwrap_or_default() {
                if let Some(variable) = variable.downcast::<crate::session::Variable>() {
                    if variable.name.eq_ignore_case("_") {
                        invocation = invocation.dollar_under(variable.value());
                    } else if variable.name.eq_ignore_case("this") {
                        invocation = invocation.this(variable.value());
                    } else {
                        invocation = invocation.variable(variable.name.clone(), variable.value());
                    }
                }
            }
            invocation = invocation.arguments(arguments.iter().skip(2).cloned());
            let mut output = Vec::new();
            let result =
                context.guarded(|context| context.invoke_block(block, invocation, &mut output));
            match result {
                Ok(()) => {
                    Ok(ListObject::new(TypeId::COLLECTION.generic_of(&[TypeId::PS_OBJECT]), output)
                        .into())
                }
                Err(flow) => Err(method_failed("InvokeWithContext", arguments.len(), flow)),
            }
        }
        "getsteppablepipeline" => crate::types::cmdlet::steppable(context, block),
        "checkrestrictedlanguage" => Ok(Value::AutomationNull),
        "tostring" => Ok(Value::Str(block.text_inside())),
        _ => return None,
    })
}

fn type_names_call(
    context: &mut ExecutionContext,
    names: &TypeNames,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    let mut current = names.target.type_names();
    let text = |context: &mut ExecutionContext, index: usize| match arguments.get(index) {
        Some(value) => context.text(value),
        None => PsString::empty(),
    };
    Some(Ok(match name {
        "insert" => {
            let at = arguments.first().and_then(Value::as_i64).unwrap_or(0);
            let at = usize::try_from(at).unwrap_or(0).min(current.len());
            let added = text(context, 1);
            current.insert(at, added);
            names.set(current);
            Value::AutomationNull
        }
        "add" => {
            current.push(text(context, 0));
            names.set(current);
            Value::AutomationNull
        }
        "clear" => {
            names.set(Vec::new());
            Value::AutomationNull
        }
        "remove" => {
            let wanted = text(context, 0);
            let before = current.len();
            current.retain(|known| *known != wanted);
            let removed = current.len() != before;
            names.set(current);
            Value::Bool(removed)
        }
        "removeat" => {
            let at = arguments.first().and_then(Value::as_i64).unwrap_or(0);
            if let Ok(at) = usize::try_from(at)
                && at < current.len()
            {
                current.remove(at);
            }
            names.set(current);
            Value::AutomationNull
        }
        "contains" => {
            let wanted = text(context, 0);
            Value::Bool(current.contains(&wanted))
        }
        "get_item" => {
            let at = arguments.first().and_then(Value::as_i64).unwrap_or(0);
            usize::try_from(at)
                .ok()
                .and_then(|at| current.get(at).cloned())
                .map_or(Value::Null, Value::Str)
        }
        _ => return None,
    }))
}

fn collection_call(
    context: &mut ExecutionContext,
    collection: &MemberCollection,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    let target = &collection.target;
    Some(match name {
        "add" => {
            let member = arguments.first()?;
            let made = InstanceMemberOf::read(context, member);
            match made {
                Some(member) => {
                    match target {
                        Value::Object(object) => object.set_member(member),
                        other => {
                            if let Some(header) = other.header() {
                                header.set_member(member);
                            }
                        }
                    }
                    Ok(Value::AutomationNull)
                }
                None => return None,
            }
        }
        "remove" => {
            let name = match arguments.first() {
                Some(name) => context.text(name),
                None => PsString::empty(),
            };
            match target {
                Value::Object(object) => {
                    object.remove_member(&name);
                }
                other => {
                    if let Some(header) = other.header() {
                        header.remove_member(&name);
                    }
                }
            }
            Ok(Value::AutomationNull)
        }
        "match" => {
            let pattern = match arguments.first() {
                Some(pattern) => context.text(pattern),
                None => "*".into(),
            };
            let wildcard = match remora_language::wildcard::WildcardPattern::new(&pattern, true) {
                Ok(wildcard) => wildcard,
                Err(error) => return Some(Err(error.into())),
            };
            let mut found: Vec<Value> = Vec::new();
            for member in &collection.members {
                let matches = member
                    .downcast::<MemberView>()
                    .is_some_and(|view| wildcard.is_match(&view.name));
                if matches && let Err(flow) = found.write(context, member.clone()) {
                    return Some(Err(flow));
                }
            }
            Ok(Value::array(found))
        }
        _ => return None,
    })
}

/// A member that a script made (`[psnoteproperty]::new('a', 1)`).
struct InstanceMemberOf;

impl InstanceMemberOf {
    fn read(context: &mut ExecutionContext, member: &Value) -> Option<InstanceMember> {
        if let Some(view) = member.downcast::<MemberView>() {
            return Some(InstanceMember::note(view.name.clone(), view.value.clone()));
        }
        let name = context.get_property(member, "Name").ok()??;
        let name = context.text(&name);
        let type_name = member.type_name();
        if type_name.ends_with("PSNoteProperty") {
            let value = context.get_property(member, "Value").ok()?.unwrap_or_default();
            return Some(InstanceMember::note(name, value));
        }
        if type_name.ends_with("PSScriptProperty") {
            let getter = context.get_property(member, "GetterScript").ok()?.unwrap_or_default();
            let setter = context.get_property(member, "SetterScript").ok()?.unwrap_or_default();
            return Some(InstanceMember::new(name, MemberKind::ScriptProperty { getter, setter }));
        }
        if type_name.ends_with("PSScriptMethod") {
            let script = context.get_property(member, "Script").ok()?.unwrap_or_default();
            return Some(InstanceMember::new(name, MemberKind::ScriptMethod(script)));
        }
        if type_name.ends_with("PSAliasProperty") {
            let target =
                context.get_property(member, "ReferencedMemberName").ok()?.unwrap_or_default();
            return Some(InstanceMember::new(
                name,
                MemberKind::Alias { target: context.text(&target), conversion: None },
            ));
        }
        None
    }
}

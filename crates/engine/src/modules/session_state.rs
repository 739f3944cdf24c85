//! What scripts see of a module's session state: `SessionState`, `PSVariable`, methods of a module.

use std::sync::Arc;

use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};

use super::ModuleInfo;
use crate::context::{ExecutionContext, collapse};
use crate::errors::Flow;
use crate::script::ScriptBlock;
use crate::session::{ItemOptions, ScopeId, ScopeSelector, Variable};

/// `SessionState`: of a module, or of the session itself.
#[derive(Debug)]
struct SessionStateView {
    module: Option<Arc<ModuleInfo>>,
}

impl LiveObject for SessionStateView {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.SessionState", Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "Drive",
            "Provider",
            "Path",
            "PSVariable",
            "LanguageMode",
            "UseFullLanguageModeInDebugger",
            "Scripts",
            "Applications",
            "Module",
            "InvokeProvider",
            "InvokeCommand",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "module" => self.module.clone().map_or(Value::Null, Value::live_arc),
            "psvariable" => Value::live(VariableIntrinsics {
                scope: self.module.as_ref().and_then(|module| module.scope),
            }),
            "languagemode" => TypeId::find("System.Management.Automation.PSLanguageMode")
                .map_or("FullLanguage".into(), |id| Value::Enum(id, 0)),
            "path" => crate::types::path_intrinsics(),
            "invokecommand" => crate::types::invoke_command(),
            "usefulllanguagemodeindebugger" => Value::Bool(false),
            "scripts" | "applications" => Value::array(vec!["*".into()]),
            "drive" | "provider" | "invokeprovider" => Value::Null,
            _ => return None,
        }))
    }
}

/// `PSVariableIntrinsics`: the variables of a session state.
#[derive(Debug)]
struct VariableIntrinsics {
    /// The top scope of the module; `None` for the scope that runs.
    scope: Option<ScopeId>,
}

impl LiveObject for VariableIntrinsics {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.PSVariableIntrinsics", Some(TypeId::OBJECT))
    }
}

/// The session state of a module, or of the session, as an object.
pub fn session_state(module: Option<Arc<ModuleInfo>>) -> Value {
    Value::live(SessionStateView { module })
}

/// Gives a module's scope an `$ExecutionContext` of its own.
pub(super) fn install(context: &mut ExecutionContext, scope: ScopeId, module: &Arc<ModuleInfo>) {
    let outer = context.session.scope(ScopeId::GLOBAL);
    let outer = outer.find(crate::session::Symbol::EXECUTION_CONTEXT).and_then(|slot| slot.value());
    let host = outer.and_then(|outer| context.get_property(&outer, "Host").ok().flatten());
    let own = crate::types::engine_intrinsics(host.unwrap_or_default(), Some(Arc::clone(module)));
    let variable = Variable::new("ExecutionContext", own, ItemOptions::CONSTANT);
    context.session.put_variable(scope, variable);
}

/// Members of modules that need the session.
pub(crate) fn member(context: &ExecutionContext, target: &Value, name: &str) -> Option<Value> {
    if name.eq_ignore_ascii_case("LanguageMode") && target.downcast::<SessionStateView>().is_some()
    {
        return Some(context.language_mode().to_value());
    }
    if !name.eq_ignore_ascii_case("SessionState") {
        return None;
    }
    let module = target.downcast_arc::<ModuleInfo>()?;
    module.scope?;
    Some(session_state(Some(module)))
}

/// Sets a property of the session's state that is the session's own.
pub(crate) fn set_member(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
    value: &Value,
) -> Option<Result<(), Flow>> {
    if !name.eq_ignore_ascii_case("LanguageMode") {
        return None;
    }
    target.downcast::<SessionStateView>()?;
    Some(context.assign_language_mode(value))
}

/// Methods of modules and of their session states, by name in small letters.
pub(crate) fn call(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    if let Some(variables) = target.downcast::<VariableIntrinsics>() {
        let scope = variables.scope.unwrap_or(context.session.current);
        let saved = std::mem::replace(&mut context.session.current, scope);
        let result = variable_call(context, name, arguments);
        context.session.current = saved;
        return result;
    }
    let module = target.downcast_arc::<ModuleInfo>()?;
    match name {
        "newboundscriptblock" => {
            let block = arguments.first()?.downcast::<ScriptBlock>()?.clone();
            Some(Ok(Value::live(block.bound_to(Some(module)))))
        }
        "invoke" => {
            let block = arguments.first()?.downcast::<ScriptBlock>()?.clone();
            let rest = arguments.iter().skip(1).flat_map(|argument| match argument.base() {
                Value::Array(items) => items.to_vec(),
                _ => vec![argument.clone()],
            });
            let rest = rest.collect();
            let mut output = Vec::new();
            let result = context
                .guarded(|context| context.invoke_in_module(&module, &block, rest, &mut output));
            Some(match result {
                Ok(()) => Ok(collapse(output)),
                Err(flow) => {
                    Err(crate::types::access::method_failed("Invoke", arguments.len(), flow))
                }
            })
        }
        "ascustomobject" => Some(context.module_as_object(&module)),
        "getvariablefromcallersmodule" => {
            let name = arguments.first().map(|name| context.text(name)).unwrap_or_default();
            let found = context.session.variable_object(&name, ScopeSelector::Nearest);
            Some(Ok(found.map_or(Value::Null, Value::live_arc)))
        }
        "clone" => Some(Ok(Value::live_arc(module))),
        _ => None,
    }
}

fn variable_call(
    context: &mut ExecutionContext,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    let first = arguments.first().cloned().unwrap_or_default();
    let given = first.downcast::<Variable>().map(|variable| variable.name.clone());
    let wanted = given.unwrap_or_else(|| context.text(&first));
    let (selector, bare) = ScopeSelector::of_name(&wanted);
    Some(match name {
        "get" => {
            let found = context.session.variable_object(bare, selector);
            Ok(found.map_or(Value::Null, Value::live_arc))
        }
        "getvalue" => {
            let found = context.variable(&wanted);
            Ok(found.or_else(|| arguments.get(1).cloned()).unwrap_or_default())
        }
        "set" => {
            let value = match first.downcast::<Variable>() {
                Some(variable) => variable.value(),
                None => arguments.get(1).cloned().unwrap_or_default(),
            };
            context.set_variable(&wanted, value).map(|()| Value::AutomationNull)
        }
        "remove" => {
            context.session.remove_variable(bare, selector, false).map(|_| Value::AutomationNull)
        }
        _ => return None,
    })
}

//! Constructors and methods.

use std::sync::Arc;

use remora_language::ScriptOverload;
use remora_language::invoke::{Candidate, choose};
use remora_psobject::{Exception, PsString, TypeId, Value};

use super::instance::{ClassInstance, classes_of, fill};
use super::{Class, Method};
use crate::command::{CommandInfo, CommandKind, CommandState};
use crate::compile::node::Expr;
use crate::context::{CALL_DEPTH_LIMIT, CallFrame, ExecutionContext, Phase};
use crate::errors::{self, Flow};
use crate::pipeline::Null;
use crate::script::ScriptBlock;
use crate::session::{ItemOptions, Slot, Symbol, Variable};

/// Chooses an overload and converts the arguments.
fn prepare(
    context: &mut ExecutionContext,
    name: &str,
    methods: &[Arc<Method>],
    arguments: &[Value],
) -> Result<(Arc<Method>, Vec<Value>), Flow> {
    let method = match methods {
        // Where there is only one there is nothing to choose.
        [only] if only.parameters.len() == arguments.len() => Arc::clone(only),
        _ => {
            let candidates: Vec<Candidate> = methods
                .iter()
                .enumerate()
                .map(|(index, method)| Candidate::of_script(&method.overload(index)))
                .collect();
            let choice = context.bridged(|_| choose(name, &candidates, arguments))?;
            let Some(method) = methods.get(choice.index).cloned() else {
                return Err(errors::not_implemented(name).into());
            };
            method
        }
    };
    let mut converted = Vec::with_capacity(arguments.len());
    for (place, (argument, (parameter, id))) in arguments.iter().zip(&method.parameters).enumerate()
    {
        let _ = place;
        let value = context.convert(argument, *id).map_err(|flow| match flow {
            Flow::Throw(thrown) => {
                let inner = match thrown.record.exception.inner() {
                    Some(inner) => Arc::clone(inner),
                    None => Arc::clone(&thrown.record.exception),
                };
                let text = remora_language::string_conversion::to_string(argument);
                let message = format!(
                    "Cannot convert argument \"{parameter}\", with value: \"{text}\", for \"{name}\" to type \"{}\": \"{}\"",
                    remora_language::type_name::net_text(*id),
                    inner.message()
                );
                remora_psobject::ErrorRecord::new(
                    Exception::new(TypeId::METHOD_EXCEPTION, message).with_inner(inner),
                    "MethodArgumentConversionInvalidCastArgument",
                    errors::ErrorCategory::NotSpecified,
                    Value::Null,
                )
                .into()
            }
            other => other,
        })?;
        converted.push(value);
    }
    Ok((method, converted))
}

/// `[class]::new(arguments)`
pub(crate) fn construct(
    context: &mut ExecutionContext,
    id: TypeId,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let Some(class) = context.types.class(id) else {
        return context
            .bridged(|runtime| remora_language::invoke::construct(id, arguments, runtime));
    };
    let constructors = class.constructors();
    let (constructor, arguments) = prepare(context, "new", &constructors, arguments)?;
    let this = if id.derives_from(TypeId::EXCEPTION) {
        exception_of(context, &class, &constructor, &arguments)?
    } else {
        ClassInstance::make(id)
    };
    fill(context, &class, &this)?;
    run_constructor(context, &class, &constructor, &this, arguments)?;
    Ok(this)
}

/// An exception of a class: what it says comes from the call of the base constructor.
fn exception_of(
    context: &mut ExecutionContext,
    class: &Arc<Class>,
    constructor: &Arc<Method>,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let mut class = Arc::clone(class);
    let mut constructor = Arc::clone(constructor);
    let mut arguments = arguments.to_vec();
    let made_type = class.id;
    // Down to the constructor of the type of .NET.
    loop {
        let base_arguments = base_arguments(context, &class, &constructor, &arguments)?;
        let Some(base) = class.base else { break };
        match context.types.class(base) {
            Some(base_class) => {
                let constructors = base_class.constructors();
                let (chosen, converted) = prepare(context, "new", &constructors, &base_arguments)?;
                class = base_class;
                constructor = chosen;
                arguments = converted;
            }
            None => {
                let made = context.bridged(|runtime| {
                    remora_language::invoke::construct(base, &base_arguments, runtime)
                })?;
                let message = made
                    .downcast::<Exception>()
                    .map_or_else(PsString::empty, |exception| exception.message().clone());
                let message = if base_arguments.is_empty() {
                    PsString::from(format!(
                        "Exception of type '{}' was thrown.",
                        made_type.full_name()
                    ))
                } else {
                    message
                };
                let exception = Exception::new(made_type, message);
                let exception =
                    match made.downcast::<Exception>().and_then(|made| made.inner().cloned()) {
                        Some(inner) => exception.with_inner(inner),
                        None => exception,
                    };
                return Ok(Value::live(exception));
            }
        }
    }
    Ok(Value::live(Exception::new(made_type, "")))
}

fn base_arguments(
    context: &mut ExecutionContext,
    class: &Arc<Class>,
    constructor: &Method,
    arguments: &[Value],
) -> Result<Vec<Value>, Flow> {
    let Some(expressions) = &constructor.base_call else {
        return Ok(Vec::new());
    };
    let compiled: Vec<Expr> = expressions
        .iter()
        .map(|expression| crate::compile::lone_expression(&class.source, expression))
        .collect();
    let mut values = Vec::with_capacity(compiled.len());
    within(context, class, None, |context| {
        for ((name, _), value) in constructor.parameters.iter().zip(arguments) {
            *context.session.current_mut().slot_for(Symbol::of(name), name) =
                Slot::Value(value.clone());
        }
        for expression in &compiled {
            values.push(crate::evaluate::eval(context, expression)?);
        }
        Ok(())
    })?;
    Ok(values)
}

fn run_constructor(
    context: &mut ExecutionContext,
    class: &Arc<Class>,
    constructor: &Arc<Method>,
    this: &Value,
    arguments: Vec<Value>,
) -> Result<(), Flow> {
    if let Some(base) = class.base.and_then(|base| context.types.class(base)) {
        let given = base_arguments(context, class, constructor, &arguments)?;
        let constructors = base.constructors();
        let (chosen, converted) = prepare(context, "new", &constructors, &given)?;
        run_constructor(context, &base, &chosen, this, converted)?;
    }
    run(context, class, constructor, Some(this), arguments).map(|_| ())
}

/// Runs code in a scope of its own that sees only the script that defined the class.
fn within<T>(
    context: &mut ExecutionContext,
    class: &Class,
    this: Option<&Value>,
    body: impl FnOnce(&mut ExecutionContext) -> Result<T, Flow>,
) -> Result<T, Flow> {
    let layout = crate::evaluate::call::empty_layout();
    let scope = context.session.new_scope(&layout, class.scope);
    context.session.scope_mut(scope).module = class.module.clone();
    context.session.scope_mut(scope).frame.get_or_insert_default().this = this.cloned();
    let saved = std::mem::replace(&mut context.session.current, scope);
    let result = body(context);
    context.session.current = saved;
    context.session.drop_scope(scope);
    result
}

/// The value of an expression of a class, such as the first value of a property.
pub(super) fn evaluate_in(
    context: &mut ExecutionContext,
    class: &Arc<Class>,
    expression: &Expr,
    this: Option<&Value>,
) -> Result<Value, Flow> {
    within(context, class, this, |context| crate::evaluate::eval(context, expression))
}

/// Runs a method or constructor with arguments of the right types.
pub(super) fn run(
    context: &mut ExecutionContext,
    class: &Arc<Class>,
    method: &Arc<Method>,
    this: Option<&Value>,
    arguments: Vec<Value>,
) -> Result<Value, Flow> {
    if context.frames.len() >= CALL_DEPTH_LIMIT {
        return Err(context.call_depth_overflow());
    }
    let owner = context.types.class(method.owner).unwrap_or_else(|| Arc::clone(class));
    let code = Arc::clone(method.body.code());
    let Some(block) = &code.end else {
        return Ok(Value::AutomationNull);
    };
    let scope = context.session.new_scope(&code.layout, owner.scope);
    {
        let target = context.session.scope_mut(scope);
        target.module = owner.module.clone();
        target.frame.get_or_insert_default().this = this.cloned();
    }
    for (((name, id), value), node) in method.parameters.iter().zip(arguments).zip(&code.parameters)
    {
        let slot = context.session.scope_mut(scope).slot_for(node.symbol, name);
        *slot = if *id == TypeId::OBJECT {
            Slot::Value(value)
        } else {
            let constraint = crate::binder::Constraint::Type(*id);
            Slot::Variable(Arc::new(
                Variable::new(name.clone(), value, ItemOptions::NONE)
                    .with_constraints(Arc::new([constraint])),
            ))
        };
    }
    let command = method.body.state(|| {
        let script = ScriptBlock::of_body(Arc::clone(&method.body), owner.module.clone());
        let info = CommandInfo::new(method.name.clone(), CommandKind::Script(script));
        CommandState::new(Arc::new(info), method.name.clone())
    });
    let saved_scope = std::mem::replace(&mut context.session.current, scope);
    let saved_result = context.method_result.take();
    context.frames.push(CallFrame {
        command,
        source: Arc::clone(&code.source),
        extent: block.extent,
        phase: Phase::Body,
        scope,
        is_method: true,
    });
    context.handlers += 1;
    let result = crate::evaluate::statement::block(context, block, &mut Null);
    context.handlers -= 1;
    context.frames.pop();
    context.session.current = saved_scope;
    context.session.drop_scope(scope);
    let value = std::mem::replace(&mut context.method_result, saved_result);
    match result {
        Ok(()) | Err(Flow::Return) => {}
        Err(flow) => return Err(flow),
    }
    match method.return_type {
        None => Ok(Value::AutomationNull),
        Some(id) => context.convert(&value.unwrap_or_default(), id),
    }
}

/// The instance methods of a name, those of a derived class in place of what they override.
fn methods_of(
    context: &ExecutionContext,
    id: TypeId,
    name: &str,
    is_static: bool,
) -> Vec<Arc<Method>> {
    let mut found: Vec<Arc<Method>> = Vec::new();
    for class in classes_of(context, id) {
        for method in &class.members.read().methods {
            let fits = method.is_static == is_static
                && !method.is_constructor
                && method.name.eq_ignore_case(name);
            if fits && !found.iter().any(|known| known.same_signature(method)) {
                found.push(Arc::clone(method));
            }
        }
    }
    found
}

/// A method of an object of a class; `None` where the class has none of this name.
pub(crate) fn call_instance(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    if !context.types.has_classes() || !matches!(target.base(), Value::Live(_)) {
        return None;
    }
    let id = target.type_id()?;
    let class = context.types.class(id)?;
    call_of(context, &class, target, name, arguments)
}

fn call_of(
    context: &mut ExecutionContext,
    class: &Arc<Class>,
    target: &Value,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    let methods = methods_of(context, class.id, name, false);
    if methods.is_empty() {
        return None;
    }
    Some(match prepare(context, name, &methods, arguments) {
        Ok((method, arguments)) => run(context, class, &method, Some(target), arguments),
        Err(flow) => Err(flow),
    })
}

/// A static method or constructor of a class; `None` where the type is no class or has none.
pub(crate) fn call_static(
    context: &mut ExecutionContext,
    id: TypeId,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    if !context.types.has_classes() {
        return None;
    }
    let class = context.types.class(id)?;
    if name.eq_ignore_ascii_case("new") {
        return Some(construct(context, id, arguments));
    }
    let methods = methods_of(context, id, name, true);
    if methods.is_empty() {
        return None;
    }
    Some(match prepare(context, name, &methods, arguments) {
        Ok((method, arguments)) => run(context, &class, &method, None, arguments),
        Err(flow) => Err(flow),
    })
}

/// Runs the constructor or method that the rules of the language chose; `None` where the class or the
/// member is gone.
pub(crate) fn run_overload(
    context: &mut ExecutionContext,
    id: TypeId,
    overload: &ScriptOverload,
    this: &Value,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    let class = context.types.class(id)?;
    let method = class.members.read().methods.get(overload.index).cloned()?;
    if method.is_constructor {
        return Some(construct(context, id, arguments));
    }
    let this = (!method.is_static).then_some(this);
    Some(run(context, &class, &method, this, arguments.to_vec()))
}

/// `base(…)` in front of a constructor's body: it has been called before the body runs.
pub(crate) fn base_constructor(
    _context: &mut ExecutionContext,
    _arguments: &[Expr],
) -> Result<Value, Flow> {
    Ok(Value::AutomationNull)
}

/// A call of a method of `$this`; all of them are virtual.
pub(crate) fn base_call(
    context: &mut ExecutionContext,
    _object: &Expr,
    target: &Value,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    call_instance(context, target, name, arguments)
}

/// `([Base]$object).Method()`: the method of the base class, whatever overrides it.
pub(crate) fn call_as(
    context: &mut ExecutionContext,
    id: TypeId,
    target: &Value,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    let class = context.types.class(id)?;
    if !target.type_id().is_some_and(|actual| actual.derives_from(id)) {
        return None;
    }
    call_of(context, &class, target, name, arguments)
}

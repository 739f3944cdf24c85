//! Calling script blocks and functions.

use std::sync::{Arc, LazyLock};

use remora_psobject::{PsString, TypeId, Value};

use super::{eval, statement};
use crate::binder::{
    Binder, CommandMetadata, Constraint, Failure, ParameterMetadata, ParameterSource, RawArgument,
    coerce,
};
use crate::command::state::BoundPositionally;
use crate::command::{CommandInfo, CommandKind, CommandState};
use crate::compile::Code;
use crate::compile::node::Block;
use crate::context::{CALL_DEPTH_LIMIT, CallFrame, ExecutionContext, Phase};
use crate::errors::Flow;
use crate::language_mode::LanguageMode;
use crate::modules::ModuleInfo;
use crate::pipeline::Sink;
use crate::script::{Invocation, ScriptBlock};
use crate::session::{ItemOptions, Layout, ScopeId, ScopeKind, Slot, Symbol, Variable};

/// What the binder made of a script's command line.
pub(crate) struct BoundScript {
    pub(crate) values: Vec<Option<Value>>,
    pub(crate) delayed: Vec<(usize, Value)>,
    pub(crate) rest: Vec<RawArgument>,
    pub(crate) mask: u64,
}

/// Whether both are the same module, or none.
fn same_module(left: Option<&Arc<ModuleInfo>>, right: Option<&Arc<ModuleInfo>>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(left), Some(right)) => Arc::ptr_eq(left, right),
        _ => false,
    }
}

/// The scope in which code of a module runs, or under which its scopes are made: the nearest one of
/// that module, or the module's own.
pub(crate) fn home(context: &ExecutionContext, module: Option<&Arc<ModuleInfo>>) -> ScopeId {
    let session = &context.session;
    if same_module(session.current().module.as_ref(), module) {
        return session.current;
    }
    let caller = context
        .frames
        .iter()
        .rev()
        .find(|frame| same_module(session.scope(frame.scope).module.as_ref(), module));
    match (caller, module) {
        (Some(frame), _) => frame.scope,
        (None, Some(module)) => module.scope.unwrap_or(ScopeId::GLOBAL),
        (None, None) => ScopeId::GLOBAL,
    }
}

/// Makes the scope of a call, or finds the one that it shares.
pub(crate) fn enter(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    dotted: bool,
    is_file: bool,
) -> (Arc<Code>, ScopeId) {
    let parent = home(context, block.module());
    if dotted {
        return (Arc::clone(block.body().dotted_code()), parent);
    }
    let code = Arc::clone(block.body().code());
    let scope = if is_file {
        context.session.new_script_scope(&code.layout, parent, ScopeKind::Script)
    } else {
        context.session.new_scope(&code.layout, parent)
    };
    context.session.scope_mut(scope).module = block.module().cloned();
    (code, scope)
}

/// Binds the command line of a script.
pub(crate) fn bind(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    metadata: &Arc<CommandMetadata>,
    state: &mut CommandState,
    arguments: Vec<RawArgument>,
) -> Result<BoundScript, Flow> {
    let _ = block;
    if arguments.is_empty() && metadata.parameters.is_empty() {
        return Ok(BoundScript {
            values: Vec::new(),
            delayed: Vec::new(),
            rest: Vec::new(),
            mask: u64::MAX,
        });
    }
    let mut binder = Binder::new(Arc::clone(metadata), arguments, state.expecting_input);
    let info = Arc::clone(&state.info);
    let has_dynamic = block.body().ast.dynamic_param_block.is_some();
    let mut run = |context: &mut ExecutionContext| -> Result<(), Failure> {
        binder.named(context, !has_dynamic)?;
        binder.positional(context, !has_dynamic)?;
        binder.defaults(context, &info)?;
        if has_dynamic {
            let parameters = crate::binder::dynamic_parameters(context, block, &binder)?;
            if !parameters.is_empty() {
                binder.extend(parameters);
            }
            binder.named(context, true)?;
            binder.positional(context, true)?;
        }
        binder.finish(context)
    };
    run(context).map_err(|failure| failure.into_flow(context, state))?;
    for index in &binder.order {
        if let (Some(parameter), Some(Some(value))) =
            (binder.metadata.parameters.get(*index), binder.values.get(*index))
        {
            state.bound.insert(parameter.name.clone().into(), value.clone());
            if parameter.source == ParameterSource::Common {
                state.common.bind(&parameter.name, value);
            }
        }
    }
    if !binder.by_position.is_empty() {
        let parameters = &binder.metadata.parameters;
        let names = binder.by_position.iter().filter_map(|index| parameters.get(*index));
        state.by_position =
            BoundPositionally::These(names.map(|parameter| parameter.name.clone()).collect());
    }
    Ok(BoundScript {
        values: binder.values,
        delayed: binder.delayed,
        rest: binder.rest,
        mask: binder.mask,
    })
}

/// `$args` of what no parameter took.
fn arguments_of(rest: Vec<RawArgument>) -> Value {
    let mut items = Vec::with_capacity(rest.len());
    for argument in rest {
        match argument {
            RawArgument::Positional { value, word, .. } => items.push(match word {
                Some(word) if !value.is_null() => crate::binder::with_spelling(value, word),
                _ => value.or_null(),
            }),
            RawArgument::Named { text, value, .. } => {
                items.push(Value::Str(text));
                items.extend(value);
            }
            RawArgument::EndOfParameters | RawArgument::Verbatim(_) => {}
        }
    }
    Value::array(items)
}

/// Fills the scope of a call: parameters, `$args`, preferences. The scope is the current one.
pub(crate) fn prepare(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    code: &Arc<Code>,
    metadata: &Arc<CommandMetadata>,
    command: &Arc<CommandState>,
    bound: BoundScript,
    dotted: bool,
) -> Result<(), Flow> {
    let scope = context.session.current;
    {
        let target = context.session.scope_mut(scope);
        if !dotted || target.frame.is_none() {
            let frame = target.frame.get_or_insert_default();
            frame.command = Some(Arc::clone(command));
        }
        let frame = target.frame.get_or_insert_default();
        if !metadata.cmdlet_binding && (!dotted || !bound.rest.is_empty()) {
            frame.arguments = Some(arguments_of(bound.rest));
        }
    }
    if metadata.cmdlet_binding {
        let cmdlet = crate::types::cmdlet::script_cmdlet(command);
        context.session.scope_mut(scope).frame.get_or_insert_default().cmdlet = Some(cmdlet);
        preferences(context, scope, command);
    }
    if let Some(namespaces) = &code.namespaces {
        context.session.scope_mut(scope).namespaces = Some(Arc::clone(namespaces));
    }
    for using in &code.modules {
        context.use_module(&code.source, using)?;
    }
    if !code.types.is_empty() {
        crate::types::class::define_all(context, block, &code.types)?;
    }
    parameters(context, code, metadata, bound.values, scope)
}

/// The preference variables that common parameters set in an advanced function.
fn preferences(context: &mut ExecutionContext, scope: ScopeId, command: &CommandState) {
    let common = &command.common;
    let switch = |on: bool| {
        use crate::command::ActionPreference::{Continue, SilentlyContinue};
        if on { Continue } else { SilentlyContinue }.to_value()
    };
    let settings = [
        (Symbol::ERROR_ACTION, common.error_action.map(|action| action.to_value())),
        (Symbol::WARNING, common.warning_action.map(|action| action.to_value())),
        (Symbol::INFORMATION, common.information_action.map(|action| action.to_value())),
        (Symbol::PROGRESS, common.progress_action.map(|action| action.to_value())),
        (Symbol::VERBOSE, common.verbose.map(switch)),
        (Symbol::DEBUG, common.debug.map(switch)),
        (Symbol::WHAT_IF, common.what_if.map(Value::Switch)),
        (Symbol::CONFIRM, common.confirm.map(|on| Value::from(if on { "Low" } else { "None" }))),
    ];
    for (symbol, value) in settings {
        if let Some(value) = value {
            let name = symbol.name();
            *context.session.scope_mut(scope).slot_for(symbol, &name) = Slot::Value(value);
        }
    }
}

/// Sets the variables of the parameters.
fn parameters(
    context: &mut ExecutionContext,
    code: &Arc<Code>,
    metadata: &Arc<CommandMetadata>,
    values: Vec<Option<Value>>,
    scope: ScopeId,
) -> Result<(), Flow> {
    let mut values = values.into_iter();
    for (index, parameter) in metadata.parameters.iter().enumerate() {
        let given = values.next().flatten();
        let ParameterSource::Script(place) = parameter.source else {
            continue;
        };
        let _ = index;
        let Some(node) = code.parameters.get(place) else {
            continue;
        };
        let value = match given {
            Some(value) => value,
            None => match &node.default {
                Some(default) => {
                    let value = eval(context, default)?;
                    default_value(context, parameter, value)?
                }
                None => unset_value(context, parameter),
            },
        };
        let slot = context.session.scope_mut(scope).slot_for(node.symbol, &node.name);
        *slot = if parameter.constraints.is_empty() {
            Slot::Value(value.or_null())
        } else {
            let variable = Variable::new(node.name.clone(), value, ItemOptions::NONE)
                .with_constraints(Arc::clone(&parameter.constraints));
            Slot::Variable(Arc::new(variable))
        };
        let _ = node.slot;
    }
    Ok(())
}

/// A default value as the parameter's type; validations do not look at it.
fn default_value(
    context: &mut ExecutionContext,
    parameter: &ParameterMetadata,
    value: Value,
) -> Result<Value, Flow> {
    if parameter.constraints.is_empty() || parameter.type_id == TypeId::OBJECT {
        return Ok(value);
    }
    let only_types: Vec<Constraint> = parameter
        .constraints
        .iter()
        .filter(|constraint| matches!(constraint, Constraint::Type(_)))
        .cloned()
        .collect();
    if only_types.is_empty() {
        return Ok(value);
    }
    let bare =
        ParameterMetadata { constraints: only_types.into(), sets: Vec::new(), ..parameter.clone() };
    Ok(coerce(context, &bare, &value, true)?.unwrap_or_default())
}

/// The value of a parameter that was not given and has no default.
fn unset_value(context: &mut ExecutionContext, parameter: &ParameterMetadata) -> Value {
    match parameter.type_id {
        TypeId::OBJECT => Value::Null,
        TypeId::SWITCH_PARAMETER => Value::Switch(false),
        TypeId::STRING => Value::Str(PsString::empty()),
        TypeId::INT32 => Value::I32(0),
        TypeId::BOOLEAN => Value::Bool(false),
        id if id.is_value_type() => context.convert(&Value::Null, id).unwrap_or_default(),
        _ => Value::Null,
    }
}

/// Runs one block of a script in the current scope.
pub(crate) fn run_block(
    context: &mut ExecutionContext,
    command: &Arc<CommandState>,
    code: &Arc<Code>,
    block: &Block,
    phase: Phase,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    if context.frames.len() >= CALL_DEPTH_LIMIT {
        return Err(context.call_depth_overflow());
    }
    context.frames.push(CallFrame {
        command: Arc::clone(command),
        source: Arc::clone(&code.source),
        extent: block.extent,
        phase,
        scope: context.session.current,
        is_method: false,
    });
    let result = statement::block(context, block, out);
    context.frames.pop();
    match result {
        Err(Flow::Return) => Ok(()),
        other => other,
    }
}

/// Runs begin, process and end of a script that is not in a pipeline.
fn run_all(
    context: &mut ExecutionContext,
    command: &Arc<CommandState>,
    code: &Arc<Code>,
    input: Vec<Value>,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let only_end = code.begin.is_none() && code.process.is_none();
    if let Some(block) = &code.begin {
        run_block(context, command, code, block, Phase::Begin, out)?;
    }
    if let Some(block) = &code.process {
        if input.is_empty() {
            run_block(context, command, code, block, Phase::Process, out)?;
        }
        for item in &input {
            context.session.current_mut().underscore = Slot::Value(item.clone());
            run_block(context, command, code, block, Phase::Process, out)?;
        }
    }
    if let Some(block) = &code.end {
        if !input.is_empty() && code.process.is_none() {
            let frame = context.session.current_mut().frame.get_or_insert_default();
            frame.input = Some(Value::live(crate::types::enumerator::Enumerator::of_input(input)));
        }
        let phase = if only_end { Phase::Body } else { Phase::End };
        run_block(context, command, code, block, phase, out)?;
    }
    Ok(())
}

fn with_clean(
    context: &mut ExecutionContext,
    command: &Arc<CommandState>,
    code: &Arc<Code>,
    input: Vec<Value>,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let result = run_all(context, command, code, input, out);
    if let Some(clean) = &code.clean {
        let _ = run_block(context, command, code, clean, Phase::Clean, &mut crate::pipeline::Null);
    }
    result
}

/// The description of a script block as a command; the same for all calls of one block.
pub(crate) fn info_of(block: &ScriptBlock) -> Arc<CommandInfo> {
    let make = || CommandInfo::new("", CommandKind::Script(block.clone()));
    let is_narrow = block.mode().is_some_and(|mode| mode != LanguageMode::FullLanguage);
    if block.module().is_some() || is_narrow {
        // Closures of one block differ in their modules, and the same text may run in several modes.
        return Arc::new(make());
    }
    block.body().info(make)
}

/// Calls a script block.
pub(crate) fn invoke(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    invocation: Invocation,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let Invocation { arguments, named, input, dollar_under, this, variables, in_current_scope } =
        invocation;
    let info = info_of(block);
    let saved_scope = context.session.current;
    let simple = block.parameters().is_empty() && named.is_empty();
    let command = {
        let shared = block.body().state(|| CommandState::new(Arc::clone(&info), PsString::empty()));
        if simple && arguments.is_empty() && in_current_scope {
            shared
        } else {
            Arc::new(CommandState::new(info, PsString::empty()))
        }
    };
    let (code, scope) = enter(context, block, in_current_scope, false);
    context.session.current = scope;
    let saved_mode = context.enter_mode(block.mode());
    let result = {
        let saved_underscore = dollar_under.map(|value| {
            std::mem::replace(&mut context.session.current_mut().underscore, Slot::Value(value))
        });
        let result = (|| {
            if let Some(this) = this {
                context.session.current_mut().frame.get_or_insert_default().this = Some(this);
            }
            for (name, value) in variables {
                *context.session.current_mut().slot_for(Symbol::of(&name), &name) =
                    Slot::Value(value);
            }
            if !simple || !arguments.is_empty() || !in_current_scope {
                let mut state = CommandState::clone(&command);
                let metadata = block.metadata(context)?;
                let mut raw: Vec<RawArgument> = named
                    .into_iter()
                    .map(|(name, value)| RawArgument::named(name, Some(value)))
                    .collect();
                raw.extend(arguments.into_iter().map(RawArgument::value));
                state.expecting_input = !input.is_empty();
                let bound = bind(context, block, &metadata, &mut state, raw)?;
                let command = Arc::new(state);
                prepare(context, block, &code, &metadata, &command, bound, in_current_scope)?;
                return with_clean(context, &command, &code, input, out);
            }
            if !code.types.is_empty() || code.namespaces.is_some() || !code.modules.is_empty() {
                let metadata = block.metadata(context)?;
                let bound = BoundScript {
                    values: Vec::new(),
                    delayed: Vec::new(),
                    rest: Vec::new(),
                    mask: u64::MAX,
                };
                prepare(context, block, &code, &metadata, &command, bound, in_current_scope)?;
            }
            with_clean(context, &command, &code, input, out)
        })();
        if let Some(saved) = saved_underscore
            && in_current_scope
        {
            context.session.scope_mut(scope).underscore = saved;
        }
        result
    };
    context.leave_mode(saved_mode);
    context.session.current = saved_scope;
    if !in_current_scope {
        context.session.drop_scope(scope);
    }
    result
}

/// Calls a function or script block with a bound command line, outside any pipeline.
pub(super) fn call_script(
    context: &mut ExecutionContext,
    info: &Arc<CommandInfo>,
    block: &ScriptBlock,
    state: CommandState,
    arguments: Vec<RawArgument>,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let _ = info;
    let saved_mode = context.enter_mode(block.mode());
    let result = call_in_mode(context, block, state, arguments, out);
    context.leave_mode(saved_mode);
    result
}

fn call_in_mode(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    mut state: CommandState,
    arguments: Vec<RawArgument>,
    out: &mut dyn Sink,
) -> Result<(), Flow> {
    let metadata = block.metadata(context)?;
    let bound = match quick(context, &metadata, &arguments, &mut state)? {
        Some(bound) => bound,
        None => bind(context, block, &metadata, &mut state, arguments)?,
    };
    state.parameter_set = metadata.set_name(bound.mask);
    let command = Arc::new(state);
    let (code, scope) = enter(context, block, false, false);
    let saved_scope = std::mem::replace(&mut context.session.current, scope);
    let result = match prepare(context, block, &code, &metadata, &command, bound, false) {
        Ok(()) => with_clean(context, &command, &code, Vec::new(), out),
        Err(flow) => Err(flow),
    };
    context.session.current = saved_scope;
    context.session.drop_scope(scope);
    result
}

/// Binds positional arguments of a simple function one to one.
fn quick(
    context: &mut ExecutionContext,
    metadata: &CommandMetadata,
    arguments: &[RawArgument],
    state: &mut CommandState,
) -> Result<Option<BoundScript>, Flow> {
    if metadata.cmdlet_binding || arguments.len() > metadata.parameters.len() {
        return Ok(None);
    }
    let plain = |parameter: &ParameterMetadata| match &*parameter.constraints {
        [] => parameter.type_id == TypeId::OBJECT,
        [Constraint::Type(id)] => {
            matches!(*id, TypeId::INT32 | TypeId::STRING | TypeId::OBJECT | TypeId::DOUBLE)
        }
        _ => false,
    };
    let mut values = Vec::with_capacity(metadata.parameters.len());
    for (argument, parameter) in arguments.iter().zip(&metadata.parameters) {
        let RawArgument::Positional { value, word: None, .. } = argument else {
            return Ok(None);
        };
        if !plain(parameter) {
            return Ok(None);
        }
        let fits = matches!(
            (value, parameter.type_id),
            (_, TypeId::OBJECT)
                | (Value::I32(_), TypeId::INT32)
                | (Value::Str(_), TypeId::STRING)
                | (Value::F64(_), TypeId::DOUBLE)
        );
        if !fits {
            return Ok(None);
        }
        state.bound.insert(parameter.name.clone().into(), value.clone());
        values.push(Some(value.clone().or_null()));
    }
    let _ = context;
    if !values.is_empty() {
        state.by_position = BoundPositionally::All;
    }
    values.resize(metadata.parameters.len(), None);
    Ok(Some(BoundScript { values, delayed: Vec::new(), rest: Vec::new(), mask: u64::MAX }))
}

/// The layout of scopes without code.
pub(crate) fn empty_layout() -> Arc<Layout> {
    static EMPTY: LazyLock<Arc<Layout>> = LazyLock::new(Arc::default);
    Arc::clone(&EMPTY)
}

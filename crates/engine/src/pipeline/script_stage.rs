//! A function, script block or script file in a pipeline.

use std::sync::Arc;

use remora_psobject::Value;

use super::cmdlet_stage::not_bound;
use super::output::Output;
use super::routes::Stream;
use super::sink::Sink;
use crate::binder::{Failure, ParameterSource, PipelineBinder, RawArgument};
use crate::command::{CommandKind, CommandState};
use crate::compile::Code;
use crate::compile::node::Block;
use crate::context::{ExecutionContext, Phase};
use crate::errors::Flow;
use crate::evaluate::call;
use crate::script::ScriptBlock;
use crate::session::{ScopeId, Slot, Symbol};

/// A script that is bound and has its scope.
pub(crate) struct ScriptStage {
    code: Arc<Code>,
    command: Arc<CommandState>,
    scope: ScopeId,
    owns_scope: bool,
    binder: Option<PipelineBinder>,
    metadata: Option<Arc<crate::binder::CommandMetadata>>,
    /// The values of parameters that the pipeline may bind, for objects that do not bind them.
    defaults: Vec<(usize, Value)>,
    input: Vec<Value>,
    /// `exit` ends this script only: it is a file, and not what the host was asked to run.
    ends_at_exit: bool,
    finished: bool,
}

impl ScriptStage {
    /// Makes the scope and binds the command line.
    pub(super) fn bind(
        context: &mut ExecutionContext,
        state: &mut CommandState,
        arguments: Vec<RawArgument>,
        dotted: bool,
    ) -> Result<Self, Flow> {
        let info = Arc::clone(&state.info);
        let is_file = matches!(info.kind, CommandKind::ExternalScript { .. });
        let block: ScriptBlock = match &info.kind {
            CommandKind::ExternalScript { path, block } => {
                context.load_script(path, block).map_err(|flow| at_call(context, state, flow))?
            }
            _ => match info.script_block() {
                Some(block) => block.clone(),
                None => return Err(crate::context::command_not_found(&info.name)),
            },
        };
        let metadata = block.metadata(context)?;
        let bound = call::bind(context, &block, &metadata, state, arguments)?;
        let (code, scope) = call::enter(context, &block, dotted, is_file);
        let binder = (metadata.cmdlet_binding || bound.mask != u64::MAX).then(|| {
            PipelineBinder::new(
                Arc::clone(&metadata),
                bound.mask,
                &bound.values,
                bound.delayed.clone(),
            )
        });
        let advanced = metadata.cmdlet_binding;
        state.parameter_set = metadata.set_name(bound.mask);
        let command = Arc::new(state.clone());
        let mut stage = Self {
            defaults: Vec::new(),
            command: Arc::clone(&command),
            owns_scope: !dotted,
            scope,
            binder: binder.filter(|_| advanced),
            metadata: Some(Arc::clone(&metadata)),
            input: Vec::new(),
            ends_at_exit: is_file && context.frames.len() > 1,
            finished: false,
            code,
        };
        let saved = std::mem::replace(&mut context.session.current, scope);
        let prepared =
            call::prepare(context, &block, &stage.code, &metadata, &command, bound, dotted);
        context.session.current = saved;
        if let Err(flow) = prepared {
            stage.leave(context);
            return Err(flow);
        }
        let open = stage.binder.as_ref().map_or(&[][..], PipelineBinder::open);
        let defaults = open.iter().filter_map(|index| {
            let parameter = metadata.parameters.get(*index)?;
            if !matches!(parameter.source, ParameterSource::Script(_)) {
                return None;
            }
            let symbol = Symbol::of(&parameter.name);
            let slot = context.session.scope_mut(scope).slot_for(symbol, &parameter.name);
            Some((*index, slot.value().unwrap_or_default()))
        });
        stage.defaults = defaults.collect();
        Ok(stage)
    }

    fn leave(&self, context: &mut ExecutionContext) {
        if self.owns_scope {
            context.session.drop_scope(self.scope);
        }
    }

    fn run(
        &mut self,
        context: &mut ExecutionContext,
        block: &Block,
        phase: Phase,
        out: &mut dyn Sink,
    ) -> Result<(), Flow> {
        let saved = std::mem::replace(&mut context.session.current, self.scope);
        let result = call::run_block(context, &self.command, &self.code, block, phase, out);
        context.session.current = saved;
        if !self.owns_scope {
            context.script_status = context.status && result.is_ok();
        }
        match result {
            Err(Flow::Exit(code)) if self.ends_at_exit => {
                self.finished = true;
                context.set_exit_code(code);
                if code != 0 {
                    context.pipeline_failed = true;
                }
                Ok(())
            }
            other => other,
        }
    }

    fn set_input(&self, context: &mut ExecutionContext, items: Vec<Value>) {
        let scope = context.session.scope_mut(self.scope);
        scope.frame.get_or_insert_default().input =
            Some(Value::live(crate::types::enumerator::Enumerator::of_input(items)));
    }

    pub(super) fn begin(
        &mut self,
        context: &mut ExecutionContext,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        let code = Arc::clone(&self.code);
        match &code.begin {
            Some(block) => self.run(context, block, Phase::Begin, output),
            None => Ok(()),
        }
    }

    pub(super) fn process(
        &mut self,
        context: &mut ExecutionContext,
        state: &mut CommandState,
        value: Value,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        if self.finished {
            return Ok(());
        }
        if let Some(binder) = &self.binder {
            let binding = if binder.takes_input() {
                let saved = std::mem::replace(&mut context.session.current, self.scope);
                let binding = binder.bind(context, &value);
                context.session.current = saved;
                binding
            } else {
                Ok(None)
            };
            match binding {
                Ok(Some(binding)) => {
                    let values = binding.values;
                    if let Some(metadata) = &self.metadata
                        && !metadata.sets.is_empty()
                    {
                        let frame = context.session.scope(self.scope).frame.as_ref();
                        let cmdlet = frame.and_then(|frame| frame.cmdlet.clone());
                        if let Some(cmdlet) = cmdlet.as_ref().and_then(|cmdlet| {
                            cmdlet.downcast::<crate::types::cmdlet::ScriptCmdlet>()
                        }) {
                            cmdlet.set_parameter_set(metadata.set_name(binding.mask));
                        }
                    }
                    self.assign(context, &values)?;
                }
                Ok(None) => return not_bound(context, state, value, output),
                Err(Failure::Flow(flow)) => return Err(flow),
                Err(Failure::Error(error)) => {
                    let record = state.complete(context, error.record.into());
                    // The variable of a script's errors does not collect what the binder says.
                    let inner = context.routes.clone();
                    if state.common.error_variable.is_some() {
                        context.routes = inner.without_tap(Stream::Error);
                    }
                    let result = crate::errors::report::write_error(context, state, output, record);
                    context.routes = inner;
                    return result;
                }
            }
        }
        let code = Arc::clone(&self.code);
        match &code.process {
            Some(block) => {
                context.session.scope_mut(self.scope).underscore = Slot::Value(value.clone());
                self.set_input(context, vec![value]);
                self.run(context, block, Phase::Process, output)
            }
            None => {
                self.input.push(value);
                Ok(())
            }
        }
    }

    /// Gives parameters what an object bound.
    fn assign(
        &self,
        context: &mut ExecutionContext,
        values: &[(usize, Value)],
    ) -> Result<(), Flow> {
        let Some(metadata) = &self.metadata else {
            return Ok(());
        };
        // Parameters that this object does not bind go back to their defaults.
        if let Some(binder) = &self.binder {
            for index in binder.open() {
                if values.iter().any(|(bound, _)| bound == index) {
                    continue;
                }
                if let Some(parameter) = metadata.parameters.get(*index) {
                    self.command.bound.remove(&parameter.name.clone().into());
                }
                if let Some((_, default)) = self.defaults.iter().find(|(known, _)| known == index) {
                    self.store(context, *index, default);
                }
            }
        }
        for (index, value) in values {
            let Some(parameter) = metadata.parameters.get(*index) else {
                continue;
            };
            self.command.bound.insert(parameter.name.clone().into(), value.clone());
            self.store(context, *index, value);
        }
        Ok(())
    }

    /// Sets the variable of a parameter.
    fn store(&self, context: &mut ExecutionContext, index: usize, value: &Value) {
        let parameter = self.metadata.as_ref().and_then(|all| all.parameters.get(index));
        if let Some(parameter) = parameter
            && matches!(parameter.source, ParameterSource::Script(_))
        {
            let symbol = Symbol::of(&parameter.name);
            let slot = context.session.scope_mut(self.scope).slot_for(symbol, &parameter.name);
            match slot {
                Slot::Variable(variable) => variable.store(value.clone()),
                plain => *plain = Slot::Value(value.clone()),
            }
        }
    }

    pub(super) fn end(
        &mut self,
        context: &mut ExecutionContext,
        expecting_input: bool,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        if self.finished {
            return Ok(());
        }
        let code = Arc::clone(&self.code);
        if let Some(block) = &code.process
            && !expecting_input
        {
            self.run(context, block, Phase::Process, output)?;
        }
        if self.finished {
            return Ok(());
        }
        let Some(block) = &code.end else {
            return Ok(());
        };
        let items = std::mem::take(&mut self.input);
        self.set_input(context, items);
        let only_end = code.begin.is_none() && code.process.is_none();
        let phase = if only_end { Phase::Body } else { Phase::End };
        self.run(context, block, phase, output)
    }

    pub(super) fn clean(
        &mut self,
        context: &mut ExecutionContext,
        begun: bool,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        let code = Arc::clone(&self.code);
        let result = match &code.clean {
            Some(block) if begun => self.run(context, block, Phase::Clean, output),
            _ => Ok(()),
        };
        self.leave(context);
        self.owns_scope = false;
        result
    }
}

/// An error of loading a script stands where the script is called; the script's name is no part of its
/// id.
fn at_call(context: &ExecutionContext, state: &CommandState, flow: Flow) -> Flow {
    match flow {
        Flow::Throw(mut thrown) if thrown.record.invocation_info.is_none() => {
            let mut record = remora_psobject::ErrorRecord::clone(&thrown.record);
            record.invocation_info = Some(state.invocation(context));
            thrown.record = Arc::new(record);
            Flow::Throw(thrown)
        }
        other => other,
    }
}

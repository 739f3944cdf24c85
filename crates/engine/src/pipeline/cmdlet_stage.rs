//! A cmdlet in a pipeline.

use remora_psobject::{ErrorCategory, ErrorRecord, Exception, TypeId, Value};

use super::output::Output;
use crate::binder::{
    Binder, Failure, ParameterMetadata, ParameterSource, PipelineBinder, RawArgument,
};
use crate::command::{
    ActionPreference, Cmdlet, CmdletSpec, CommandRuntime, CommandState, ParameterMismatch,
};
use crate::context::ExecutionContext;
use crate::errors::Flow;

/// A cmdlet that is bound.
pub(super) struct CmdletStage {
    object: Box<dyn Cmdlet>,
    binder: PipelineBinder,
    parameters: std::sync::Arc<crate::binder::CommandMetadata>,
    /// Parameters that the last object bound.
    from_pipeline: Vec<usize>,
    mask: u64,
}

fn mismatch(name: &str, mismatch: ParameterMismatch) -> Failure {
    Failure::argument(
        "ParameterBindingFailed",
        format!("Cannot bind parameter '{name}' to the target. {mismatch}"),
    )
}

fn give(
    object: &mut dyn Cmdlet,
    state: &mut CommandState,
    parameter: &ParameterMetadata,
    value: Value,
) -> Result<(), Failure> {
    state.bound.insert(parameter.name.clone().into(), value.clone());
    match parameter.source {
        ParameterSource::Field(index) => {
            object.bind(index, value).map_err(|error| mismatch(&parameter.name, error))
        }
        ParameterSource::Common => {
            if parameter.name.ends_with("Action")
                && ActionPreference::from_value(&value) == Some(ActionPreference::Suspend)
            {
                let name = &parameter.name;
                return Err(Failure::argument(
                    "ParameterBindingFailed",
                    format!(
                        "Cannot bind parameter '{name}' to the target. Exception setting \"{name}\": \"The Suspend ActionPreference value is reserved for future use and is not supported at this time. For more information about preference variables, see the Help topic, \"about_Preference_Variables.\"\""
                    ),
                ));
            }
            state.common.bind(&parameter.name, &value);
            Ok(())
        }
        ParameterSource::Dynamic => {
            object.bind_dynamic(&parameter.name, value);
            Ok(())
        }
        ParameterSource::Script(_) => Ok(()),
    }
}

impl CmdletStage {
    /// Binds the command line.
    pub(super) fn bind(
        context: &mut ExecutionContext,
        spec: &'static CmdletSpec,
        state: &mut CommandState,
        arguments: Vec<RawArgument>,
    ) -> Result<Self, Flow> {
        Self::try_bind(context, spec, state, arguments)
            .map_err(|failure| failure.into_flow(context, state))
    }

    fn try_bind(
        context: &mut ExecutionContext,
        spec: &'static CmdletSpec,
        state: &mut CommandState,
        arguments: Vec<RawArgument>,
    ) -> Result<Self, Failure> {
        let info = std::sync::Arc::clone(&state.info);
        let Some(metadata) = info.metadata(context) else {
            return Err(crate::context::command_not_found(&info.name).into());
        };
        let mut object = (spec.new)();
        let mut binder = Binder::new(metadata, arguments, state.expecting_input);
        binder.named(context, false)?;
        binder.positional(context, false)?;
        binder.defaults(context, &info)?;
        let mut given = 0;
        Self::apply(&mut *object, state, &binder, &mut given)?;
        let dynamic = {
            let mut nowhere = super::Null;
            let mut runtime = CommandRuntime::new(context, state, &mut nowhere);
            object.dynamic_parameters(&mut runtime)?
        };
        if !dynamic.is_empty() {
            let sets = binder.metadata.sets.clone();
            let parameters = dynamic
                .iter()
                .map(|parameter| {
                    ParameterMetadata::from_spec(
                        parameter,
                        ParameterSource::Dynamic,
                        &sets,
                        context,
                    )
                })
                .collect();
            binder.extend(parameters);
        }
        binder.named(context, true)?;
        binder.positional(context, true)?;
        binder.finish(context)?;
        Self::apply(&mut *object, state, &binder, &mut given)?;
        let metadata = std::sync::Arc::clone(&binder.metadata);
        state.parameter_set = metadata.set_name(binder.mask);
        if binder.mask.count_ones() > 1
            && !metadata.sets.is_empty()
            && let Some(default) = &metadata.default_set
        {
            state.parameter_set = default.clone();
        }
        let mask = binder.mask;
        let values = std::mem::take(&mut binder.values);
        let delayed = std::mem::take(&mut binder.delayed);
        Ok(Self {
            object,
            binder: PipelineBinder::new(std::sync::Arc::clone(&metadata), mask, &values, delayed),
            parameters: metadata,
            from_pipeline: Vec::new(),
            mask,
        })
    }

    /// Gives the cmdlet what has been bound since the last time.
    fn apply(
        object: &mut dyn Cmdlet,
        state: &mut CommandState,
        binder: &Binder,
        given: &mut usize,
    ) -> Result<(), Failure> {
        for index in binder.order.iter().skip(*given) {
            let parameter = binder.metadata.parameters.get(*index);
            let value = binder.values.get(*index).cloned().flatten();
            if let (Some(parameter), Some(value)) = (parameter, value) {
                give(object, state, parameter, value)?;
            }
        }
        *given = binder.order.len();
        Ok(())
    }

    pub(super) fn begin(
        &mut self,
        context: &mut ExecutionContext,
        state: &mut CommandState,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        self.object.begin(&mut CommandRuntime::new(context, state, output))
    }

    /// Binds an object and runs `process`.
    pub(super) fn process(
        &mut self,
        context: &mut ExecutionContext,
        state: &mut CommandState,
        value: Value,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        let binding =
            if self.binder.takes_input() { self.binder.bind(context, &value) } else { Ok(None) };
        let binding = match binding {
            Ok(Some(binding)) => binding,
            Ok(None) => return not_bound(context, state, value, output),
            Err(Failure::Flow(flow)) => return Err(flow),
            Err(Failure::Error(error)) => {
                let record = state.complete(context, error.record.into());
                return crate::errors::report::write_error(context, state, output, record);
            }
        };
        for index in std::mem::take(&mut self.from_pipeline) {
            if binding.values.iter().any(|(bound, _)| *bound == index) {
                continue;
            }
            if let Some(parameter) = self.parameters.parameters.get(index) {
                state.bound.remove(&parameter.name.clone().into());
                if let ParameterSource::Field(field) = parameter.source {
                    self.object.reset(field);
                }
            }
        }
        if binding.mask != self.mask {
            state.parameter_set = self.parameters.set_name(binding.mask);
        }
        for (index, value) in binding.values {
            if let Some(parameter) = self.parameters.parameters.get(index) {
                give(&mut *self.object, state, parameter, value)?;
                self.from_pipeline.push(index);
            }
        }
        state.pipeline_object = value;
        self.object.process(&mut CommandRuntime::new(context, state, output))
    }

    pub(super) fn end(
        &mut self,
        context: &mut ExecutionContext,
        state: &mut CommandState,
        expecting_input: bool,
        output: &mut Output<'_>,
    ) -> Result<(), Flow> {
        if !expecting_input {
            self.object.process(&mut CommandRuntime::new(context, state, output))?;
        }
        state.pipeline_object = Value::AutomationNull;
        self.object.end(&mut CommandRuntime::new(context, state, output))
    }

    pub(super) fn clean(
        &mut self,
        context: &mut ExecutionContext,
        state: &mut CommandState,
        output: &mut Output<'_>,
    ) {
        self.object.clean(&mut CommandRuntime::new(context, state, output));
    }
}

/// An object that no parameter takes.
pub(super) fn not_bound(
    context: &mut ExecutionContext,
    state: &CommandState,
    value: Value,
    output: &mut dyn super::Sink,
) -> Result<(), Flow> {
    let exception = Exception::new(
        TypeId::PARAMETER_BINDING_EXCEPTION,
        "The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input.",
    );
    let record =
        ErrorRecord::new(exception, "InputObjectNotBound", ErrorCategory::InvalidArgument, value);
    let record = state.complete(context, record.into());
    crate::errors::report::write_error(context, state, output, record)
}

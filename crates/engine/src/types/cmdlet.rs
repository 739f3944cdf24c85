//! `$PSCmdlet` of advanced functions.

use std::sync::Arc;

use parking_lot::Mutex;
use remora_psobject::{
    ErrorRecord, Exception, InformationRecord, LiveObject, PsString, TypeId, Value,
};

use crate::command::{CommandState, Confirmation};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow, confirm, report};
use crate::pipeline::Null;
use crate::script::ScriptBlock;

/// `$PSCmdlet`
#[derive(Debug)]
pub(crate) struct ScriptCmdlet {
    command: Arc<CommandState>,
    confirmation: Mutex<Confirmation>,
    parameter_set: Mutex<PsString>,
}

/// `$PSCmdlet` of a call.
pub(crate) fn script_cmdlet(command: &Arc<CommandState>) -> Value {
    Value::live(ScriptCmdlet {
        command: Arc::clone(command),
        confirmation: Mutex::new(Confirmation::default()),
        parameter_set: Mutex::new(command.parameter_set.clone()),
    })
}

impl ScriptCmdlet {
    /// Sets the parameter set that an object of the pipeline chose.
    pub(crate) fn set_parameter_set(&self, name: PsString) {
        *self.parameter_set.lock() = name;
    }

    /// The members that need the session.
    pub(crate) fn member(&self, context: &mut ExecutionContext, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "myinvocation" => Some(Value::live_arc(self.command.invocation(context))),
            "sessionstate" => Some(crate::modules::session_state(context.current_module())),
            "invokecommand" => Some(super::invoke_command()),
            "host" => context.variable("Host"),
            _ => None,
        }
    }
}

impl LiveObject for ScriptCmdlet {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.PSScriptCmdlet", Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "ParameterSetName",
            "MyInvocation",
            "PagingParameters",
            "InvokeCommand",
            "Host",
            "SessionState",
            "Events",
            "JobRepository",
            "InvokeProvider",
            "Stopping",
            "CommandRuntime",
            "CurrentPSTransaction",
            "CommandOrigin",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "parametersetname" => Value::Str(self.parameter_set.lock().clone()),
            "stopping" => Value::Bool(false),
            "myinvocation" => match self.command.invocation.get() {
                Some(info) => Value::live_arc(Arc::clone(info)),
                None => return None,
            },
            "pagingparameters" => {
                let common = &self.command.common;
                Value::custom_object([
                    ("IncludeTotalCount", Value::Switch(common.include_total_count)),
                    ("Skip", Value::U64(common.skip.unwrap_or(0))),
                    ("First", Value::U64(common.first.unwrap_or(u64::MAX))),
                ])
            }
            _ => return None,
        }))
    }
}

fn text_of(context: &mut ExecutionContext, arguments: &[Value], index: usize) -> PsString {
    match arguments.get(index) {
        Some(value) => context.text(value),
        None => PsString::empty(),
    }
}

/// The methods of `$PSCmdlet`, by name in small letters.
pub(crate) fn call(
    context: &mut ExecutionContext,
    target: &Value,
    name: &str,
    arguments: &[Value],
) -> Option<Result<Value, Flow>> {
    if let Some(pipeline) = target.downcast::<Steppable>() {
        return pipeline.call(context, name, arguments);
    }
    let cmdlet = target.downcast::<ScriptCmdlet>()?;
    let mut state = CommandState::clone(&cmdlet.command);
    state.confirmation = *cmdlet.confirmation.lock();
    let done = |result: Result<(), Flow>| Some(result.map(|()| Value::AutomationNull));
    match name {
        "writeerror" | "throwterminatingerror" => {
            let record = arguments.first().and_then(Value::downcast_arc::<ErrorRecord>)?;
            let record = state.complete(context, record);
            if name == "throwterminatingerror" {
                return Some(Err(Flow::command_error(record)));
            }
            context.caller_failed();
            done(report::write_error(context, &state, &mut Null, record))
        }
        "writewarning" => {
            let text = text_of(context, arguments, 0);
            done(report::write_warning(context, &state, &mut Null, text))
        }
        "writeverbose" => {
            let text = text_of(context, arguments, 0);
            done(report::write_verbose(context, &state, &mut Null, text))
        }
        "writedebug" => {
            let text = text_of(context, arguments, 0);
            done(report::write_debug(context, &state, &mut Null, text))
        }
        "writeinformation" => {
            let record = match arguments.first().and_then(Value::downcast_arc::<InformationRecord>)
            {
                Some(record) => record,
                None => {
                    let data = arguments.first().cloned().unwrap_or_default();
                    let mut record = context.information_record(data, state.info.name.clone());
                    if let Some(tags) = arguments.get(1) {
                        let tags = context.enumerate(tags).unwrap_or_else(|| vec![tags.clone()]);
                        record.tags = tags.iter().map(|tag| context.text(tag)).collect();
                    }
                    Arc::new(record)
                }
            };
            done(report::write_information(context, &state, &mut Null, record))
        }
        "writeobject" => {
            // A value of the call is written by the statement that calls.
            let value = arguments.first().cloned().unwrap_or_default();
            let enumerate = arguments.get(1).is_some_and(|flag| context.is_true(flag));
            Some(Ok(if enumerate { value } else { Value::array(vec![value]) }))
        }
        "shouldprocess" => {
            let result = match arguments.len() {
                0 => return None,
                1 => {
                    let target = text_of(context, arguments, 0);
                    let action = state.info.name.clone();
                    let text: PsString =
                        format!("Performing the operation \"{action}\" on target \"{target}\".")
                            .into();
                    confirm::should_process(
                        context,
                        &mut state,
                        &mut Null,
                        &text,
                        &text,
                        &"Confirm".into(),
                    )
                }
                2 => {
                    let target = text_of(context, arguments, 0);
                    let action = text_of(context, arguments, 1);
                    let text: PsString =
                        format!("Performing the operation \"{action}\" on target \"{target}\".")
                            .into();
                    confirm::should_process(
                        context,
                        &mut state,
                        &mut Null,
                        &text,
                        &text,
                        &"Confirm".into(),
                    )
                }
                _ => {
                    let description = text_of(context, arguments, 0);
                    let question = text_of(context, arguments, 1);
                    let caption = text_of(context, arguments, 2);
                    confirm::should_process(
                        context,
                        &mut state,
                        &mut Null,
                        &description,
                        &question,
                        &caption,
                    )
                }
            };
            *cmdlet.confirmation.lock() = state.confirmation;
            let failed =
                |flow| match super::access::method_failed("ShouldProcess", arguments.len(), flow) {
                    Flow::Throw(mut thrown) => {
                        thrown.record = state.complete(context, thrown.record);
                        Flow::Throw(thrown)
                    }
                    other => other,
                };
            Some(result.map(Value::Bool).map_err(failed))
        }
        "shouldcontinue" => {
            let question = text_of(context, arguments, 0);
            let caption = text_of(context, arguments, 1);
            Some(confirm::should_continue(context, &question, &caption, None).map(Value::Bool))
        }
        "getvariablevalue" => {
            let name = text_of(context, arguments, 0);
            let found = context.variable(&name);
            Some(Ok(found.or_else(|| arguments.get(1).cloned()).unwrap_or_default()))
        }
        "getunresolvedproviderpathfrompspath" => {
            let path = text_of(context, arguments, 0);
            Some(context.resolve_path(&path).map(|resolved| Value::Str(resolved.provider_path)))
        }
        _ => None,
    }
}

/// A pipeline that a proxy function feeds (`GetSteppablePipeline`).
struct Steppable {
    pipeline: Mutex<Option<crate::pipeline::SteppablePipeline>>,
    block: ScriptBlock,
}

impl LiveObject for Steppable {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.SteppablePipeline", Some(TypeId::OBJECT))
    }
}

/// `{ command @PSBoundParameters }.GetSteppablePipeline()`
pub(crate) fn steppable(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
) -> Result<Value, Flow> {
    let _ = context;
    Ok(Value::live(Steppable { pipeline: Mutex::new(None), block: block.clone() }))
}

impl Steppable {
    fn call(
        &self,
        context: &mut ExecutionContext,
        name: &str,
        arguments: &[Value],
    ) -> Option<Result<Value, Flow>> {
        let mut output = Vec::new();
        let mut slot = self.pipeline.lock();
        let result = match name {
            "begin" => crate::evaluate::start_block(context, &self.block).map(|pipeline| {
                *slot = Some(pipeline);
            }),
            "process" => match slot.as_mut() {
                Some(pipeline) => {
                    let value = arguments.first().cloned().unwrap_or_default();
                    pipeline.process(context, value, &mut output)
                }
                None => Err(errors::invalid_operation(
                    "The pipeline has not begun.",
                    "InvalidOperation",
                    Value::Null,
                )
                .into()),
            },
            "end" => match slot.take() {
                Some(mut pipeline) => {
                    let result = pipeline.end(context, &mut output);
                    pipeline.clean(context);
                    result
                }
                None => Ok(()),
            },
            "clean" | "dispose" => {
                if let Some(mut pipeline) = slot.take() {
                    pipeline.clean(context);
                }
                Ok(())
            }
            _ => return None,
        };
        Some(result.map(|()| match output.len() {
            0 => Value::AutomationNull,
            _ => Value::array(output),
        }))
    }
}

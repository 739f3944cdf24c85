//! Parameters that a `dynamicparam` block gives.

use std::sync::Arc;

use remora_psobject::{PsString, TypeId, Value};

use super::{
    Binder, Constraint, Failure, ParameterMetadata, ParameterSetMetadata, ParameterSource,
};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::script::ScriptBlock;

/// The parameters that a `dynamicparam` block gives.
///
/// # Errors
/// What the block throws, as `GetDynamicParametersException`.
pub(crate) fn dynamic_parameters(
    context: &mut ExecutionContext,
    block: &ScriptBlock,
    binder: &Binder,
) -> Result<Vec<ParameterMetadata>, Failure> {
    let code = Arc::clone(block.body().code());
    let Some(body) = &code.dynamic_parameters else {
        return Ok(Vec::new());
    };
    let (code_again, scope) = crate::evaluate::call::enter(context, block, false, false);
    let _ = code_again;
    let bound = Arc::new(crate::command::state::bound_dictionary());
    for (parameter, value) in binder.metadata.parameters.iter().zip(&binder.values) {
        if let Some(value) = value {
            bound.insert(parameter.name.clone().into(), value.clone());
        }
        if matches!(parameter.source, ParameterSource::Script(_)) {
            let symbol = crate::session::Symbol::of(&parameter.name);
            let value = value.clone().unwrap_or_default();
            *context.session.scope_mut(scope).slot_for(symbol, &parameter.name) =
                crate::session::Slot::Value(value);
        }
    }
    let info = crate::evaluate::call::info_of(block);
    let mut state = crate::command::CommandState::new(info, PsString::empty());
    state.bound = bound;
    let state = Arc::new(state);
    context.session.scope_mut(scope).frame.get_or_insert_default().command =
        Some(Arc::clone(&state));
    let saved = std::mem::replace(&mut context.session.current, scope);
    let mut output = Vec::new();
    let result = context.guarded(|context| {
        crate::evaluate::call::run_block(
            context,
            &state,
            &code,
            body,
            crate::context::Phase::Body,
            &mut output,
        )
    });
    context.session.current = saved;
    context.session.drop_scope(scope);
    match result {
        Ok(()) => {}
        Err(Flow::Throw(thrown)) => {
            let message = format!(
                "Cannot retrieve the dynamic parameters for the cmdlet. {}",
                thrown.record.message()
            );
            return Err(Failure::argument("GetDynamicParametersException", message));
        }
        Err(flow) => return Err(flow.into()),
    }
    let mut found = Vec::new();
    for table in output {
        let Value::Dictionary(table) = table.base() else {
            continue;
        };
        for entry in table.values() {
            found.push(runtime_defined(context, &entry, &binder.metadata.sets)?);
        }
    }
    Ok(found)
}

/// A `RuntimeDefinedParameter` as metadata.
fn runtime_defined(
    context: &mut ExecutionContext,
    parameter: &Value,
    sets: &[PsString],
) -> Result<ParameterMetadata, Flow> {
    let read = |context: &mut ExecutionContext, object: &Value, name: &str| {
        context.get_property(object, name).map(Option::unwrap_or_default)
    };
    let name = read(context, parameter, "Name")?;
    let name = context.text(&name);
    let type_id = match read(context, parameter, "ParameterType")?.base() {
        Value::Type(id) => *id,
        _ => TypeId::OBJECT,
    };
    let attributes = read(context, parameter, "Attributes")?;
    let attributes = context.enumerate(&attributes).unwrap_or_default();
    let mut entries = Vec::new();
    let mut aliases = Vec::new();
    let mut constraints = Vec::new();
    for attribute in attributes {
        let class = attribute.type_name();
        let short = class.rsplit('.').next().unwrap_or(&class);
        match short {
            "ParameterAttribute" => {
                let set = read(context, &attribute, "ParameterSetName")?;
                let set = context.text(&set);
                let position = read(context, &attribute, "Position")?.as_i32();
                let flag = |context: &mut ExecutionContext, name: &str| -> Result<bool, Flow> {
                    let value = read(context, &attribute, name)?;
                    Ok(context.is_true(&value))
                };
                entries.push(ParameterSetMetadata {
                    set: sets.iter().position(|known| known.eq_ignore_case(&set)),
                    position: position.filter(|position| *position != i32::MIN),
                    mandatory: flag(context, "Mandatory")?,
                    pipeline: flag(context, "ValueFromPipeline")?,
                    by_name: flag(context, "ValueFromPipelineByPropertyName")?,
                    remaining: flag(context, "ValueFromRemainingArguments")?,
                    help_message: PsString::empty(),
                });
            }
            "AliasAttribute" => {
                let names = read(context, &attribute, "AliasNames")?;
                for name in context.enumerate(&names).unwrap_or_default() {
                    aliases.push(context.text(&name));
                }
            }
            "ValidateSetAttribute" => {
                let values = read(context, &attribute, "ValidValues")?;
                let values = context.enumerate(&values).unwrap_or_default();
                constraints.push(Constraint::Set {
                    values: values.iter().map(|value| context.text(value)).collect(),
                    ignore_case: true,
                    error_message: None,
                });
            }
            "ValidateRangeAttribute" => constraints.push(Constraint::Range {
                min: read(context, &attribute, "MinRange")?,
                max: read(context, &attribute, "MaxRange")?,
            }),
            "ValidateNotNullOrEmptyAttribute" => constraints.push(Constraint::NotNullOrEmpty),
            "ValidateNotNullAttribute" => constraints.push(Constraint::NotNull),
            _ => constraints.push(Constraint::Named(short.into())),
        }
    }
    if entries.is_empty() {
        entries.push(ParameterSetMetadata {
            set: None,
            position: None,
            mandatory: false,
            pipeline: false,
            by_name: false,
            remaining: false,
            help_message: PsString::empty(),
        });
    }
    Ok(ParameterMetadata {
        name,
        type_id,
        source: ParameterSource::Dynamic,
        aliases,
        sets: entries,
        constraints: constraints.into(),
        dont_show: false,
        obsolete: None,
        help: PsString::empty(),
        has_default: false,
    })
}

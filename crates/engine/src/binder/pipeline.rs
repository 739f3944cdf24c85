//! Binding of objects of the pipeline: four passes, from the object itself and from its properties,
//! each first as it is and then converted.

use std::sync::Arc;

use remora_psobject::{ErrorRecord, Value};

use super::metadata::bit;
use super::{CommandMetadata, Failure, coerce};
use crate::context::ExecutionContext;
use crate::script::{Invocation, ScriptBlock};

/// What a command line left to the pipeline.
#[derive(Debug)]
pub(crate) struct PipelineBinder {
    metadata: Arc<CommandMetadata>,
    /// The sets that the command line left.
    mask: u64,
    /// The parameters that the pipeline may bind.
    open: Vec<usize>,
    /// Script blocks that give their value for each object.
    delayed: Vec<(usize, Value)>,
    /// Mandatory parameters that wait for the pipeline.
    expects: Vec<usize>,
}

/// What an object bound.
#[derive(Debug)]
pub(crate) struct PipelineBinding {
    /// Parameters with their values.
    pub(crate) values: Vec<(usize, Value)>,
    /// The sets that are left.
    pub(crate) mask: u64,
}

impl PipelineBinder {
    pub(crate) fn new(
        metadata: Arc<CommandMetadata>,
        mask: u64,
        values: &[Option<Value>],
        delayed: Vec<(usize, Value)>,
    ) -> Self {
        let is_bound = |index: usize| values.get(index).is_some_and(Option::is_some);
        let open = metadata
            .parameters
            .iter()
            .enumerate()
            .filter(|(index, parameter)| {
                !is_bound(*index)
                    && !delayed.iter().any(|(delayed, _)| delayed == index)
                    && parameter.takes_pipeline(mask)
            })
            .map(|(index, _)| index)
            .collect();
        let expects = metadata
            .parameters
            .iter()
            .enumerate()
            .filter(|(index, parameter)| {
                !is_bound(*index)
                    && !delayed.iter().any(|(delayed, _)| delayed == index)
                    && parameter.in_sets(mask).any(|entry| entry.mandatory)
            })
            .map(|(index, _)| index)
            .collect();
        Self { metadata, mask, open, delayed, expects }
    }

    /// Whether the pipeline can bind anything.
    pub(crate) fn takes_input(&self) -> bool {
        !self.open.is_empty() || !self.delayed.is_empty()
    }

    /// The parameters that the pipeline may bind.
    pub(crate) fn open(&self) -> &[usize] {
        &self.open
    }

    /// Binds an object; `None` where no parameter takes it.
    pub(crate) fn bind(
        &self,
        context: &mut ExecutionContext,
        object: &Value,
    ) -> Result<Option<PipelineBinding>, Failure> {
        let mut binding = PipelineBinding { values: Vec::new(), mask: self.mask };
        // Most commands have one parameter that takes any object as it is.
        let mut bound = vec![false; self.open.len()];
        let mut failure = None;
        'passes: for (by_name, convert) in
            [(false, false), (true, false), (false, true), (true, true)]
        {
            // The default set goes first.
            let default = self.metadata.default_set_index().map_or(0, bit) & binding.mask;
            for mask in [default, binding.mask] {
                if mask == 0 {
                    continue;
                }
                for (place, index) in self.open.iter().enumerate() {
                    if bound.get(place).copied().unwrap_or(true) {
                        continue;
                    }
                    let Some(parameter) = self.metadata.parameters.get(*index) else {
                        continue;
                    };
                    let wanted = parameter
                        .in_sets(mask & binding.mask)
                        .any(|entry| if by_name { entry.by_name } else { entry.pipeline });
                    if !wanted {
                        continue;
                    }
                    let value = if by_name {
                        match self.property(context, object, *index)? {
                            Some(value) => value,
                            None => continue,
                        }
                    } else {
                        object.clone()
                    };
                    match coerce(context, parameter, &value, convert) {
                        Ok(Some(value)) => {
                            binding.values.push((*index, value));
                            binding.mask &= parameter.set_mask();
                            if let Some(flag) = bound.get_mut(place) {
                                *flag = true;
                            }
                        }
                        Ok(None) => {}
                        Err(Failure::Flow(flow)) => return Err(Failure::Flow(flow)),
                        // A property of the right name that does not fit, and a value that is not
                        // valid, end the matter; another parameter may take the rest.
                        Err(Failure::Error(error))
                            if (by_name && is_about_value(&error.record))
                                || is_validation(&error.record) =>
                        {
                            return Err(Failure::Error(error));
                        }
                        Err(error) => {
                            if failure.is_none() {
                                failure = Some(error);
                            }
                        }
                    }
                    if bound.iter().all(|bound| *bound) {
                        break 'passes;
                    }
                }
            }
        }
        let delayed_any = self.delayed(context, object, &mut binding)?;
        if binding.values.is_empty() && !delayed_any {
            // A value that fits by name but is not valid says why; else nothing takes the object.
            if let Some(Failure::Error(error)) = failure
                && is_validation(&error.record)
            {
                return Err(Failure::Error(error));
            }
            return Ok(None);
        }
        self.check(&binding)?;
        Ok(Some(binding))
    }

    fn property(
        &self,
        context: &mut ExecutionContext,
        object: &Value,
        index: usize,
    ) -> Result<Option<Value>, Failure> {
        let Some(parameter) = self.metadata.parameters.get(index) else {
            return Ok(None);
        };
        if let Value::Dictionary(_) = object.base() {
            return Ok(None);
        }
        for name in std::iter::once(&parameter.name).chain(&parameter.aliases) {
            if let Some(value) = context.get_property(object, name)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Runs the script blocks that stand for values.
    fn delayed(
        &self,
        context: &mut ExecutionContext,
        object: &Value,
        binding: &mut PipelineBinding,
    ) -> Result<bool, Failure> {
        for (index, block) in &self.delayed {
            let Some(parameter) = self.metadata.parameters.get(*index) else {
                continue;
            };
            let Some(block) = block.downcast::<ScriptBlock>().cloned() else {
                continue;
            };
            let mut output = Vec::new();
            let invocation = Invocation::in_current_scope().dollar_under(object.clone());
            context.invoke_block(&block, invocation, &mut output)?;
            if output.is_empty() {
                return Err(Failure::argument(
                    "ScriptBlockArgumentNoOutput",
                    format!(
                        "Cannot evaluate parameter '{}' because its argument input did not produce any output.",
                        parameter.name
                    ),
                ));
            }
            let value = crate::context::collapse(output);
            if let Some(value) = coerce(context, parameter, &value, true)? {
                binding.values.push((*index, value));
                binding.mask &= parameter.set_mask();
            }
        }
        Ok(!self.delayed.is_empty())
    }

    /// Whether all that is mandatory in the sets that are left is there.
    fn check(&self, binding: &PipelineBinding) -> Result<(), Failure> {
        let missing: Vec<&str> = self
            .expects
            .iter()
            .filter(|index| !binding.values.iter().any(|(bound, _)| bound == *index))
            .filter_map(|index| self.metadata.parameters.get(*index))
            .filter(|parameter| {
                // Needed in every set that is left.
                let sets = self.metadata.sets.len();
                if sets == 0 {
                    return parameter.in_sets(u64::MAX).any(|entry| entry.mandatory);
                }
                (0..sets)
                    .map(bit)
                    .filter(|set| set & binding.mask != 0)
                    .all(|set| parameter.in_sets(set).any(|entry| entry.mandatory))
            })
            .map(|parameter| parameter.name.as_str())
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Failure::argument(
            "MissingMandatoryParameter",
            format!(
                "Cannot process command because of one or more missing mandatory parameters: {}.",
                missing.join(" ")
            ),
        ))
    }
}

/// Whether a value broke a rule that its parameter has.
fn is_validation(record: &ErrorRecord) -> bool {
    record.fully_qualified_error_id.contains("Validation")
}

/// Whether a value was at fault, by its type or by a rule.
fn is_about_value(record: &ErrorRecord) -> bool {
    is_validation(record) || record.fully_qualified_error_id.contains("Transformation")
}

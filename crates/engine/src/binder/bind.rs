//! Binding of a command line.

use std::sync::Arc;

use remora_psobject::{PsString, TypeId, Value};

use super::arguments::without_program_forms;
use super::metadata::bit;
use super::{
    CommandMetadata, Constraint, Failure, ParameterMetadata, RawArgument, coerce, with_spelling,
};
use crate::command::CommandInfo;
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::session::{Slot, Symbol};

/// The binding of one command line.
pub(crate) struct Binder {
    pub(crate) metadata: Arc<CommandMetadata>,
    arguments: Vec<RawArgument>,
    /// The values that were bound, by parameter.
    pub(crate) values: Vec<Option<Value>>,
    /// Parameters in the order in which they were bound.
    pub(crate) order: Vec<usize>,
    /// Those of them that were bound by position.
    pub(crate) by_position: Vec<usize>,
    /// The sets that are still possible.
    pub(crate) mask: u64,
    /// Script blocks that give their value for each object of the pipeline.
    pub(crate) delayed: Vec<(usize, Value)>,
    /// What no parameter takes, for `$args`.
    pub(crate) rest: Vec<RawArgument>,
    expecting_input: bool,
}

impl Binder {
    /// Starts with all arguments.
    pub(crate) fn new(
        metadata: Arc<CommandMetadata>,
        arguments: Vec<RawArgument>,
        expecting_input: bool,
    ) -> Self {
        let count = metadata.parameters.len();
        Self {
            mask: metadata.all_sets(),
            arguments: without_program_forms(arguments, !metadata.cmdlet_binding),
            metadata,
            values: vec![None; count],
            order: Vec::new(),
            by_position: Vec::new(),
            delayed: Vec::new(),
            rest: Vec::new(),
            expecting_input,
        }
    }

    /// Adds parameters that came to light.
    pub(crate) fn extend(&mut self, parameters: Vec<ParameterMetadata>) {
        let metadata = Arc::make_mut(&mut self.metadata);
        metadata.parameters.extend(parameters);
        self.values.resize(metadata.parameters.len(), None);
    }

    fn is_bound(&self, index: usize) -> bool {
        self.values.get(index).is_some_and(Option::is_some)
            || self.delayed.iter().any(|(delayed, _)| *delayed == index)
    }

    /// The parameter that a name means; `None` where there is none.
    fn find(&self, name: &str) -> Result<Option<usize>, Failure> {
        let parameters = &self.metadata.parameters;
        if let Some(exact) = parameters.iter().position(|parameter| parameter.is_named(name)) {
            return Ok(Some(exact));
        }
        let starts = |known: &PsString| {
            known.len() >= name.len()
                && known.is_char_boundary(name.len())
                && known.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
        };
        let mut found: Vec<usize> = Vec::new();
        let mut spelled: Vec<&PsString> = Vec::new();
        for (index, parameter) in parameters.iter().enumerate() {
            let mut names = std::iter::once(&parameter.name).chain(&parameter.aliases);
            if let Some(name) = names.find(|known| starts(known)) {
                found.push(index);
                spelled.push(name);
            }
        }
        match found.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            several => {
                // A command's own parameter wins over a common one.
                let own: Vec<usize> = several
                    .iter()
                    .copied()
                    .filter(|index| {
                        parameters.get(*index).is_some_and(|parameter| {
                            parameter.source != super::ParameterSource::Common
                        })
                    })
                    .collect();
                if let [only] = own.as_slice() {
                    return Ok(Some(*only));
                }
                let matches: Vec<String> = spelled.iter().map(|name| format!("-{name}")).collect();
                Err(Failure::argument(
                    "AmbiguousParameter",
                    format!(
                        "Parameter cannot be processed because the parameter name '{name}' is ambiguous. Possible matches include: {}.",
                        matches.join(" ")
                    ),
                ))
            }
        }
    }

    /// Binds the named arguments. With `last` an unknown name is an error; before that it waits for
    /// dynamic parameters.
    pub(crate) fn named(
        &mut self,
        context: &mut ExecutionContext,
        last: bool,
    ) -> Result<(), Failure> {
        let mut waiting = Vec::new();
        let written = self.written_out();
        let mut arguments = std::mem::take(&mut self.arguments).into_iter().peekable();
        while let Some(argument) = arguments.next() {
            let RawArgument::Named { name, text, value, splatted, extent, mut value_extent } =
                argument
            else {
                waiting.push(argument);
                continue;
            };
            let Some(index) = self.find(&name).map_err(|failure| failure.at(extent))? else {
                if !self.metadata.cmdlet_binding {
                    // `$args` of a simple function keeps unknown names as they were written.
                    let value_follows = value.is_some();
                    let mut shown = text.clone();
                    if value_follows && !shown.ends_with(':') && !splatted {
                        shown = format!("{shown}:").into();
                    }
                    waiting.push(RawArgument::Named {
                        name,
                        text: shown,
                        value,
                        splatted,
                        extent,
                        value_extent,
                    });
                    continue;
                }
                if last {
                    let message = format!(
                        "A parameter cannot be found that matches parameter name '{name}'."
                    );
                    return Err(Failure::argument("NamedParameterNotFound", message).at(extent));
                }
                let next_is_value =
                    matches!(arguments.peek(), Some(RawArgument::Positional { .. }));
                waiting.push(RawArgument::Named {
                    name,
                    text,
                    value,
                    splatted,
                    extent,
                    value_extent,
                });
                if next_is_value {
                    waiting.extend(arguments.next());
                }
                continue;
            };
            let Some(parameter) = self.metadata.parameters.get(index).cloned() else {
                continue;
            };
            if splatted && written.contains(&index) {
                continue;
            }
            let value = match value {
                Some(value) => value,
                None if parameter.is_switch() => Value::Switch(true),
                None => {
                    match arguments.next_if(|next| matches!(next, RawArgument::Positional { .. })) {
                        Some(RawArgument::Positional { value, word, extent, .. }) => {
                            value_extent = extent;
                            spelled(&parameter, value, word)
                        }
                        _ => {
                            let message = format!(
                                "Missing an argument for parameter '{}'. Specify a parameter of type '{}' and try again.",
                                parameter.name,
                                parameter.type_id.full_name()
                            );
                            return Err(Failure::argument("MissingArgument", message).at(extent));
                        }
                    }
                }
            };
            if self.is_bound(index) {
                if splatted {
                    continue;
                }
                let message = format!(
                    "Cannot bind parameter because parameter '{}' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, \"-parameter value1,value2,value3\".",
                    parameter.name
                );
                return Err(Failure::argument("ParameterAlreadyBound", message).at(extent));
            }
            self.bind_value(context, index, &parameter, &value)
                .map_err(|failure| failure.at(value_extent.or(extent)))?;
        }
        self.arguments = waiting;
        Ok(())
    }

    /// The parameters that the command line itself names: what is splatted gives way to them.
    fn written_out(&self) -> Vec<usize> {
        let is_splatted =
            |argument: &RawArgument| matches!(argument, RawArgument::Named { splatted: true, .. });
        if !self.arguments.iter().any(is_splatted) {
            return Vec::new();
        }
        let names = self.arguments.iter().filter_map(|argument| match argument {
            RawArgument::Named { name, splatted: false, .. } => Some(name),
            _ => None,
        });
        names.filter_map(|name| self.find(name).ok().flatten()).collect()
    }

    fn bind_value(
        &mut self,
        context: &mut ExecutionContext,
        index: usize,
        parameter: &ParameterMetadata,
        value: &Value,
    ) -> Result<(), Failure> {
        if self.is_delayed(parameter, value) {
            self.delayed.push((index, value.clone()));
        } else {
            let value = coerce(context, parameter, value, true)?.unwrap_or_default();
            self.set(index, value);
        }
        self.mask &= parameter.set_mask();
        Ok(())
    }

    fn set(&mut self, index: usize, value: Value) {
        if let Some(slot) = self.values.get_mut(index) {
            *slot = Some(value);
            self.order.push(index);
        }
    }

    /// Whether a script block is to give the value for each object of the pipeline.
    fn is_delayed(&self, parameter: &ParameterMetadata, value: &Value) -> bool {
        value.type_id() == Some(TypeId::SCRIPT_BLOCK)
            && self.expecting_input
            && parameter.takes_pipeline(u64::MAX)
            && !matches!(
                parameter.type_id,
                TypeId::SCRIPT_BLOCK | TypeId::OBJECT | TypeId::PS_OBJECT
            )
            && parameter.type_id.element_type().is_none_or(|element| {
                !matches!(element, TypeId::SCRIPT_BLOCK | TypeId::OBJECT | TypeId::PS_OBJECT)
            })
    }

    /// Binds the positional arguments.
    pub(crate) fn positional(
        &mut self,
        context: &mut ExecutionContext,
        last: bool,
    ) -> Result<(), Failure> {
        let arguments = std::mem::take(&mut self.arguments);
        let mut left: Vec<RawArgument> = Vec::new();
        let mut positions: Vec<i32> = self
            .metadata
            .parameters
            .iter()
            .flat_map(|parameter| parameter.sets.iter().filter_map(|entry| entry.position))
            .collect();
        positions.sort_unstable();
        positions.dedup();
        let mut positions = positions.into_iter();
        let mut arguments = arguments.into_iter().peekable();
        let is_positional =
            |argument: &RawArgument| matches!(argument, RawArgument::Positional { .. });
        while let Some(argument) = arguments.next() {
            let RawArgument::Positional { value, word, extent, .. } = &argument else {
                // What follows the name of an unknown parameter is taken for its value.
                let takes_next = matches!(argument, RawArgument::Named { value: None, .. });
                left.push(argument);
                if takes_next {
                    left.extend(arguments.next_if(is_positional));
                }
                continue;
            };
            let extent = *extent;
            let mut bound = false;
            for position in positions.by_ref() {
                if self
                    .at_position(context, position, value, word)
                    .map_err(|failure| failure.at(extent))?
                {
                    bound = true;
                    break;
                }
            }
            if !bound {
                left.push(argument);
            }
        }
        self.arguments = left;
        self.remaining(context)?;
        if !last {
            return Ok(());
        }
        if self.metadata.cmdlet_binding {
            for argument in &self.arguments {
                if let RawArgument::Positional { value, word, .. } = argument {
                    let text = match word {
                        Some(word) => word.clone(),
                        None => context.text(value),
                    };
                    let message = format!(
                        "A positional parameter cannot be found that accepts argument '{text}'."
                    );
                    return Err(Failure::argument("PositionalParameterNotFound", message));
                }
            }
        }
        self.rest = std::mem::take(&mut self.arguments);
        Ok(())
    }

    /// Tries an argument at a position: the default set first, as it is first.
    fn at_position(
        &mut self,
        context: &mut ExecutionContext,
        position: i32,
        value: &Value,
        word: &Option<PsString>,
    ) -> Result<bool, Failure> {
        let default = self.metadata.default_set_index().map_or(0, bit) & self.mask;
        let candidates = |mask: u64| -> Vec<usize> {
            self.metadata
                .parameters
                .iter()
                .enumerate()
                .filter(|(index, parameter)| {
                    !self.is_bound(*index)
                        && parameter
                            .in_sets(mask)
                            .any(|entry| entry.position == Some(position) && !entry.remaining)
                })
                .map(|(index, _)| index)
                .collect()
        };
        let all = candidates(self.mask);
        if all.is_empty() {
            return Ok(false);
        }
        let preferred = if default == 0 { Vec::new() } else { candidates(default) };
        let mut failure = None;
        for (list, convert) in
            [(&preferred, false), (&all, false), (&preferred, true), (&all, true)]
        {
            for index in list {
                let Some(parameter) = self.metadata.parameters.get(*index).cloned() else {
                    continue;
                };
                let value = spelled(&parameter, value.clone(), word.clone());
                if self.is_delayed(&parameter, &value) {
                    if convert {
                        self.delayed.push((*index, value));
                        self.mask &= parameter.set_mask();
                        return Ok(true);
                    }
                    continue;
                }
                match coerce(context, &parameter, &value, convert) {
                    Ok(Some(value)) => {
                        self.set(*index, value);
                        self.by_position.push(*index);
                        self.mask &= parameter.set_mask();
                        return Ok(true);
                    }
                    Ok(None) => {}
                    Err(Failure::Flow(flow)) => return Err(Failure::Flow(flow)),
                    Err(error) if convert || all.len() == 1 => {
                        if failure.is_none() {
                            failure = Some(error);
                        }
                    }
                    Err(_) => {}
                }
            }
        }
        match failure {
            Some(failure) => Err(failure),
            None => Ok(false),
        }
    }

    /// Gives what is left to the parameter that takes it.
    fn remaining(&mut self, context: &mut ExecutionContext) -> Result<(), Failure> {
        let taker = self
            .metadata
            .parameters
            .iter()
            .position(|parameter| parameter.in_sets(self.mask).any(|entry| entry.remaining));
        let Some(index) = taker.filter(|index| !self.is_bound(*index)) else {
            return Ok(());
        };
        if self.arguments.is_empty() {
            return Ok(());
        }
        let mut items = Vec::new();
        let mut place = None;
        for argument in std::mem::take(&mut self.arguments) {
            match argument {
                RawArgument::Positional { value, extent, .. } => {
                    place = place.or(extent);
                    items.push(value);
                }
                RawArgument::Named { text, value, extent, .. } => {
                    place = place.or(extent);
                    items.push(Value::Str(text));
                    items.extend(value);
                }
                RawArgument::EndOfParameters | RawArgument::Verbatim(_) => {}
            }
        }
        let Some(parameter) = self.metadata.parameters.get(index).cloned() else {
            return Ok(());
        };
        let value = match items.len() {
            1 if matches!(items.first().map(Value::base), Some(Value::Array(_))) => {
                items.into_iter().next().unwrap_or_default()
            }
            _ => remora_psobject::ListObject::new(
                TypeId::GENERIC_LIST.generic_of(&[TypeId::OBJECT]),
                items,
            )
            .into(),
        };
        self.bind_value(context, index, &parameter, &value).map_err(|failure| failure.at(place))
    }

    /// Binds what `$PSDefaultParameterValues` says for parameters that were not given.
    pub(crate) fn defaults(
        &mut self,
        context: &mut ExecutionContext,
        command: &CommandInfo,
    ) -> Result<(), Failure> {
        let table =
            context.session.find_slot(Symbol::DEFAULT_PARAMETER_VALUES).and_then(Slot::value);
        let Some(Value::Dictionary(table)) = table else {
            return Ok(());
        };
        if table.is_empty() || !self.metadata.cmdlet_binding {
            return Ok(());
        }
        if table.get_str("Disabled").is_some_and(|off| context.is_true(&off)) {
            return Ok(());
        }
        for (key, value) in table.entries() {
            let text = context.text(&key);
            let Some((pattern, name)) = text.rsplit_once(':') else {
                continue;
            };
            let pattern = remora_language::wildcard::WildcardPattern::new(pattern.trim(), true)
                .map_err(Flow::from)?;
            if !pattern.is_match(&command.name) {
                continue;
            }
            let name = name.trim();
            let found =
                self.metadata.parameters.iter().position(|parameter| parameter.is_named(name));
            let Some(index) = found.filter(|index| !self.is_bound(*index)) else {
                continue;
            };
            let Some(parameter) = self.metadata.parameters.get(index).cloned() else {
                continue;
            };
            if parameter.set_mask() & self.mask == 0 {
                continue;
            }
            let value = match value.downcast::<crate::script::ScriptBlock>() {
                Some(block) if parameter.type_id != TypeId::SCRIPT_BLOCK => {
                    let block = block.clone();
                    context.evaluate_block(&block, Value::Null)?
                }
                _ => value,
            };
            match coerce(context, &parameter, &value, true) {
                Ok(Some(value)) => {
                    self.set(index, value);
                    self.mask &= parameter.set_mask();
                }
                Ok(None) | Err(Failure::Error(_)) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    fn missing_in(&self, mask: u64) -> Vec<usize> {
        self.metadata
            .parameters
            .iter()
            .enumerate()
            .filter(|(index, parameter)| {
                !self.is_bound(*index) && parameter.in_sets(mask).any(|entry| entry.mandatory)
            })
            .map(|(index, _)| index)
            .collect()
    }

    fn by_pipeline(&self, index: usize, mask: u64) -> bool {
        self.expecting_input
            && self
                .metadata
                .parameters
                .get(index)
                .is_some_and(|parameter| parameter.takes_pipeline(mask))
    }

    /// Chooses a set where several are left, and asks for mandatory parameters. What the pipeline may
    /// still bring is waited for.
    pub(crate) fn finish(&mut self, context: &mut ExecutionContext) -> Result<(), Failure> {
        if self.mask == 0 {
            return Err(Failure::ambiguous_set());
        }
        let sets: Vec<u64> =
            (0..self.metadata.sets.len()).map(bit).filter(|set| set & self.mask != 0).collect();
        if sets.len() > 1 {
            self.choose(&sets)?;
        }
        let mask = self.mask;
        // With several sets left to the pipeline only what all of them need is asked for now.
        let missing: Vec<usize> = self
            .missing_in(mask)
            .into_iter()
            .filter(|index| {
                !self.by_pipeline(*index, mask)
                    && (mask.count_ones() == 1
                        || self.metadata.sets.is_empty()
                        || self.metadata.parameters.get(*index).is_some_and(|parameter| {
                            parameter.sets.iter().any(|entry| entry.set.is_none())
                        }))
            })
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        self.ask(context, &missing)
    }

    fn choose(&mut self, sets: &[u64]) -> Result<(), Failure> {
        let default = self.metadata.default_set_index().map_or(0, bit);
        let satisfied: Vec<u64> =
            sets.iter().copied().filter(|set| self.missing_in(*set).is_empty()).collect();
        if self.expecting_input {
            let waiting: Vec<u64> = sets
                .iter()
                .copied()
                .filter(|set| {
                    let missing = self.missing_in(*set);
                    !missing.is_empty()
                        && missing.iter().all(|index| self.by_pipeline(*index, *set))
                })
                .collect();
            let possible: u64 = waiting.iter().chain(&satisfied).fold(0, |mask, set| mask | set);
            let open = satisfied.iter().any(|set| {
                self.metadata.parameters.iter().enumerate().any(|(index, parameter)| {
                    !self.is_bound(index)
                        && parameter.sets.iter().any(|entry| {
                            entry.set.map(bit) == Some(*set) && (entry.pipeline || entry.by_name)
                        })
                })
            });
            if !waiting.is_empty() || open {
                self.mask = possible;
                return Ok(());
            }
        }
        if default != 0 && default & self.mask != 0 {
            let missing = self.missing_in(default);
            if missing.is_empty() || satisfied.is_empty() {
                self.mask = default;
                return Ok(());
            }
        }
        match satisfied.as_slice() {
            [only] => {
                self.mask = *only;
                Ok(())
            }
            [] => {
                // The set of which most is there already is the one that is meant.
                let best = sets
                    .iter()
                    .copied()
                    .min_by_key(|set| self.missing_in(*set).len())
                    .unwrap_or(self.mask);
                let least = self.missing_in(best).len();
                let rivals =
                    sets.iter().filter(|set| self.missing_in(**set).len() == least).count();
                if rivals > 1 {
                    return Err(Failure::ambiguous_set());
                }
                self.mask = best;
                Ok(())
            }
            several => {
                // Sets that do not differ in what was given: those whose own parameters were bound win.
                let used: Vec<u64> = several
                    .iter()
                    .copied()
                    .filter(|set| {
                        self.order.iter().any(|index| {
                            self.metadata.parameters.get(*index).is_some_and(|parameter| {
                                parameter.sets.iter().any(|entry| entry.set.map(bit) == Some(*set))
                            })
                        })
                    })
                    .collect();
                match used.as_slice() {
                    [only] => {
                        self.mask = *only;
                        Ok(())
                    }
                    _ => Err(Failure::ambiguous_set()),
                }
            }
        }
    }

    /// Asks the user for mandatory parameters.
    fn ask(&mut self, context: &mut ExecutionContext, missing: &[usize]) -> Result<(), Failure> {
        let parameters: Vec<ParameterMetadata> = missing
            .iter()
            .filter_map(|index| self.metadata.parameters.get(*index).cloned())
            .collect();
        let names = || {
            parameters.iter().map(|parameter| parameter.name.as_str()).collect::<Vec<_>>().join(" ")
        };
        let refuse = || {
            Failure::argument(
                "MissingMandatoryParameter",
                format!(
                    "Cannot process command because of one or more missing mandatory parameters: {}.",
                    names()
                ),
            )
        };
        let host = context.host().clone();
        let Some(ui) = host.ui().filter(|_| !context.is_non_interactive()) else {
            return Err(refuse());
        };
        let fields: Vec<remora_psobject::host::FieldDescription> = parameters
            .iter()
            .map(|parameter| remora_psobject::host::FieldDescription {
                name: parameter.name.clone(),
                label: parameter.name.clone(),
                parameter_type_name: parameter.type_id.short_name().into(),
                parameter_type_full_name: parameter.type_id.full_name().into(),
                parameter_assembly_full_name: parameter.type_id.assembly_qualified_name().into(),
                help_message: parameter
                    .in_sets(self.mask)
                    .map(|entry| entry.help_message.clone())
                    .find(|text| !text.is_empty())
                    .unwrap_or_default(),
                is_mandatory: true,
                default_value: Value::Null,
            })
            .collect();
        let command = context.prompting_command();
        let caption = format!("cmdlet {command} at command pipeline position 1");
        let message = "Supply values for the following parameters:";
        let answers = match ui.prompt(&caption, message, &fields) {
            Ok(answers) => answers,
            Err(remora_hosting::HostError::Interrupted) => return Err(Flow::Stopped.into()),
            Err(_) => return Err(refuse()),
        };
        for (index, parameter) in missing.iter().zip(&parameters) {
            let value = answers.get(parameter.name.as_str()).cloned().unwrap_or_default();
            self.bind_value(context, *index, parameter, &value)?;
        }
        Ok(())
    }
}

/// The value of an argument for a parameter: where a text is wanted, a number's own spelling.
fn spelled(parameter: &ParameterMetadata, value: Value, word: Option<PsString>) -> Value {
    let wants_text = matches!(parameter.type_id, TypeId::STRING | TypeId::VERSION)
        || parameter.type_id.element_type() == Some(TypeId::STRING)
        || parameter
            .constraints
            .iter()
            .any(|constraint| matches!(constraint, Constraint::Type(TypeId::STRING)));
    let any_object = parameter.type_id == TypeId::PS_OBJECT
        || parameter.type_id.element_type() == Some(TypeId::PS_OBJECT);
    match word {
        Some(word) if wants_text => Value::Str(word),
        Some(word) if any_object && !value.is_null() => with_spelling(value, word),
        _ => value,
    }
}

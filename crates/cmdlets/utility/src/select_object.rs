//! `Select-Object`

use crate::property_selector::{Expression, KeyKind, Selector, parse};
use remora_engine::prelude::*;
use remora_language::compare::{Case, GroupKey};
use remora_language::wildcard::WildcardPattern;
use remora_psobject::InstanceMember;
use remora_psobject::ObjectKind;
use remora_psobject::PsObject;
use std::collections::HashSet;
use std::collections::VecDeque;
use std::sync::Arc;

/// # Synopsis
/// Selects properties of objects, or some of the objects.
///
/// # Description
/// Properties can be computed. Objects can be picked from the start, the end or by place.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/select-object
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Select",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.SelectObjectCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "DefaultParameter",
    remoting = "None",
    aliases("select")
)]
pub(crate) struct SelectObject {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// Properties, names or script blocks or tables.
    #[parameter(sets("DefaultParameter", "SkipLastParameter"), position = 0)]
    property: Vec<Value>,
    /// Properties to leave out.
    #[parameter(sets("DefaultParameter", "SkipLastParameter"))]
    exclude_property: Vec<PsString>,
    /// Property whose values are written instead of the objects.
    #[parameter(sets("DefaultParameter", "SkipLastParameter"))]
    expand_property: Option<PsString>,
    /// Equal ones only once.
    #[parameter]
    unique: Switch,
    /// Texts that differ in case only are equal.
    #[parameter]
    case_insensitive: Switch,
    /// How many from the end.
    #[parameter(set = "DefaultParameter", validate_range(0, 2147483647))]
    last: Option<i32>,
    /// How many from the start.
    #[parameter(set = "DefaultParameter", validate_range(0, 2147483647))]
    first: Option<i32>,
    /// How many to leave out at the start, or at the end with -Last.
    #[parameter(sets("DefaultParameter", "SkipLastParameter"), validate_range(0, 2147483647))]
    skip: Option<i32>,
    /// How many to leave out at the end.
    #[parameter(set = "SkipLastParameter", validate_range(0, 2147483647))]
    skip_last: Option<i32>,
    /// Reads all input even when no more is needed.
    #[parameter(sets("DefaultParameter", "IndexParameter"))]
    wait: Switch,
    /// Places of the objects, from 0.
    #[parameter(set = "IndexParameter", validate_range(0, 2147483647))]
    index: Vec<i32>,
    /// Places of objects to leave out.
    #[parameter(set = "SkipIndexParameter", validate_range(0, 2147483647))]
    skip_index: Vec<i32>,
    /// What `-Property` asks for, read once.
    selectors: Vec<Selector>,
    /// What `-ExpandProperty` asks for, read once.
    expansion: Option<Selector>,
    excluded: Vec<WildcardPattern>,
    /// Objects that are held back for `-Last` and `-SkipLast`.
    held: VecDeque<Value>,
    /// How many objects came, and how many were passed on.
    counts: (usize, usize),
    /// What was written under `-Unique`, with the keys to tell it by.
    written: Vec<(Vec<(PsString, Value)>, Value)>,
    written_keys: HashSet<GroupKey>,
}

impl SelectObject {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[
        Example {
            title: "Computes a property",
            script: "'one', 'three' | Select-Object @{ n = 'Size'; e = 'Length' } | ForEach-Object Size",
            output: "3\n5",
        },
        Example {
            title: "Picks objects by place",
            script: "1..10 | Select-Object -Skip 2 -First 3",
            output: "3\n4\n5",
        },
    ];
}

impl Cmdlet for SelectObject {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let keys = [KeyKind::Name, KeyKind::Expression];
        if self.property.is_empty()
            && !self.exclude_property.is_empty()
            && self.expand_property.is_none()
        {
            self.property = vec![Value::from("*")];
        }
        self.selectors = parse(&self.property, &keys)?;
        if let Some(name) = &self.expand_property {
            self.expansion = parse(&[Value::Str(name.clone())], &keys)?.into_iter().next();
        }
        for name in &self.exclude_property {
            let pattern = WildcardPattern::new(name, true).map_err(Flow::from)?;
            self.excluded.push(pattern);
        }
        let _ = runtime;
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.first == Some(0) && self.last.is_none() && !*self.wait {
            return Err(runtime.stop_upstream());
        }
        let input = std::mem::take(&mut self.input_object);
        if matches!(input, Value::AutomationNull) {
            return Ok(());
        }
        let place = self.counts.0;
        self.counts.0 += 1;
        if !self.index.is_empty() || !self.skip_index.is_empty() {
            return self.pick_by_index(runtime, input, place);
        }
        let skip = size(self.skip);
        match (self.first, self.last, self.skip_last) {
            (_, None, Some(skip_last)) => {
                if place < skip {
                    return Ok(());
                }
                self.held.push_back(input);
                if self.held.len() > size(Some(skip_last))
                    && let Some(oldest) = self.held.pop_front()
                {
                    self.emit(runtime, oldest)?;
                }
                Ok(())
            }
            (first, Some(last), _) => {
                if let Some(first) = first
                    && self.counts.1 < size(Some(first))
                    && place >= skip
                {
                    return self.emit(runtime, input);
                }
                self.held.push_back(input);
                let keep = size(Some(last)) + if first.is_none() { skip } else { 0 };
                if self.held.len() > keep {
                    self.held.pop_front();
                }
                Ok(())
            }
            (first, None, None) => {
                if place < skip {
                    return Ok(());
                }
                let wanted = first.map_or(usize::MAX, |first| size(Some(first)));
                if self.counts.1 < wanted {
                    self.emit(runtime, input)?;
                }
                if self.counts.1 >= wanted && !*self.wait {
                    self.finish(runtime)?;
                    return Err(runtime.stop_upstream());
                }
                Ok(())
            }
        }
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if let Some(last) = self.last {
            let skip = if self.first.is_none() { size(self.skip) } else { 0 };
            let held = std::mem::take(&mut self.held);
            let taken = held.len().saturating_sub(skip);
            let from = taken.saturating_sub(size(Some(last)));
            for value in held.into_iter().take(taken).skip(from) {
                self.emit(runtime, value)?;
            }
        }
        self.finish(runtime)
    }
}

fn size(number: Option<i32>) -> usize {
    number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
}

impl SelectObject {
    fn pick_by_index(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        input: Value,
        place: usize,
    ) -> CommandResult {
        let holds = |list: &[i32]| list.iter().any(|index| usize::try_from(*index) == Ok(place));
        if !self.skip_index.is_empty() {
            return if holds(&self.skip_index) { Ok(()) } else { self.emit(runtime, input) };
        }
        if holds(&self.index) {
            self.emit(runtime, input)?;
        }
        let largest = self.index.iter().copied().max().unwrap_or(0);
        if usize::try_from(largest).is_ok_and(|largest| place >= largest) && !*self.wait {
            self.finish(runtime)?;
            return Err(runtime.stop_upstream());
        }
        Ok(())
    }

    /// Selects from one object and writes what comes of it.
    fn emit(&mut self, runtime: &mut CommandRuntime<'_>, input: Value) -> CommandResult {
        self.counts.1 += 1;
        if self.selectors.is_empty() && self.expansion.is_none() {
            return if *self.unique {
                self.remember(runtime, input)
            } else {
                runtime.write_object(input)
            };
        }
        if input.is_null() {
            return Ok(());
        }
        let mut properties: Vec<(PsString, Value)> = Vec::new();
        for selector in &self.selectors {
            for selected in selector.resolve(runtime, &input)? {
                let name = selector.name.clone().unwrap_or_else(|| selected.name.clone());
                if self.excluded.iter().any(|pattern| pattern.is_match(&name)) {
                    continue;
                }
                if properties.iter().any(|(known, _)| known.eq_ignore_case(&name)) {
                    // Only a name that was asked for twice is a mistake.
                    if !matches!(selector.expression, Expression::Pattern(..)) {
                        runtime.write_error(existing(
                            &name,
                            &input,
                            "AlreadyExistingUserSpecifiedPropertyNoExpand",
                        ))?;
                    }
                    continue;
                }
                properties.push((name, selected.into_value()));
            }
        }
        match self.expansion.clone() {
            None => {
                let bag = custom_object(properties, &input);
                if *self.unique { self.remember(runtime, bag) } else { runtime.write_object(bag) }
            }
            Some(expansion) => self.expand(runtime, &input, &expansion, &properties),
        }
    }

    fn expand(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        input: &Value,
        expansion: &Selector,
        properties: &[(PsString, Value)],
    ) -> CommandResult {
        let mut results = expansion.resolve(runtime, input)?;
        let name = expansion.expression.text();
        if results.len() > 1 {
            let record = invalid_argument(
                "Multiple properties cannot be expanded.",
                "MutlipleExpandProperties",
                input.clone(),
            );
            return runtime.write_error(record);
        }
        let value = match results.pop().map(|selected| selected.value) {
            Some(Ok(Some(value))) => value,
            Some(Err(cause)) => {
                let record = ErrorRecord::new(
                    Arc::clone(&cause.exception),
                    "PropertyEvaluationExpand",
                    ErrorCategory::InvalidResult,
                    input.clone(),
                );
                return runtime.write_error(record);
            }
            Some(Ok(None)) | None => {
                let message = format!("Property \"{name}\" cannot be found.");
                return runtime.write_error(invalid_argument(
                    message,
                    "ExpandPropertyNotFound",
                    input.clone(),
                ));
            }
        };
        match runtime.enumerate(&value) {
            None if value.is_null() => Ok(()),
            None => self.write_expanded(runtime, value, properties),
            Some(items) => {
                for item in items {
                    self.write_expanded(runtime, item, properties)?;
                }
                Ok(())
            }
        }
    }

    /// Writes an expanded value, with the other properties as members of its own.
    fn write_expanded(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        value: Value,
        properties: &[(PsString, Value)],
    ) -> CommandResult {
        if properties.is_empty() || value.is_null() {
            return if *self.unique {
                self.remember(runtime, value)
            } else {
                runtime.write_object(value)
            };
        }
        let target = crate::members::owner(value);
        for (name, property) in properties {
            if runtime.get_property(&target, name)?.is_some() {
                runtime.write_error(existing(
                    name,
                    &target,
                    "AlreadyExistingUserSpecifiedPropertyExpand",
                ))?;
                continue;
            }
            crate::members::set(&target, InstanceMember::note(name.clone(), property.clone()));
        }
        if *self.unique { self.remember(runtime, target) } else { runtime.write_object(target) }
    }

    /// Under `-Unique`: keeps what is new, to be written at the end.
    fn remember(&mut self, runtime: &mut CommandRuntime<'_>, value: Value) -> CommandResult {
        if value.is_null() {
            if !self.written.iter().any(|(_, known)| known.is_null()) {
                self.written.push((Vec::new(), value));
            }
            return Ok(());
        }
        let sensitive = !*self.case_insensitive;
        if let Some(text) = value.as_string()
            && self.written.len() == self.written_keys.len()
        {
            let case = if sensitive { Case::Sensitive } else { Case::Ignore };
            if self.written_keys.insert(GroupKey::new(Value::Str(text.clone()), case)) {
                self.written.push((Vec::new(), value));
            }
            return Ok(());
        }
        let is_bag = |value: &Value| match value {
            Value::Object(object) => object.kind() == ObjectKind::Custom,
            _ => false,
        };
        // Where no properties are selected, property bags are told apart by nothing.
        let properties: Vec<(PsString, Value)> = match &value {
            bag if is_bag(bag) && !self.selectors.is_empty() => runtime
                .properties(&value)?
                .into_iter()
                .map(|property| (property.name, property.value))
                .collect(),
            _ => Vec::new(),
        };
        for (known, other) in &self.written {
            let same = if properties.is_empty() && known.is_empty() {
                (is_bag(other) && is_bag(&value)) || runtime.equals(other, &value, sensitive)
            } else {
                known.len() == properties.len()
                    && known.iter().zip(&properties).all(|(a, b)| {
                        a.0.eq_ignore_case(&b.0) && runtime.equals(&a.1, &b.1, sensitive)
                    })
            };
            if same {
                return Ok(());
            }
        }
        self.written.push((properties, value));
        Ok(())
    }

    fn finish(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for (_, value) in std::mem::take(&mut self.written) {
            runtime.write_object(value)?;
        }
        Ok(())
    }
}

/// A property bag whose type name tells what was selected from.
fn custom_object(properties: Vec<(PsString, Value)>, input: &Value) -> Value {
    let bag = PsObject::custom(properties);
    let origin = match input {
        Value::Object(object) if object.kind() == ObjectKind::Deserialized => input.type_name(),
        _ => input.type_id().map_or_else(|| input.type_name(), |id| id.full_name().into()),
    };
    bag.set_type_names(vec![
        format!("Selected.{origin}").into(),
        "System.Management.Automation.PSCustomObject".into(),
        "System.Object".into(),
    ]);
    bag.into()
}

fn existing(name: &str, target: &Value, error_id: &str) -> ErrorRecord {
    error(
        TypeId::PS_ARGUMENT_EXCEPTION,
        format!("The property cannot be processed because the property \"{name}\" already exists."),
        error_id,
        ErrorCategory::InvalidOperation,
        target.clone(),
    )
}

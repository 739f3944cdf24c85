//! Properties as arguments name them: names, wildcards, script blocks, and tables of these with
//! further keys such as `Name` or `Descending`.

mod parse;

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_language::wildcard::{WildcardPattern, contains_wildcards};

pub(crate) use parse::{KeyKind, parse};

/// What gives the value.
#[derive(Clone, Debug)]
pub(crate) enum Expression {
    /// The property of this name.
    Name(PsString),
    /// The properties whose names match.
    Pattern(PsString, Arc<WildcardPattern>),
    /// A script block, with the object as `$_`.
    Block(ScriptBlock),
}

impl Expression {
    /// An expression of a name, which may hold wildcards.
    pub(crate) fn of_name(name: &PsString) -> Self {
        if contains_wildcards(name)
            && let Ok(pattern) = WildcardPattern::new(name, true)
        {
            return Self::Pattern(name.clone(), Arc::new(pattern));
        }
        Self::Name(name.clone())
    }

    /// The name that its result has where no other is given.
    pub(crate) fn text(&self) -> PsString {
        match self {
            Self::Name(name) | Self::Pattern(name, _) => name.clone(),
            Self::Block(block) => block.text_inside(),
        }
    }
}

/// A property that an argument asks for.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    /// What gives the value.
    pub(crate) expression: Expression,
    /// The name that the result is to have.
    pub(crate) name: Option<PsString>,
    /// Further keys of the table.
    pub(crate) options: Vec<(&'static str, Value)>,
}

/// What an expression gave for an object.
#[derive(Clone, Debug)]
pub(crate) struct Selected {
    /// The property's own name, or the text of the script block.
    pub(crate) name: PsString,
    /// The value; `None` where the object has no such property.
    pub(crate) value: Result<Option<Value>, Arc<ErrorRecord>>,
}

impl Selected {
    /// The value; null where there is none or it could not be computed.
    pub(crate) fn into_value(self) -> Value {
        self.value.ok().flatten().unwrap_or_default()
    }
}

impl Selector {
    /// A selector without further keys.
    pub(crate) fn of(expression: Expression) -> Self {
        Self { expression, name: None, options: Vec::new() }
    }

    /// The further key of this name.
    pub(crate) fn option(&self, name: &str) -> Option<&Value> {
        self.options.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The one value of a name or script block for an object; `None` for a property that it lacks.
    ///
    /// # Errors
    /// Anything but an error of the expression, which is in the result.
    pub(crate) fn value(
        &self,
        runtime: &mut CommandRuntime<'_>,
        object: &Value,
    ) -> CommandResult<Result<Option<Value>, Arc<ErrorRecord>>> {
        let result = match &self.expression {
            Expression::Block(block) => runtime.evaluate(block, object.clone()).map(Some),
            Expression::Name(name) => runtime.get_property(object, name),
            Expression::Pattern(..) => {
                let first = self.resolve(runtime, object)?.into_iter().next();
                return Ok(first.map_or(Ok(None), |selected| selected.value));
            }
        };
        caught(result)
    }

    /// The values for an object: one for each property that is meant.
    ///
    /// # Errors
    /// Anything but an error of an expression, which is in the result.
    pub(crate) fn resolve(
        &self,
        runtime: &mut CommandRuntime<'_>,
        object: &Value,
    ) -> CommandResult<Vec<Selected>> {
        match &self.expression {
            Expression::Name(name) => {
                if let Some(set) = property_set(runtime, object, name) {
                    return read_all(runtime, object, set);
                }
                let value = caught(runtime.get_property(object, name))?;
                let name = own_spelling(object, name);
                Ok(vec![Selected { name, value }])
            }
            Expression::Block(block) => {
                let value = caught(runtime.evaluate(block, object.clone()).map(Some))?;
                Ok(vec![Selected { name: block.text_inside(), value }])
            }
            Expression::Pattern(_, pattern) => {
                let names = runtime.property_names(object);
                let names = names.into_iter().filter(|name| pattern.is_match(name)).collect();
                read_all(runtime, object, names)
            }
        }
    }
}

fn read_all(
    runtime: &mut CommandRuntime<'_>,
    object: &Value,
    names: Vec<PsString>,
) -> CommandResult<Vec<Selected>> {
    names
        .into_iter()
        .map(|name| {
            let value = caught(runtime.get_property(object, &name))?;
            Ok(Selected { name, value })
        })
        .collect()
}

/// The names in the property set of this name, where the object's type has one.
fn property_set(
    runtime: &mut CommandRuntime<'_>,
    object: &Value,
    name: &str,
) -> Option<Vec<PsString>> {
    use remora_engine::types::TypeMemberKind;
    use remora_psobject::MemberKind;
    if runtime.types().is_empty() {
        return None;
    }
    match &runtime.types().find(object, name)?.kind {
        TypeMemberKind::Plain(MemberKind::PropertySet(names)) => Some(names.clone()),
        _ => None,
    }
}

/// The name of a property as a property bag spells it; as it was asked for elsewhere.
fn own_spelling(object: &Value, name: &PsString) -> PsString {
    match object {
        Value::Object(bag) => bag.member(name).map_or_else(|| name.clone(), |member| member.name),
        _ => name.clone(),
    }
}

/// Takes an error into the result and lets everything else through.
fn caught<T>(result: CommandResult<T>) -> CommandResult<Result<T, Arc<ErrorRecord>>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Flow::Throw(thrown)) => Ok(Err(thrown.record)),
        Err(flow) => Err(flow),
    }
}

/// The record that a failed expression is reported with.
pub(crate) fn expression_error(cause: &Arc<ErrorRecord>, target: &Value) -> ErrorRecord {
    ErrorRecord::new(
        Arc::clone(&cause.exception),
        "ExpressionEvaluation",
        ErrorCategory::InvalidResult,
        target.clone(),
    )
}

//! Groups: objects in a row that share a value.

use std::sync::Arc;

use remora_psobject::{PsString, Value};

use super::ShapeParameters;
use crate::context::FormatContext;
use crate::view::{CustomControl, Expression, GroupBy, View};

/// By what objects are grouped, and the group that is open.
pub(super) struct Grouping {
    rule: GroupBy,
    key: Option<Value>,
    /// The name of the property that gave the key.
    name: PsString,
}

impl Grouping {
    /// The grouping that the command or else the view asks for.
    pub(super) fn new(parameters: &ShapeParameters, view: Option<&View>) -> Option<Self> {
        let rule = match &parameters.group_by {
            Some(parameter) => Some(GroupBy {
                key: parameter.expression.clone(),
                label: parameter.label.clone(),
                control: None,
            }),
            None => view.and_then(|view| view.group_by.clone()),
        };
        rule.map(|rule| Self { rule, key: None, name: PsString::empty() })
    }

    /// Takes the object's key; `true` where it differs from the last.
    pub(super) fn update(&mut self, value: &Value, context: &dyn FormatContext) -> bool {
        let Some(Ok(key)) = self.rule.key.value(value, context) else {
            return false;
        };
        let key = key.or_null();
        if self.key.as_ref().is_some_and(|known| context.same_group(known, &key)) {
            return false;
        }
        self.name = match &self.rule.key {
            Expression::Property(name) => crate::view::resolve(name, value, context)
                .into_iter()
                .next()
                .unwrap_or_else(|| name.clone()),
            other => other.label(context),
        };
        self.key = Some(key);
        true
    }

    pub(super) fn key(&self) -> Option<&Value> {
        self.key.as_ref()
    }

    /// What stands before the key.
    pub(super) fn label(&self) -> &str {
        self.rule.label.as_deref().unwrap_or(&self.name)
    }

    /// What prints the header, instead of label and key.
    pub(super) fn control(&self) -> Option<&Arc<CustomControl>> {
        self.rule.control.as_ref()
    }
}

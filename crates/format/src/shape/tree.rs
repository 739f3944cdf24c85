//! Custom views without a view: the object as a tree of classes.

use remora_psobject::Value;

use super::property::{self, ActiveProperty};
use super::{PropertyParameter, ShapeParameters};
use crate::cells::ELLIPSIS;
use crate::context::FormatContext;
use crate::format_object::{FormatValue, Frame};
use crate::value_text::{self, is_scalar};

/// How deep objects are opened where the command does not say it.
const DEFAULT_DEPTH: usize = 5;

/// Cells by which each level goes in.
const STEP: i32 = 2;

/// What Format-Custom prints of an object that has no view.
pub(super) fn values(
    value: &Value,
    parameters: &ShapeParameters,
    limit: i64,
    context: &dyn FormatContext,
) -> Vec<FormatValue> {
    let max_depth = if parameters.depth == 0 { DEFAULT_DEPTH } else { parameters.depth };
    let tree = Tree { limit, context };
    let mut output = Vec::new();
    if is_scalar(value, context) {
        let mut values = Vec::new();
        tree.leaf(value, &mut values);
        output.push(group(values));
    } else if let Some(items) = context.enumerate(value, None) {
        let mut values = Vec::new();
        tree.collection(&items, Level { depth: 0, max: max_depth }, &mut values);
        output.push(group(values));
    } else {
        let level = Level { depth: 0, max: max_depth };
        tree.object(value, level, &parameters.properties, &mut output);
    }
    output
}

#[derive(Clone, Copy)]
struct Level {
    depth: usize,
    max: usize,
}

impl Level {
    fn next(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    fn is_last(self) -> bool {
        self.depth >= self.max
    }
}

struct Tree<'a> {
    limit: i64,
    context: &'a dyn FormatContext,
}

fn group(values: Vec<FormatValue>) -> FormatValue {
    FormatValue::Group { frame: None, values }
}

fn framed(values: Vec<FormatValue>) -> FormatValue {
    let frame = Frame { left: STEP, ..Frame::default() };
    FormatValue::Group { frame: Some(frame), values }
}

fn line(text: &str, output: &mut Vec<FormatValue>) {
    output.push(FormatValue::Text(text.into()));
    output.push(FormatValue::NewLine);
}

impl Tree<'_> {
    fn leaf(&self, value: &Value, output: &mut Vec<FormatValue>) {
        let text = value_text::display(value, false, self.limit, self.context);
        output.push(FormatValue::Property(text));
        output.push(FormatValue::NewLine);
    }

    fn is_leaf(&self, value: &Value, level: Level) -> bool {
        level.is_last() || value.is_null() || is_scalar(value, self.context)
    }

    fn collection(&self, items: &[Value], level: Level, output: &mut Vec<FormatValue>) {
        line("[", output);
        let mut inner = Vec::new();
        let shown = usize::try_from(self.limit).unwrap_or(usize::MAX);
        for (at, item) in items.iter().enumerate() {
            if at == shown {
                self.leaf(&Value::from(ELLIPSIS.to_string()), &mut inner);
                break;
            }
            if self.is_leaf(item, level) {
                self.leaf(item, &mut inner);
            } else if let Some(items) = self.context.enumerate(item, None) {
                inner.push(FormatValue::NewLine);
                let mut values = Vec::new();
                self.collection(&items, level.next(), &mut values);
                inner.push(framed(values));
            } else {
                self.object(item, level.next(), &[], &mut inner);
            }
        }
        output.push(framed(inner));
        line("]", output);
        output.push(FormatValue::NewLine);
    }

    fn object(
        &self,
        value: &Value,
        level: Level,
        parameters: &[PropertyParameter],
        output: &mut Vec<FormatValue>,
    ) {
        let properties = if parameters.is_empty() {
            property::of_object(value, self.context)
        } else {
            property::expand(parameters, false, value, self.context)
        };
        let mut values = Vec::new();
        let type_names = self.context.type_names(value);
        let class =
            type_names.first().map_or("PSObject", |name| name.rsplit('.').next().unwrap_or(name));
        line(&format!("class {class}"), &mut values);
        line("{", &mut values);
        let mut inner = Vec::new();
        for property in &properties {
            self.property(property, value, level, &mut inner);
        }
        values.push(framed(inner));
        line("}", &mut values);
        output.push(group(values));
    }

    fn property(
        &self,
        property: &ActiveProperty,
        value: &Value,
        level: Level,
        output: &mut Vec<FormatValue>,
    ) {
        output.push(FormatValue::Text(format!("{} = ", property.name).into()));
        let found = match property.expression.value(value, self.context) {
            Some(Ok(found)) => found,
            _ => Value::Null,
        };
        let level = property.depth.map_or(level, |max| Level { max, ..level });
        if !found.is_null()
            && let Some(items) = self.context.enumerate(&found, None)
        {
            output.push(FormatValue::NewLine);
            let mut values = Vec::new();
            self.collection(&items, level.next(), &mut values);
            output.push(framed(values));
        } else if self.is_leaf(&found, level) {
            self.leaf(&found, output);
        } else {
            output.push(FormatValue::NewLine);
            let mut values = Vec::new();
            self.object(&found, level.next(), &[], &mut values);
            output.push(framed(values));
        }
    }
}

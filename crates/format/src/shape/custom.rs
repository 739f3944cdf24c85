//! Custom views that a control describes.

use remora_psobject::{PsString, Value};

use crate::context::FormatContext;
use crate::format_object::{FormatValue, Frame};
use crate::value_text::{self, Directive};
use crate::view::{CustomControl, CustomItem, choose};

/// How deep controls may use each other.
const MAX_DEPTH: usize = 50;

/// What a control prints of an object.
pub(super) fn run(
    control: &CustomControl,
    value: &Value,
    limit: i64,
    depth: usize,
    output: &mut Vec<FormatValue>,
    context: &dyn FormatContext,
) {
    if depth == MAX_DEPTH {
        return;
    }
    let Some(entry) = choose(&control.entries, value, &context.type_names(value), context) else {
        return;
    };
    let values = Run { limit, depth, context }.items(&entry.items, value);
    output.push(FormatValue::Group { frame: None, values });
}

struct Run<'a> {
    limit: i64,
    depth: usize,
    context: &'a dyn FormatContext,
}

impl Run<'_> {
    fn items(&self, items: &[CustomItem], value: &Value) -> Vec<FormatValue> {
        let mut output = Vec::new();
        for item in items {
            match item {
                CustomItem::Text(text) => output.push(FormatValue::Text(text.clone())),
                CustomItem::NewLine(count) => {
                    output.extend((0..*count).map(|_| FormatValue::NewLine));
                }
                CustomItem::Frame { left, right, first_line, items } => {
                    let size = |cells: usize| i32::try_from(cells).unwrap_or(0);
                    let frame =
                        Frame { first_line: *first_line, left: size(*left), right: size(*right) };
                    let values = self.items(items, value);
                    output.push(FormatValue::Group { frame: Some(frame), values });
                }
                CustomItem::Value { .. } => self.value(item, value, &mut output),
            }
        }
        output
    }

    fn value(&self, item: &CustomItem, value: &Value, output: &mut Vec<FormatValue>) {
        let CustomItem::Value { expression, when, format, enumerate, control } = item else {
            return;
        };
        if when.as_ref().is_some_and(|when| !when.holds(value, self.context)) {
            return;
        }
        let found = match expression {
            None => Some(value.clone()),
            Some(expression) => expression.value(value, self.context).and_then(Result::ok),
        };
        let found = found.filter(|found| !found.is_null());
        let items = match (&found, enumerate) {
            (Some(found), true) => self.context.enumerate(found, None),
            _ => None,
        };
        match (control, items) {
            (None, items) => {
                let directive = Directive { format: format.clone(), fixed_decimals: false };
                let text = |value: &Value| {
                    value_text::field(value, &directive, self.limit, self.context).unwrap_or_else(
                        |_| value_text::display(value, false, self.limit, self.context),
                    )
                };
                match items {
                    Some(items) => output.extend(
                        items
                            .iter()
                            .filter(|item| !item.is_null())
                            .map(|item| FormatValue::Property(text(item))),
                    ),
                    None => output.push(FormatValue::Property(
                        found.as_ref().map_or_else(PsString::empty, text),
                    )),
                }
            }
            (Some(control), items) => {
                let single = found.into_iter().collect();
                for item in items.unwrap_or(single).iter().filter(|item| !item.is_null()) {
                    run(control, item, self.limit, self.depth + 1, output, self.context);
                }
            }
        }
    }
}

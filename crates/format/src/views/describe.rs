//! A view in words, to be compared and shown.

use std::fmt::Write as _;

use crate::context::Alignment;
use crate::view::{Control, CustomItem, Expression, View};

/// Name, types, kind, and the columns or lines with label, width and alignment.
pub fn describe(view: &View) -> String {
    let types: Vec<&str> = view.types.iter().map(|name| name.as_str()).collect();
    let kind = view.kind().name().to_ascii_lowercase();
    let mut text = format!("{} {} {kind}", types.join(","), view.name);
    if view.out_of_band {
        text.push_str(" outOfBand");
    }
    match &view.control {
        Control::Table(table) => {
            for (at, column) in table.rows.iter().flat_map(|row| &row.columns).enumerate() {
                let header = table.headers.get(at);
                let label = header.and_then(|header| header.label.as_deref()).unwrap_or_default();
                let width = header.map_or(0, |header| header.width);
                let side = header.map_or(Alignment::Undefined, |header| header.alignment);
                let _ = write!(
                    text,
                    " [{label}:{width}{}{} {} {}]",
                    letter(side),
                    letter(column.alignment),
                    expression(&column.expression),
                    column.format.as_deref().unwrap_or_default()
                );
            }
            if table.rows.iter().any(|row| row.wrap) {
                text.push_str(" wrap");
            }
            if table.auto_size {
                text.push_str(" autoSize");
            }
        }
        Control::List(list) => {
            for entry in &list.entries {
                text.push_str(" {");
                for condition in &entry.conditions {
                    let _ = write!(text, "for {}", condition.type_name.as_deref().unwrap_or("?"));
                }
                for item in &entry.items {
                    let label = item.label.as_deref().unwrap_or_default();
                    let _ = write!(text, " {label}:{}", expression(&item.expression));
                }
                text.push('}');
            }
        }
        Control::Wide(wide) => {
            for entry in &wide.entries {
                let _ = write!(text, " {}", expression(&entry.expression));
            }
        }
        Control::Custom(control) => {
            for entry in &control.entries {
                items(&entry.items, &mut text);
            }
        }
    }
    text
}

fn letter(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Undefined => "",
        Alignment::Left => "L",
        Alignment::Center => "C",
        Alignment::Right => "R",
    }
}

fn expression(expression: &Expression) -> String {
    match expression {
        Expression::Property(name) => name.to_string(),
        Expression::Path(path) => format!("$_.{}", path.join(".")),
        Expression::Script(_) | Expression::Native(_) | Expression::Sequence(_) => "?".to_owned(),
    }
}

fn items(list: &[CustomItem], text: &mut String) {
    for item in list {
        match item {
            CustomItem::Text(words) => {
                let _ = write!(text, " '{words}'");
            }
            CustomItem::NewLine(count) => {
                let _ = write!(text, " newline{count}");
            }
            CustomItem::Frame { left, items: inner, .. } => {
                let _ = write!(text, " frame{left}(");
                items(inner, text);
                text.push(')');
            }
            CustomItem::Value { expression: found, enumerate, control, .. } => {
                let shown = found.as_ref().map_or_else(String::new, expression);
                let _ = write!(text, " {shown}{}", if *enumerate { "*" } else { "" });
                for entry in control.iter().flat_map(|control| &control.entries) {
                    text.push('(');
                    items(&entry.items, text);
                    text.push(')');
                }
            }
        }
    }
}

//! Views to the text of a file.

use std::fmt::Write as _;
use std::sync::Arc;

use remora_psobject::Value;

use crate::context::Alignment;
use crate::view::{
    Condition, Control, CustomControl, CustomItem, Expression, GroupBy, ListControl, TableControl,
    View, WideControl,
};

/// Gives the text of a script block.
pub type ScriptText<'a> = dyn Fn(&Value) -> String + 'a;

/// The file that holds these views. Script blocks other than those that choose an entry are left out
/// unless `scripts` says so.
pub fn write(views: &[Arc<View>], scripts: bool, script_text: &ScriptText<'_>) -> String {
    let mut writer = Writer { text: String::new(), open: Vec::new(), scripts, script_text };
    writer.text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    writer.element("Configuration", |w| {
        w.element("ViewDefinitions", |w| {
            for view in views {
                w.element("View", |w| w.view(view));
            }
        });
    });
    writer.text
}

struct Writer<'a> {
    text: String,
    open: Vec<&'static str>,
    scripts: bool,
    script_text: &'a ScriptText<'a>,
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

impl Writer<'_> {
    fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", self.open.len()));
    }

    fn element(&mut self, name: &'static str, inside: impl FnOnce(&mut Self)) {
        self.line();
        let _ = write!(self.text, "<{name}>");
        let start = self.text.len();
        self.open.push(name);
        inside(self);
        self.open.pop();
        if self.text.len() == start {
            // An element without content is one tag.
            self.text.truncate(start - 1);
            self.text.push_str(" />");
            return;
        }
        self.line();
        let _ = write!(self.text, "</{name}>");
    }

    fn leaf(&mut self, name: &str, text: impl std::fmt::Display) {
        self.line();
        let _ = write!(self.text, "<{name}>{}</{name}>", escaped(&text.to_string()));
    }

    fn mark(&mut self, name: &str, set: bool) {
        if set {
            self.line();
            let _ = write!(self.text, "<{name} />");
        }
    }

    fn optional(&mut self, name: &str, text: Option<&remora_psobject::PsString>) {
        if let Some(text) = text {
            self.leaf(name, text);
        }
    }

    fn alignment(&mut self, alignment: Alignment) {
        let name = match alignment {
            Alignment::Undefined => return,
            Alignment::Left => "Left",
            Alignment::Center => "Center",
            Alignment::Right => "Right",
        };
        self.leaf("Alignment", name);
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::Property(name) => self.leaf("PropertyName", name),
            other => {
                let text = match other {
                    Expression::Script(script) => (self.script_text)(script),
                    Expression::Path(path) => format!("$_.{}", path.join(".")),
                    _ => String::new(),
                };
                let shown = if self.scripts { text } else { ";".to_owned() };
                self.leaf("ScriptBlock", shown);
            }
        }
    }

    fn conditions(&mut self, conditions: &[Condition]) {
        if conditions.is_empty() {
            return;
        }
        self.element("EntrySelectedBy", |w| {
            for condition in conditions {
                match (&condition.type_name, &condition.expression) {
                    (Some(name), None) => w.leaf("TypeName", name),
                    (name, expression) => w.element("SelectionCondition", |w| {
                        w.optional("TypeName", name.as_ref());
                        if let Some(expression) = expression {
                            w.expression(expression);
                        }
                    }),
                }
            }
        });
    }

    fn view(&mut self, view: &View) {
        self.leaf("Name", &view.name);
        self.element("ViewSelectedBy", |w| {
            for name in &view.types {
                w.leaf("TypeName", name);
            }
        });
        self.mark("OutOfBand", view.out_of_band);
        if let Some(group) = &view.group_by {
            self.group_by(group);
        }
        match &view.control {
            Control::Table(table) => self.element("TableControl", |w| w.table(table)),
            Control::List(list) => self.element("ListControl", |w| w.list(list)),
            Control::Wide(wide) => self.element("WideControl", |w| w.wide(wide)),
            Control::Custom(custom) => self.element("CustomControl", |w| w.custom(custom)),
        }
    }

    fn group_by(&mut self, group: &GroupBy) {
        self.element("GroupBy", |w| {
            w.expression(&group.key);
            w.optional("Label", group.label.as_ref());
            if let Some(control) = &group.control {
                w.element("CustomControl", |w| w.custom(control));
            }
        });
    }

    fn table(&mut self, table: &TableControl) {
        self.mark("AutoSize", table.auto_size);
        self.mark("HideTableHeaders", table.hide_headers);
        self.element("TableHeaders", |w| {
            for header in &table.headers {
                w.element("TableColumnHeader", |w| {
                    w.optional("Label", header.label.as_ref());
                    if header.width > 0 {
                        w.leaf("Width", header.width);
                    }
                    w.alignment(header.alignment);
                });
            }
        });
        self.element("TableRowEntries", |w| {
            for row in &table.rows {
                w.element("TableRowEntry", |w| {
                    w.mark("Wrap", row.wrap);
                    w.conditions(&row.conditions);
                    w.element("TableColumnItems", |w| {
                        for column in &row.columns {
                            w.element("TableColumnItem", |w| {
                                w.alignment(column.alignment);
                                w.expression(&column.expression);
                                w.optional("FormatString", column.format.as_ref());
                            });
                        }
                    });
                });
            }
        });
    }

    fn list(&mut self, list: &ListControl) {
        self.element("ListEntries", |w| {
            for entry in &list.entries {
                w.element("ListEntry", |w| {
                    w.conditions(&entry.conditions);
                    w.element("ListItems", |w| {
                        for item in &entry.items {
                            w.element("ListItem", |w| {
                                w.optional("Label", item.label.as_ref());
                                w.expression(&item.expression);
                                w.optional("FormatString", item.format.as_ref());
                                w.when(item.when.as_ref());
                            });
                        }
                    });
                });
            }
        });
    }

    fn when(&mut self, when: Option<&Expression>) {
        if let Some(when) = when {
            self.element("ItemSelectionCondition", |w| w.expression(when));
        }
    }

    fn wide(&mut self, wide: &WideControl) {
        self.mark("AutoSize", wide.auto_size);
        if wide.columns > 0 {
            self.leaf("ColumnNumber", wide.columns);
        }
        self.element("WideEntries", |w| {
            for entry in &wide.entries {
                w.element("WideEntry", |w| {
                    w.conditions(&entry.conditions);
                    w.element("WideItem", |w| {
                        w.expression(&entry.expression);
                        w.optional("FormatString", entry.format.as_ref());
                    });
                });
            }
        });
    }

    fn custom(&mut self, control: &CustomControl) {
        self.element("CustomEntries", |w| {
            for entry in &control.entries {
                w.element("CustomEntry", |w| {
                    w.conditions(&entry.conditions);
                    w.element("CustomItem", |w| w.custom_items(&entry.items));
                });
            }
        });
    }

    fn custom_items(&mut self, items: &[CustomItem]) {
        for item in items {
            match item {
                CustomItem::Text(text) => self.leaf("Text", text),
                CustomItem::NewLine(count) => {
                    for _ in 0..*count {
                        self.mark("NewLine", true);
                    }
                }
                CustomItem::Frame { left, right, first_line, items } => {
                    self.element("Frame", |w| {
                        let sizes = [
                            ("LeftIndent", i64::try_from(*left).unwrap_or(0)),
                            ("RightIndent", i64::try_from(*right).unwrap_or(0)),
                            ("FirstLineIndent", i64::from(*first_line).max(0)),
                            ("FirstLineHanging", -i64::from(*first_line).min(0)),
                        ];
                        for (name, cells) in sizes {
                            if cells > 0 {
                                w.leaf(name, cells);
                            }
                        }
                        w.element("CustomItem", |w| w.custom_items(items));
                    });
                }
                CustomItem::Value { expression, when, format, enumerate, control } => {
                    self.element("ExpressionBinding", |w| {
                        if let Some(expression) = expression {
                            w.expression(expression);
                        }
                        w.optional("FormatString", format.as_ref());
                        w.mark("EnumerateCollection", *enumerate);
                        w.when(when.as_ref());
                        if let Some(control) = control {
                            w.element("CustomControl", |w| w.custom(control));
                        }
                    });
                }
            }
        }
    }
}

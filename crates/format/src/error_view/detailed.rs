//! `DetailedView` and Get-Error: an error record or an exception as a tree of its properties.

use remora_psobject::Value;

use super::Colors;
use crate::cells::{ELLIPSIS, width};
use crate::context::FormatContext;
use crate::value_text::is_scalar;

/// How deep the tree goes.
const MAX_DEPTH: usize = 10;

/// Cells by which each level goes in.
const STEP: usize = 4;

/// What stays of a `TargetSite`.
const TARGET_SITE: [&str; 4] = ["Name", "DeclaringType", "MemberType", "Module"];

/// The tree of an error record or an exception, each line ended.
pub fn detailed(value: &Value, colors: &Colors, context: &dyn FormatContext) -> String {
    let mut output = String::from("\n");
    Tree { context, colors, output: &mut output }.object(value, 0, 1, None);
    output
}

struct Tree<'a> {
    context: &'a dyn FormatContext,
    colors: &'a Colors,
    output: &'a mut String,
}

impl Tree<'_> {
    fn is_a(&self, value: &Value, wanted: &str) -> bool {
        self.context
            .type_names(value)
            .iter()
            .any(|name| crate::view::original_name(name).unwrap_or(name) == wanted)
    }

    fn shown(&self, value: &Value) -> bool {
        match value.base() {
            Value::Null | Value::AutomationNull => false,
            Value::Str(text) => !text.is_empty(),
            _ if is_scalar(value, self.context) => true,
            _ => self.context.enumerate(value, Some(1)).is_none_or(|items| !items.is_empty()),
        }
    }

    fn properties(&self, value: &Value, only: Option<&[&str]>) -> Vec<(String, Value)> {
        let mut found = Vec::new();
        if self.is_a(value, "System.Exception")
            && let Some(name) = self.context.type_names(value).first()
        {
            found.push(("Type".to_owned(), Value::Str(name.clone())));
        }
        for name in self.context.property_names(value) {
            if name == "PSErrorIndex" || only.is_some_and(|only| !only.contains(&name.as_str())) {
                continue;
            }
            if let Some(Ok(value)) = self.context.property(value, &name)
                && self.shown(&value)
            {
                found.push((name.to_string(), value));
            }
        }
        found
    }

    fn object(&mut self, value: &Value, indent: usize, depth: usize, only: Option<&[&str]>) {
        let properties = self.properties(value, only);
        let longest = properties.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
        let margin = " ".repeat(indent);
        for (name, value) in &properties {
            let padding = " ".repeat(longest - width(name));
            let Colors { accent, reset, .. } = self.colors;
            self.output.push_str(&format!("{margin}{accent}{name}{padding} : {reset}"));
            self.value(name, value, indent, indent + longest + 3, depth);
        }
    }

    fn value(&mut self, name: &str, value: &Value, indent: usize, column: usize, depth: usize) {
        let nested = ["System.Exception", "System.Management.Automation.ErrorRecord"]
            .iter()
            .any(|wanted| self.is_a(value, wanted))
            || name == "InvocationInfo";
        if nested {
            self.nested(value, indent, depth, None);
        } else if name == "TargetSite" && value.as_string().is_none() {
            self.nested(value, indent, depth, Some(&TARGET_SITE));
        } else if name == "StackTrace" {
            self.output.push('\n');
            for line in self.context.to_text(value).lines() {
                self.output.push_str(&format!("{line}\n"));
            }
        } else if let Value::Type(id) = value.base() {
            self.output.push_str(&format!("[{}]\n", id.full_name()));
        } else if let Value::Dictionary(dictionary) = value.base() {
            let mut entries: Vec<(String, Value)> = dictionary
                .entries()
                .iter()
                .map(|(key, value)| (self.context.to_text(key).to_string(), value.clone()))
                .collect();
            entries.sort_by(|left, right| left.0.cmp(&right.0));
            self.output.push('\n');
            for (key, value) in entries {
                let text = match key.as_str() {
                    "Authorization" => ELLIPSIS.to_string(),
                    _ => self.context.to_text(&value).to_string(),
                };
                self.output.push_str(&format!("{:1$}{key} : {text}\n", "", indent + STEP));
            }
        } else if let Some(items) = self
            .context
            .enumerate(value, None)
            .filter(|_| name != "Data" && value.as_string().is_none())
        {
            self.items(&items, indent, depth);
        } else {
            let text = self.context.to_text(value);
            let Colors { error, reset, .. } = self.colors;
            match (name, text.find('~')) {
                ("Message", _) => self.text(&format!("{error}{text}{reset}"), column),
                ("PositionMessage", Some(at)) => {
                    let (before, marked) = text.split_at(at);
                    self.text(&format!("{before}{error}{marked}{reset}"), column);
                }
                _ => self.text(&text, column),
            }
        }
    }

    fn nested(&mut self, value: &Value, indent: usize, depth: usize, only: Option<&[&str]>) {
        self.output.push('\n');
        if depth >= MAX_DEPTH {
            self.output.push_str(&format!("{:1$}{ELLIPSIS}\n", "", indent + STEP));
        } else {
            self.object(value, indent + STEP, depth + 1, only);
        }
    }

    fn items(&mut self, items: &[Value], indent: usize, depth: usize) {
        self.output.push('\n');
        for item in items {
            match item.base() {
                Value::Type(id) => {
                    self.output.push_str(&format!(
                        "{:2$}[{}]\n",
                        "",
                        id.full_name(),
                        indent + STEP
                    ));
                }
                _ if is_scalar(item, self.context) => {
                    let text = self.context.to_text(item);
                    self.output.push_str(&format!("{:1$}{text}\n", "", indent + STEP));
                }
                _ if depth >= MAX_DEPTH => {
                    self.output.push_str(&format!("{:1$}{ELLIPSIS}\n", "", indent + STEP));
                }
                _ => self.object(item, indent + STEP, depth + 1, None),
            }
        }
    }

    /// A text whose further lines stand under the first.
    fn text(&mut self, text: &str, column: usize) {
        for (at, line) in text.lines().enumerate() {
            if at == 0 {
                self.output.push_str(line);
            } else {
                self.output.push_str(&format!("\n{:column$}{}", "", line.trim()));
            }
        }
        self.output.push('\n');
    }
}

//! Objects as the XML that `ConvertTo-Xml` writes.

use remora_dotnet::types::system_xml::write::escape_text;
use remora_engine::prelude::*;

/// An element with its attributes and what it holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    /// The element as text, each child on a line of its own.
    pub(crate) fn to_text(&self, level: usize) -> String {
        let indent = "  ".repeat(level);
        let mut out = format!("{indent}<{}", self.name);
        for (name, value) in &self.attributes {
            out += &format!(" {name}=\"{}\"", escape_text(value).replace('"', "&quot;"));
        }
        if self.children.is_empty() && self.text.is_empty() {
            return out + " />";
        }
        out.push('>');
        if self.children.is_empty() {
            out += &escape_text(&self.text);
        } else {
            for child in &self.children {
                out.push('\n');
                out += &child.to_text(level + 1);
            }
            out.push('\n');
            out += &indent;
        }
        out + "</" + self.name + ">"
    }
}

/// The document of all objects.
pub(crate) fn text_of_document(objects: Vec<Element>) -> String {
    let root = Element { name: "Objects", children: objects, ..Element::default() };
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}", root.to_text(0))
}

/// How objects become elements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tree {
    /// How many levels of properties are followed.
    pub(crate) depth: u32,
    /// Whether elements name the types of their values.
    pub(crate) type_names: bool,
}

impl Tree {
    /// The element of an object of the pipeline.
    ///
    /// # Errors
    /// A stop or a control flow that a getter's script started.
    pub(crate) fn object(
        self,
        runtime: &mut CommandRuntime<'_>,
        value: &Value,
    ) -> CommandResult<Element> {
        self.element(runtime, "Object", None, value, self.depth)
    }

    fn element(
        self,
        runtime: &mut CommandRuntime<'_>,
        tag: &'static str,
        name: Option<&PsString>,
        value: &Value,
        depth: u32,
    ) -> CommandResult<Element> {
        runtime.check_stop()?;
        let mut element = Element { name: tag, ..Element::default() };
        element.attributes.extend(name.map(|name| ("Name", name.to_string())));
        if self.type_names && (name.is_some() || !value.is_null()) {
            element.attributes.push(("Type", type_text(value)));
        }
        if value.is_null() || is_text(value) {
            element.text = runtime.text(value).to_string();
            return Ok(element);
        }
        // Containers do not count as levels: what they hold is written with the depth of themselves.
        if let Value::Dictionary(table) = value.base() {
            for (key, item) in table.entries() {
                for (name, value) in [("Key", key), ("Value", item)] {
                    let name = PsString::from(name);
                    let child = self.element(runtime, "Property", Some(&name), &value, depth)?;
                    element.children.push(child);
                }
            }
            return Ok(element);
        }
        if let Some(items) = runtime.enumerate(value) {
            for item in items {
                let child = self.element(runtime, "Property", None, &item, depth)?;
                element.children.push(child);
            }
            return Ok(element);
        }
        if depth == 0 {
            element.text = runtime.text(value).to_string();
            return Ok(element);
        }
        for property in runtime.properties(value)? {
            let name = Some(&property.name);
            let child = self.element(runtime, "Property", name, &property.value, depth - 1)?;
            element.children.push(child);
        }
        if element.children.is_empty() {
            element.text = runtime.text(value).to_string();
        }
        Ok(element)
    }
}

/// Whether a value is written as its text whatever the depth.
fn is_text(value: &Value) -> bool {
    let is_plain = |value: &Value| {
        !matches!(
            value,
            Value::Object(_)
                | Value::Live(_)
                | Value::Array(_)
                | Value::List(_)
                | Value::Dictionary(_)
                | Value::BigInt(_)
                | Value::SemanticVersion(_)
                | Value::DateTimeOffset(_)
                | Value::Type(_)
                | Value::Switch(_)
        )
    };
    match value.base() {
        Value::Live(live) => {
            matches!(live.object_type(), TypeId::SCRIPT_BLOCK | TypeId::XML_DOCUMENT)
        }
        base => is_plain(base),
    }
}

fn type_text(value: &Value) -> String {
    let id = value.base().type_id();
    id.map_or_else(|| "System.Object".to_owned(), remora_language::type_name::net_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_escaped_and_indented() {
        let leaf = Element {
            name: "Property",
            attributes: vec![("Name", "a\"b".to_owned())],
            text: "<&>".to_owned(),
            ..Element::default()
        };
        let object = Element { name: "Object", children: vec![leaf], ..Element::default() };
        assert_eq!(
            object.to_text(1),
            "  <Object>\n    <Property Name=\"a&quot;b\">&lt;&amp;&gt;</Property>\n  </Object>"
        );
        assert_eq!(Element { name: "Object", ..Element::default() }.to_text(0), "<Object />");
    }
}

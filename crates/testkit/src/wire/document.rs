//! CLIXML in a form in which documents that mean the same are the same text.

use std::collections::HashMap;

/// What is made alike besides white space, numbers of objects and lists of type names.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leniency {
    /// Encrypted strings, which differ with the key.
    pub secrets: bool,
}

/// What an enumeration value is written as, in its object.
const NUMBERS: &[&str] = &["I32", "By", "SB", "I16", "U16", "U32", "I64", "U64"];

#[derive(Default)]
struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Node>,
}

impl Node {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The form of a document; the text itself where it is no XML.
pub fn normal_form(text: &str, leniency: Leniency) -> String {
    let mut rest = text.trim();
    let mut out = String::new();
    while !rest.is_empty() {
        match element(rest) {
            Some((node, after)) => {
                let mut names = HashMap::new();
                collect_names(&node, &mut names);
                out.push_str(&render(&node, &names, leniency));
                rest = after.trim_start();
            }
            None => return text.to_owned(),
        }
    }
    out
}

fn element(text: &str) -> Option<(Node, &str)> {
    let rest = text.strip_prefix('<')?;
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let (name, mut rest) = rest.split_at(end);
    let mut node = Node { name: name.to_owned(), ..Node::default() };
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return Some((node, after));
        }
        if let Some(after) = rest.strip_prefix('>') {
            rest = after;
            break;
        }
        let (key, after) = rest.split_once('=')?;
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = after.strip_prefix(quote)?.split_once(quote)?;
        node.attributes.push((key.trim().to_owned(), unescape(value)));
        rest = after;
    }
    loop {
        let at = rest.find('<')?;
        let (text, after) = rest.split_at(at);
        node.text.push_str(&unescape(text));
        rest = after;
        if let Some(after) = rest.strip_prefix("</") {
            let (name, after) = after.split_once('>')?;
            return (name.trim() == node.name).then_some((node, after));
        }
        let (child, after) = element(rest)?;
        node.children.push(child);
        rest = after;
    }
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&apos;", "'").replace("&amp;", "&")
}

fn collect_names(node: &Node, names: &mut HashMap<String, String>) {
    if node.name == "TN"
        && let Some(reference) = node.attribute("RefId")
    {
        names.insert(reference.to_owned(), type_names(node));
    }
    for child in &node.children {
        collect_names(child, names);
    }
}

/// Names that were deserialized once carry a prefix that the originals lack.
fn type_names(node: &Node) -> String {
    let names = node.children.iter().map(|child| child.text.trim_start_matches("Deserialized."));
    format!("[{}]", names.collect::<Vec<_>>().join("|"))
}

fn render(node: &Node, names: &HashMap<String, String>, leniency: Leniency) -> String {
    match node.name.as_str() {
        "TN" => return type_names(node),
        "TNRef" => {
            let reference = node.attribute("RefId").unwrap_or_default();
            return names.get(reference).cloned().unwrap_or_default();
        }
        "SS" if leniency.secrets => {
            return format!("<SS {}>", node.attribute("N").unwrap_or_default());
        }
        _ => {}
    }
    // The text of an enumeration value that came from elsewhere is its own.
    let is_number = node.children.iter().any(|child| NUMBERS.contains(&child.name.as_str()));
    let children = node.children.iter().filter(|child| !is_number || child.name != "ToString");
    let mut children: Vec<String> = children.map(|child| render(child, names, leniency)).collect();
    if node.name == "DCT" {
        children.sort();
    }
    let text = if node.children.is_empty() { node.text.as_str() } else { "" };
    let name = node.attribute("N").unwrap_or_default();
    let element = match node.name.as_str() {
        // Scripts and XML documents arrive as text: nothing that arrives acts.
        "SBK" | "XD" => "S",
        other => other,
    };
    format!("<{element} {name}>{text}{}</>", children.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(left: &str, right: &str) -> bool {
        let leniency = Leniency::default();
        normal_form(left, leniency) == normal_form(right, leniency)
    }

    #[test]
    fn what_means_the_same_is_the_same() {
        assert!(same("<S></S>", "<S />"));
        assert!(same(
            "<Obj RefId=\"0\"><TN RefId=\"1\"><T>A</T></TN><LST><Obj RefId=\"2\"><TNRef RefId=\"1\" /></Obj></LST></Obj>",
            "<Obj RefId=\"5\"><TN RefId=\"0\"><T>Deserialized.A</T></TN><LST><Obj RefId=\"9\"><TN RefId=\"2\"><T>A</T></TN></Obj></LST></Obj>",
        ));
        let entry = |key| format!("<En><S N=\"Key\">{key}</S><I32 N=\"Value\">1</I32></En>");
        let (a, b) = (entry("a"), entry("b"));
        assert!(same(&format!("<DCT>{a}{b}</DCT>"), &format!("<DCT>{b}{a}</DCT>")));
        assert!(!same("<S>a</S>", "<S>b</S>"));
        assert!(!same("<LST><S>a</S><S>b</S></LST>", "<LST><S>b</S><S>a</S></LST>"));
    }
}

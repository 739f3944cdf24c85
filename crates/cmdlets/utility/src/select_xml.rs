//! `Select-Xml`

use crate::record_object::{RecordObject, type_named};
use crate::text_file::Encoding;
use remora_dotnet::types::system_xml::document::{parse_document, select_nodes};
use remora_dotnet::types::system_xml::xpath::Prefixes;
use remora_engine::prelude::*;
use remora_psobject::DictionaryObject;
use std::sync::Arc;

/// # Synopsis
/// Finds nodes in XML with XPath.
///
/// # Description
/// In files, texts or documents.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/select-xml
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Select",
    noun = "Xml",
    class = "Microsoft.PowerShell.Commands.SelectXmlCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Xml",
    remoting = "PowerShell",
    output("Microsoft.PowerShell.Commands.SelectXmlInfo")
)]
pub(crate) struct SelectXml {
    /// Files; wildcards are allowed.
    #[parameter(set = "Path", position = 1, mandatory, by_name, validate_not_null_or_empty)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(
        set = "LiteralPath",
        mandatory,
        by_name,
        aliases("PSPath", "LP"),
        validate_not_null_or_empty
    )]
    literal_path: Vec<PsString>,
    /// Nodes.
    #[parameter(
        set = "Xml",
        position = 1,
        mandatory,
        pipeline,
        by_name,
        type = "System.Xml.XmlNode[]",
        aliases("Node"),
        validate_not_null_or_empty
    )]
    xml: Vec<Value>,
    /// The XML as text.
    #[parameter(set = "Content", mandatory, pipeline, validate_not_null_or_empty)]
    content: Vec<PsString>,
    /// The query.
    #[parameter(position = 0, mandatory, validate_not_null_or_empty)]
    x_path: Option<PsString>,
    /// Prefixes and the name spaces that they stand for.
    #[parameter(validate_not_null_or_empty)]
    namespace: Option<Arc<DictionaryObject>>,
}

impl SelectXml {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[
        Example {
            title: "Finds nodes in a text",
            script: "(Select-Xml -Content '<a><b>1</b><b>2</b></a>' -XPath '//b').Node.InnerText",
            output: "1\n2",
        },
        Example {
            title: "Finds nodes of a name space",
            script: "(Select-Xml -Content '<a xmlns=\"urn:x\"/>' '/n:a' -Namespace @{ n = 'urn:x' }).Node.Name",
            output: "a",
        },
    ];

    fn prefixes(&self, runtime: &mut CommandRuntime<'_>) -> Prefixes {
        let entries = self.namespace.iter().flat_map(|table| table.entries());
        entries
            .map(|(key, value)| (runtime.text(&key).to_string(), runtime.text(&value).to_string()))
            .collect()
    }

    fn select(&self, runtime: &mut CommandRuntime<'_>, node: &Value, path: &str) -> CommandResult {
        let expression = self.x_path.clone().unwrap_or_default();
        let prefixes = self.prefixes(runtime);
        if let Some(unknown) =
            used_prefixes(&expression).into_iter().find(|name| !prefixes.contains_key(name))
        {
            let message = if self.namespace.is_none() {
                "Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined function.".to_owned()
            } else {
                format!("Namespace prefix '{unknown}' is not defined.")
            };
            return Err(
                Exception::new(type_named("System.Xml.XPath.XPathException"), message).into()
            );
        }
        for node in select_nodes(node, &expression, &prefixes)? {
            let shown = runtime.get_property(&node, "OuterXml")?.unwrap_or_default();
            let shown = runtime.text(&shown);
            let text = if path == INPUT { shown } else { format!("{path}:{shown}").into() };
            let found = RecordObject::new(
                "Microsoft.PowerShell.Commands.SelectXmlInfo",
                [
                    ("Node", node),
                    ("Path", Value::from(path)),
                    ("Pattern", Value::Str(expression.clone())),
                ],
            );
            runtime.write_object(Value::live(found.with_text(text)))?;
        }
        Ok(())
    }

    fn select_in_file(&self, runtime: &mut CommandRuntime<'_>, path: &str) -> CommandResult {
        let text = crate::text_file::read(runtime, path, Encoding::default())?;
        match parse_document(&text) {
            Ok(document) => self.select(runtime, &document, path),
            Err(failure) => {
                let message = format!("The file '{path}' cannot be read: {}", failure.message());
                let record = error(
                    TypeId::ARGUMENT_EXCEPTION,
                    message,
                    "ProcessingFile",
                    ErrorCategory::InvalidArgument,
                    path,
                );
                runtime.write_error(record)
            }
        }
    }
}

/// What stands for the path of nodes that come from no file.
const INPUT: &str = "InputStream";

/// The prefixes of an XPath expression; texts in quotes and axes are left out.
fn used_prefixes(expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut name = String::new();
    let mut letters = expression.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' | '"' => {
                letters.by_ref().find(|end| *end == letter);
                name.clear();
            }
            ':' if letters.peek() == Some(&':') => {
                letters.next();
                name.clear();
            }
            ':' if !name.is_empty() => found.push(std::mem::take(&mut name)),
            letter if letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.') => {
                name.push(letter);
            }
            _ => name.clear(),
        }
    }
    found
}

impl Cmdlet for SelectXml {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        match runtime.parameter_set() {
            "Content" => {
                for content in self.content.clone() {
                    match parse_document(&content) {
                        Ok(document) => self.select(runtime, &document, INPUT)?,
                        Err(failure) => {
                            let message = format!(
                                "Cannot convert value \"{content}\" to type \"System.Xml.XmlDocument\". Error: \"{}\"",
                                failure.message()
                            );
                            let record = error(
                                TypeId::PS_INVALID_CAST_EXCEPTION,
                                message,
                                "InvalidCastToXmlDocument",
                                ErrorCategory::InvalidData,
                                content,
                            );
                            runtime.write_error(record)?;
                        }
                    }
                }
            }
            "Xml" => {
                for node in self.xml.clone() {
                    self.select(runtime, &node, INPUT)?;
                }
            }
            set => {
                let literal = set == "LiteralPath";
                let paths = if literal { self.literal_path.clone() } else { self.path.clone() };
                for path in paths {
                    for file in runtime.resolve_paths(&path, literal)? {
                        self.select_in_file(runtime, &file.provider_path)?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_told_from_axes_and_texts() {
        assert_eq!(used_prefixes("//p:a[@q:b='x:y']/child::z"), ["p", "q"]);
        assert!(used_prefixes("/a/descendant::b[. = \"c:d\"]").is_empty());
    }
}

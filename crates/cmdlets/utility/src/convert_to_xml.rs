//! `ConvertTo-Xml`

use crate::xml_text::{Tree, text_of_document};
use remora_engine::prelude::*;

/// # Synopsis
/// Writes objects as XML.
///
/// # Description
/// Each object becomes an element with its type and its properties.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-xml
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Xml",
    class = "Microsoft.PowerShell.Commands.ConvertToXmlCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None",
    output("System.Xml.XmlDocument", "System.String")
)]
pub(crate) struct ConvertToXml {
    /// How many levels of objects are written.
    #[parameter(help_message = "How it is written.", validate_range(1, 2147483647))]
    depth: Option<i32>,
    /// The objects.
    #[parameter(position = 0, mandatory, pipeline, type = "psobject", allow_null)]
    input_object: Value,
    /// Without names of types.
    #[parameter(help_message = "How it is written.")]
    no_type_information: Switch,
    /// Form of the result.
    #[parameter(validate_not_null_or_empty, validate_set("Stream", "String", "Document"))]
    r#as: Option<PsString>,
    elements: Vec<crate::xml_text::Element>,
}

impl ConvertToXml {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[
        Example {
            title: "Writes an object as text",
            script: "[pscustomobject]@{ a = 1 } | ConvertTo-Xml -As String -NoTypeInformation",
            output: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Objects>\n  <Object>\n    <Property Name=\"a\">1</Property>\n  </Object>\n</Objects>",
        },
        Example {
            title: "Makes a document",
            script: "(5 | ConvertTo-Xml).Objects.Object.Type",
            output: "System.Int32",
        },
    ];

    fn tree(&self) -> Tree {
        let depth = self.depth.and_then(|depth| u32::try_from(depth).ok()).unwrap_or(1);
        Tree { depth, type_names: !*self.no_type_information }
    }

    fn is_stream(&self) -> bool {
        self.r#as.as_deref().is_some_and(|form| form.eq_ignore_ascii_case("Stream"))
    }
}

impl Cmdlet for ConvertToXml {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.is_stream() {
            runtime.write_object("<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
            runtime.write_object("<Objects>")?;
        }
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        let element = self.tree().object(runtime, &input)?;
        if self.is_stream() {
            return runtime.write_object(element.to_text(0));
        }
        self.elements.push(element);
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.is_stream() {
            return runtime.write_object("</Objects>");
        }
        let text = text_of_document(std::mem::take(&mut self.elements));
        if self.r#as.as_deref().is_some_and(|form| form.eq_ignore_ascii_case("String")) {
            return runtime.write_object(text);
        }
        let document = remora_dotnet::types::system_xml::document::parse_document(&text)?;
        runtime.write_object(document)
    }
}

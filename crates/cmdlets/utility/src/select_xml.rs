//! `Select-Xml`

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

impl Cmdlet for SelectXml {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Select-Xml").into())
    }
}

//! `ConvertTo-Xml`

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
}

impl Cmdlet for ConvertToXml {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("ConvertTo-Xml").into())
    }
}

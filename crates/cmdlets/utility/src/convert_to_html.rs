//! `ConvertTo-Html`

use remora_engine::prelude::*;
use remora_psobject::DictionaryObject;
use std::sync::Arc;

/// # Synopsis
/// Writes objects as an HTML page.
///
/// # Description
/// The objects become a table, or a list of names and values.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-html
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Html",
    class = "Microsoft.PowerShell.Commands.ConvertToHtmlCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Page",
    remoting = "None",
    output("System.String")
)]
pub struct ConvertToHtml {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// Properties, names or script blocks or tables.
    #[parameter(position = 0)]
    property: Vec<Value>,
    /// Text before the table.
    #[parameter(set = "Page", position = 3)]
    body: Vec<PsString>,
    /// Contents of the head of the page.
    #[parameter(set = "Page", position = 1)]
    head: Vec<PsString>,
    /// Title of the page.
    #[parameter(set = "Page", position = 2, validate_not_null_or_empty)]
    title: Option<PsString>,
    /// Form of the result.
    #[parameter(validate_not_null_or_empty, validate_set("Table", "List"))]
    r#as: Option<PsString>,
    /// Style sheet of the page.
    #[parameter(set = "Page", type = "uri", aliases("cu", "uri"), validate_not_null_or_empty)]
    css_uri: Value,
    /// The table alone, without a page around it.
    #[parameter(set = "Fragment", validate_not_null_or_empty)]
    fragment: Switch,
    /// Text behind the table.
    #[parameter(validate_not_null_or_empty)]
    post_content: Vec<PsString>,
    /// Text before the table.
    #[parameter(validate_not_null_or_empty)]
    pre_content: Vec<PsString>,
    /// Names and contents of meta elements.
    #[parameter(set = "Page", validate_not_null_or_empty)]
    meta: Option<Arc<DictionaryObject>>,
    /// Encoding that the page names.
    #[parameter(set = "Page", validate_not_null_or_empty, validate_pattern(r"^[A-Za-z0-9]\w+\S+[A-Za-z0-9]$"))]
    charset: Option<PsString>,
    /// The page follows the transitional rules.
    #[parameter(set = "Page", validate_not_null_or_empty)]
    transitional: Switch,
}

impl Cmdlet for ConvertToHtml {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("ConvertTo-Html").into())
    }
}

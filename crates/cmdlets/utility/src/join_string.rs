//! `Join-String`

use remora_engine::prelude::*;

/// # Synopsis
/// Joins the texts of objects.
///
/// # Description
/// With a separator, quotes or a format for each.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/join-string
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Join",
    noun = "String",
    class = "Microsoft.PowerShell.Commands.Utility.JoinStringCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "default",
    remoting = "None",
    output("System.String")
)]
pub struct JoinString {
    /// Properties, names or script blocks or tables.
    #[parameter(position = 0, type = "pspropertyexpression", completer = "System.Management.Automation.PropertyNameCompleter")]
    property: Value,
    /// What stands between the texts.
    #[parameter(position = 1, completer = "Microsoft.PowerShell.Commands.Utility.SeparatorArgumentCompleter", allow_empty_string)]
    separator: Option<PsString>,
    /// Text before the result.
    #[parameter(aliases("op"))]
    output_prefix: Option<PsString>,
    /// Text behind the result.
    #[parameter(aliases("os"))]
    output_suffix: Option<PsString>,
    /// Puts single quotes around each text.
    #[parameter(set = "SingleQuote")]
    single_quote: Switch,
    /// Puts double quotes around each text.
    #[parameter(set = "DoubleQuote")]
    double_quote: Switch,
    /// Format of each text, as the format operator takes it.
    #[parameter(set = "Format", completer = "Microsoft.PowerShell.Commands.Utility.FormatStringArgumentCompleter")]
    format_string: Option<PsString>,
    /// The list separator of the culture stands between values.
    #[parameter]
    use_culture: Switch,
    /// The objects.
    #[parameter(pipeline, type = "psobject[]")]
    input_object: Vec<Value>,
}

impl Cmdlet for JoinString {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Join-String").into())
    }
}

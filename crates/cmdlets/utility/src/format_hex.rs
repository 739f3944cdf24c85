//! `Format-Hex`

use remora_engine::prelude::*;

/// # Synopsis
/// Shows bytes as hexadecimal numbers.
///
/// # Description
/// The bytes come from files, texts, numbers or arrays.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/format-hex
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Format",
    noun = "Hex",
    class = "Microsoft.PowerShell.Commands.FormatHex",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    aliases("fhx"),
    output("Microsoft.PowerShell.Commands.ByteCollection")
)]
pub(crate) struct FormatHex {
    /// Files; wildcards are allowed.
    #[parameter(set = "Path", position = 0, mandatory, validate_not_null_or_empty)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(
        set = "LiteralPath",
        mandatory,
        aliases("PSPath", "LP"),
        validate_not_null_or_empty
    )]
    literal_path: Vec<PsString>,
    /// The objects.
    #[parameter(set = "ByInputObject", mandatory, pipeline, type = "psobject")]
    input_object: Value,
    /// Encoding of the text.
    #[parameter(
        set = "ByInputObject",
        type = "System.Text.Encoding",
        transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute",
        attribute = "ArgumentEncodingCompletions",
        validate_not_null_or_empty
    )]
    encoding: Value,
    /// How many.
    #[parameter(validate_range("Positive"))]
    count: Option<i64>,
    /// How many bytes are skipped.
    #[parameter(validate_range("NonNegative"))]
    offset: Option<i64>,
    /// The lines alone.
    #[parameter(set = "ByInputObject", dont_show, obsolete = "Raw parameter is deprecated.")]
    raw: Switch,
}

impl Cmdlet for FormatHex {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Format-Hex").into())
    }
}

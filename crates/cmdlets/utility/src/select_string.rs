//! `Select-String`

use remora_engine::prelude::*;

/// # Synopsis
/// Finds texts in files and objects.
///
/// # Description
/// By regular expression, or by plain text with -SimpleMatch.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/select-string
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Select",
    noun = "String",
    class = "Microsoft.PowerShell.Commands.SelectStringCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "File",
    remoting = "PowerShell",
    aliases("sls"),
    output("System.Boolean", "Microsoft.PowerShell.Commands.MatchInfo", set = "File", set = "Object", set = "LiteralFile"),
    output("System.String", set = "FileRaw", set = "ObjectRaw", set = "LiteralFileRaw")
)]
pub struct SelectString {
    /// Culture of the comparison.
    #[parameter(validate_set("Ordinal", "Invariant", "Current", "<every culture name>"), validate_not_null)]
    culture: Option<PsString>,
    /// The objects.
    #[parameter(sets("Object", "ObjectRaw"), mandatory, pipeline, type = "psobject", allow_null, allow_empty_string)]
    input_object: Value,
    /// What to find.
    #[parameter(position = 0, mandatory)]
    pattern: Vec<PsString>,
    /// Files; wildcards are allowed.
    #[parameter(sets("File", "FileRaw"), position = 1, mandatory, by_name, transformation = "Microsoft.PowerShell.Commands.SelectStringCommand+FileinfoToStringAttribute")]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(sets("LiteralFile", "LiteralFileRaw"), mandatory, by_name, aliases("PSPath", "LP"), transformation = "Microsoft.PowerShell.Commands.SelectStringCommand+FileinfoToStringAttribute")]
    literal_path: Vec<PsString>,
    /// The lines alone.
    #[parameter(sets("FileRaw", "LiteralFileRaw", "ObjectRaw"), mandatory)]
    raw: Switch,
    /// The pattern is plain text.
    #[parameter]
    simple_match: Switch,
    /// Texts that differ in case only are not equal.
    #[parameter]
    case_sensitive: Switch,
    /// Only whether it was found.
    #[parameter(sets("File", "LiteralFile", "Object"))]
    quiet: Switch,
    /// Only the first place of each file.
    #[parameter]
    list: Switch,
    /// Does not highlight what was found.
    #[parameter]
    no_emphasis: Switch,
    /// What is taken; wildcards are allowed.
    #[parameter(validate_not_null_or_empty)]
    include: Vec<PsString>,
    /// What is left out; wildcards are allowed.
    #[parameter(validate_not_null_or_empty)]
    exclude: Vec<PsString>,
    /// What does not match.
    #[parameter]
    not_match: Switch,
    /// All places of a line, not only the first.
    #[parameter]
    all_matches: Switch,
    /// Encoding of the text.
    #[parameter(type = "System.Text.Encoding", transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute", attribute = "ArgumentEncodingCompletions", validate_not_null_or_empty)]
    encoding: Value,
    /// Lines to show before and behind.
    #[parameter(validate_not_null_or_empty, validate_count(1, 2), validate_range(0, 2147483647))]
    context: Vec<i32>,
}

impl Cmdlet for SelectString {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Select-String").into())
    }
}

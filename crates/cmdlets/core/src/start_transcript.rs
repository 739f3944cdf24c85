//! `Start-Transcript`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "Transcript",
    class = "Microsoft.PowerShell.Commands.StartTranscriptCommand",
    module = "Microsoft.PowerShell.Host",
    default_set = "ByPath",
    should_process,
    remoting = "PowerShell",
    output("System.String")
)]
pub(crate) struct StartTranscript {
    /// Path of a file.
    #[parameter(set = "ByPath", position = 0, validate_not_null_or_empty)]
    path: Option<PsString>,
    /// A script file, taken as it is written.
    #[parameter(
        set = "ByLiteralPath",
        position = 0,
        aliases("PSPath", "LP"),
        validate_not_null_or_empty
    )]
    literal_path: Option<PsString>,
    /// Output directory.
    #[parameter(set = "ByOutputDirectory", position = 0, validate_not_null_or_empty)]
    output_directory: Option<PsString>,
    /// Append.
    #[parameter]
    append: Switch,
    /// Does not ask.
    #[parameter]
    force: Switch,
    /// Does not import what would hide known commands.
    #[parameter(aliases("NoOverwrite"))]
    no_clobber: Switch,
    /// Include invocation header.
    #[parameter]
    include_invocation_header: Switch,
    /// Use minimal header.
    #[parameter]
    use_minimal_header: Switch,
}

impl StartTranscript {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for StartTranscript {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Start-Transcript").into())
    }
}

//! `Enter-PSHostProcess`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Enter",
    noun = "PSHostProcess",
    class = "Microsoft.PowerShell.Commands.EnterPSHostProcessCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "ProcessIdParameterSet",
    remoting = "PowerShell"
)]
pub(crate) struct EnterPSHostProcess {
    /// Runs for each object.
    #[parameter(
        set = "ProcessParameterSet",
        position = 0,
        mandatory,
        pipeline,
        type = "System.Diagnostics.Process",
        validate_not_null
    )]
    process: Value,
    /// Numbers in this session.
    #[parameter(
        set = "ProcessIdParameterSet",
        position = 0,
        mandatory,
        validate_range(0, 2147483647)
    )]
    id: Option<i32>,
    /// Friendly names.
    #[parameter(
        set = "ProcessNameParameterSet",
        position = 0,
        mandatory,
        validate_not_null_or_empty
    )]
    name: Option<PsString>,
    /// Host process info.
    #[parameter(
        set = "PSHostProcessInfoParameterSet",
        position = 0,
        mandatory,
        pipeline,
        type = "Microsoft.PowerShell.Commands.PSHostProcessInfo",
        validate_not_null
    )]
    host_process_info: Value,
    /// Custom pipe name.
    #[parameter(set = "PipeNameParameterSet", mandatory)]
    custom_pipe_name: Option<PsString>,
    /// App domain name.
    #[parameter(
        sets(
            "ProcessIdParameterSet",
            "ProcessNameParameterSet",
            "ProcessParameterSet",
            "PSHostProcessInfoParameterSet"
        ),
        position = 1,
        validate_not_null_or_empty
    )]
    app_domain_name: Option<PsString>,
}

impl EnterPSHostProcess {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for EnterPSHostProcess {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Enter-PSHostProcess").into())
    }
}

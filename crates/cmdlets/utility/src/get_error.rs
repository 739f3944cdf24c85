//! `Get-Error`

use remora_engine::prelude::*;
use remora_psobject::PsObject;

/// # Synopsis
/// Shows errors of this session in full.
///
/// # Description
/// The newest one, or those that are given.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-error
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Error",
    class = "Microsoft.PowerShell.Commands.GetErrorCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Newest",
    remoting = "PowerShell",
    aliases("gerr"),
    output(
        "System.Management.Automation.ErrorRecord#PSExtendedError",
        "System.Exception#PSExtendedError"
    )
)]
pub(crate) struct GetError {
    /// The objects.
    #[parameter(
        set = "Error",
        position = 0,
        pipeline,
        type = "psobject",
        validate_not_null_or_empty
    )]
    input_object: Value,
    /// How many of the newest.
    #[parameter(set = "Newest", aliases("Last"), validate_range(1, 2147483647))]
    newest: Option<i32>,
}

impl Cmdlet for GetError {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let given = std::mem::take(&mut self.input_object);
        let errors = if given.is_null() {
            let newest = usize::try_from(self.newest.unwrap_or(1)).unwrap_or(1);
            let known = runtime.context().error_list().to_vec();
            known.into_iter().take(newest).collect()
        } else {
            vec![given]
        };
        for error in errors {
            let copy = crate::members::owner(PsObject::wrapper(error).into());
            crate::members::add_type_name(
                &copy,
                "System.Management.Automation.ErrorRecord#PSExtendedError",
            );
            runtime.write_object(copy)?;
        }
        Ok(())
    }
}

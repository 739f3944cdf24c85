//! `Get-Member`

use remora_engine::prelude::*;

/// # Synopsis
/// Lists members of objects.
///
/// # Description
/// Once for each type among the objects of the pipeline.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-member
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Member",
    class = "Microsoft.PowerShell.Commands.GetMemberCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None",
    aliases("gm"),
    output("Microsoft.PowerShell.Commands.MemberDefinition")
)]
pub struct GetMember {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, validate_not_null_or_empty)]
    name: Vec<PsString>,
    /// Kind of the member.
    #[parameter(type = "System.Management.Automation.PSMemberTypes", aliases("Type"))]
    member_type: Value,
    /// Which kinds of members are listed.
    #[parameter(type = "System.Management.Automation.PSMemberViewTypes")]
    view: Value,
    /// Members of the type itself.
    #[parameter]
    r#static: Switch,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
}

impl Cmdlet for GetMember {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-Member").into())
    }
}

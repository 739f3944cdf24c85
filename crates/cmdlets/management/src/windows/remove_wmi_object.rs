//! `Remove-WmiObject`

use remora_engine::prelude::*;

/// # Synopsis
/// Takes instances of WMI classes away.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/remove-wmiobject
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "WmiObject",
    class = "Microsoft.PowerShell.Commands.RemoveWmiObject",
    module = "Microsoft.PowerShell.Management",
    default_set = "class",
    should_process,
    remoting = "OwnedByCommand",
    aliases("rwmi"),
    output("System.Management.Automation.RemotingJob")
)]
pub(crate) struct RemoveWmiObject {
    /// The objects to work on.
    #[parameter(set = "object", mandatory, pipeline, type = "System.Management.ManagementObject")]
    input_object: Value,
    /// The paths. Wildcards are expanded.
    #[parameter(set = "path", mandatory)]
    path: Option<PsString>,
    /// The class.
    #[parameter(set = "class", position = 0, mandatory)]
    class: Option<PsString>,
    /// Works in the background.
    #[parameter]
    as_job: Switch,
    /// The impersonation level.
    #[parameter(
        sets("class", "list", "path", "query", "WQLQuery"),
        type = "System.Management.ImpersonationLevel"
    )]
    impersonation: Option<EnumValue>,
    /// The authentication level.
    #[parameter(
        sets("class", "list", "path", "query", "WQLQuery"),
        type = "System.Management.AuthenticationLevel"
    )]
    authentication: Option<EnumValue>,
    /// The locale of texts.
    #[parameter(sets("class", "list", "path", "query", "WQLQuery"))]
    locale: Option<PsString>,
    /// Enables all privileges.
    #[parameter(sets("class", "list", "path", "query", "WQLQuery"))]
    enable_all_privileges: Switch,
    /// The authority that authenticates.
    #[parameter(sets("class", "list", "path", "query", "WQLQuery"))]
    authority: Option<PsString>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(
        sets("class", "list", "path", "query", "WQLQuery"),
        type = "pscredential",
        credential
    )]
    credential: Value,
    /// How many connections at most.
    #[parameter]
    throttle_limit: Option<i32>,
    /// The computers to act on.
    #[parameter(
        sets("class", "list", "path", "query", "WQLQuery"),
        aliases("Cn"),
        validate_not_null_or_empty
    )]
    computer_name: Vec<PsString>,
    /// The name space.
    #[parameter(sets("class", "list", "path", "query", "WQLQuery"), aliases("NS"))]
    namespace: Option<PsString>,
}

impl Cmdlet for RemoveWmiObject {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Remove-WmiObject").into())
    }
}

//! `Invoke-WmiMethod`

use remora_engine::prelude::*;

/// # Synopsis
/// Calls methods of WMI classes.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/invoke-wmimethod
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "WmiMethod",
    class = "Microsoft.PowerShell.Commands.InvokeWmiMethod",
    module = "Microsoft.PowerShell.Management",
    default_set = "class",
    should_process,
    remoting = "OwnedByCommand",
    aliases("iwmi")
)]
pub(crate) struct InvokeWmiMethod {
    /// The objects to work on.
    #[parameter(set = "object", mandatory, pipeline, type = "System.Management.ManagementObject")]
    input_object: Value,
    /// The paths. Wildcards are expanded.
    #[parameter(set = "path", mandatory)]
    path: Option<PsString>,
    /// The class.
    #[parameter(set = "class", position = 0, mandatory)]
    class: Option<PsString>,
    /// The names. Wildcards are allowed.
    #[parameter(position = 1, mandatory)]
    name: PsString,
    /// The arguments.
    #[parameter(set = "class", position = 2, aliases("Args"))]
    #[parameter(sets("object", "path"))]
    argument_list: Vec<Value>,
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

impl Cmdlet for InvokeWmiMethod {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Invoke-WmiMethod").into())
    }
}

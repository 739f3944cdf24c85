//! `Get-WmiObject`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets instances of WMI classes.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-wmiobject
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "WmiObject",
    class = "Microsoft.PowerShell.Commands.GetWmiObjectCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "query",
    remoting = "OwnedByCommand",
    aliases("gwmi"),
    output("PSObject"),
    output("System.Management.Automation.RemotingJob")
)]
pub(crate) struct GetWmiObject {
    /// The class.
    #[parameter(set = "list", position = 1, aliases("ClassName"), validate_not_null_or_empty)]
    #[parameter(set = "query", position = 0, mandatory)]
    class: Option<PsString>,
    /// Works on all that is below too.
    #[parameter(set = "list")]
    recurse: Switch,
    /// The names of properties.
    #[parameter(set = "query", position = 1, validate_not_null_or_empty)]
    property: Vec<PsString>,
    /// A pattern in the language of the provider, which it applies itself.
    #[parameter(set = "query")]
    filter: Option<PsString>,
    /// Includes localized parts.
    #[parameter]
    amended: Switch,
    /// Asks the provider directly.
    #[parameter(sets("query", "WQLQuery"))]
    direct_read: Switch,
    /// Gives the names of what there is.
    #[parameter(set = "list")]
    list: Switch,
    /// A query.
    #[parameter(set = "WQLQuery", mandatory)]
    query: Option<PsString>,
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

impl Cmdlet for GetWmiObject {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Get-WmiObject").into())
    }
}

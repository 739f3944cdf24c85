//! `New-WebServiceProxy`

use remora_engine::prelude::*;
use remora_psobject::Uri;

/// # Synopsis
/// Makes an object for a web service.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/new-webserviceproxy
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "WebServiceProxy",
    class = "Microsoft.PowerShell.Commands.NewWebServiceProxy",
    module = "Microsoft.PowerShell.Management",
    default_set = "NoCredentials"
)]
pub(crate) struct NewWebServiceProxy {
    /// The address.
    #[parameter(
        position = 0,
        mandatory,
        aliases("WL", "WSDL", "Path"),
        validate_not_null_or_empty
    )]
    uri: Option<Uri>,
    /// The class.
    #[parameter(position = 1, aliases("FileName", "FN"), validate_not_null_or_empty)]
    class: Option<PsString>,
    /// The name space.
    #[parameter(position = 2, aliases("NS"), validate_not_null_or_empty)]
    namespace: Option<PsString>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(
        set = "Credential",
        type = "pscredential",
        aliases("Cred"),
        validate_not_null_or_empty,
        credential
    )]
    credential: Value,
    /// Uses the account of the session.
    #[parameter(set = "UseDefaultCredential", aliases("UDC"), validate_not_null)]
    use_default_credential: Switch,
}

impl Cmdlet for NewWebServiceProxy {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("New-WebServiceProxy").into())
    }
}

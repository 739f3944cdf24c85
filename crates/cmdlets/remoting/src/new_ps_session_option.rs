//! `New-PSSessionOption`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_psobject::{DictionaryObject, PsCredential};

use crate::session_option::SessionOptionObject;

/// # Synopsis
/// Makes the advanced options of sessions.
///
/// # Description
/// The object says how long things may take, how certificates are checked, how large answers may be and what the far end is
/// told. Give it to -SessionOption of a remoting cmdlet, or keep it in $PSSessionOption for all sessions that follow.
///
/// Times are given in milliseconds.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "PSSessionOption",
    class = "Microsoft.PowerShell.Commands.NewPSSessionOptionCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "None",
    output("System.Management.Automation.Remoting.PSSessionOption")
)]
pub(crate) struct NewPSSessionOption {
    /// How often a redirection to another address is followed, where -AllowRedirection lets it.
    #[parameter]
    maximum_redirection: Option<i32>,
    /// Turns compression off.
    #[parameter]
    no_compression: Switch,
    /// Does not load the user's Windows profile at the far end.
    #[parameter]
    no_machine_profile: Switch,
    /// Culture of numbers and dates in the session.
    #[parameter(type = "cultureinfo", validate_not_null)]
    culture: Value,
    /// Culture of texts in the session.
    #[parameter(type = "cultureinfo", name = "UICulture", validate_not_null)]
    ui_culture: Value,
    /// Most bytes that a command may send back; without it there is no limit.
    #[parameter]
    maximum_received_data_size_per_command: Option<i32>,
    /// Largest object in bytes that is taken.
    #[parameter]
    maximum_received_object_size: Option<i32>,
    /// What happens to output while the session is disconnected.
    #[parameter(type = "System.Management.Automation.Runspaces.OutputBufferingMode")]
    output_buffering_mode: Option<EnumValue>,
    /// How often a connection that failed is tried again.
    #[parameter(validate_range(0, 2_147_483_647))]
    max_connection_retry_count: Option<i32>,
    /// What the far end finds in $PSSenderInfo.ApplicationArguments.
    #[parameter(type = "psprimitivedictionary", validate_not_null)]
    application_arguments: Option<Arc<DictionaryObject>>,
    /// How long connecting may take; 0 for no limit.
    #[parameter(aliases("OpenTimeoutMSec"), validate_range(0, 2_147_483_647))]
    open_timeout: Option<i32>,
    /// How long stopping a command may take; 0 for no limit.
    #[parameter(aliases("CancelTimeoutMSec"), validate_range(0, 2_147_483_647))]
    cancel_timeout: Option<i32>,
    /// How long the session lives without its client; -1 leaves it to the far end.
    #[parameter(aliases("IdleTimeoutMSec"), validate_range(-1, 2_147_483_647))]
    idle_timeout: Option<i32>,
    /// How the proxy server is found.
    #[parameter(
        type = "System.Management.Automation.Remoting.ProxyAccessType",
        validate_not_null_or_empty
    )]
    proxy_access_type: Option<EnumValue>,
    /// How the user is proved to the proxy server.
    #[parameter(type = "System.Management.Automation.Runspaces.AuthenticationMechanism")]
    proxy_authentication: Option<EnumValue>,
    /// The user that the proxy server knows.
    #[parameter(validate_not_null_or_empty, credential)]
    proxy_credential: Option<Arc<PsCredential>>,
    /// Accepts a certificate whose issuer is not trusted.
    #[parameter(name = "SkipCACheck")]
    skip_ca_check: Switch,
    /// Accepts a certificate of another name.
    #[parameter(name = "SkipCNCheck")]
    skip_cn_check: Switch,
    /// Does not ask whether a certificate was revoked.
    #[parameter]
    skip_revocation_check: Switch,
    /// How long a request may take; 0 for no limit.
    #[parameter(aliases("OperationTimeoutMSec"), validate_range(0, 2_147_483_647))]
    operation_timeout: Option<i32>,
    /// Sends messages that are not encrypted.
    #[parameter]
    no_encryption: Switch,
    /// Writes requests in UTF-16.
    #[parameter(name = "UseUTF16")]
    use_utf16: Switch,
    /// Adds the port to the name of the service for Kerberos.
    #[parameter(name = "IncludePortInSPN")]
    include_port_in_spn: Switch,
}

impl NewPSSessionOption {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "A session may take ten seconds to open",
        script: "(New-PSSessionOption -OpenTimeout 10000).OpenTimeout.TotalSeconds",
        output: "10",
    }];
}

impl Cmdlet for NewPSSessionOption {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let option = SessionOptionObject::default();
        let redirection = self.maximum_redirection.unwrap_or(5);
        option.set("MaximumConnectionRedirectionCount", redirection.into());
        for (name, flag) in [
            ("NoCompression", self.no_compression),
            ("NoMachineProfile", self.no_machine_profile),
            ("SkipCACheck", self.skip_ca_check),
            ("SkipCNCheck", self.skip_cn_check),
            ("SkipRevocationCheck", self.skip_revocation_check),
            ("NoEncryption", self.no_encryption),
            ("UseUTF16", self.use_utf16),
            ("IncludePortInSPN", self.include_port_in_spn),
        ] {
            option.set(name, Value::Bool(*flag));
        }
        for (name, milliseconds) in [
            ("OpenTimeout", self.open_timeout),
            ("CancelTimeout", self.cancel_timeout),
            ("IdleTimeout", self.idle_timeout),
            ("OperationTimeout", self.operation_timeout),
        ] {
            if let Some(milliseconds) = milliseconds {
                option.set_time(name, milliseconds);
            }
        }
        for (name, number) in [
            ("MaximumReceivedDataSizePerCommand", self.maximum_received_data_size_per_command),
            ("MaximumReceivedObjectSize", self.maximum_received_object_size),
            ("MaxConnectionRetryCount", self.max_connection_retry_count),
        ] {
            if let Some(number) = number {
                option.set(name, number.into());
            }
        }
        for (name, choice) in [
            ("OutputBufferingMode", self.output_buffering_mode),
            ("ProxyAccessType", self.proxy_access_type),
            ("ProxyAuthentication", self.proxy_authentication),
        ] {
            if let Some(choice) = choice {
                option.set_choice(name, choice.0);
            }
        }
        option.set("Culture", self.culture.clone());
        option.set("UICulture", self.ui_culture.clone());
        if let Some(arguments) = &self.application_arguments {
            option.set("ApplicationArguments", Value::Dictionary(Arc::clone(arguments)));
        }
        if let Some(credential) = &self.proxy_credential {
            option.set("ProxyCredential", Value::live_arc(Arc::clone(credential)));
        }
        runtime.write_object(Value::live(option))
    }
}

//! `Invoke-WebRequest`

use crate::web::{Options, exchange, response_object, save};
use remora_engine::prelude::*;
use remora_psobject::PsCredential;
use remora_psobject::SecureString;
use remora_psobject::Version;
use std::sync::Arc;

/// # Synopsis
/// Sends a request to a web server.
///
/// # Description
/// The answer comes with status, headers and content.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "WebRequest",
    class = "Microsoft.PowerShell.Commands.InvokeWebRequestCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "StandardMethod",
    remoting = "PowerShell",
    aliases("iwr"),
    output("Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject")
)]
pub(crate) struct InvokeWebRequest {
    /// Has no effect.
    #[parameter(dont_show)]
    use_basic_parsing: Switch,
    /// Address.
    #[parameter(position = 0, mandatory, type = "uri", validate_not_null_or_empty)]
    uri: Value,
    /// Version of the protocol.
    #[parameter(
        transformation = "System.Management.Automation.ArgumentToVersionTransformationAttribute",
        attribute = "HttpVersionCompletions"
    )]
    http_version: Option<Version>,
    /// Session with cookies and settings.
    #[parameter(type = "Microsoft.PowerShell.Commands.WebRequestSession")]
    web_session: Value,
    /// Variable that gets the session.
    #[parameter(aliases("SV"))]
    session_variable: Option<PsString>,
    /// Sends credentials without TLS.
    #[parameter]
    allow_unencrypted_authentication: Switch,
    /// How the user is proved.
    #[parameter(type = "Microsoft.PowerShell.Commands.WebAuthenticationType")]
    authentication: Value,
    /// The user.
    #[parameter(credential)]
    credential: Option<Arc<PsCredential>>,
    /// The current user.
    #[parameter]
    use_default_credentials: Switch,
    /// Thumbprint of the certificate that proves the client.
    #[parameter(validate_not_null_or_empty)]
    certificate_thumbprint: Option<PsString>,
    /// Certificate that proves the client.
    #[parameter(type = "X509Certificate", validate_not_null)]
    certificate: Value,
    /// Accepts any certificate.
    #[parameter]
    skip_certificate_check: Switch,
    /// Versions of TLS.
    #[parameter(type = "Microsoft.PowerShell.Commands.WebSslProtocol")]
    ssl_protocol: Value,
    /// Token for the service.
    #[parameter]
    token: Option<Arc<SecureString>>,
    /// Name of the program in the request.
    #[parameter]
    user_agent: Option<PsString>,
    /// Closes the connection after the request.
    #[parameter]
    disable_keep_alive: Switch,
    /// Seconds that connecting may take.
    #[parameter(aliases("TimeoutSec"), validate_range(0, 2147483647))]
    connection_timeout_seconds: Option<i32>,
    /// Seconds that may pass between parts of the answer.
    #[parameter(validate_range(0, 2147483647))]
    operation_timeout_seconds: Option<i32>,
    /// Headers of the request.
    #[parameter(type = "System.Collections.IDictionary")]
    headers: Value,
    /// Sends headers as they are written.
    #[parameter]
    skip_header_validation: Switch,
    /// Follows redirections from HTTPS to HTTP.
    #[parameter]
    allow_insecure_redirect: Switch,
    /// How many redirections are followed.
    #[parameter(validate_range(0, 2147483647))]
    maximum_redirection: Option<i32>,
    /// How often a request is sent again.
    #[parameter(validate_range(0, 2147483647))]
    maximum_retry_count: Option<i32>,
    /// Keeps the credentials through redirections.
    #[parameter]
    preserve_authorization_on_redirect: Switch,
    /// Seconds between tries.
    #[parameter(validate_range(1, 2147483647))]
    retry_interval_sec: Option<i32>,
    /// Method of the request.
    #[parameter(
        sets("StandardMethod", "StandardMethodNoProxy"),
        type = "Microsoft.PowerShell.Commands.WebRequestMethod"
    )]
    method: Value,
    /// Method of the request, freely.
    #[parameter(
        sets("CustomMethod", "CustomMethodNoProxy"),
        mandatory,
        aliases("CM"),
        validate_not_null_or_empty
    )]
    custom_method: Option<PsString>,
    /// Keeps the method through redirections.
    #[parameter]
    preserve_http_method_on_redirect: Switch,
    /// Socket file.
    #[parameter(type = "System.Net.Sockets.UnixDomainSocketEndPoint", validate_not_null_or_empty)]
    unix_socket: Value,
    /// Goes past the proxy.
    #[parameter(sets("CustomMethodNoProxy", "StandardMethodNoProxy"), mandatory)]
    no_proxy: Switch,
    /// The proxy.
    #[parameter(sets("CustomMethod", "StandardMethod"), type = "uri")]
    proxy: Value,
    /// The user for the proxy.
    #[parameter(sets("CustomMethod", "StandardMethod"), credential)]
    proxy_credential: Option<Arc<PsCredential>>,
    /// The current user for the proxy.
    #[parameter(sets("CustomMethod", "StandardMethod"))]
    proxy_use_default_credentials: Switch,
    /// What is sent.
    #[parameter(pipeline)]
    body: Value,
    /// Fields of a form to send.
    #[parameter(type = "System.Collections.IDictionary")]
    form: Value,
    /// Type of what is sent.
    #[parameter]
    content_type: Option<PsString>,
    /// How the content is sent.
    #[parameter(validate_set("chunked", "compress", "deflate", "gzip", "identity"))]
    transfer_encoding: Option<PsString>,
    /// File with what is sent.
    #[parameter(validate_not_null_or_empty)]
    in_file: Option<PsString>,
    /// File for the answer.
    #[parameter(validate_not_null_or_empty)]
    out_file: Option<PsString>,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Goes on with a file that is there in part.
    #[parameter]
    resume: Switch,
    /// An error status is no error.
    #[parameter]
    skip_http_error_check: Switch,
}

impl InvokeWebRequest {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Reads a page",
        script: "(Invoke-WebRequest https://example.org).StatusCode",
        output: "*",
    }];
}

impl Cmdlet for InvokeWebRequest {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let options = Options::read(runtime)?;
        let body = std::mem::take(&mut self.body);
        let (response, address) = exchange(runtime, &options, &body)?;
        if let Some(name) = self.session_variable.clone() {
            runtime.set_variable(&name, Value::live_arc(options.session.clone()))?;
        }
        if !response.is_success() && !*self.skip_http_error_check {
            return Err(response.failure(&address).into());
        }
        save(runtime, &options, &response, &address)?;
        if options.out_file.is_none() || *self.pass_thru {
            return runtime.write_object(response_object(&response, &address));
        }
        Ok(())
    }
}

//! `Send-MailMessage`

use remora_engine::prelude::*;
use remora_psobject::PsCredential;
use std::sync::Arc;

/// # Synopsis
/// Sends a mail.
///
/// # Description
/// Through an SMTP server.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/send-mailmessage
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Send",
    noun = "MailMessage",
    class = "Microsoft.PowerShell.Commands.SendMailMessage",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell"
)]
pub(crate) struct SendMailMessage {
    /// Files to send along.
    #[parameter(pipeline, by_name, aliases("PsPath"), validate_not_null_or_empty)]
    attachments: Vec<PsString>,
    /// Addresses that others do not see.
    #[parameter(by_name, validate_not_null_or_empty)]
    bcc: Vec<PsString>,
    /// The text of the mail.
    #[parameter(position = 2, by_name, validate_not_null_or_empty)]
    body: Option<PsString>,
    /// The text is HTML.
    #[parameter(by_name, aliases("BAH"))]
    body_as_html: Switch,
    /// Encoding of the text.
    #[parameter(
        by_name,
        type = "System.Text.Encoding",
        aliases("BE"),
        validate_not_null_or_empty,
        attribute = "ArgumentEncodingCompletions",
        transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute"
    )]
    encoding: Value,
    /// Addresses for a copy.
    #[parameter(by_name, validate_not_null_or_empty)]
    cc: Vec<PsString>,
    /// When the sender is told.
    #[parameter(
        by_name,
        type = "System.Net.Mail.DeliveryNotificationOptions",
        aliases("DNO"),
        validate_not_null_or_empty
    )]
    delivery_notification_option: Value,
    /// Address of the sender.
    #[parameter(mandatory, by_name, validate_not_null_or_empty)]
    from: Option<PsString>,
    /// The server.
    #[parameter(position = 3, by_name, aliases("ComputerName"), validate_not_null_or_empty)]
    smtp_server: Option<PsString>,
    /// How urgent it is.
    #[parameter(by_name, type = "System.Net.Mail.MailPriority", validate_not_null_or_empty)]
    priority: Value,
    /// Address for answers.
    #[parameter(by_name)]
    reply_to: Vec<PsString>,
    /// Subject of the mail.
    #[parameter(position = 1, by_name, aliases("sub"))]
    subject: Option<PsString>,
    /// Addresses.
    #[parameter(position = 0, mandatory, by_name, validate_not_null_or_empty)]
    to: Vec<PsString>,
    /// The user.
    #[parameter(by_name, credential, validate_not_null_or_empty)]
    credential: Option<Arc<PsCredential>>,
    /// Connects with TLS.
    #[parameter(by_name)]
    use_ssl: Switch,
    /// TCP port.
    #[parameter(by_name, validate_range(0, 2147483647))]
    port: Option<i32>,
}

impl Cmdlet for SendMailMessage {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Send-MailMessage").into())
    }
}

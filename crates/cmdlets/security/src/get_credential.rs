//! `Get-Credential`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_hosting::{HostError, HostMethod};
use remora_psobject::PsCredential;

/// # Synopsis
/// Asks for a user's name and password.
///
/// # Description
/// The password is kept as a secure string.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Credential",
    class = "Microsoft.PowerShell.Commands.GetCredentialCommand",
    module = "Microsoft.PowerShell.Security",
    default_set = "CredentialSet",
    remoting = "PowerShell",
    output("System.Management.Automation.PSCredential", set = "CredentialSet", set = "MessageSet")
)]
pub(crate) struct GetCredential {
    /// The credential.
    #[parameter(set = "CredentialSet", position = 0, validate_not_null, credential)]
    credential: Option<Arc<PsCredential>>,
    /// What the user is told.
    #[parameter(set = "MessageSet", validate_not_null_or_empty)]
    message: Option<PsString>,
    /// Name that is shown.
    #[parameter(set = "MessageSet", position = 0, validate_not_null_or_empty)]
    user_name: Option<PsString>,
    /// Title of the question.
    #[parameter(set = "MessageSet", validate_not_null_or_empty)]
    title: Option<PsString>,
}

impl GetCredential {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for GetCredential {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if let Some(credential) = &self.credential {
            return runtime.write_object(Value::live_arc(Arc::clone(credential)));
        }
        let caption = self.title.clone().unwrap_or_else(|| "PowerShell credential request".into());
        let message = self.message.clone().unwrap_or_else(|| "Enter your credentials.".into());
        let user = self.user_name.clone().unwrap_or_default();
        let host = Arc::clone(runtime.host());
        let answer = host
            .ui()
            .ok_or(HostError::NotImplemented(HostMethod::PromptForCredential2))
            .and_then(|ui| ui.prompt_for_credential(&caption, &message, &user, ""));
        match answer {
            Ok(Some(credential)) => runtime.write_object(Value::live(credential)),
            Ok(None) => Ok(()),
            Err(failure) => Err(runtime.context().host_failure(failure)),
        }
    }
}

//! `ConvertFrom-SecureString`

use remora_engine::prelude::*;
use remora_psobject::SecureString;

/// # Synopsis
/// Makes a text of a secure string.
///
/// # Description
/// The text is encrypted unless -AsPlainText is given.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "SecureString",
    class = "Microsoft.PowerShell.Commands.ConvertFromSecureStringCommand",
    module = "Microsoft.PowerShell.Security",
    default_set = "Secure",
    remoting = "PowerShell",
    output("System.String")
)]
pub(crate) struct ConvertFromSecureString {
    /// The secret.
    #[parameter(position = 0, mandatory, pipeline, type = "securestring")]
    secure_string: Value,
    /// Takes or gives the text in the clear.
    #[parameter(set = "AsPlainText")]
    as_plain_text: Switch,
    /// Key as a secret.
    #[parameter(set = "Secure", position = 1, type = "securestring")]
    secure_key: Value,
    /// Key as bytes.
    #[parameter(set = "Open", type = "byte[]")]
    key: Vec<Value>,
}

impl ConvertFromSecureString {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Shows a secret",
        script: "ConvertTo-SecureString 'abc' -AsPlainText -Force | ConvertFrom-SecureString -AsPlainText",
        output: "abc",
    }];
}

impl Cmdlet for ConvertFromSecureString {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let Some(secret) = self.secure_string.downcast::<SecureString>() else { return Ok(()) };
        if !self.key.is_empty() || !self.secure_key.is_null() {
            return Err(runtime.throw(not_supported(
                "A key for secure strings is not supported yet.",
                Value::Null,
            )));
        }
        let text = if *self.as_plain_text {
            secret.reveal_string()
        } else {
            secret.reveal(crate::secure_text::encode)
        };
        runtime.write_object(text)
    }
}

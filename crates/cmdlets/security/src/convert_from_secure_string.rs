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
        if *self.as_plain_text {
            return runtime.write_object(secret.reveal_string());
        }
        let key = match crate::keyed_text::Key::of(&self.secure_key, &self.key) {
            Ok(key) => key,
            Err(crate::keyed_text::BadKey) => {
                let message = crate::keyed_text::BadKey::MESSAGE;
                return Err(runtime.throw(invalid_argument(message, "Argument", Value::Null)));
            }
        };
        let text = match key {
            None => secret.reveal(crate::secure_text::encode),
            Some(key) => {
                let mut vector = [0; 16];
                runtime.system().random_bytes(&mut vector);
                secret.reveal(|units| crate::keyed_text::encrypt(units, &key, &vector))
            }
        };
        runtime.write_object(text)
    }
}

//! `ConvertTo-SecureString`

use remora_engine::prelude::*;
use remora_psobject::SecureString;

/// # Synopsis
/// Makes a secure string.
///
/// # Description
/// The text is in the clear with -AsPlainText, else the encrypted form that ConvertFrom-SecureString gives.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "SecureString",
    class = "Microsoft.PowerShell.Commands.ConvertToSecureStringCommand",
    module = "Microsoft.PowerShell.Security",
    default_set = "Secure",
    remoting = "PowerShell",
    output("System.Security.SecureString")
)]
pub(crate) struct ConvertToSecureString {
    /// The text.
    #[parameter(position = 0, mandatory, pipeline)]
    string: Option<PsString>,
    /// Takes or gives the text in the clear.
    #[parameter(set = "PlainText", position = 1)]
    as_plain_text: Switch,
    /// Does not ask.
    #[parameter(set = "PlainText", position = 2)]
    force: Switch,
    /// Key as a secret.
    #[parameter(set = "Secure", position = 1, type = "securestring")]
    secure_key: Value,
    /// Key as bytes.
    #[parameter(set = "Open", type = "byte[]")]
    key: Vec<Value>,
}

impl ConvertToSecureString {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Makes a secret of a text",
        script: "(ConvertTo-SecureString 'abc' -AsPlainText -Force).Length",
        output: "3",
    }];
}

impl Cmdlet for ConvertToSecureString {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let text = self.string.clone().unwrap_or_default();
        if *self.as_plain_text {
            return runtime.write_object(Value::live(SecureString::new(&text)));
        }
        let key = crate::keyed_text::Key::of(&self.secure_key, &self.key);
        let units = match key {
            Ok(None) => crate::secure_text::decode(&text)?,
            Ok(Some(key)) => match crate::keyed_text::decrypt(&text, &key) {
                Ok(units) => units,
                Err(crate::keyed_text::Failure::WrongKey) => {
                    return Err(runtime.throw(error(
                        crate::keyed_text::cryptographic_exception(),
                        "Padding is invalid and cannot be removed.",
                        "ImportSecureString_InvalidArgument_CryptographicError",
                        ErrorCategory::InvalidArgument,
                        Value::Null,
                    )));
                }
                Err(crate::keyed_text::Failure::NoCipherText) => {
                    return Err(runtime.throw(refused(
                        "Cannot process argument because the value of argument \"input\" is not valid. Change the value of the \"input\" argument and run the operation again.",
                    )));
                }
            },
            Err(crate::keyed_text::BadKey) => {
                return Err(runtime.throw(refused(crate::keyed_text::BadKey::MESSAGE)));
            }
        };
        runtime.write_object(Value::live(SecureString::from_units(units)))
    }
}

fn refused(message: &str) -> ErrorRecord {
    invalid_argument(message, "ImportSecureString_InvalidArgument", Value::Null)
}

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
        // Outside of Windows the default form is the text's UTF-16 units in hexadecimal digits.
        if !self.key.is_empty() || !self.secure_key.is_null() {
            return Err(runtime.throw(not_supported(
                "A key for secure strings is not supported yet.",
                Value::Null,
            )));
        }
        match crate::secure_text::decode(&text) {
            Some(units) => runtime.write_object(Value::live(SecureString::from_units(units))),
            None => Err(runtime.throw(error(
                TypeId::PS_ARGUMENT_EXCEPTION,
                "The text is no encrypted form of a secure string.",
                "ImportSecureString_InvalidArgument",
                ErrorCategory::InvalidArgument,
                Value::Null,
            ))),
        }
    }
}

//! `ConvertTo-Json`

use crate::json::{Escape, WriteOptions, write};
use remora_engine::prelude::*;

/// # Synopsis
/// Writes objects as a JSON text.
///
/// # Description
/// Deeper levels than -Depth become texts, with a warning.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-json
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Json",
    class = "Microsoft.PowerShell.Commands.ConvertToJsonCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None",
    output("System.String")
)]
pub(crate) struct ConvertToJson {
    /// The objects.
    #[parameter(position = 0, mandatory, pipeline, allow_null)]
    input_object: Value,
    /// How many levels of objects are written.
    #[parameter(validate_range(0, 100))]
    depth: Option<i32>,
    /// Without blanks and line ends.
    #[parameter]
    compress: Switch,
    /// Names of enumeration values, not numbers.
    #[parameter]
    enums_as_strings: Switch,
    /// An array even for one object.
    #[parameter]
    as_array: Switch,
    /// Which characters are written as escapes.
    #[parameter(type = "Newtonsoft.Json.StringEscapeHandling")]
    escape_handling: Value,
    inputs: Vec<Value>,
}

impl ConvertToJson {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Writes an object",
        script: "[pscustomobject]@{ a = 1; b = 'x' } | ConvertTo-Json -Compress",
        output: "{\"a\":1,\"b\":\"x\"}",
    }];
}

impl Cmdlet for ConvertToJson {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.inputs.push(std::mem::take(&mut self.input_object));
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let mut inputs = std::mem::take(&mut self.inputs);
        if inputs.is_empty() {
            return Ok(());
        }
        let value = if inputs.len() > 1 || *self.as_array {
            Value::array(inputs)
        } else {
            inputs.pop().unwrap_or_default()
        };
        let depth = self.depth.unwrap_or(2);
        let options = WriteOptions {
            depth: usize::try_from(depth).unwrap_or(0),
            compress: *self.compress,
            enum_names: *self.enums_as_strings,
            escape: match self.escape_handling.as_i64() {
                Some(1) => Escape::NonAscii,
                Some(2) => Escape::Html,
                _ => Escape::Default,
            },
        };
        let (text, truncated) = write(runtime, &value, options)?;
        if truncated {
            let message = format!(
                "Resulting JSON is truncated as serialization has exceeded the set depth of {depth}."
            );
            runtime.write_warning(message)?;
        }
        runtime.write_object(text)
    }
}

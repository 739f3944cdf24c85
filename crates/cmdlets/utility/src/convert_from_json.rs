//! `ConvertFrom-Json`

use crate::json::{ReadOptions, read};
use remora_engine::prelude::*;

/// # Synopsis
/// Makes objects of a JSON text.
///
/// # Description
/// All input is read as one text; if its first line is a whole text by itself, each line is.
/// Comments, single quotes and trailing commas are accepted.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertfrom-json
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "Json",
    class = "Microsoft.PowerShell.Commands.ConvertFromJsonCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None"
)]
pub(crate) struct ConvertFromJson {
    /// The objects.
    #[parameter(position = 0, mandatory, pipeline, allow_empty_string)]
    input_object: Option<PsString>,
    /// Ordered tables instead of objects.
    #[parameter]
    as_hashtable: Switch,
    /// How many levels are read.
    #[parameter(validate_range("Positive"))]
    depth: Option<i32>,
    /// Writes a collection as one object.
    #[parameter]
    no_enumerate: Switch,
    /// What becomes of dates.
    #[parameter(type = "Microsoft.PowerShell.Commands.JsonDateKind")]
    date_kind: Value,
    lines: Vec<PsString>,
}

impl ConvertFromJson {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Reads an object",
        script: "('{\"a\": [1, 2]}' | ConvertFrom-Json).a[1]",
        output: "2",
    }];
}

impl Cmdlet for ConvertFromJson {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.lines.push(self.input_object.clone().unwrap_or_default());
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let options = ReadOptions {
            tables: *self.as_hashtable,
            depth: self.depth.and_then(|depth| usize::try_from(depth).ok()).unwrap_or(1024),
            dates: crate::record_object::enum_name(&self.date_kind),
        };
        let lines = std::mem::take(&mut self.lines);
        let Some(first) = lines.first() else {
            return Ok(());
        };
        if lines.len() == 1 {
            return self.convert(runtime, first, &options);
        }
        // Where the first line is a whole text by itself, so are the others.
        if read(runtime, first, &options).is_ok_and(|value| value.is_some()) {
            for line in &lines {
                self.convert(runtime, line, &options)?;
            }
            return Ok(());
        }
        let lines: Vec<&str> = lines.iter().map(PsString::as_str).collect();
        self.convert(runtime, &lines.join("\n"), &options)
    }
}

impl ConvertFromJson {
    fn convert(
        &self,
        runtime: &mut CommandRuntime<'_>,
        text: &str,
        options: &ReadOptions,
    ) -> CommandResult {
        match read(runtime, text, options)? {
            None => Ok(()),
            Some(value) if *self.no_enumerate => runtime.write_object(value),
            Some(value @ Value::Array(_)) => runtime.write_enumerated(value),
            Some(value) => runtime.write_object(value),
        }
    }
}

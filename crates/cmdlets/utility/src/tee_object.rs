//! `Tee-Object`

use remora_engine::pipeline::{PipelineBuilder, SteppablePipeline};
use remora_engine::prelude::*;

/// # Synopsis
/// Passes objects on and keeps a copy.
///
/// # Description
/// In a file or a variable.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/tee-object
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Tee",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.TeeObjectCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "File",
    remoting = "PowerShell"
)]
pub(crate) struct TeeObject {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// The file.
    #[parameter(set = "File", position = 0, mandatory, aliases("Path"))]
    file_path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "LiteralFile", mandatory, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Adds to what is there.
    #[parameter(set = "File")]
    append: Switch,
    /// Encoding of the text.
    #[parameter(
        sets("File", "LiteralFile"),
        type = "System.Text.Encoding",
        transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute",
        attribute = "ArgumentEncodingCompletions",
        validate_not_null_or_empty
    )]
    encoding: Value,
    /// Variable that gets the objects.
    #[parameter(set = "Variable", mandatory)]
    variable: Option<PsString>,
    sink: Option<SteppablePipeline>,
    kept: Vec<Value>,
}

impl TeeObject {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Keeps a copy in a variable",
        script: "1, 2 | Tee-Object -Variable copy | ForEach-Object { $_ * 2 }; \"$copy\"",
        output: "2\n4\n1 2",
    }];
}

impl Cmdlet for TeeObject {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let mut builder = PipelineBuilder::new().command("Out-File");
        if let Some(path) = &self.file_path {
            builder = builder.parameter("FilePath", path.clone());
        } else if let Some(path) = &self.literal_path {
            builder = builder.parameter("LiteralPath", path.clone());
        } else {
            if *self.append
                && let Some(name) = &self.variable
                && let Some(known) = runtime.variable(name)
                && !known.is_null()
            {
                self.kept = runtime.enumerate(&known).unwrap_or_else(|| vec![known]);
            }
            return Ok(());
        }
        if *self.append {
            builder = builder.switch("Append");
        }
        if !self.encoding.is_null() {
            builder = builder.parameter("Encoding", self.encoding.clone());
        }
        self.sink = Some(runtime.start_pipeline(builder)?);
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        match &mut self.sink {
            Some(sink) => runtime.step_pipeline(sink, input.clone())?,
            None => self.kept.push(input.clone()),
        }
        runtime.write_object(input)
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if let Some(mut sink) = self.sink.take() {
            return runtime.end_pipeline(&mut sink);
        }
        let Some(name) = self.variable.clone() else {
            return Ok(());
        };
        let mut kept = std::mem::take(&mut self.kept);
        let value = match kept.len() {
            0 => return Ok(()),
            1 => kept.pop().unwrap_or_default(),
            _ => Value::array(kept),
        };
        runtime.set_variable(&name, value)
    }
}

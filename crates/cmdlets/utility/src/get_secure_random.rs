//! `Get-SecureRandom`

use crate::random::{Bounds, Picker, Source, draw};
use remora_engine::prelude::*;
use std::sync::Arc;

/// # Synopsis
/// Gets a random number fit for secrets, or picks objects with such.
///
/// # Description
/// The numbers come from the operating system.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-securerandom
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "SecureRandom",
    class = "Microsoft.PowerShell.Commands.GetSecureRandomCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RandomNumberParameterSet",
    remoting = "None",
    output("System.Int32", "System.Int64", "System.Double")
)]
pub(crate) struct GetSecureRandom {
    /// Numbers are below it.
    #[parameter(set = "RandomNumberParameterSet", position = 0)]
    maximum: Value,
    /// Numbers are at least it.
    #[parameter(set = "RandomNumberParameterSet")]
    minimum: Value,
    /// The objects.
    #[parameter(
        sets("RandomListItemParameterSet", "ShuffleParameterSet"),
        position = 0,
        mandatory,
        pipeline,
        allow_null
    )]
    input_object: Vec<Value>,
    /// How many.
    #[parameter(
        sets("RandomListItemParameterSet", "RandomNumberParameterSet"),
        validate_range(1, 2147483647)
    )]
    count: Option<i32>,
    /// All objects in random order.
    #[parameter(set = "ShuffleParameterSet", mandatory)]
    shuffle: Switch,
    picker: Picker<Value>,
    source: Option<Source>,
}

impl GetSecureRandom {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Draws from a range of one number",
        script: "Get-SecureRandom -Minimum 3 -Maximum 4",
        output: "3",
    }];
}

impl Cmdlet for GetSecureRandom {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.source = Some(self.open(runtime)?);
        Ok(())
    }

    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let count = if *self.shuffle {
            usize::MAX
        } else {
            usize::try_from(self.count.unwrap_or(1)).unwrap_or(1)
        };
        if let Some(source) = &mut self.source {
            for item in std::mem::take(&mut self.input_object) {
                self.picker.offer(source, item, count);
            }
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let Some(mut source) = self.source.take() else {
            return Ok(());
        };
        let result = self.finish(runtime, &mut source);
        drop(source);
        result
    }
}

impl GetSecureRandom {
    fn open(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<Source> {
        Ok(Source::System(Arc::clone(runtime.system())))
    }

    fn finish(&mut self, runtime: &mut CommandRuntime<'_>, source: &mut Source) -> CommandResult {
        if runtime.parameter_set() == "RandomNumberParameterSet" {
            let bounds = Bounds { minimum: &self.minimum, maximum: &self.maximum };
            return draw(runtime, source, &bounds, self.count.unwrap_or(1));
        }
        for item in self.picker.finish(source) {
            runtime.write_object(item)?;
        }
        Ok(())
    }
}

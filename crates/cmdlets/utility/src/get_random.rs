//! `Get-Random`

use crate::random::{Bounds, Picker, RandomState, Sequence, Source, draw};
use remora_engine::prelude::*;
use std::sync::Arc;

/// # Synopsis
/// Gets a random number, or picks objects at random.
///
/// # Description
/// The numbers can be repeated with -SetSeed; they are not fit for secrets.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-random
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Random",
    class = "Microsoft.PowerShell.Commands.GetRandomCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RandomNumberParameterSet",
    remoting = "None",
    output("System.Int32", "System.Int64", "System.Double")
)]
pub(crate) struct GetRandom {
    /// Start of the sequence; the same start gives the same numbers.
    #[parameter(type = "System.Nullable[int]", validate_not_null)]
    set_seed: Option<i32>,
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

impl GetRandom {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Repeats a sequence",
        script: "Get-Random -SetSeed 42 -Maximum 100",
        output: "17",
    }];
}

impl Cmdlet for GetRandom {
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
        if let Source::Sequence(sequence) = source {
            runtime.context().extension::<RandomState>().0 = Some(sequence);
        }
        result
    }
}

impl GetRandom {
    fn open(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<Source> {
        if let Some(seed) = self.set_seed {
            runtime.context().extension::<RandomState>().0 = Some(Sequence::new(seed));
        }
        let kept = runtime.context().extension::<RandomState>().0.take();
        Ok(match kept {
            Some(sequence) => Source::Sequence(sequence),
            None => Source::System(Arc::clone(runtime.system())),
        })
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

//! The traits that a cmdlet implements.

use remora_psobject::{PsString, Value};

use super::{CmdletSpec, CommandRuntime, Example, ParameterMismatch, ParameterSpec};
use crate::errors::Flow;

/// What the methods of a cmdlet give: nothing, or the reason why they end early.
pub type CommandResult<T = ()> = Result<T, Flow>;

/// A cmdlet. One value of it serves one invocation.
///
/// `begin` runs once before the first object, `process` once for each object of the pipeline (or once
/// where there is none), `end` once after the last, `clean` whatever happened. The parameters have been
/// bound to the fields before `begin`; those that come from the pipeline are bound anew before each
/// `process`.
pub trait Cmdlet: CmdletParameters + Send {
    /// Runs before the first object.
    ///
    /// # Errors
    /// A terminating error, or what a script block that it called did.
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let _ = runtime;
        Ok(())
    }

    /// Runs for each object.
    ///
    /// # Errors
    /// As [`Cmdlet::begin`].
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let _ = runtime;
        Ok(())
    }

    /// Runs after the last object.
    ///
    /// # Errors
    /// As [`Cmdlet::begin`].
    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let _ = runtime;
        Ok(())
    }

    /// Runs at last, also after an error and after a stop: takes away what must not stay.
    fn clean(&mut self, runtime: &mut CommandRuntime<'_>) {
        let _ = runtime;
    }

    /// Parameters that depend on the arguments that are bound already. Their values come to
    /// [`Cmdlet::bind_dynamic`], and [`CommandRuntime::bound`] has them too.
    ///
    /// # Errors
    /// As [`Cmdlet::begin`].
    fn dynamic_parameters(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<&'static [ParameterSpec]> {
        let _ = runtime;
        Ok(&[])
    }

    /// Takes the value of a dynamic parameter.
    fn bind_dynamic(&mut self, name: &str, value: Value) {
        let _ = (name, value);
    }
}

/// How values come to the fields of a cmdlet. `#[derive(Cmdlet)]` writes it.
pub trait CmdletParameters {
    /// The cmdlet's table.
    fn spec(&self) -> &'static CmdletSpec;

    /// Puts a value into the field of the parameter at `index` of [`CmdletSpec::parameters`]. The value
    /// has been converted to the parameter's type.
    ///
    /// # Errors
    /// Where the field cannot hold a value of the parameter's type.
    fn bind(&mut self, index: usize, value: Value) -> Result<(), ParameterMismatch>;

    /// Puts the default back into the field of the parameter at `index`.
    fn reset(&mut self, index: usize);
}

/// The table of a cmdlet. `#[derive(Cmdlet)]` writes it.
pub trait CmdletDefinition {
    /// The table.
    const SPEC: &'static CmdletSpec;
}

/// Gives every cmdlet the examples that it does not have: none. An associated constant
/// `EXAMPLES: &[Example]` of the cmdlet itself takes precedence.
pub trait WithoutExamples {
    /// No example.
    const EXAMPLES: &'static [Example] = &[];
}

impl<T> WithoutExamples for T {}

/// A parameter that a cmdlet reads by name where it has no field of its own for it.
#[derive(Clone, Debug)]
pub struct BoundParameter {
    /// The parameter's full name.
    pub name: PsString,
    /// Its value.
    pub value: Value,
}

//! The PowerShell engine: session state, commands, binding, pipelines, evaluation.
//!
//! # A cmdlet
//!
//! A cmdlet is one file: a struct with `#[derive(Cmdlet)]`, its methods, its examples, its tests. The
//! doc comment of the struct is the help that `Get-Help` shows, those of the fields the help of the
//! parameters.
//!
//! ```
//! use remora_engine::prelude::*;
//!
//! /// # Synopsis
//! /// Writes each number of the pipeline multiplied by a factor.
//! ///
//! /// # Description
//! /// Numbers come from the pipeline or as an argument. A negative number is an error, which does not
//! /// end the command.
//! ///
//! /// # Links
//! /// - https://learn.microsoft.com/powershell
//! #[derive(Cmdlet)]
//! #[cmdlet(
//!     verb = "Invoke",
//!     noun = "Multiplication",
//!     class = "Example.InvokeMultiplicationCommand",
//!     module = "Example",
//!     default_set = "Factor",
//!     aliases("mul"),
//!     output("System.Int32")
//! )]
//! pub struct InvokeMultiplication {
//!     /// The numbers.
//!     #[parameter(position = 0, mandatory, pipeline, by_name, aliases("Value"))]
//!     number: Vec<i32>,
//!     /// What they are multiplied with.
//!     #[parameter(set = "Factor", position = 1, default = 2, validate_range(1, 100))]
//!     factor: i32,
//!     /// Multiplies each number with itself.
//!     #[parameter(set = "Square", mandatory)]
//!     square: Switch,
//!     /// State of the cmdlet's own: fields without the attribute start with their defaults.
//!     count: i32,
//! }
//!
//! impl InvokeMultiplication {
//!     pub const EXAMPLES: &[Example] = &[Example {
//!         title: "Doubles numbers",
//!         script: "1, 2 | Invoke-Multiplication",
//!         output: "2\n4",
//!     }];
//! }
//!
//! impl Cmdlet for InvokeMultiplication {
//!     fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
//!         for number in self.number.clone() {
//!             if number < 0 {
//!                 // The engine adds ",Example.InvokeMultiplicationCommand" to the id.
//!                 let record = invalid_argument("The number is negative.", "NegativeNumber", number);
//!                 runtime.write_error(record)?;
//!                 continue;
//!             }
//!             let factor = if *self.square { number } else { self.factor };
//!             runtime.write_object(number * factor)?;
//!             self.count += 1;
//!         }
//!         Ok(())
//!     }
//!
//!     fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
//!         runtime.write_verbose(format!("{} numbers", self.count))
//!     }
//! }
//!
//! /// What the crate hands to [`SessionBuilder::cmdlets`].
//! pub const CMDLETS: &[&CmdletSpec] = &[spec::<InvokeMultiplication>()];
//! ```
//!
//! * Fields have Rust types ([`command::FromParameter`]): `PsString`, `i32`, `bool`, [`command::Switch`],
//!   `Value`, `DateTime`, `ScriptBlock`, `Vec<…>` and `Option<…>` of them, `Live<T>` for objects that a
//!   crate owns (with `type = "Full.Name"`), `EnumValue` for enumerations.
//! * A non-terminating error is `runtime.write_error(record)?`, a terminating one `return
//!   Err(record.into())`. Always pass on errors with `?`: they also carry stops and the end of the
//!   pipeline.
//! * `runtime.write_object(value)` writes one object, `runtime.write_enumerated(value)` unrolls a
//!   collection.
//! * `runtime.evaluate(&block, item)` runs a script block with `$_`; `runtime.get_property(&value,
//!   name)` looks at instance members, extended members and the object's own.
//! * Everything that is not on [`command::CommandRuntime`] is on [`ExecutionContext`]
//!   (`runtime.context()`); state that a crate keeps for a session lives in
//!   [`ExecutionContext::extension`].
//!
//! # The rooms
//!
//! | module | what it is |
//! |---|---|
//! | [`command`] | cmdlets: table, traits, runtime |
//! | [`binder`] | arguments to parameters |
//! | [`session`] | scopes, variables, functions, aliases, drives, the builder |
//! | [`script`] | script blocks |
//! | [`pipeline`] | commands that push objects to each other |
//! | [`errors`] | how errors travel and are made |
//! | [`providers`] | drives, paths, what a provider implements |
//! | [`native`] | programs |
//! | [`modules`] | modules |
//! | [`language_mode`] | what restricted code may do |
//! | [`types`] | the extended type system |
//! | [`runspace`] | [`Engine`] and the runspace that hosts see |

extern crate self as remora_engine;

pub mod binder;
pub mod command;
mod compile;
pub mod context;
pub mod errors;
mod evaluate;
pub mod formatting;
pub mod language_mode;
pub mod modules;
pub mod native;
pub mod object_view;
pub mod pipeline;
pub mod providers;
pub mod runspace;
pub mod script;
pub mod session;
pub mod types;
pub mod views;

pub use context::ExecutionContext;
pub use remora_cmdlet_derive::Cmdlet;
pub use remora_dotnet::{Culture, System};
pub use remora_hosting::StopToken;
pub use remora_psobject::{TypeId, Value};
pub use runspace::{Engine, LocalRunspace};
pub use session::SessionBuilder;

/// What a file with a cmdlet imports.
pub mod prelude {
    pub use crate::command::{
        ActionPreference, BoundParameter, Cmdlet, CmdletSpec, CommandResult, CommandRuntime,
        Confirmation, EnumValue, Example, Live, Switch, spec,
    };
    pub use crate::errors::{
        ErrorCategory, ErrorRecord, Exception, Flow, error, invalid_argument, invalid_operation,
        not_found, not_implemented, not_supported,
    };
    pub use crate::script::{Invocation, ScriptBlock};
    pub use remora_cmdlet_derive::Cmdlet;
    pub use remora_psobject::{PsString, TypeId, Value};
}

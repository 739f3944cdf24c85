//! Binding of arguments to parameters.
//!
//! The order is PowerShell's: named arguments, positional ones, what takes the rest, defaults, dynamic
//! parameters, mandatory ones; then the four passes for each object of the pipeline.

mod arguments;
mod bind;
mod coerce;
mod constraint;
mod dynamic;
mod failure;
mod metadata;
mod pipeline;
mod script;
mod validate;

pub(crate) use arguments::{RawArgument, with_spelling};
pub(crate) use bind::Binder;
pub(crate) use coerce::{apply_to_variable, coerce};
pub use constraint::{Bound, Constraint};
pub(crate) use dynamic::dynamic_parameters;
pub(crate) use failure::Failure;
pub(crate) use metadata::bit;
pub use metadata::{CommandMetadata, ParameterMetadata, ParameterSetMetadata, ParameterSource};
pub(crate) use pipeline::PipelineBinder;
pub(crate) use script::{function_aliases, script_metadata, variable_constraints};
pub(crate) use validate::complaint;

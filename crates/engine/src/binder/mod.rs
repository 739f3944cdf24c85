//! Binding of arguments to parameters.

mod constraint;
mod metadata;

pub use constraint::{Bound, Constraint};
pub use metadata::{
    CommandMetadata, ParameterMetadata, ParameterSetMetadata, ParameterSource,
};

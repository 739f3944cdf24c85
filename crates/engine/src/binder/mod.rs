//! Binding of arguments to parameters.

mod constraint;
mod metadata;

pub use constraint::{Bound, Constraint};
pub(crate) use metadata::bit;
pub use metadata::{
    CommandMetadata, ParameterMetadata, ParameterSetMetadata, ParameterSource,
};

use std::sync::Arc;

use remora_psobject::Value;

use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::script::ScriptBlock;

pub(crate) fn script_metadata(
    _block: &ScriptBlock,
    _context: &mut ExecutionContext,
) -> Result<CommandMetadata, Flow> {
    Err(errors::not_implemented("Parameters of scripts").into())
}

pub(crate) fn apply_to_variable(
    _context: &mut ExecutionContext,
    _constraints: &Arc<[Constraint]>,
    _name: &str,
    _value: Value,
) -> Result<Value, Flow> {
    Err(errors::not_implemented("Constraints of variables").into())
}

//! The seam between the engine and providers: drives, paths, and what a provider implements.
//!
//! A provider gives a store (files, environment variables, …) the shape of items under paths. The
//! cmdlets of the Management module call it through [`Provider`]; the engine keeps the drives.

mod drive;
mod path;
mod provider;

pub use drive::{Drive, PathInfo};
pub use path::{ResolvedPath, resolve_path, resolve_paths};
pub use provider::{
    Capabilities, ContentReader, ContentWriter, Operation, Provider, ProviderInfo, ProviderOptions,
    ProviderRuntime,
};

use remora_psobject::Value;

use crate::context::ExecutionContext;
use crate::errors::Flow;

pub(crate) fn read_drive_variable(
    _context: &mut ExecutionContext,
    _drive: &str,
    _name: &str,
) -> Result<Option<Value>, Flow> {
    Err(crate::errors::not_implemented("Variables of drives").into())
}

pub(crate) fn write_drive_variable(
    _context: &mut ExecutionContext,
    _drive: &str,
    _name: &str,
    _value: Value,
) -> Result<(), Flow> {
    Err(crate::errors::not_implemented("Variables of drives").into())
}

//! The seam between the engine and providers: drives, paths, and what a provider implements.
//!
//! A provider gives a store (files, environment variables, …) the shape of items under paths. The
//! cmdlets of the Management module call it through [`Provider`]; the engine keeps the drives.

mod drive;
mod path;
mod provider;

pub use drive::{Drive, PathInfo};
pub(crate) use path::has_wildcards;
pub use path::{ResolvedPath, resolve_path, resolve_paths};
pub use provider::{
    Capabilities, ContentReader, ContentWriter, Operation, Provider, ProviderInfo, ProviderOptions,
    ProviderRuntime,
};

use remora_psobject::{PsString, Value};

use crate::command::{CommandInfo, CommandKind, CommandRuntime, CommandState};
use crate::context::ExecutionContext;
use crate::errors::Flow;

/// Runs part of a provider outside any cmdlet and gives what it wrote.
fn with_provider<T>(
    context: &mut ExecutionContext,
    path: &ResolvedPath,
    body: impl FnOnce(&mut ProviderRuntime<'_, '_>) -> Result<T, Flow>,
) -> Result<(T, Vec<Value>), Flow> {
    let block = context.parse_script("")?;
    let info = std::sync::Arc::new(CommandInfo::new("", CommandKind::Script(block)));
    let mut state = CommandState::new(info, PsString::empty());
    let mut output = Vec::new();
    let options = ProviderOptions::default();
    let result = {
        let mut runtime = CommandRuntime::new(context, &mut state, &mut output);
        let mut lent =
            ProviderRuntime::new(&mut runtime, &options, path.drive.clone(), path.info());
        body(&mut lent)?
    };
    Ok((result, output))
}

/// `$drive:name`: the content of the item, or null where it is not there.
pub(crate) fn read_drive_variable(
    context: &mut ExecutionContext,
    drive: &str,
    name: &str,
) -> Result<Option<Value>, Flow> {
    let path = context.resolve_path(&format!("{drive}:/{name}"))?;
    let provider = std::sync::Arc::clone(&path.provider);
    let (blocks, _) = with_provider(context, &path, |runtime| {
        if !provider.item_exists(runtime, &path.provider_path)? {
            return Ok(None);
        }
        let mut reader = provider.content_reader(runtime, &path.provider_path)?;
        reader.read(runtime, 0).map(Some)
    })?;
    Ok(blocks.map(|blocks| crate::context::collapse(blocks).or_null()))
}

/// `$drive:name = value`
pub(crate) fn write_drive_variable(
    context: &mut ExecutionContext,
    drive: &str,
    name: &str,
    value: Value,
) -> Result<(), Flow> {
    let path = context.resolve_path(&format!("{drive}:/{name}"))?;
    let provider = std::sync::Arc::clone(&path.provider);
    let blocks = context.enumerate(&value).unwrap_or_else(|| vec![value]);
    with_provider(context, &path, |runtime| {
        let mut writer = provider.content_writer(runtime, &path.provider_path, false)?;
        writer.write(runtime, blocks)?;
        writer.close()
    })?;
    Ok(())
}

//! What the cmdlets for properties share.

use remora_engine::TypeId;
use remora_engine::Value;
use remora_engine::command::{CommandResult, CommandRuntime};
use remora_engine::errors::{ErrorRecord, Flow, not_supported};

use crate::paths::{self, Selection};

/// What providers say that do not have an interface.
fn missing_interface(interface: &str) -> ErrorRecord {
    let message = format!(
        "Cannot use interface. The {interface} interface is not implemented by this provider."
    );
    not_supported(message, Value::Null)
}

/// Reports that a provider has no properties; what else went wrong goes on.
pub(crate) fn report_property(
    runtime: &mut CommandRuntime<'_>,
    result: CommandResult,
    interface: &str,
) -> CommandResult {
    match result {
        Err(Flow::Throw(thrown))
            if thrown.record.exception.exception_type() == TypeId::PS_NOT_SUPPORTED_EXCEPTION =>
        {
            runtime.write_error(missing_interface(interface))
        }
        Err(flow) => paths::report(runtime, flow),
        Ok(()) => Ok(()),
    }
}

/// Whether the destination is there; where not, that is reported.
pub(crate) fn destination_exists(
    runtime: &mut CommandRuntime<'_>,
    destination: &str,
) -> CommandResult<bool> {
    let found = paths::expand(
        runtime,
        &remora_engine::providers::ProviderOptions::default(),
        destination,
        false,
    );
    match found {
        Ok(_) => Ok(true),
        Err(flow) => paths::report(runtime, flow).map(|()| false),
    }
}

/// Tells for each path that its provider has no properties of this kind.
pub(crate) fn refuse(runtime: &mut CommandRuntime<'_>, selection: &Selection) -> CommandResult {
    for path in &selection.paths {
        match selection.expand(runtime, path) {
            Ok(_) => {
                runtime.write_error(missing_interface("IDynamicPropertyCmdletProvider"))?;
            }
            Err(flow) => paths::report(runtime, flow)?,
        }
    }
    Ok(())
}

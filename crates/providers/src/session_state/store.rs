//! [`Store`]: what a provider of values stands on.

use remora_engine::command::{CommandResult, ParameterSetSpec, ParameterSpec};
use remora_engine::errors::{ErrorCategory, error};
use remora_engine::providers::ProviderRuntime;
use remora_engine::session::ItemOptions;
use remora_engine::{TypeId, Value};
use remora_psobject::{ErrorRecord, PsString};

/// Named values of a session.
pub trait Store: Clone + Send + Sync {
    /// Name of the provider.
    const NAME: &'static str;
    /// Full name of its .NET class.
    const CLASS: &'static str;
    /// Name of its drive.
    const DRIVE: &'static str;
    /// What the drive is.
    const DESCRIPTION: &'static str;
    /// The parameters that New-Item and Set-Item have on it.
    const PARAMETERS: &'static [ParameterSpec] = &[];

    /// The names, in any order.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn names(&self, runtime: &mut ProviderRuntime<'_, '_>) -> CommandResult<Vec<PsString>>;

    /// The item of a name.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        name: &str,
    ) -> CommandResult<Option<Value>>;

    /// Makes or replaces an item; null clears it.
    ///
    /// # Errors
    /// Where it cannot have the value.
    fn set(&self, runtime: &mut ProviderRuntime<'_, '_>, name: &str, value: Value)
    -> CommandResult;

    /// Takes an item away.
    ///
    /// # Errors
    /// Where it must stay.
    fn remove(&self, runtime: &mut ProviderRuntime<'_, '_>, name: &str) -> CommandResult;

    /// What Get-Content gives of an item.
    fn content(&self, item: &Value) -> Value;

    /// What a copy of an item is made of.
    fn value_to_copy(&self, item: &Value) -> Value {
        self.content(item)
    }
}

/// `-Options` of New-Item and Set-Item.
pub(super) const OPTIONS: &[ParameterSpec] = &[ParameterSpec {
    name: "Options",
    type_name: "System.Management.Automation.ScopedItemOptions",
    aliases: &[],
    sets: &[ParameterSetSpec {
        set: "__AllParameterSets",
        position: None,
        mandatory: false,
        pipeline: false,
        by_name: false,
        remaining: false,
        help_message: "",
    }],
    validations: &[],
    transformation: None,
    completer: None,
    completions: &[],
    obsolete: None,
    ps_type_name: None,
    dont_show: false,
    help: "What may be done with the item later.",
}];

/// The options that were asked for.
pub(super) fn requested_options(runtime: &ProviderRuntime<'_, '_>) -> Option<ItemOptions> {
    let number = runtime.options.dynamic("Options")?.as_i64()?;
    u8::try_from(number).ok().map(ItemOptions)
}

/// A value that such an item cannot have.
pub(super) fn invalid_value() -> ErrorRecord {
    error(
        TypeId::PS_ARGUMENT_EXCEPTION,
        "Cannot process argument because the value of argument \"value\" is not valid. Change the value of the \"value\" argument and run the operation again.",
        "Argument",
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
}

/// An item that may not be changed or taken away.
pub(super) fn not_allowed(
    message: impl Into<PsString>,
    error_id: &'static str,
    name: &str,
) -> ErrorRecord {
    error(
        TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
        message,
        error_id,
        ErrorCategory::WriteError,
        name,
    )
}

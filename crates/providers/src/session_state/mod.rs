//! Providers of values: one flat container of named items.

mod alias;
mod content;
mod environment;
mod function;
mod store;
mod variable;

use std::sync::Arc;

use remora_engine::command::{CommandResult, ParameterSpec};
use remora_engine::errors::{ErrorCategory, Exception, error};
use remora_engine::providers::{
    Capabilities, ContentReader, ContentWriter, Drive, Operation, Provider, ProviderInfo,
    ProviderRuntime,
};
use remora_engine::{ExecutionContext, TypeId, Value};
use remora_psobject::{ErrorRecord, PsString};

use content::{ValueReader, ValueWriter};
pub use store::Store;

/// Aliases: the drive `Alias:`.
pub type AliasProvider = SessionStateProvider<alias::Aliases>;
/// Environment variables: the drive `Env:`.
pub type EnvironmentProvider = SessionStateProvider<environment::Variables>;
/// Functions: the drive `Function:`.
pub type FunctionProvider = SessionStateProvider<function::Functions>;
/// Variables: the drive `Variable:`.
pub type VariableProvider = SessionStateProvider<variable::SessionVariables>;

/// The provider of a [`Store`].
pub struct SessionStateProvider<S> {
    info: Arc<ProviderInfo>,
    store: S,
}

impl<S: Store + Default> Default for SessionStateProvider<S> {
    fn default() -> Self {
        let info = ProviderInfo::new(
            S::NAME,
            S::CLASS,
            "Microsoft.PowerShell.Core",
            Capabilities::SHOULD_PROCESS,
        );
        Self { info: Arc::new(info), store: S::default() }
    }
}

/// The name in a path: without the separators around it.
fn name_of(path: &str) -> &str {
    path.trim_matches(['/', '\\'])
}

/// Something that is already there.
fn already_exists(name: &str) -> ErrorRecord {
    error(
        TypeId::PS_ARGUMENT_EXCEPTION,
        format!("The item at path '{name}' already exists."),
        "Argument",
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
}

fn no_such_item(name: &str) -> ErrorRecord {
    remora_engine::errors::not_found(
        format!("Cannot find path '{name}' because it does not exist."),
        "PathNotFound",
        name,
    )
}

/// Writes errors of session state and of arguments; what else ended the work goes on.
fn report(runtime: &mut ProviderRuntime<'_, '_>, result: CommandResult) -> CommandResult {
    let Err(flow) = result else {
        return Ok(());
    };
    let reported = flow.error().filter(|record| {
        let kind = record.exception.exception_type();
        kind.derives_from(TypeId::SESSION_STATE_EXCEPTION)
            || kind.derives_from(TypeId::PS_ARGUMENT_EXCEPTION)
            || kind.derives_from(TypeId::PS_ARGUMENT_NULL_EXCEPTION)
    });
    match reported.cloned() {
        Some(record) => runtime.write_error(record),
        None => Err(flow),
    }
}

impl<S: Store> SessionStateProvider<S> {
    fn write_named(&self, runtime: &mut ProviderRuntime<'_, '_>, name: &str) -> CommandResult {
        match self.store.item(runtime, name)? {
            Some(item) => runtime.write_item(item, name, false),
            None => runtime.write_error(no_such_item(name)),
        }
    }

    fn sorted_names(&self, runtime: &mut ProviderRuntime<'_, '_>) -> CommandResult<Vec<PsString>> {
        let mut names = self.store.names(runtime)?;
        crate::filesystem::sort_names(&mut names, |name| name);
        Ok(names)
    }

    fn store_value(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        name: &str,
        value: Value,
    ) -> CommandResult {
        let result = self.store.set(runtime, name, value);
        report(runtime, result)
    }
}

impl<S: Store + 'static> Provider for SessionStateProvider<S> {
    fn info(&self) -> Arc<ProviderInfo> {
        Arc::clone(&self.info)
    }

    fn default_drives(&self, _context: &mut ExecutionContext) -> Vec<Arc<Drive>> {
        vec![Arc::new(Drive::new(S::DRIVE, self.info(), "", S::DESCRIPTION))]
    }

    fn dynamic_parameters(&self, operation: Operation, _path: &str) -> &'static [ParameterSpec] {
        match operation {
            Operation::NewItem | Operation::SetItem => S::PARAMETERS,
            _ => &[],
        }
    }

    fn normalize(&self, path: &str) -> PsString {
        name_of(path).into()
    }

    fn item_exists(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<bool> {
        let name = name_of(path);
        Ok(name.is_empty() || self.store.item(runtime, name)?.is_some())
    }

    fn is_container(
        &self,
        _runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<bool> {
        Ok(name_of(path).is_empty())
    }

    fn child_names(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<Vec<PsString>> {
        if name_of(path).is_empty() { self.sorted_names(runtime) } else { Ok(Vec::new()) }
    }

    fn get_item(&self, runtime: &mut ProviderRuntime<'_, '_>, path: &str) -> CommandResult {
        let name = name_of(path);
        if !name.is_empty() {
            return self.write_named(runtime, name);
        }
        for name in self.sorted_names(runtime)? {
            if let Some(item) = self.store.item(runtime, &name)? {
                runtime.write_item(item, &name, false)?;
            }
        }
        Ok(())
    }

    fn set_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        value: Value,
    ) -> CommandResult {
        let name = name_of(path);
        let shown = runtime.text(&value);
        if !runtime.should_process(format!("Item: {name} Value: {shown}"), "Set Item")? {
            return Ok(());
        }
        self.store_value(runtime, name, value)
    }

    fn clear_item(&self, runtime: &mut ProviderRuntime<'_, '_>, path: &str) -> CommandResult {
        let name = name_of(path);
        if !runtime.should_process(format!("Item: {name}"), "Clear Item")? {
            return Ok(());
        }
        self.store_value(runtime, name, Value::Null)
    }

    fn get_child_items(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        _recurse: bool,
        _depth: Option<u32>,
    ) -> CommandResult {
        self.get_item(runtime, path)
    }

    fn get_child_names(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        _recurse: bool,
        _depth: Option<u32>,
    ) -> CommandResult {
        let name = name_of(path);
        if !name.is_empty() {
            return match self.store.item(runtime, name)? {
                Some(_) => runtime.write_item(name.into(), name, false),
                None => runtime.write_error(no_such_item(name)),
            };
        }
        for name in self.sorted_names(runtime)? {
            runtime.write_item(Value::Str(name.clone()), &name, false)?;
        }
        Ok(())
    }

    fn has_child_items(
        &self,
        _runtime: &mut ProviderRuntime<'_, '_>,
        _path: &str,
    ) -> CommandResult<bool> {
        // Removing one item never asks about others.
        Ok(false)
    }

    fn new_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        _item_type: Option<&str>,
        value: Value,
    ) -> CommandResult {
        let name = name_of(path);
        if value.is_null() {
            let exception = Exception::new(
                TypeId::PS_ARGUMENT_NULL_EXCEPTION,
                "Cannot process argument because the value of argument \"value\" is null. Change the value of argument \"value\" to a non-null value.",
            );
            return runtime.write_error(ErrorRecord::new(
                exception,
                "NewItemValueNotSpecified",
                ErrorCategory::InvalidArgument,
                name.into(),
            ));
        }
        if !runtime.options.force && self.store.item(runtime, name)?.is_some() {
            return runtime.write_error(already_exists(name));
        }
        let shown = runtime.text(&value);
        if !runtime.should_process(format!("Item: {name} Type:  Value: {shown}"), "New Item")? {
            return Ok(());
        }
        let result = self.store.set(runtime, name, value);
        if result.is_ok() { self.write_named(runtime, name) } else { report(runtime, result) }
    }

    fn remove_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        _recurse: bool,
    ) -> CommandResult {
        let name = name_of(path);
        if !runtime.should_process(format!("Item: {name}"), "Remove Item")? {
            return Ok(());
        }
        let result = self.store.remove(runtime, name);
        report(runtime, result)
    }

    fn rename_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        new_name: &str,
        pass_through: bool,
    ) -> CommandResult {
        let (name, new_name) = (name_of(path), name_of(new_name));
        let Some(item) = self.store.item(runtime, name)? else {
            return runtime.write_error(no_such_item(name));
        };
        if !runtime.options.force && self.store.item(runtime, new_name)?.is_some() {
            return runtime.write_error(already_exists(new_name));
        }
        let target = format!("Item: {name} Destination: {new_name}");
        if !runtime.should_process(target, "Rename Item")? {
            return Ok(());
        }
        let value = self.store.value_to_copy(&item);
        let mut result = self.store.remove(runtime, name);
        if result.is_ok() {
            result = self.store.set(runtime, new_name, value);
        }
        report(runtime, result)?;
        if pass_through { self.write_named(runtime, new_name) } else { Ok(()) }
    }

    fn copy_item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        destination: &str,
        _recurse: bool,
        pass_through: bool,
    ) -> CommandResult {
        let (name, new_name) = (name_of(path), name_of(destination));
        let Some(item) = self.store.item(runtime, name)? else {
            return runtime.write_error(no_such_item(name));
        };
        let new_name = if new_name.is_empty() { name } else { new_name };
        let target = format!("Item: {name} Destination: {new_name}");
        if !runtime.should_process(target, "Copy Item")? {
            return Ok(());
        }
        let value = self.store.value_to_copy(&item);
        self.store_value(runtime, new_name, value)?;
        if pass_through { self.write_named(runtime, new_name) } else { Ok(()) }
    }

    fn content_reader(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
    ) -> CommandResult<Box<dyn ContentReader>> {
        let name = name_of(path);
        let Some(item) = self.store.item(runtime, name)? else {
            return Err(no_such_item(name).into());
        };
        Ok(Box::new(ValueReader::new(self.store.content(&item))))
    }

    fn content_writer(
        &self,
        _runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        _append: bool,
    ) -> CommandResult<Box<dyn ContentWriter>> {
        Ok(Box::new(ValueWriter::new(self.store.clone(), name_of(path))))
    }

    fn clear_content(&self, _runtime: &mut ProviderRuntime<'_, '_>, _path: &str) -> CommandResult {
        Err(remora_engine::errors::not_supported(
            "Cannot perform the ClearContent operation. The ClearContent operation is not supported by this provider.",
            Value::Null,
        )
        .into())
    }
}

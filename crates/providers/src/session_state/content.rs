//! The content of an item that is one value.

use remora_engine::Value;
use remora_engine::command::CommandResult;
use remora_engine::providers::{ContentReader, ContentWriter, ProviderRuntime};
use remora_psobject::PsString;

use super::Store;

/// Gives the value once.
pub(super) struct ValueReader(Option<Value>);

impl ValueReader {
    pub(super) fn new(value: Value) -> Self {
        Self(Some(value))
    }
}

impl ContentReader for ValueReader {
    fn read(
        &mut self,
        runtime: &mut ProviderRuntime<'_, '_>,
        _count: usize,
    ) -> CommandResult<Vec<Value>> {
        let Some(value) = self.0.take() else {
            return Ok(Vec::new());
        };
        match value.base() {
            Value::Array(_) | Value::List(_) => {
                Ok(runtime.enumerate(&value).unwrap_or_else(|| vec![value]))
            }
            _ => Ok(vec![value]),
        }
    }
}

/// Collects what is written and stores it at once: one value, or an array of several.
pub(super) struct ValueWriter<S> {
    store: S,
    name: PsString,
    written: Vec<Value>,
}

impl<S: Store> ValueWriter<S> {
    pub(super) fn new(store: S, name: &str) -> Self {
        Self { store, name: name.into(), written: Vec::new() }
    }
}

impl<S: Store> ContentWriter for ValueWriter<S> {
    fn write(
        &mut self,
        runtime: &mut ProviderRuntime<'_, '_>,
        blocks: Vec<Value>,
    ) -> CommandResult {
        self.written.extend(blocks);
        // The whole value is stored each time, since closing has nobody to ask.
        let value = match self.written.as_slice() {
            [single] => single.clone(),
            several => Value::array(several.to_vec()),
        };
        self.store.set(runtime, &self.name, value)
    }

    fn close(&mut self) -> CommandResult {
        Ok(())
    }
}

//! Where output goes.

use remora_psobject::Value;

use crate::context::ExecutionContext;
use crate::errors::Flow;

/// Takes the output of a statement or command, object by object.
pub trait Sink {
    /// Takes one object.
    ///
    /// # Errors
    /// What the command that gets the object threw, or that it wants no more.
    fn write(&mut self, context: &mut ExecutionContext, value: Value) -> Result<(), Flow>;

    /// Passes on what other streams left to be merged into this output.
    ///
    /// # Errors
    /// As [`Sink::write`].
    fn flush(&mut self, context: &mut ExecutionContext) -> Result<(), Flow> {
        let _ = context;
        Ok(())
    }

    /// Whether what is written goes to the screen of this process, so that a program may write there
    /// itself.
    fn is_screen(&self) -> bool {
        false
    }
}

/// Collects.
impl Sink for Vec<Value> {
    #[inline]
    fn write(&mut self, _context: &mut ExecutionContext, value: Value) -> Result<(), Flow> {
        self.push(value);
        Ok(())
    }
}

/// Drops what it gets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Null;

impl Sink for Null {
    #[inline]
    fn write(&mut self, _context: &mut ExecutionContext, _value: Value) -> Result<(), Flow> {
        Ok(())
    }
}

/// Writes a value as a pipeline takes it: collections item by item, "no output" not at all.
///
/// # Errors
/// As [`Sink::write`].
pub fn write_enumerated(
    context: &mut ExecutionContext,
    sink: &mut dyn Sink,
    value: Value,
) -> Result<(), Flow> {
    match &value {
        Value::AutomationNull => Ok(()),
        Value::Array(array) => {
            // Item by item, so that a consumer that stops early does not pay for the rest.
            let mut index = 0;
            while let Some(item) = array.get(index) {
                sink.write(context, item)?;
                index += 1;
            }
            Ok(())
        }
        Value::List(list) => {
            let version = list.version();
            let mut index = 0;
            while let Some(item) = list.get(index) {
                sink.write(context, item)?;
                if list.version() != version {
                    return Err(crate::errors::bad_enumeration());
                }
                index += 1;
            }
            Ok(())
        }
        Value::Live(_) | Value::Object(_) => match crate::types::enumerate(&value) {
            Some(items) => {
                for item in items {
                    sink.write(context, item)?;
                }
                Ok(())
            }
            None => sink.write(context, value),
        },
        _ => sink.write(context, value),
    }
}

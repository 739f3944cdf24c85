//! Writing: text or bytes.

use std::io::{self, Write as _};
use std::sync::Arc;

use remora_dotnet::system::FileHandle;
use remora_engine::command::CommandResult;
use remora_engine::errors::{ErrorCategory, Exception, Flow, error};
use remora_engine::providers::{ContentWriter, ProviderRuntime};
use remora_engine::{System, TypeId, Value};

use remora_dotnet::types::system_text::codec::Codec;

/// How much is held back before the file is written.
const CHUNK: usize = 64 * 1024;

/// What is made of objects.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// How characters are bytes.
    pub(super) encoding: Codec,
    /// Whether the objects are bytes.
    pub(super) bytes: bool,
    /// Whether lines are not ended.
    pub(super) no_newline: bool,
    /// Whether the mark of the encoding is still to be written.
    pub(super) preamble: bool,
}

/// A file that is written.
pub(super) struct FileWriter {
    system: Arc<dyn System>,
    file: Box<dyn FileHandle>,
    form: Form,
    pending: Vec<u8>,
    read_only_again: Option<String>,
}

impl FileWriter {
    pub(super) fn new(
        system: Arc<dyn System>,
        file: Box<dyn FileHandle>,
        form: Form,
        read_only_again: Option<String>,
    ) -> Self {
        Self { system, file, form, pending: Vec::new(), read_only_again }
    }

    fn flush(&mut self) -> io::Result<()> {
        let pending = std::mem::take(&mut self.pending);
        self.file.write_all(&pending)?;
        self.file.flush()
    }

    fn write_block(
        &mut self,
        runtime: &mut ProviderRuntime<'_, '_>,
        block: &Value,
    ) -> CommandResult {
        if self.form.bytes {
            let Value::U8(byte) = block.base() else {
                return Err(error(
                    TypeId::PS_ARGUMENT_EXCEPTION,
                    "Cannot proceed with byte encoding. When using byte encoding the content must be of type byte.",
                    "Argument",
                    ErrorCategory::InvalidArgument,
                    Value::Null,
                )
                .into());
            };
            self.pending.push(*byte);
            return Ok(());
        }
        let text = runtime.display_text(block);
        match self.form.encoding {
            Codec::Utf8(_) => self.pending.extend_from_slice(text.as_bytes()),
            other => self.pending.extend(other.encode(&text.units())),
        }
        if !self.form.no_newline {
            self.pending.extend(self.form.encoding.encode(&[u16::from(b'\n')]));
        }
        Ok(())
    }
}

fn thrown(failure: &io::Error) -> Flow {
    Exception::new(TypeId::IO_EXCEPTION, failure.to_string()).into()
}

impl ContentWriter for FileWriter {
    fn write(
        &mut self,
        runtime: &mut ProviderRuntime<'_, '_>,
        blocks: Vec<Value>,
    ) -> CommandResult {
        if std::mem::take(&mut self.form.preamble) {
            self.pending.extend_from_slice(self.form.encoding.preamble());
        }
        for block in blocks {
            if block.is_null() {
                continue;
            }
            match block.base() {
                Value::Array(_) | Value::List(_) => {
                    for item in runtime.enumerate(&block).unwrap_or_default() {
                        self.write_block(runtime, &item)?;
                    }
                }
                _ => self.write_block(runtime, &block)?,
            }
            if self.pending.len() >= CHUNK {
                self.flush().map_err(|failure| thrown(&failure))?;
            }
        }
        Ok(())
    }

    fn close(&mut self) -> CommandResult {
        let flushed = self.flush();
        if let Some(path) = self.read_only_again.take() {
            // The file was read-only before; that nothing forbids setting it was seen when it was
            // cleared.
            let _ = self.system.set_read_only(&path, true);
        }
        flushed.map_err(|failure| thrown(&failure))
    }
}

/// A writer that is dropped without being closed has still been given what it holds.
impl Drop for FileWriter {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

//! `-OutputFormat XML`: objects for another shell on both streams of the process.

use std::sync::Arc;

use parking_lot::Mutex;
use remora_clixml::WriteOptions;
use remora_psobject::Value;

use crate::console::Output;
use crate::session;

/// The line that says that a document follows.
const HEADER: &str = "#< CLIXML";

/// Values that wait to be written, each with its stream; a document is written as a whole.
#[derive(Default)]
pub(crate) struct XmlOutput {
    output: Mutex<Vec<(&'static str, Value)>>,
    errors: Mutex<Vec<(&'static str, Value)>>,
}

impl XmlOutput {
    /// An object of the output, or text for the screen.
    pub(crate) fn write(&self, value: Value) {
        self.output.lock().push(("Output", value));
    }

    /// A record of another stream.
    pub(crate) fn write_record(&self, stream: &'static str, value: Value) {
        self.errors.lock().push((stream, value));
    }

    /// An error as lines of text.
    pub(crate) fn write_error_text(&self, text: &str) {
        for line in text.lines() {
            self.write_record("Error", format!("{line}\n").into());
        }
    }

    /// Writes what has come together.
    pub(crate) fn finish(&self, to: &Arc<Output>) {
        let view = session::object_view();
        let options = WriteOptions { view: &*view, ..WriteOptions::default() };
        let document = |values: Vec<(&'static str, Value)>| {
            let values = values.iter().map(|(stream, value)| (*stream, value));
            // A secret is no output for a pipe: without a key it cannot be written.
            remora_clixml::write_streams(values, &options)
                .map_or_else(|error| format!("{error}\n"), |text| format!("{HEADER}\n{text}"))
        };
        let output = std::mem::take(&mut *self.output.lock());
        if !output.is_empty() {
            to.write(&document(output));
        }
        let errors = std::mem::take(&mut *self.errors.lock());
        if !errors.is_empty() {
            to.write_error(&document(errors));
        }
    }
}

//! A command whose output was kept while nobody received it.

use std::sync::{Arc, mpsc};

use parking_lot::Mutex;
use remora_hosting::{InvocationState, Pipeline, Record, RecordSink};
use remora_psobject::{Guid, Value};

/// A command that was started here, and what it has given since.
pub(crate) struct LeftCommand {
    pub(crate) pipeline: Arc<dyn Pipeline>,
    pub(crate) records: mpsc::Receiver<Record>,
}

/// The command as one that is started now: what was kept comes first.
pub(crate) struct KeptPipeline {
    pipeline: Arc<dyn Pipeline>,
    records: Mutex<Option<mpsc::Receiver<Record>>>,
}

impl KeptPipeline {
    pub(crate) fn new(left: LeftCommand) -> Self {
        Self { pipeline: left.pipeline, records: Mutex::new(Some(left.records)) }
    }
}

impl Pipeline for KeptPipeline {
    fn id(&self) -> Guid {
        self.pipeline.id()
    }

    fn state(&self) -> InvocationState {
        self.pipeline.state()
    }

    fn start(&self, sink: Arc<dyn RecordSink>) {
        let Some(records) = self.records.lock().take() else { return };
        std::thread::spawn(move || {
            for record in records {
                let is_last = matches!(&record, Record::State(change) if change.state.is_final());
                sink.record(record);
                if is_last {
                    return;
                }
            }
        });
    }

    fn write_input(&self, value: Value) {
        self.pipeline.write_input(value);
    }

    fn end_input(&self) {
        self.pipeline.end_input();
    }

    fn stop(&self) {
        self.pipeline.stop();
    }
}

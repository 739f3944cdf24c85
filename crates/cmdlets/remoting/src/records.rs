//! Records of another computer on their way into this session's streams.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_hosting::Record;

use crate::origin::Origin;

/// Writes a record to the stream that it belongs to, marked with where it came from.
///
/// # Errors
/// What writing gave: an action preference, the end of the pipeline.
pub(crate) fn write(
    runtime: &mut CommandRuntime<'_>,
    record: Record,
    origin: Option<&Origin>,
) -> CommandResult {
    match record {
        Record::Output(value) => {
            let value = origin.map_or(value.clone(), |origin| origin.mark(value));
            runtime.write_object(value)
        }
        Record::Error(error) => {
            let error = origin.map_or(Arc::clone(&error), |origin| origin.mark_error(&error));
            runtime.write_error(error)
        }
        Record::Information(record) => {
            let marked = origin.map(|origin| Arc::new(origin.mark_information(&record)));
            runtime.write_information_record(marked.unwrap_or(record))
        }
        Record::Warning(record) => runtime.write_warning(record.message.clone()),
        Record::Verbose(record) => runtime.write_verbose(record.message.clone()),
        Record::Debug(record) => runtime.write_debug(record.message.clone()),
        Record::Progress(record) => runtime.write_progress((*record).clone()),
        Record::State(_) => Ok(()),
    }
}
